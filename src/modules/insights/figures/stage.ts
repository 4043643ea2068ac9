import { formatDay, type Day } from '#kernel/calendar.ts';
import type { CommunityReport, Facts, Stage } from '../contract.ts';
import type { InsightRules } from '../insight-rules.ts';
import type { Growth } from './growth.ts';
import type { Trend } from './mann-kendall.ts';

export type StageInputs = {
  readonly today: Day;
  /** Day of the first counting event, null without any. */
  readonly firstEvent: Day | null;
  readonly mau: number;
  readonly highest: { readonly mau: number; readonly day: string | null };
  readonly trend: Trend | null;
  readonly weeklyActive: readonly number[];
  readonly contributions91: number;
  readonly growth91: Growth;
  readonly members: number;
  /** Share of the contribution weight of 28 days made by people outside the team; null where the team is not known. */
  readonly outsideShare: number | null;
};

type Evidence = CommunityReport['stage']['evidence'][number];

/**
 * The stage of a community at T and the evidence of every rule, in the order in which they are tried; the first that
 * holds decides (formulas.md, "Stage").
 */
export function stage(inputs: StageInputs, rules: InsightRules['stage']): CommunityReport['stage'] {
  const evidence = [
    ...declineRules(inputs, rules),
    ...unknownRules(inputs, rules),
    ...constructionRules(inputs, rules),
    ...developmentRules(inputs, rules),
  ];
  const decided = evidence.find((each) => each.holds);
  const rest: Evidence = {
    rule: 'maturity',
    code: 'the_rest',
    holds: decided === undefined,
    facts: { mau: inputs.mau },
  };
  return { value: decided?.rule ?? 'maturity', evidence: [...evidence, rest] };
}

const evidence = (rule: Stage, code: string, holds: boolean, facts: Facts): Evidence => ({ rule, code, holds, facts });

function trendFacts({ trend, weeklyActive }: StageInputs, side: 'rising' | 'falling'): Facts {
  return {
    weeks: weeklyActive.length,
    first_week: weeklyActive[0] ?? null,
    last_week: weeklyActive.at(-1) ?? null,
    s: trend?.s ?? null,
    z: trend?.z ?? null,
    p: trend?.[side] ?? null,
  };
}

function declineRules(inputs: StageInputs, rules: InsightRules['stage']): Evidence[] {
  const { mau, highest, trend } = inputs;
  const facts = {
    mau,
    highest_mau: highest.mau,
    highest_day: highest.day,
    ratio: highest.mau === 0 ? null : mau / highest.mau,
  };
  const falls = trend !== null && trend.falling < rules.trendP;
  return [
    evidence('decline', 'fell_and_falling', mau <= rules.declineShare * highest.mau && falls, {
      ...facts,
      share_limit: rules.declineShare,
      p_limit: rules.trendP,
      ...trendFacts(inputs, 'falling'),
    }),
    evidence('decline', 'collapsed', highest.mau >= rules.collapsePeak && mau <= rules.collapseShare * highest.mau, {
      ...facts,
      share_limit: rules.collapseShare,
      needed_highest: rules.collapsePeak,
    }),
  ];
}

function unknownRules(inputs: StageInputs, rules: InsightRules['stage']): Evidence[] {
  const age = ageFacts(inputs);
  return [
    evidence('unknown', 'too_young', age.days === null || age.days < rules.unknownDays, {
      ...age,
      limit: rules.unknownDays,
    }),
    evidence('unknown', 'too_few_contributions', inputs.contributions91 < rules.unknownContributions, {
      contributions_91: inputs.contributions91,
      limit: rules.unknownContributions,
    }),
  ];
}

function constructionRules(inputs: StageInputs, rules: InsightRules['stage']): Evidence[] {
  const age = ageFacts(inputs);
  const young = evidence('construction', 'young', age.days !== null && age.days < rules.constructionDays, {
    ...age,
    limit: rules.constructionDays,
  });
  if (inputs.outsideShare === null) return [young];
  const led = evidence('construction', 'led_by_team', inputs.outsideShare < rules.constructionOutsideShare, {
    outside_share: inputs.outsideShare,
    limit: rules.constructionOutsideShare,
  });
  return [young, led];
}

function developmentRules(inputs: StageInputs, rules: InsightRules['stage']): Evidence[] {
  const { growth91, members, trend } = inputs;
  const { joins, leaves, start, rate } = growth91;
  return [
    evidence('development', 'rising', trend !== null && trend.rising < rules.trendP, {
      p_limit: rules.trendP,
      ...trendFacts(inputs, 'rising'),
    }),
    evidence('development', 'net_growth', rate !== null && rate > rules.growthShare, {
      joins_91: joins,
      leaves_91: leaves,
      members_at_start: start,
      members,
      rate,
      limit: rules.growthShare,
    }),
  ];
}

function ageFacts({ today, firstEvent }: StageInputs): { first_event: string | null; days: number | null } {
  return firstEvent === null
    ? { first_event: null, days: null }
    : { first_event: formatDay(firstEvent), days: today - firstEvent };
}
