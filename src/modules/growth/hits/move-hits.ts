import { localDayOf, zoneOffsets } from '#modules/events/index.ts';
import { inScope, rewritePartition, sql, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';

/** Gives every hit of a community the day that it has in another zone. Doing it again is right. */
export async function moveHitsTo(engine: EventEngine, scope: Scope, zone: string): Promise<void> {
  const [row] = await engine.query<{ first: number; last: number; hits: number }>(
    scope,
    'growth.reach_of_hits',
    sql`SELECT toFloat64(toUnixTimestamp64Milli(min(at))) AS first, toFloat64(toUnixTimestamp64Milli(max(at))) AS last,
          toFloat64(count()) AS hits
        FROM hits WHERE ${inScope(scope)}`,
  );
  if (!row || Number(row.hits) === 0) return;
  const offsets = zoneOffsets(zone, Number(row.first), Number(row.last) + 1);
  await rewritePartition(engine, scope, {
    table: 'hits',
    select: sql`SELECT * REPLACE (${localDayOf(offsets, sql`at`)} AS day) FROM hits WHERE ${inScope(scope)}`,
  });
}
