import { formatDay, type Day } from '#kernel/calendar.ts';
import { TIERS, type Facts, type Tier } from '#modules/insights/contract.ts';
import type { LeaderPool } from './engagement-tiers.ts';
import { NEVER, type MemberFacts } from './member-facts.ts';
import type { SegmentRules } from './segment-rules.ts';

/** One thing a rule asks: the fact, the comparison, the threshold, and whether it holds now. */
export type Condition = {
  readonly fact: string;
  readonly value: number | boolean;
  readonly comparison: '<' | '>=' | '>' | 'is';
  readonly threshold: number | boolean;
  readonly holds: boolean;
};

/** One way into a tier; a tier with several ways takes any. */
export type RuleCheck = {
  readonly tier: Tier;
  readonly way: string;
  readonly holds: boolean;
  readonly conditions: Condition[];
};

/** A step that would move the member: what is missing for a better tier, or when the present one ends by itself. */
export type TierChange = {
  readonly to: Tier;
  readonly code: 'missing' | 'ends' | 'without_activity' | 'weeks_to_spare';
  readonly facts: Facts;
};

export type TierExplanation = {
  readonly tier: Tier;
  readonly inputs: Facts;
  readonly checks: RuleCheck[];
  readonly changes: TierChange[];
};

/**
 * Why one member stands in their engagement tier at T: every rule in order down to the one that matched, its inputs
 * and thresholds, and what would change the placement. `index` must be a member (`isMember` 1); `pool` comes from the
 * same evaluation.
 */
export function explainTier(options: {
  facts: MemberFacts;
  index: number;
  rules: SegmentRules;
  today: Day;
  pool: LeaderPool;
}): TierExplanation {
  const { facts, index: i, rules, today, pool } = options;
  const all = ruleChecks(facts, i, rules, today, pool);
  const matched = all.findIndex((check) => check.holds);
  const tier: Tier = matched < 0 ? 'silent' : all[matched]!.tier;
  const checks = matched < 0 ? all : all.slice(0, matched + 1);
  return {
    tier,
    inputs: inputsOf(facts, i, today, pool),
    checks,
    changes: [...missing(all, tier), ...ending(facts, i, rules, today, tier, pool)],
  };
}

const condition = (fact: string, value: number, comparison: '<' | '>=' | '>', threshold: number): Condition => ({
  fact,
  value,
  comparison,
  threshold,
  holds: comparison === '<' ? value < threshold : comparison === '>' ? value > threshold : value >= threshold,
});

const is = (fact: string, value: boolean, threshold: boolean): Condition => ({
  fact,
  value,
  comparison: 'is',
  threshold,
  holds: value === threshold,
});

const check = (tier: Tier, way: string, conditions: Condition[]): RuleCheck => ({
  tier,
  way,
  conditions,
  holds: conditions.every((each) => each.holds),
});

function ruleChecks(facts: MemberFacts, i: number, rules: SegmentRules, today: Day, pool: LeaderPool): RuleCheck[] {
  const expert = facts.expert[i] === 1;
  const age = today - facts.joinedDay[i]!;
  const days28 = facts.activeDays28[i]!;
  const weeks13 = facts.activeWeeks13[i]!;
  const received = facts.received91[i]!;
  return [
    check('newcomer', 'joined', [
      condition('days_since_joined', age, '<', rules.newcomer.days),
      is('expert', expert, false),
    ]),
    check('leader', 'certified', [is('expert', expert, true), condition('active_days_28', days28, '>=', 1)]),
    check('leader', 'earned', [
      condition('active_weeks_13', weeks13, '>=', rules.leader.weeks),
      condition('people_91', facts.fans91[i]!, '>=', rules.leader.people),
      condition('received_91', received, '>', 0),
      condition('received_91', received, '>=', pool.cut),
    ]),
    check('loyal', 'stayed', [
      condition('days_since_joined', age, '>=', rules.loyal.days),
      condition('active_weeks_13', weeks13, '>=', rules.loyal.weeks),
    ]),
    check('active', 'days', [condition('active_days_28', days28, '>=', rules.active.days)]),
    check('potential', 'days', [condition('active_days_28', days28, '>=', rules.potential.days)]),
  ];
}

function inputsOf(facts: MemberFacts, i: number, today: Day, pool: LeaderPool): Facts {
  const last = facts.lastActiveDay[i]!;
  return {
    joined: formatDay(facts.joinedDay[i]!),
    days_since_joined: today - facts.joinedDay[i]!,
    last_active: last === NEVER ? null : formatDay(last),
    days_since_active: last === NEVER ? null : today - last,
    active_days_28: facts.activeDays28[i]!,
    active_weeks_13: facts.activeWeeks13[i]!,
    received_91: facts.received91[i]!,
    people_91: facts.fans91[i]!,
    expert: facts.expert[i] === 1,
    leader_cut: Number.isFinite(pool.cut) ? pool.cut : null,
    leader_pool: pool.people,
  };
}

/** For each tier above the present one, what the way into it still lacks. Being new says nothing about the others. */
function missing(all: readonly RuleCheck[], tier: Tier): TierChange[] {
  if (tier === 'newcomer') return [];
  const better = TIERS.filter((name) => name !== 'newcomer' && TIERS.indexOf(name) < TIERS.indexOf(tier));
  return better.flatMap((name) => {
    const ways = all.filter((each) => each.tier === name && each.way !== 'certified');
    const lacking = ways[0]!.conditions.filter((each) => !each.holds && Number.isFinite(each.threshold as number));
    if (lacking.length === 0) return [];
    const facts: Facts = {};
    for (const each of lacking) {
      facts[each.fact] = each.value;
      facts[`${each.fact}_needed`] = each.threshold;
    }
    return [{ to: name, code: 'missing' as const, facts }];
  });
}

/** When time alone would move the member: the end of being new, and of being active without another contribution. */
function ending(
  facts: MemberFacts,
  i: number,
  rules: SegmentRules,
  today: Day,
  tier: Tier,
  pool: LeaderPool,
): TierChange[] {
  const changes: TierChange[] = [];
  if (tier === 'newcomer') {
    const end = facts.joinedDay[i]! + rules.newcomer.days;
    const after = tierAlone(facts, i, { ...rules, newcomer: { days: 0 } }, today, pool);
    changes.push({ to: after, code: 'ends', facts: { on: formatDay(end) } });
  }
  const last = facts.lastActiveDay[i]!;
  if ((tier === 'active' || tier === 'potential') && last !== NEVER) {
    changes.push({ to: 'silent', code: 'without_activity', facts: { on: formatDay(last + 28) } });
  }
  if (tier === 'leader' || tier === 'loyal') {
    const needed = rules[tier].weeks;
    const weeks = facts.activeWeeks13[i]!;
    const below: Tier = facts.activeDays28[i]! >= rules.active.days ? 'active' : 'potential';
    if (weeks >= needed) {
      changes.push({
        to: below,
        code: 'weeks_to_spare',
        facts: { active_weeks_13: weeks, needed, spare: weeks - needed },
      });
    }
  }
  return changes;
}

function tierAlone(facts: MemberFacts, i: number, rules: SegmentRules, today: Day, pool: LeaderPool): Tier {
  return ruleChecks(facts, i, rules, today, pool).find((each) => each.holds)?.tier ?? 'silent';
}
