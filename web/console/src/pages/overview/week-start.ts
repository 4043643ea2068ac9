import { formatDay, mondayOf } from '../../../../../src/kernel/calendar.ts';

/** First and last day of an ISO week (`2026-W48`). January 4 is always in the first week of its year. */
export function weekDays(week: string): { from: string; to: string } {
  const [year, number] = week.split('-W').map(Number) as [number, number];
  const monday = mondayOf(Date.UTC(year, 0, 4) / 86_400_000) + 7 * (number - 1);
  return { from: formatDay(monday), to: formatDay(monday + 6) };
}
