import type { Day } from '#kernel/calendar.ts';
import { NEVER } from '#modules/tiers/index.ts';

/** Who came and went: one element a person. */
export type Presence = {
  readonly joinedDay: Int32Array;
  readonly isMember: Uint8Array;
  /** Day of the last leave, NEVER without one. */
  readonly lastLeaveDay: Int32Array;
};

export type Growth = { joins: number; leaves: number; start: number; rate: number | null };

/**
 * Growth of the last `days` days: people who joined in them, people who left in them (no members at T, by the day of
 * their last leave), and (joins − leaves) ÷ members at their start. `leftAtStart[i]` = 1 when person i had left by
 * the day before the period. Without members at the start the rate is null.
 */
export function growth(people: Presence, leftAtStart: Uint8Array, days: number, today: Day): Growth {
  let [joins, leaves, start] = [0, 0, 0];
  const from = today - days;
  for (let i = 0; i < people.joinedDay.length; i++) {
    const joined = people.joinedDay[i]!;
    if (joined === NEVER) continue;
    if (joined > from) joins++;
    else if (leftAtStart[i] === 0) start++;
    if (people.isMember[i] === 0 && people.lastLeaveDay[i]! > from) leaves++;
  }
  return { joins, leaves, start, rate: start === 0 ? null : (joins - leaves) / start };
}

/** People who joined, and who left for good, by age in days: index 0 = today. */
export type DailyGrowth = { readonly joins: Uint32Array; readonly leaves: Uint32Array };

/** Joins and leaves of each of the last `days` days, counted as `growth` counts them. */
export function dailyGrowth(people: Presence, days: number, today: Day): DailyGrowth {
  const joins = new Uint32Array(days);
  const leaves = new Uint32Array(days);
  for (let i = 0; i < people.joinedDay.length; i++) {
    const joined = people.joinedDay[i]!;
    if (joined === NEVER) continue;
    if (today - joined < days) joins[today - joined]!++;
    const left = people.lastLeaveDay[i]!;
    if (people.isMember[i] === 0 && left !== NEVER && today - left < days) leaves[today - left]!++;
  }
  return { joins, leaves };
}

const ACTIVATION_DAYS = 7;
const ACTIVATION_WINDOW = 91;

/**
 * Share of the people who joined in the 91 days that ended 7 days before T with a first contribution within 7 days of
 * joining; null without joiners.
 */
export function activation(
  joinedDay: Int32Array,
  firstActiveDay: Int32Array,
  today: Day,
): { rate: number | null; joiners: number; activated: number } {
  let [joiners, activated] = [0, 0];
  const to = today - ACTIVATION_DAYS;
  for (let i = 0; i < joinedDay.length; i++) {
    const joined = joinedDay[i]!;
    if (joined > to || joined <= to - ACTIVATION_WINDOW) continue;
    joiners++;
    const first = firstActiveDay[i]!;
    if (first !== NEVER && first <= joined + ACTIVATION_DAYS) activated++;
  }
  return { rate: joiners === 0 ? null : activated / joiners, joiners, activated };
}
