import { type Day, mondayOf } from '#kernel/calendar.ts';
import type { EarningKind, RuleBonuses, RuleCaps, RuleConditions } from './rules.contract.ts';

/** A rule as deciding needs it. */
export type EarningRule = {
  id: string;
  kind: EarningKind;
  conditions: RuleConditions;
  points: number;
  growth: number;
  caps: RuleCaps;
  bonuses: RuleBonuses;
};

/** Something that a member did, or a message of theirs that was reacted to once more. */
export type Doing = {
  eventId: string;
  /** The member of the account. */
  memberId: string;
  /** Who that is, over all accounts. */
  person: string;
  kind: string;
  groupId: string | null;
  /** Characters that are no white space; 0 where there is no text. */
  length: number;
  /** Said word by word before. */
  repeated: boolean;
  /** People other than its author who have reacted to it; undefined when it has just been said. */
  reactions?: number;
  /** Milliseconds. */
  at: number;
  day: Day;
};

/** What a rule gave somebody before. */
export type Earnings = {
  /** Times by day. */
  days: Map<Day, number>;
  /** In all. */
  times: number;
};

export type Reason = { base: number; factor: number; first: number; streak: number; streakDays: number };
export type Decision = {
  rule: EarningRule;
  doing: Doing;
  outcome: 'granted' | 'day_cap' | 'week_cap' | 'member_cap' | 'flooding';
  points: number;
  growth: number;
  why: Reason;
};

/** So many earning events in ten minutes are nobody's conversation. */
export const FLOODING = { events: 20, minutes: 10 } as const;

export type EarningFacts = {
  /** What a rule gave a person until now; counted on by `earn`. */
  earned(ruleId: string, person: string): Earnings;
  /** Whether a person is in a segment. */
  inSegment(segmentId: string, person: string): boolean;
  /** Days on which a person checked in, for streaks of checking in. */
  checkIns(person: string): ReadonlySet<Day>;
  /** When a person did what may earn, in the last minutes, sorted; counted on by `earn`. */
  recent(person: string): number[];
};

/** Whether something is what a rule asks for, caps apart. */
export function matches(rule: EarningRule, doing: Doing, facts: Pick<EarningFacts, 'inSegment'>): boolean {
  const { groupIds, segmentId, minLength, notRepeated, reactions } = rule.conditions;
  if (rule.kind !== doing.kind) return false;
  if (reactions > 0 ? (doing.reactions ?? 0) < reactions : doing.reactions !== undefined) return false;
  if (groupIds.length > 0 && (doing.groupId === null || !groupIds.includes(doing.groupId))) return false;
  if (doing.length < minLength || (notRepeated && doing.repeated)) return false;
  return segmentId === null || facts.inSegment(segmentId, doing.person);
}

/**
 * What rules give for what was done, in its order. Counts on in `facts`, so that what comes later minds what came before.
 * Somebody who floods earns nothing more until it has been quiet.
 */
export function earn(rules: readonly EarningRule[], doings: readonly Doing[], facts: EarningFacts): Decision[] {
  return doings.flatMap((doing) => {
    const own = rules.filter((rule) => matches(rule, doing, facts));
    if (own.length === 0) return [];
    const floods = noteRecent(facts.recent(doing.person), doing);
    return own.map((rule) => decide(rule, doing, facts, floods));
  });
}

function noteRecent(recent: number[], { at, reactions, kind }: Doing): boolean {
  // Being reacted to is not one's own doing; checking in is once a day anyway.
  if (reactions !== undefined || kind === 'check_in') return false;
  while (recent.length > 0 && recent[0]! <= at - FLOODING.minutes * 60_000) recent.shift();
  recent.push(at);
  return recent.length > FLOODING.events;
}

function decide(rule: EarningRule, doing: Doing, facts: EarningFacts, floods: boolean): Decision {
  const earned = facts.earned(rule.id, doing.person);
  const outcome = floods ? 'flooding' : (capOf(rule.caps, earned, doing.day) ?? 'granted');
  const why = reasonOf(rule, doing, facts, earned);
  if (outcome !== 'granted') return { rule, doing, outcome, points: 0, growth: 0, why };
  earned.days.set(doing.day, (earned.days.get(doing.day) ?? 0) + 1);
  earned.times += 1;
  return {
    rule,
    doing,
    outcome,
    points: Math.floor(why.base * why.factor + 1e-9) + why.first + why.streak,
    growth: rule.growth,
    why,
  };
}

/** The cap that is reached, if one is. */
export function capOf(
  caps: RuleCaps,
  { days, times }: Earnings,
  day: Day,
): 'day_cap' | 'week_cap' | 'member_cap' | undefined {
  if (caps.perMember !== null && times >= caps.perMember) return 'member_cap';
  if (caps.perDay !== null && (days.get(day) ?? 0) >= caps.perDay) return 'day_cap';
  if (caps.perWeek === null) return undefined;
  const monday = mondayOf(day);
  let week = 0;
  for (let at = monday; at < monday + 7; at++) week += days.get(at) ?? 0;
  return week >= caps.perWeek ? 'week_cap' : undefined;
}

function reasonOf(rule: EarningRule, doing: Doing, facts: EarningFacts, earned: Earnings): Reason {
  const { first, streaks, windows } = rule.bonuses;
  const open = windows.filter(({ from, to }) => Date.parse(from) <= doing.at && doing.at < Date.parse(to));
  const factor = Math.max(1, ...open.map((one) => one.factor));
  const days = doing.kind === 'check_in' ? facts.checkIns(doing.person) : new Set(earned.days.keys());
  // Only what is the first of its day lengthens a streak.
  const streakDays = earned.days.has(doing.day) ? 0 : streakUpTo(days, doing.day);
  const reached = streaks.filter((one) => streakDays > 0 && streakDays % one.days === 0);
  return {
    base: rule.points,
    factor,
    first: earned.times === 0 ? first : 0,
    streak: Math.max(0, ...reached.map(({ points }) => points)),
    streakDays,
  };
}

/** How many days in a row end with this one, which counts whether or not it is among them. */
export function streakUpTo(days: ReadonlySet<Day>, day: Day): number {
  let length = 1;
  while (days.has(day - length)) length += 1;
  return length;
}
