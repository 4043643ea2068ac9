import { parseDay, type Day } from '#kernel/calendar.ts';

/** The days of a month `2026-11` or a quarter `2026-Q4`; `end` is the first day after it. */
export function daysOfPeriod(period: string): { start: Day; end: Day } {
  const [year, part] = [Number(period.slice(0, 4)), period.slice(5)];
  const quarter = part.startsWith('Q');
  const month = quarter ? (Number(part.slice(1)) - 1) * 3 : Number(part) - 1;
  return { start: firstOf(year, month), end: firstOf(year, month + (quarter ? 3 : 1)) };
}

/** The first day of a month counted from January of a year; the thirteenth is the next January. */
function firstOf(year: number, month: number): Day {
  const [carried, rest] = [year + Math.floor(month / 12), month % 12];
  return parseDay(`${carried}-${String(rest + 1).padStart(2, '0')}-01`)!;
}
