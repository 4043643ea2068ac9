import { instantOf } from '../../../../../src/kernel/calendar.ts';
import type { Format } from '../../../../ui/format.ts';

/** An instant as a field for a local time of a zone holds it: `2026-11-22T09:30`. */
export const wallText = (format: Format, instant: string | number, zone: string): string =>
  format.instant(instant, zone).replace(' ', 'T');

/** The instant that was written into such a field; undefined while it is not a time. */
export function instantText(wall: string, zone: string): string | undefined {
  // An empty field, too, would be read as a time: one of the year 2000.
  const read = /^\d{4}-/.test(wall) ? Date.parse(`${wall}:00Z`) : Number.NaN;
  return Number.isNaN(read) ? undefined : new Date(instantOf(read, zone)).toISOString();
}

/** From when to when, the day only once where both lie in it. */
export function spanText(format: Format, { from, to }: { from: string; to: string }, zone: string): string {
  const [start, end] = [format.instant(from, zone), format.instant(to, zone)];
  return `${start} – ${end.slice(0, 10) === start.slice(0, 10) ? end.slice(11) : end}`;
}
