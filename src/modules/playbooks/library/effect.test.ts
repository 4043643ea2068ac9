import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { effectOf, reviewDay, type RunFigures } from './effect.ts';
import { fitLine, spreadAt } from './line.ts';

const DAY = 86_400_000;
const at = (days: number): Date => new Date(Date.UTC(2026, 0, 1) + days * DAY);
const slopeOf = (trend: readonly (number | null)[]): number | null => fitLine(trend)?.slope ?? null;
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

describe('the slope of the weeks before', () => {
  it('is that of the line, whatever is missing of it', () => {
    expect(slopeOf([10, 12, 14, 16, 18])).toBeCloseTo(2);
    expect(slopeOf([10, null, 14, 16, null, 20])).toBeCloseTo(2);
    expect(slopeOf([5, 5, 5, 5])).toBe(0);
  });

  it('is not known of fewer than four weeks', () => {
    expect(slopeOf([])).toBeNull();
    expect(slopeOf([1, null, 2, null, 3])).toBeNull();
  });

  it('turns with the sign of the series', () => {
    const weeks = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 4, maxLength: 12 });
    fc.assert(
      fc.property(weeks, (trend) => {
        expect(slopeOf(trend)!).toBeCloseTo(-slopeOf(trend.map((value) => -value))!, 6);
        expect(slopeOf(trend.toReversed())!).toBeCloseTo(-slopeOf(trend)!, 6);
      }),
    );
  });
});

describe('what became of a play', () => {
  it('is compared with where the metric would be by the weeks before', () => {
    const finished = run({ finishedAt: at(14), end: 30 });
    expect(effectOf(finished)).toMatchObject({ before: 18, end: 30, after: null, perWeek: 2, expected: 22 });
    expect(effectOf(finished).reviewOn).toBe(reviewDay(finished));
    const reviewed = run({ finishedAt: at(14), end: 30, reviewedAt: at(42), after: 33 });
    expect(effectOf(reviewed)).toMatchObject({ after: 33, expected: 30, reviewOn: null });
  });

  it('says nothing that is not known', () => {
    expect(effectOf(run({}))).toMatchObject({ expected: null, reviewOn: null });
    expect(effectOf(run({ finishedAt: at(7), trend: [1, 2] }))).toMatchObject({ perWeek: null, expected: null });
    expect(effectOf(run({ finishedAt: at(7), before: null }))).toMatchObject({ expected: null });
  });

  it('is good or bad only outside of the usual scatter around that line', () => {
    const trend = [100, 104, 98, 103, 97, 102, 99, 101, 100];
    const ended = (end: number, metric: RunFigures['metric'] = 'mau') =>
      effectOf(run({ metric, trend, before: 100, finishedAt: at(28), end }));
    const { expected, low, high } = ended(100);
    // By scipy: linregress, and t.ppf(0.975, 7) · s · sqrt(1 + 1/9 + 8² / 60).
    expect([expected, low, high].map((value) => value!.toFixed(1))).toEqual(['99.4', '90.9', '107.8']);
    expect([ended(high! - 0.1).verdict, ended(low! + 0.1).verdict]).toEqual(['usual', 'usual']);
    expect([ended(high! + 0.1).verdict, ended(low! - 0.1).verdict]).toEqual(['good', 'bad']);
    expect([ended(high! + 0.1, 'leaves').verdict, ended(high! + 0.1, 'newcomers').verdict]).toEqual(['bad', 'changed']);
    expect(effectOf(run({})).verdict).toBe('unknown');
  });

  it('stays within what the metric can be', () => {
    const steep = { trend: [900, 700, 500, 300, 100], before: 100, finishedAt: at(70), end: 5 };
    expect(effectOf(run(steep))).toMatchObject({ expected: 0, low: 0, high: 0 });
    expect(effectOf(run({ ...steep, metric: 'net_joins' })).expected).toBe(-1900);
    const shares = { metric: 'participation' as const, trend: [0.1, 0.3, 0.5, 0.7, 0.9], before: 0.9, end: 1 };
    expect(effectOf(run({ ...shares, finishedAt: at(70) })).expected).toBe(1);
  });

  it('has a range that holds the line and widens with time', () => {
    const weeks = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 4, maxLength: 9 });
    fc.assert(
      fc.property(weeks, fc.integer({ min: 0, max: 20 }), (trend, ahead) => {
        const line = fitLine(trend)!;
        const last = trend.length - 1;
        expect(spreadAt(line, last + ahead)).toBeGreaterThanOrEqual(0);
        expect(spreadAt(line, last + ahead + 1)).toBeGreaterThanOrEqual(spreadAt(line, last + ahead));
      }),
    );
  });
});
