import { describe, expect, it } from 'vitest';
import { NEVER } from '#modules/tiers/index.ts';
import { DEFAULT_INSIGHT_RULES } from '../insight-rules.ts';
import { bestWindow } from './best-window.ts';
import { concentration } from './concentration.ts';
import { activation, dailyGrowth, growth } from './growth.ts';
import { health, interpolate, type HealthInput, type HealthPartKey } from './health.ts';
import { mannKendall, normalBelow } from './mann-kendall.ts';
import { stage, type StageInputs } from './stage.ts';

const TODAY = 20_000;
const days = (...list: number[]): Int32Array => Int32Array.from(list);

describe('concentration', () => {
  it('is Gini in its population form, from 5 active members on', () => {
    expect(concentration(Float64Array.of(1, 1, 1, 1, 1))).toEqual({ gini: 0, busFactor: 3, activeMembers: 5 });
    expect(concentration(Float64Array.of(1, 1, 1, 1, 96)).gini).toBeCloseTo(0.76, 12);
    expect(concentration(Float64Array.of(5, 1, 1, 1))).toEqual({ gini: null, busFactor: 1, activeMembers: 4 });
    expect(concentration(new Float64Array(0))).toEqual({ gini: null, busFactor: null, activeMembers: 0 });
  });
  it('counts half as half', () => expect(concentration(Float64Array.of(2, 1, 1)).busFactor).toBe(1));
});

describe('growth', () => {
  const people = {
    joinedDay: days(TODAY - 100, TODAY - 100, TODAY - 27, TODAY - 28, TODAY, NEVER),
    isMember: Uint8Array.of(1, 0, 1, 1, 0, 0),
    lastLeaveDay: days(NEVER, TODAY - 27, NEVER, TODAY - 5, TODAY, NEVER),
  };
  it('counts joins of the last 28 days, and leaves of people who are gone', () => {
    // Leaving and coming back is no leave; joining and leaving within the days is both.
    expect(growth(people, new Uint8Array(6), 28, TODAY)).toEqual({ joins: 2, leaves: 2, start: 3, rate: 0 });
  });
  it('adds up to the same by day', () => {
    const { joins, leaves } = dailyGrowth(people, 28, TODAY);
    const at = (counts: Uint32Array) => [...counts.entries()].filter(([, count]) => count > 0);
    expect(at(joins)).toEqual([
      [0, 1],
      [27, 1],
    ]);
    expect(at(leaves)).toEqual([
      [0, 1],
      [27, 1],
    ]);
  });
  it('does not count at the start who had left by then', () => {
    expect(growth(people, Uint8Array.of(0, 1, 0, 0, 0, 0), 28, TODAY).start).toBe(2);
  });
  it('is unknown without members at the start', () => {
    expect(
      growth(
        { joinedDay: days(TODAY), isMember: Uint8Array.of(1), lastLeaveDay: days(NEVER) },
        new Uint8Array(1),
        28,
        TODAY,
      ).rate,
    ).toBeNull();
  });
});

describe('activation', () => {
  it('looks at joiners of D−97 … D−7 and their first 7 days', () => {
    const joined = days(TODAY - 98, TODAY - 97, TODAY - 7, TODAY - 6, TODAY - 50, TODAY - 50);
    const first = days(TODAY - 98, TODAY - 90, TODAY, TODAY - 6, TODAY - 42, NEVER);
    expect(activation(joined, first, TODAY)).toEqual({ rate: 0.5, joiners: 4, activated: 2 });
    expect(activation(days(), days(), TODAY).rate).toBeNull();
  });
});

