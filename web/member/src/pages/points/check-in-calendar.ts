const DAY_MS = 86_400_000;

/** A square of the calendar; undefined before the first of the month. */
export type Square = { day: string; of: number } | undefined;

const write = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** The days of a month (`2026-11`) in weeks from Monday on. Days are calendar days: no clock is asked. */
export function weeksOf(month: string): Square[][] {
  const first = Date.parse(`${month}-01T00:00:00Z`);
  const lead = (new Date(first).getUTCDay() + 6) % 7;
  const squares: Square[] = Array.from({ length: lead }, () => undefined);
  for (let at = first; write(at).startsWith(month); at += DAY_MS)
    squares.push({ day: write(at), of: new Date(at).getUTCDate() });
  return Array.from({ length: Math.ceil(squares.length / 7) }, (_, week) => squares.slice(week * 7, week * 7 + 7));
}

/** A month so many before or after. */
export function monthFrom(month: string, by: number): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return write(Date.UTC(year, number - 1 + by, 1)).slice(0, 7);
}

/** Whether a day is one of the last so many before today. */
export const isWithin = (day: string, today: string, days: number): boolean => {
  const ago = (Date.parse(today) - Date.parse(day)) / DAY_MS;
  return ago >= 1 && ago <= days;
};
