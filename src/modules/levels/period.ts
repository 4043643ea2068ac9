import { type Day, formatDay, mondayOf, parseDay } from '#kernel/calendar.ts';
import type { BoardPeriod } from './leaderboards.contract.ts';

/** The first day of the period that a day is in; undefined: it has none. */
export function periodStart(period: BoardPeriod, day: Day): Day | undefined {
  const [year, month] = formatDay(day).split('-');
  switch (period) {
    case 'day':
      return day;
    case 'week':
      return mondayOf(day);
    case 'month':
      return parseDay(`${year}-${month}-01`)!;
    case 'quarter':
      return parseDay(`${year}-${String(Math.floor((Number(month) - 1) / 3) * 3 + 1).padStart(2, '0')}-01`)!;
    case 'year':
      return parseDay(`${year}-01-01`)!;
    case 'ever':
      return undefined;
  }
}

/** The days of a period, both included: the one that `today` is in, up to today, or one that many periods back, whole. */
export function daysOfPeriod(period: BoardPeriod, today: Day, back: number): { from: Day | undefined; to: Day } {
  let from = periodStart(period, today);
  let to = today;
  for (let gone = 0; gone < back && from !== undefined; gone++) {
    to = from - 1;
    from = periodStart(period, to);
  }
  return { from, to };
}