describe('Mann–Kendall', () => {
  it('agrees with the textbook', () => {
    const rising = mannKendall([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])!;
    expect(rising.s).toBe(45);
    expect(rising.z).toBeCloseTo(44 / Math.sqrt(125), 12);
    expect(rising.rising).toBeCloseTo(0.00004155, 7);
    expect(rising.falling).toBeCloseTo(1 - 0.00004155, 7);
  });
  it('corrects the variance for ties', () => {
    // n = 5, one group of 3: (5·4·15 − 3·2·11) / 18 = 13
    const trend = mannKendall([1, 1, 1, 2, 3])!;
    expect(trend.s).toBe(7);
    expect(trend.z).toBeCloseTo(6 / Math.sqrt(13), 12);
  });
  it('claims nothing for a flat or a short series', () => {
    expect(mannKendall([3, 3, 3, 3])).toMatchObject({ s: 0, z: 0, rising: 0.5, falling: 0.5 });
    expect(mannKendall([1, 2, 3])).toBeNull();
  });
  it('knows the normal distribution', () => {
    expect(normalBelow(0)).toBe(0.5);
    expect(normalBelow(1.959963984540054)).toBeCloseTo(0.975, 12);
    expect(normalBelow(-1.2815515655446004)).toBeCloseTo(0.1, 12);
    expect([normalBelow(9), normalBelow(-9)]).toEqual([1, 0]);
  });
});

const KEYS: HealthPartKey[] = [
  'stickiness',
  'retention',
  'responsiveness',
  'distribution',
  'net_growth',
  'satisfaction',
];
const healthOf = (raw: Partial<Record<HealthPartKey, number>>) =>
  health(
    Object.fromEntries(
      KEYS.map((key): [string, HealthInput] => [
        key,
        { raw: raw[key] ?? null, reason: raw[key] === undefined ? 'none' : null, facts: {} },
      ]),
    ) as Record<HealthPartKey, HealthInput>,
    DEFAULT_INSIGHT_RULES.health,
  );

describe('health', () => {
  it('interpolates between the points and is flat outside', () => {
    const { scales } = DEFAULT_INSIGHT_RULES.health;
    const at = (key: HealthPartKey, ...values: number[]) =>
      values.map((value) => Math.round(interpolate(scales[key], value) * 1e6) / 1e6);
    expect(at('stickiness', 0, 0.5, 0.75, 1, 1.15, 1.3, 9)).toEqual([0, 0, 30, 60, 80, 100, 100]);
    expect(at('retention', 0, 0.05, 0.1, 0.2, 0.3)).toEqual([0, 25, 50, 75, 100]);
    expect(at('responsiveness', 0.2, 0.4, 0.6, 0.75, 0.9)).toEqual([0, 30, 60, 80, 100]);
    expect(at('distribution', 0.05, 0.175, 0.3, 0.4, 0.5)).toEqual([0, 35, 70, 85, 100]);
    expect(at('net_growth', -0.05, -0.025, 0, 0.025, 0.05)).toEqual([0, 25, 50, 75, 100]);
  });
  it('leaves out what is not known and re-weights the rest', () => {
    expect(healthOf({ stickiness: 1, retention: 0.1, net_growth: 0 })).toMatchObject({
      weight: 55,
      score: 54,
      band: 'strained',
    });
  });
  it('is unknown under 50 weight in all', () => {
    expect(healthOf({ stickiness: 1, responsiveness: 0.6 })).toMatchObject({ weight: 40, score: null, band: null });
    expect(healthOf({ retention: 0.3, distribution: 0.5, net_growth: 0.05 }).score).toBe(100);
    expect(healthOf({}).weight).toBe(0);
  });
  it('rounds half up, once', () => {
    // (20 × 60 + 25 × 51 + 10 × 50) ÷ 55 = 54.09; (25 × 50 + 25 … ) below is 50.5 exactly
    expect(healthOf({ retention: 0.1, responsiveness: 0.2 + (0.4 * 51.125) / 60, net_growth: 0 }).score).toBe(50);
    const { score } = healthOf({ retention: 0.102, distribution: 0.05 + (0.25 * 50) / 70, net_growth: 0 });
    expect(score).toBe(50);
  });
  it('has its bands', () => {
    const band = (score: number) =>
      healthOf({
        retention: score <= 50 ? score / 500 : 0.1 + (score - 50) / 250,
        responsiveness: score <= 60 ? 0.2 + (score * 0.4) / 60 : 0.6 + ((score - 60) * 0.3) / 40,
        distribution: score <= 70 ? 0.05 + (score * 0.25) / 70 : 0.3 + ((score - 70) * 0.2) / 30,
      }).band;
    expect([80, 79, 60, 59, 40, 39].map(band)).toEqual([
      'thriving',
      'healthy',
      'healthy',
      'strained',
      'strained',
      'at_risk',
    ]);
  });
});

