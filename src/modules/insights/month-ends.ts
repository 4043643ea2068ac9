import type { Day } from '#kernel/calendar.ts';

const MS_PER_DAY = 86_400_000;

/** The last days of the months that ended before a day, back to that of `first`: ascending, the latest `most`. */
export function monthEndsBefore(today: Day, first: Day, most: number): Day[] {
  const ends: Day[] = [];
  let at = new Date(today * MS_PER_DAY);
  while (ends.length < most) {
    // Day 0 of a month is the last one of the month before.
    at = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 0));
    const end = at.getTime() / MS_PER_DAY;
    if (end < first) break;
    ends.unshift(end);
  }
  return ends;
}

/** Whether a day is the last one of its month. */
export const isMonthEnd = (day: Day): boolean => new Date((day + 1) * MS_PER_DAY).getUTCDate() === 1;
