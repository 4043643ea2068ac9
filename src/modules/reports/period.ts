import { formatDay, isoWeek, mondayOf, type Day } from '#kernel/calendar.ts';

export type PeriodKind = 'week' | 'month';

/** An ISO week or a calendar month; both days included. */
export type Period = { kind: PeriodKind; first: Day; last: Day };

const monthOf = (day: Day, months = 0): Day => {
  const date = new Date(day * 86_400_000);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1) / 86_400_000;
};

/** The period that a day lies in. */
export function periodOf(kind: PeriodKind, day: Day): Period {
  if (kind === 'week') return { kind, first: mondayOf(day), last: mondayOf(day) + 6 };
  return { kind, first: monthOf(day), last: monthOf(day, 1) - 1 };
}

/** The period just before another. */
export const periodBefore = ({ kind, first }: Period): Period => periodOf(kind, first - 1);

/** The latest period that has ended by the end of a day. */
export function lastEnded(kind: PeriodKind, today: Day): Period {
  const current = periodOf(kind, today);
  return current.last <= today ? current : periodBefore(current);
}

/** `2026-W07` or `2026-02`. */
export const periodName = ({ kind, first }: Period): string =>
  kind === 'week' ? isoWeek(first) : formatDay(first).slice(0, 7);
