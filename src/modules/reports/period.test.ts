import { describe, expect, it } from 'vitest';
import { formatDay, parseDay } from '#kernel/calendar.ts';
import { lastEnded, periodBefore, periodName, periodOf, type Period } from './period.ts';

const show = (period: Period): string => `${formatDay(period.first)}…${formatDay(period.last)} ${periodName(period)}`;
const day = (text: string): number => parseDay(text)!;

describe('periods', () => {
  it('are ISO weeks and calendar months', () => {
    expect(show(periodOf('week', day('2026-11-23')))).toBe('2026-11-23…2026-11-29 2026-W48');
    expect(show(periodOf('week', day('2027-01-01')))).toBe('2026-12-28…2027-01-03 2026-W53');
    expect(show(periodOf('month', day('2024-02-29')))).toBe('2024-02-01…2024-02-29 2024-02');
    expect(show(periodOf('month', day('2026-12-31')))).toBe('2026-12-01…2026-12-31 2026-12');
  });

  it('that have ended are those whose last day is over', () => {
    expect(show(lastEnded('week', day('2026-11-28')))).toBe('2026-11-16…2026-11-22 2026-W47');
    expect(show(lastEnded('week', day('2026-11-29')))).toBe('2026-11-23…2026-11-29 2026-W48');
    expect(show(lastEnded('month', day('2026-03-30')))).toBe('2026-02-01…2026-02-28 2026-02');
    expect(show(lastEnded('month', day('2026-03-31')))).toBe('2026-03-01…2026-03-31 2026-03');
  });

  it('follow each other without a gap', () => {
    for (const kind of ['week', 'month'] as const) {
      let period = periodOf(kind, day('2026-11-23'));
      for (let step = 0; step < 60; step++) {
        const before = periodBefore(period);
        expect(before.last + 1).toBe(period.first);
        period = before;
      }
    }
  });
});
