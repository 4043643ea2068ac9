import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { effectOf, reviewDay, type RunFigures } from './effect.ts';

const DAY = 86_400_000;
const at = (days: number): Date => new Date(Date.UTC(2026, 0, 1) + days * DAY);
const run = (change: Partial<RunFigures>): RunFigures => ({
  metric: 'mau',
  acceptedAt: at(0),
  finishedAt: null,
  reviewedAt: null,
  reviewWeeks: 4,
  trend: [10, 12, 14, 16, 18],
  before: 18,
  end: null,
  after: null,
  ...change,
});

describe('what became of a play', () => {
  it('is compared with where the metric would be by the weeks before', () => {
    const finished = run({ finishedAt: at(14), end: 30 });
    expect(effectOf(finished)).toMatchObject({ before: 18, end: 30, after: null, perWeek: 2, expected: 22 });
    expect(effectOf(finished).reviewOn).toBe(reviewDay(finished));
    const reviewed = run({ finishedAt: at(14), end: 30, reviewedAt: at(42), after: 33 });
    expect(effectOf(reviewed)).toMatchObject({ after: 33, expected: 30, reviewOn: null, verdict: 'good' });
    const gaps = run({ trend: [8, null, 12, 14, null, 18], finishedAt: at(14), end: 22 });
    expect(effectOf({ ...gaps, trend: [6, ...gaps.trend] })).toMatchObject({
      perWeek: 2,
      expected: 22,
      verdict: 'usual',
    });
  });

  it('says nothing that is not known', () => {
    expect(effectOf(run({}))).toMatchObject({ expected: null, reviewOn: null, verdict: 'unknown' });
    const few = effectOf(run({ finishedAt: at(7), trend: [1, 2, 3, 4], before: 4, end: 9 }));
    expect(few).toMatchObject({ perWeek: null, expected: null, low: null, high: null, verdict: 'unknown' });
    expect(effectOf(run({ finishedAt: at(7), before: null }))).toMatchObject({ expected: null, verdict: 'unknown' });
  });

  it('is good or bad only outside of the range of the weeks before', () => {
    const trend = [100, 104, 98, 103, 97, 102, 99, 101, 100];
    const ended = (end: number, metric: RunFigures['metric'] = 'mau') =>
      effectOf(run({ metric, trend, before: 100, finishedAt: at(28), end }));
    const { expected, low, high } = ended(100);
    // 2.365 × √(152 ÷ 7 × 4 × (1 + 4 ÷ 8)): eight changes with 152 as the sum of their squares, four weeks ahead.
    expect([expected, low, high].map((value) => value!.toFixed(1))).toEqual(['100.0', '73.0', '127.0']);
    expect([ended(high! - 0.1).verdict, ended(low! + 0.1).verdict]).toEqual(['usual', 'usual']);
    expect([ended(high! + 0.1).verdict, ended(low! - 0.1).verdict]).toEqual(['good', 'bad']);
    expect([ended(high! + 0.1, 'leaves').verdict, ended(high! + 0.1, 'newcomers').verdict]).toEqual(['bad', 'changed']);
  });

  it('is not compared with a trend that could not have gone on', () => {
    const steep = { trend: [900, 700, 500, 300, 100], before: 100, finishedAt: at(70), end: 5 };
    const ended = { perWeek: -200, expected: null, low: null, high: null, verdict: 'unknown' };
    expect(effectOf(run(steep))).toMatchObject(ended);
    expect(effectOf(run({ ...steep, metric: 'net_joins' })).expected).toBe(-1900);
    const shares = { metric: 'participation' as const, trend: [0.1, 0.3, 0.5, 0.7, 0.9], before: 0.9, end: 1 };
    expect(effectOf(run({ ...shares, finishedAt: at(70) }))).toMatchObject({ expected: null, verdict: 'unknown' });
    const none = { trend: [0, 0, 0, 0, 0], before: 0, finishedAt: at(70), end: 3 };
    expect(effectOf(run(none))).toMatchObject({ expected: 0, high: 0, verdict: 'good' });
  });

  it('has a range that holds what is expected, and the verdict follows from it', () => {
    const weeks = fc.array(fc.option(fc.integer({ min: 0, max: 1000 })), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(weeks, fc.integer({ min: 0, max: 90 }), fc.integer({ min: 0, max: 2000 }), (trend, days, end) => {
        const effect = effectOf(run({ trend, before: trend.at(-1) ?? null, finishedAt: at(days), end }));
        const { expected, low, high, verdict } = effect;
        if (expected === null) {
          expect([low, high, verdict]).toEqual([null, null, 'unknown']);
          return;
        }
        expect(low!).toBeLessThanOrEqual(expected);
        expect(high!).toBeGreaterThanOrEqual(expected);
        expect(verdict).toBe(end > high! ? 'good' : end < low! ? 'bad' : 'usual');
      }),
    );
  });
});
