import { type Day, dayOf, instantOf, mondayOf } from '#kernel/calendar.ts';
import type { RitualPost } from '#modules/communities/profile.contract.ts';

const DAY_MS = 86_400_000;
type Schedule = Pick<RitualPost, 'every' | 'day' | 'time'>;

/** One time that a ritual is held: its local day names it, whatever the clock does on it. */
export type Occurrence = { day: Day; at: number };

/**
 * When a ritual is held after `from` (not included) up to `to` (included), in milliseconds. Pure. On a day whose clock skips
 * the time it is held later by as much; on one on which the time comes twice, the first time. Of a month that has no
 * such day, on its last.
 */
export function occurrencesBetween(
  schedule: Schedule,
  zone: string,
  { from, to }: { from: number; to: number },
): Occurrence[] {
  const [hours, minutes] = schedule.time.split(':').map(Number) as [number, number];
  const found: Occurrence[] = [];
  for (let day = dayOf(from, zone); day <= dayOf(to, zone); day++) {
    if (!isOn(schedule, day)) continue;
    const at = instantOf(day * DAY_MS + (hours * 60 + minutes) * 60_000, zone);
    if (at > from && at <= to) found.push({ day, at });
  }
  return found;
}

function isOn({ every, day: wanted }: Schedule, day: Day): boolean {
  if (every === 'week') return day - mondayOf(day) + 1 === wanted;
  const date = new Date(day * DAY_MS);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return date.getUTCDate() === Math.min(wanted, last);
}
