import { expect, it } from 'vitest';
import { COMMUNITY_TYPES } from '#modules/communities/contract.ts';
import { SILENT_KINDS, STAGES, TIERS } from '#modules/insights/contract.ts';
import { METRIC_KEYS } from '#modules/insights/metrics.contract.ts';
import { insightMessages } from '#modules/insights/messages/index.ts';
import { emptyReport } from './testing/empty-report.ts';
import { choosePlays } from './choose-plays.ts';
import { playGuides } from './messages/play-guides.ts';
import { playWordsSchema, situationSchema } from './play.contract.ts';
import { PLAY_FIGURES } from './play-figures.ts';
import { PLAYS } from './plays.ts';

const ids = (report: Parameters<typeof choosePlays>[0]): string[] => choosePlays(report).map(({ play }) => play);

it('has something for every stage', () => {
  for (const value of STAGES) {
    const report = emptyReport({ stage: { value, evidence: [] } });
    report.members.tiers.leader = 2;
    report.retention.week4.rate = 0.2;
    expect(choosePlays(report).length, value).toBeGreaterThan(0);
  }
});

it('diagnoses decline before anything else', () => {
  const report = emptyReport({ stage: { value: 'decline', evidence: [] } });
  report.responsiveness = { ...report.responsiveness, starts: 50, answered24h: 0.1, medianMinutes: 100 };
  report.activity.mau = 7;
  expect(ids(report)).toEqual(['diagnose_decline', 'answer_faster', 'restart_one_group', 'distil_knowledge']);
  expect(choosePlays(report)[1]).toEqual({
    play: 'answer_faster',
    why: { code: 'starts_unanswered', facts: { starts: 50, answered: 0.1, median_minutes: 100 } },
    members: null,
    metric: 'answered_24h',
  });
});

it('is more urgent the worse the figure is', () => {
  const report = emptyReport({ stage: { value: 'maturity', evidence: [] } });
  report.responsiveness = {
    starts: 50,
    answered24h: 0.59,
    medianMinutes: 9,
    newcomers: { starts: 5, answered24h: 0.79, medianMinutes: 9 },
  };
  expect(ids(report).slice(0, 2)).toEqual(['welcome_newcomers', 'answer_faster']);
  report.responsiveness.answered24h = 0.2;
  expect(ids(report).slice(0, 2)).toEqual(['answer_faster', 'welcome_newcomers']);
});

it('takes a threshold as it is written, and no unknown figure for a low one', () => {
  const report = emptyReport({ stage: { value: 'maturity', evidence: [] } });
  report.responsiveness = { ...report.responsiveness, starts: 10, answered24h: 0.6 };
  expect(ids(report)).not.toContain('answer_faster');
  report.responsiveness.answered24h = 0.599;
  expect(ids(report)).toContain('answer_faster');
  report.responsiveness.answered24h = null;
  expect(ids(report)).not.toContain('answer_faster');
});

it('spreads the load where fewer than five, or under 3 %, carry half', () => {
  const report = emptyReport({ stage: { value: 'maturity', evidence: [] } });
  const carrying = (busFactor: number | null, activeMembers: number): boolean => {
    report.concentration = { gini: 0.5, busFactor, activeMembers };
    return ids(report).includes('spread_the_load');
  };
  expect(carrying(4, 20)).toBe(true);
  expect(carrying(5, 20)).toBe(false);
  expect(carrying(5, 166)).toBe(false);
  expect(carrying(5, 167)).toBe(true);
  expect(carrying(4, 9)).toBe(false);
  expect(carrying(null, 20)).toBe(false);
});

it('asks for friends only when at least 30 newcomers tell that they stay', () => {
  const report = emptyReport({ stage: { value: 'development', evidence: [] } });
  report.retention.week4 = { rate: 0.5, retained: 15, size: 29, cohorts: 4 };
  expect(ids(report)).not.toContain('invite_friends');
  report.retention.week4 = { rate: 0.5, retained: 15, size: 30, cohorts: 4 };
  expect(ids(report)).toContain('invite_friends');
});

