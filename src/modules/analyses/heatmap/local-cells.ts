import { startOfDay, zoneOffset, type Day } from '#kernel/calendar.ts';
import { p, sql, type Sql } from '#platform/clickhouse/index.ts';

/** Offsets of time zones, and the instants at which they change, are whole quarters of an hour. */
const SLOT_MS = 900_000;
const DAY_MS = 86_400_000;

/** A stretch of time in which a zone's offset stays the same; both in quarters of an hour, `until` is the next one's first. */
type Stretch = { until: number; offset: number };

const offsetAt = (slot: number, zone: string): number => zoneOffset(slot * SLOT_MS, zone) / SLOT_MS;

/** The offsets of a zone from a day to another, in order; the last one goes on for ever. */
export function offsetsOf(zone: string, from: Day, to: Day): Stretch[] {
  const stretches: Stretch[] = [];
  let offset = offsetAt(Math.floor(startOfDay(from, zone) / SLOT_MS), zone);
  for (
    let slot = Math.floor(startOfDay(from, zone) / SLOT_MS);
    slot < ((to + 2) * DAY_MS) / SLOT_MS;
    slot += DAY_MS / SLOT_MS
  ) {
    const next = offsetAt(slot + DAY_MS / SLOT_MS, zone);
    if (next === offset) continue;
    let [same, changed] = [slot, slot + DAY_MS / SLOT_MS];
    while (changed - same > 1) {
      const middle = (same + changed) >> 1;
      if (offsetAt(middle, zone) === offset) same = middle;
      else changed = middle;
    }
    stretches.push({ until: changed, offset });
    offset = next;
  }
  return [...stretches, { until: Infinity, offset }];
}

/** The local hour of an instant (`at`) counted from 1970-01-01, for days between `from` and `to`. */
export function localHour(at: Sql, { zone, from, to }: { zone: string; from: Day; to: Day }): Sql {
  const slot = sql`intDiv(toUnixTimestamp64Milli(${at}), ${p.int(SLOT_MS)})`;
  const [last, ...earlier] = offsetsOf(zone, from, to).toReversed();
  const offset = earlier.reduce<Sql>(
    (otherwise, { until, offset: own }) => sql`if(${slot} < ${p.int(until)}, ${p.int(own)}, ${otherwise})`,
    sql`${p.int(last!.offset)}`,
  );
  return sql`intDiv(${slot} + ${offset}, 4)`;
}
