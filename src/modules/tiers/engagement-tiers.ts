import type { Day } from '#kernel/calendar.ts';
import { SILENT_KINDS, TIERS } from '#modules/insights/contract.ts';
import { NEVER, type MemberFacts } from './member-facts.ts';
import type { SegmentRules } from './segment-rules.ts';

/** Index into TIERS of a person who is no member. */
export const NO_TIER = 255;

const [NEWCOMER, LEADER, LOYAL, ACTIVE, POTENTIAL, SILENT] = [0, 1, 2, 3, 4, 5] as const;
const [NEVER_SPOKE, LAPSED, DORMANT] = [0, 1, 2] as const;

/** Who is in the running for leader by what they receive: the cut, and among how many it was taken. */
export type LeaderPool = { readonly cut: number; readonly rank: number; readonly people: number };

export type EngagementTiers = {
  /** Per person: index into TIERS, or NO_TIER. */
  readonly tier: Uint8Array;
  /** Per person: index into SILENT_KINDS, or NO_TIER where not silent. */
  readonly silentKind: Uint8Array;
  readonly pool: LeaderPool;
};

/**
 * The engagement tier of everyone at T, first match wins (formulas.md, "Engagement tier"). Pure; one pass over the
 * columns and one partial sort for the leader cut.
 */
export function engagementTiers(facts: MemberFacts, rules: SegmentRules, today: Day): EngagementTiers {
  const pool = leaderPool(facts, rules, today);
  const tier = new Uint8Array(facts.count).fill(NO_TIER);
  const silentKind = new Uint8Array(facts.count).fill(NO_TIER);
  for (let i = 0; i < facts.count; i++) {
    if (facts.isMember[i] === 0) continue;
    const found = tierOf(facts, i, rules, today, pool);
    tier[i] = found;
    if (found === SILENT) silentKind[i] = silentKindOf(facts.lastActiveDay[i]!, rules, today);
  }
  return { tier, silentKind, pool };
}

function tierOf(facts: MemberFacts, i: number, rules: SegmentRules, today: Day, pool: LeaderPool): number {
  const expert = facts.expert[i] === 1;
  const age = today - facts.joinedDay[i]!;
  if (age < rules.newcomer.days && !expert) return NEWCOMER;
  if (expert && facts.activeDays28[i]! > 0) return LEADER;
  const received = facts.received91[i]!;
  if (
    facts.activeWeeks13[i]! >= rules.leader.weeks &&
    facts.fans91[i]! >= rules.leader.people &&
    received > 0 &&
    received >= pool.cut &&
    today - facts.lastActiveDay[i]! < 91
  ) {
    return LEADER;
  }
  if (age >= rules.loyal.days && facts.activeWeeks13[i]! >= rules.loyal.weeks) return LOYAL;
  if (facts.activeDays28[i]! >= rules.active.days) return ACTIVE;
  if (facts.activeDays28[i]! >= rules.potential.days) return POTENTIAL;
  return SILENT;
}

function silentKindOf(lastActiveDay: Day, rules: SegmentRules, today: Day): number {
  if (lastActiveDay === NEVER) return NEVER_SPOKE;
  return today - lastActiveDay <= rules.silent.lapsedDays ? LAPSED : DORMANT;
}

/**
 * The value at rank ⌈top % × n⌉ of tie weight received in 91 days, descending, among the n members active in them.
 * Without such members the cut is Infinity: nobody passes.
 */
export function leaderPool(facts: MemberFacts, rules: SegmentRules, today: Day): LeaderPool {
  const received = new Float64Array(facts.count);
  let people = 0;
  for (let i = 0; i < facts.count; i++) {
    if (facts.isMember[i] === 1 && today - facts.lastActiveDay[i]! < 91) received[people++] = facts.received91[i]!;
  }
  const rank = Math.ceil((people * rules.leader.topPercent) / 100);
  if (rank === 0) return { cut: Infinity, rank, people };
  const sorted = received.subarray(0, people).sort();
  return { cut: sorted[people - rank]!, rank, people };
}

/** How many members stand in each tier. */
export function countTiers(tiers: EngagementTiers): Record<(typeof TIERS)[number], number> {
  return countBy(tiers.tier, TIERS);
}

/** How many silent members there are of each kind. */
export function countSilentKinds(tiers: EngagementTiers): Record<(typeof SILENT_KINDS)[number], number> {
  return countBy(tiers.silentKind, SILENT_KINDS);
}

function countBy<Name extends string>(codes: Uint8Array, names: readonly Name[]): Record<Name, number> {
  const counts = new Uint32Array(256);
  for (let i = 0; i < codes.length; i++) counts[codes[i]!]!++;
  return Object.fromEntries(names.map((name, index) => [name, counts[index]!])) as Record<Name, number>;
}
