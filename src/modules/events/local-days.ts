import { zoneOffset, type Day } from '#kernel/calendar.ts';

const MS_PER_DAY = 86_400_000;

/**
 * Local days of a zone for streams of instants (milliseconds UTC). The offset is looked up once per UTC day; on a day
 * in which it changes, for each instant by itself. Equal to `dayOf` for every instant.
 */
export function localDays(zone: string): (instant: number) => Day {
  const offsets = new Map<number, number | undefined>();
  let lastDay = Number.NaN;
  let lastOffset: number | undefined;
  const offsetOf = (instant: number): number => {
    const utcDay = Math.floor(instant / MS_PER_DAY);
    if (utcDay === lastDay) return lastOffset ?? zoneOffset(instant, zone);
    if (!offsets.has(utcDay)) {
      const first = zoneOffset(utcDay * MS_PER_DAY, zone);
      const last = zoneOffset((utcDay + 1) * MS_PER_DAY, zone);
      if (offsets.size > 20_000) offsets.clear();
      offsets.set(utcDay, first === last ? first : undefined);
    }
    lastDay = utcDay;
    lastOffset = offsets.get(utcDay);
    return lastOffset ?? zoneOffset(instant, zone);
  };
  return (instant) => Math.floor((instant + offsetOf(instant)) / MS_PER_DAY);
}