it('holds an event at the peak where there is one: twice the mean hour', () => {
  const report = emptyReport({ stage: { value: 'maturity', evidence: [] } });
  report.activity.mau = 20;
  report.activity.busiestHours = [{ hour: 20, contributions: 83, share: 0.083 }];
  expect(ids(report)).not.toContain('festival_at_peak');
  report.activity.busiestHours = [{ hour: 20, contributions: 84, share: 0.084 }];
  expect(ids(report)).toContain('festival_at_peak');
});

it('proposes six at most', () => {
  const report = emptyReport({ stage: { value: 'decline', evidence: [] } });
  report.members.total = 100;
  report.members.tiers = { newcomer: 5, leader: 3, loyal: 5, active: 5, potential: 40, silent: 42 };
  report.members.silent = { never_spoke: 40, lapsed: 2, dormant: 0 };
  report.network.isolatedShare = 0.9;
  report.activity.mau = 50;
  report.activity.busiestHours = [{ hour: 20, contributions: 10, share: 1 }];
  expect(choosePlays(report)).toHaveLength(6);
});

it('has words in both languages for every play, reason and metric', () => {
  expect(new Set(PLAYS.map(({ id }) => id)).size).toBe(PLAYS.length);
  for (const language of ['zh-CN', 'en'] as const) {
    const words = insightMessages(language);
    const guides = playGuides(language);
    const ids = PLAYS.map(({ id }) => id).toSorted();
    expect(Object.keys(words.plays).toSorted()).toEqual(ids);
    expect(Object.keys(guides).toSorted()).toEqual(ids);
    for (const { id, why, metric } of PLAYS) {
      const { name, how } = words.plays[id]!;
      const fields = { name, how, why: words.playReasons[why.code], ...guides[id] };
      expect(playWordsSchema.safeParse(fields).error, `${language} ${id}`).toBeUndefined();
      expect(guides[id]!.steps.length, id).toBeGreaterThanOrEqual(3);
      expect(words.metrics[metric], `${language} ${metric}`).toBeDefined();
    }
    if (language === 'en') expect(JSON.stringify(guides)).not.toMatch(/\p{Script=Han}/u);
    expect(JSON.stringify(guides)).not.toMatch(/[!！]/u);
  }
});

it('refers to figures and metrics that exist, in situations that can hold', () => {
  for (const { id, when, stages = [], types = [], why, members, grows, metric } of PLAYS) {
    const named = [
      ...when.flatMap((one) => ('anyOf' in one ? one.anyOf : [one])).map(({ figure }) => figure),
      ...why.facts,
      ...[members, grows?.figure].filter((figure) => figure !== undefined),
    ];
    for (const figure of named) expect(PLAY_FIGURES, `${id} ${figure}`).toHaveProperty([figure]);
    expect(METRIC_KEYS, id).toContain(metric);
    expect(situationSchema.safeParse({ when, stages, types }).error, id).toBeUndefined();
    expect(when.length + stages.length + types.length, id).toBeGreaterThan(0);
  }
});

it('has plays of its own for every type, every stage, every tier and every kind of silence', () => {
  for (const type of COMMUNITY_TYPES) expect(PLAYS.filter(({ types }) => types?.includes(type)).length).toBe(5);
  for (const stage of STAGES)
    expect(PLAYS.filter(({ stages }) => stages?.includes(stage)).length, stage).toBeGreaterThan(4);
  for (const tier of TIERS) expect(PLAYS.filter(({ tiers }) => tiers?.includes(tier)).length, tier).toBeGreaterThan(2);
  for (const kind of SILENT_KINDS) expect(PLAYS.filter(({ silentKind }) => silentKind === kind)).not.toEqual([]);
});

it('knows every figure of an empty report', () => {
  for (const figure of Object.values(PLAY_FIGURES)) {
    const value = figure(emptyReport());
    expect(value === null || Number.isFinite(value)).toBe(true);
  }
});
