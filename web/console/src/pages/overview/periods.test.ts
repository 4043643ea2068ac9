import { describe, expect, it } from 'vitest';
import { periodsOf } from './periods.ts';

/** From Wednesday 2026-01-07 on, one join and two contributions a day. */
const daily = Array.from({ length: 200 }, (_, index) => ({
  day: new Date(Date.UTC(2026, 0, 7 + index)).toISOString().slice(0, 10),
  contributions: 2,
  joins: 1,
  leaves: index === 0 ? 5 : 0,
}));

describe('periodsOf', () => {
  it('gives days for a short range, the last one unfinished while the day is not over', () => {
    const periods = periodsOf(daily, 28, false);
    expect(periods).toHaveLength(28);
    expect(periods.at(-1)).toEqual({
      from: '2026-07-25',
      to: '2026-07-25',
      sums: { contributions: 2, joins: 1, leaves: 0 },
      complete: false,
    });
    expect(periods.filter(({ complete }) => !complete)).toHaveLength(1);
    expect(periodsOf(daily, 28, true).at(-1)!.complete).toBe(true);
  });

  it('gives whole ISO weeks for a long one, and loses nothing', () => {
    const periods = periodsOf(daily, 364, true);
    expect(periods[0]).toMatchObject({ from: '2026-01-05', to: '2026-01-11', sums: { joins: 5, leaves: 5 } });
    expect(periods.reduce((sum, { sums }) => sum + sums.joins, 0)).toBe(200);
    // The last day is a Saturday: its week has not ended.
    expect(periods.at(-1)).toMatchObject({ from: '2026-07-20', complete: false });
    expect(periods.at(-2)!.complete).toBe(true);
  });

  it('shows a week that began before the range with all its days', () => {
    const periods = periodsOf(daily, 182, true);
    expect(periods[0]!.sums.joins).toBe(7);
  });

  it('has nothing to show of nothing', () => expect(periodsOf([], 28, true)).toEqual([]));
});
