import { dayOf, instantOf } from '#kernel/calendar.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;

/** Gives the earliest time at or after one that does not lie in quiet hours. */
export type Quiet = (at: number) => number;

/**
 * Quiet hours of a zone, from one minute of the day to another (exclusive), across midnight where the first is later.
 * Remembers the last day asked for: most questions are about the same.
 */
export function quietHours({ from, to }: { from: number; to: number }, zone: string): Quiet {
  let known: { start: number; end: number; from: number; to: number; nextTo: number } | undefined;
  return (at) => {
    if (!known || at < known.start || at >= known.end) {
      const day = dayOf(at, zone);
      const time = (days: number, minutes: number) => instantOf((day + days) * DAY + minutes * MINUTE, zone);
      known = { start: time(0, 0), end: time(1, 0), from: time(0, from), to: time(0, to), nextTo: time(1, to) };
    }
    if (from < to) return at >= known.from && at < known.to ? known.to : at;
    if (at < known.to) return known.to;
    return at >= known.from ? known.nextTo : at;
  };
}
