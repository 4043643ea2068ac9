import { inScope, p, rewritePartition, sql, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';
import { markDays, nextRevision } from './event-log-store.ts';
import { rollUp } from './roll-up.ts';
import type { Turn } from './write-events.ts';
import { localDayOf, zoneOffsets } from './zone-offsets.ts';

/** Texts are put to the days of their events in so many at a time: bounds the engine's memory. */
const TEXTS_AT_ONCE = 4_000_000;

/**
 * Gives every event of a community the day that it has in another zone, and counts all days anew. Each table is
 * written beside the old one and put in its place in one step; readers see old days until theirs are counted. Whoever
 * writes must know the new zone already. Whatever is killed when, doing it again is right.
 */
export async function changeZone(
  engine: EventEngine,
  scope: Scope,
  { zone, turn = (work) => work() }: { zone: string; turn?: Turn | undefined },
): Promise<void> {
  await turn(async () => {
    const reach = await reachOf(engine, scope);
    if (!reach) return;
    const day = localDayOf(zoneOffsets(zone, reach.first, reach.last + 1), sql`at`);
    await markEveryDay(engine, scope);
    for (const [table, rows] of [
      ['events', sql`events`],
      ['event_versions', sql`event_versions`],
    ] as const)
      await rewritePartition(engine, scope, {
        table,
        select: sql`SELECT * REPLACE (${day} AS day) FROM ${rows} WHERE ${inScope(scope)}`,
      });
    await followWithTexts(engine, scope);
    await markEveryDay(engine, scope);
  });
  await rollUp(engine, scope, new Set(), { turn });
}

/** The first and the last instant of the log; undefined without any event. */
async function reachOf(engine: EventEngine, scope: Scope): Promise<{ first: number; last: number } | undefined> {
  const [row] = await engine.query<{ first: number; last: number; rows: number }>(
    scope,
    'events.reach',
    sql`SELECT toFloat64(min(lowest)) AS first, toFloat64(max(highest)) AS last, toFloat64(sum(n)) AS rows FROM
          (SELECT toUnixTimestamp64Milli(min(at)) AS lowest, toUnixTimestamp64Milli(max(at)) AS highest, count() AS n
           FROM events WHERE ${inScope(scope)} HAVING n > 0
           UNION ALL
           SELECT toUnixTimestamp64Milli(min(at)), toUnixTimestamp64Milli(max(at)), count()
           FROM event_versions WHERE ${inScope(scope)} HAVING count() > 0)`,
  );
  return row && Number(row.rows) > 0 ? { first: Number(row.first), last: Number(row.last) } : undefined;
}

/** Days that events stand on, and those that ever had any: all of them change. */
async function markEveryDay(engine: EventEngine, scope: Scope): Promise<void> {
  const days = await engine.query<{ day_number: number }>(
    scope,
    'events.days_of_log',
    sql`SELECT DISTINCT toUInt16(day) AS day_number FROM
          (SELECT day FROM events WHERE ${inScope(scope)}
           UNION ALL SELECT day FROM day_marks WHERE ${inScope(scope)})`,
  );
  const numbers = days.map((row) => Number(row.day_number));
  await markDays(engine, scope, numbers, await nextRevision(engine, scope));
}

/** Texts say no instant: each goes to the day on which its event stands now. */
async function followWithTexts(engine: EventEngine, scope: Scope): Promise<void> {
  const [row] = await engine.query<{ texts: number }>(
    scope,
    'events.count_texts',
    sql`SELECT toFloat64(count()) AS texts FROM event_texts WHERE ${inScope(scope)}`,
  );
  const slices = Math.max(1, Math.ceil(Number(row!.texts) / TEXTS_AT_ONCE));
  const slice = (k: number) => sql`cityHash64(event_id) % ${p.uint(slices)} = ${p.uint(k)}`;
  await rewritePartition(engine, scope, {
    table: 'event_texts',
    selects: Array.from(
      { length: slices },
      (_, k) => sql`
        SELECT t.* REPLACE (if(stands = 1, e.its_day, t.day) AS day)
        FROM (SELECT * FROM event_texts WHERE ${inScope(scope)} AND ${slice(k)}) AS t
        LEFT ANY JOIN (SELECT event_id, day AS its_day, 1 AS stands FROM events FINAL
          WHERE ${inScope(scope)} AND ${slice(k)}) AS e ON e.event_id = t.event_id`,
    ),
  });
}
