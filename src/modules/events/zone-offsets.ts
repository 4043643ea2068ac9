import { zoneOffset } from '#kernel/calendar.ts';
import { p, sql, type Sql } from '#platform/clickhouse/index.ts';

const DAY_MS = 86_400_000;

/** Offsets of a zone in milliseconds: `offsets[k]` holds from `since[k]` on; the first from ever. */
export type ZoneOffsets = { since: number[]; offsets: number[] };

/** The offsets of a zone between two instants, found by looking at each day and halving those in which one changes. */
export function zoneOffsets(zone: string, from: number, to: number): ZoneOffsets {
  const found: ZoneOffsets = { since: [0], offsets: [zoneOffset(from, zone)] };
  for (let at = from; at < to; at += DAY_MS) {
    const next = Math.min(at + DAY_MS, to);
    let last = found.offsets.at(-1)!;
    // Two changes within a day happened, once or twice in history: looked for until the end of the day agrees.
    while (zoneOffset(next, zone) !== last) {
      const change = firstChange(zone, Math.max(at, found.since.at(-1)!), next, last);
      last = zoneOffset(change, zone);
      found.since.push(change);
      found.offsets.push(last);
    }
  }
  return found;
}

/** The first instant after `low` that has another offset than `offset`, which holds at `low` and no more at `high`. */
function firstChange(zone: string, low: number, high: number, offset: number): number {
  let [before, after] = [low, high];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (zoneOffset(middle, zone) === offset) before = middle;
    else after = middle;
  }
  return after;
}

/** The local day of a column `at`, by the same offsets as days are counted with when events come in. */
export const localDayOf = ({ since, offsets }: ZoneOffsets, at: Sql): Sql =>
  sql`toDate(toUInt16(intDiv(toUnixTimestamp64Milli(${at}) + arrayElement(${p.ints(offsets)},
    arrayLastIndex(since -> since <= toUnixTimestamp64Milli(${at}), ${p.ints(since)})), ${p.int(DAY_MS)})))`;
