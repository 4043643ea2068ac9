import type { Day } from '#kernel/calendar.ts';
import { memberGains, type Evaluated } from '#modules/insights/index.ts';
import { p, sql } from '#platform/clickhouse/index.ts';

export type PairOfPeople = { first: string; second: string };

/** The days on which each of some pairs gave each other something since a day, by `giver receiver`. */
export async function daysGiven(
  { frame }: Evaluated,
  pairs: readonly PairOfPeople[],
  from: Day,
): Promise<Map<string, Day[]>> {
  if (pairs.length === 0) return new Map();
  const people = p.uuids([...new Set(pairs.flatMap(({ first, second }) => [first, second]))]);
  const rows = await frame.engine.query<{ giver: string; receiver: string; days: number[] }>(
    frame.scope,
    'introductions.days_given',
    sql`SELECT giver, receiver, arraySort(groupUniqArray(toUInt16(day))) AS days
        FROM (${memberGains(frame, sql`day >= ${p.day(from)}`)})
        WHERE giver IN ${people} AND receiver IN ${people} GROUP BY giver, receiver`,
    { maxSeconds: 300 },
  );
  return new Map(rows.map(({ giver, receiver, days }) => [`${giver} ${receiver}`, days]));
}

/** Whether each gave the other something on days from `from` on, before `to`. */
export function isTwoWay(days: ReadonlyMap<string, readonly Day[]>, pair: PairOfPeople, from: Day, to: Day): boolean {
  const gave = (giver: string, receiver: string): boolean =>
    (days.get(`${giver} ${receiver}`) ?? []).some((day) => day >= from && day < to);
  return gave(pair.first, pair.second) && gave(pair.second, pair.first);
}

/** Whether either gave the other anything. */
export const isOneWay = (days: ReadonlyMap<string, readonly Day[]>, { first, second }: PairOfPeople): boolean =>
  days.has(`${first} ${second}`) || days.has(`${second} ${first}`);
