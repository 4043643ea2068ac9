import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { effectOf, reviewDay, slopeOf, type RunFigures } from './effect.ts';

const DAY = 86_400_000;
const at = (days: number): Date => new Date(Date.UTC(2026, 0, 1) + days * DAY);
const run = (change: Partial<RunFigures>): RunFigures => ({
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
});