const STEADY: StageInputs = {
  today: TODAY,
  firstEvent: TODAY - 400,
  mau: 90,
  highest: { mau: 100, day: '2024-01-01' },
  trend: mannKendall([5, 6, 5, 6, 5, 6]),
  weeklyActive: [5, 6, 5, 6, 5, 6],
  contributions91: 500,
  growth91: { joins: 5, leaves: 0, start: 100, rate: 0.05 },
  members: 105,
  outsideShare: null,
};
const FALLING = { trend: mannKendall([9, 8, 7, 6, 5, 4, 3, 2])!, weeklyActive: [9, 8, 7, 6, 5, 4, 3, 2] };
const stageOf = (change: Partial<StageInputs>) => stage({ ...STEADY, ...change }, DEFAULT_INSIGHT_RULES.stage).value;

describe('stage', () => {
  it('declines at 70 % of the height while falling', () => {
    expect(stageOf({ mau: 70, ...FALLING })).toBe('decline');
    expect(stageOf({ mau: 71, ...FALLING })).toBe('maturity');
    expect(stageOf({ mau: 70 })).toBe('maturity');
  });
  it('declines at 25 % of a height of at least 10, whatever the trend', () => {
    expect(stageOf({ mau: 25 })).toBe('decline');
    expect(stageOf({ mau: 26 })).toBe('maturity');
    expect(stageOf({ mau: 2, highest: { mau: 9, day: null } })).toBe('maturity');
    expect(stageOf({ mau: 2, highest: { mau: 10, day: null } })).toBe('decline');
  });
  it('is unknown in the first 14 days and under 20 contributions', () => {
    expect(stageOf({ firstEvent: TODAY - 13 })).toBe('unknown');
    expect(stageOf({ firstEvent: null })).toBe('unknown');
    expect(stageOf({ contributions91: 19 })).toBe('unknown');
    expect(stageOf({ contributions91: 20 })).toBe('maturity');
  });
  it('is under construction for 90 days, or while the team makes more than half', () => {
    expect(stageOf({ firstEvent: TODAY - 14 })).toBe('construction');
    expect(stageOf({ firstEvent: TODAY - 89 })).toBe('construction');
    expect(stageOf({ firstEvent: TODAY - 90 })).toBe('maturity');
    expect(stageOf({ outsideShare: 0.49 })).toBe('construction');
    expect(stageOf({ outsideShare: 0.5 })).toBe('maturity');
  });
  it('develops while rising or growing by more than 10 %', () => {
    expect(stageOf({ trend: mannKendall([1, 2, 3, 4, 5, 6]) })).toBe('development');
    expect(stageOf({ growth91: { joins: 11, leaves: 0, start: 100, rate: 0.11 } })).toBe('development');
    expect(stageOf({ growth91: { joins: 10, leaves: 0, start: 100, rate: 0.1 } })).toBe('maturity');
    expect(stageOf({ growth91: { joins: 10, leaves: 0, start: 0, rate: null } })).toBe('maturity');
  });
  it('shows the evidence of every rule; only the stage itself may hold first', () => {
    const { value, evidence } = stage({ ...STEADY, mau: 20, ...FALLING }, DEFAULT_INSIGHT_RULES.stage);
    expect(evidence.map(({ code, holds }) => [code, holds])).toEqual([
      ['fell_and_falling', true],
      ['collapsed', true],
      ['too_young', false],
      ['too_few_contributions', false],
      ['young', false],
      ['rising', false],
      ['net_growth', false],
      ['the_rest', false],
    ]);
    expect(value).toBe('decline');
  });
});

describe('the best 91 days', () => {
  it('are the richest window, not the whole life', () => {
    expect(bestWindow([], [])).toBe(0);
    expect(bestWindow([0, 90, 91, 200], [1, 2, 4, 5])).toBe(6);
    expect(bestWindow([0, 90], [1, 2])).toBe(3);
  });
});
