import { formatDay, mondayOf, parseDay } from '../../../../../src/kernel/calendar.ts';

/** One bar of a trend: a day or a week, its sums, and whether it has ended. */
export interface Period {
  /** First and last day, both included. */
  from: string;
  to: string;
  sums: Record<Summed, number>;
  complete: boolean;
}

type Summed = 'contributions' | 'joins' | 'leaves';
export interface SummedDay extends Partial<Record<Summed, number>> {
  day: string;
}

/** Up to so many days a bar is a day; beyond, a week. */
const DAYS_AS_BARS = 91;

/**
 * The last `range` days as bars: days, or ISO weeks when there would be too many. Weeks are whole: one that began
 * before the range is shown with all its days. `asOf` is the last day; `dayComplete` says whether it is over.
 */
export function periodsOf(daily: readonly SummedDay[], range: number, dayComplete: boolean): Period[] {
  const shown = daily.slice(-range);
  const [first, last] = [shown[0]?.day, shown.at(-1)?.day];
  if (!first || !last) return [];
  if (range <= DAYS_AS_BARS) {
    return shown.map((day) => ({
      from: day.day,
      to: day.day,
      sums: sumsOf([day]),
      complete: dayComplete || day.day !== last,
    }));
  }
  const monday = mondayOf(parseDay(first)!);
  const weeks = new Map<number, SummedDay[]>();
  for (const day of daily) {
    const week = mondayOf(parseDay(day.day)!);
    if (week >= monday) weeks.set(week, [...(weeks.get(week) ?? []), day]);
  }
  return [...weeks].map(([week, days]) => ({
    from: formatDay(week),
    to: formatDay(week + 6),
    sums: sumsOf(days),
    complete: formatDay(week + 6) < last || (formatDay(week + 6) === last && dayComplete),
  }));
}

function sumsOf(days: readonly SummedDay[]): Period['sums'] {
  const sum = (key: Summed) => days.reduce((total, day) => total + (day[key] ?? 0), 0);
  return { contributions: sum('contributions'), joins: sum('joins'), leaves: sum('leaves') };
}
