import type { Day } from '#kernel/calendar.ts';
import type { Earned } from '#modules/points/index.ts';
import { GROWTH_DAYS, type GrowthKind, type GrowthRules } from './growth-rules.ts';

/** Contribution weight of one kind that a member had on one day. */
export type DayOfKind = { readonly day: Day; readonly kind: GrowthKind; readonly weight: number };

/** Growth value by where it comes from; both are whole numbers of at least 0. */
export type GrowthValue = { readonly done: number; readonly earned: number };

/**
 * The growth value of one member at the end of `today` (formulas.md, "Growth value"): contribution weight of the last
 * 365 days with a cap per day and kind, and what was earned in them (`earnedGrowth`). Pure; the
 * engine computes the same for everybody at once (`figures.query.ts`), which a test compares.
 */
export function growthValue(
  days: readonly DayOfKind[],
  earned: Earned | undefined,
  { rules, today }: { rules: GrowthRules; today: Day },
): GrowthValue {
  const weights = new Map<string, { kind: GrowthKind; weight: number }>();
  for (const { day, kind, weight } of days) {
    if (day > today || today - day >= GROWTH_DAYS) continue;
    const key = `${day} ${kind}`;
    weights.set(key, { kind, weight: (weights.get(key)?.weight ?? 0) + weight });
  }
  let done = 0;
  for (const { kind, weight } of weights.values()) done += Math.min(weight, rules.caps[kind]);
  return { done, earned: earnedGrowth(earned, rules) };
}

/**
 * Growth value of what was granted: points at the rate of the rules, rounded down, and what earning rules gave of growth
 * value itself. Never below 0. A rate like 0.29 is not exact in binary: the sum is settled before it is cut.
 */
export const earnedGrowth = (earned: Earned | undefined, { pointsRate }: GrowthRules): number =>
  earned ? Math.max(0, Math.floor(Math.round(earned.points * pointsRate * 1e6) / 1e6) + earned.growth) : 0;
