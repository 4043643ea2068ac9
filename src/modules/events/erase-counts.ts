import { inScope, sql, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';
import type { ErasurePlan } from './erase-plan.ts';
import { erasureSql } from './erase-sql.ts';

/** What an erasure would take from the log. Instants in milliseconds UTC, null where nothing ever happened. */
export type ErasureCounts = {
  events: number;
  texts: number;
  /** Events of others that point to the person. */
  mentioned: number;
  groups: number;
  firstAt: number | null;
  lastAt: number | null;
};

export async function countErasure(engine: EventEngine, scope: Scope, plan: ErasurePlan): Promise<ErasureCounts> {
  const { isTheirs, areTheirs, theirEvents } = erasureSql(scope, plan);
  const theirs = isTheirs(sql`account_id`);
  const [row] = await engine.query<{
    own: number;
    mentioned: number;
    seen_groups: number;
    first_ms: number;
    last_ms: number;
  }>(
    scope,
    'events.count_erasure',
    sql`SELECT countIf(${theirs}) AS own,
          countIf(NOT ${theirs} AND (${isTheirs(sql`target`)} OR ${areTheirs(sql`mentions`)})) AS mentioned,
          uniqExactIf(group_id, ${theirs}) AS seen_groups,
          minIf(toUnixTimestamp64Milli(at), ${theirs}) AS first_ms, maxIf(toUnixTimestamp64Milli(at), ${theirs}) AS last_ms
        FROM events FINAL WHERE ${inScope(scope)}`,
    { maxSeconds: 600 },
  );
  const [texts] = await engine.query<{ texts: number }>(
    scope,
    'events.count_texts_to_erase',
    sql`SELECT count() AS texts FROM event_texts FINAL
        WHERE ${inScope(scope)} AND text != '' AND event_id IN ${theirEvents}`,
    { maxSeconds: 600 },
  );
  const events = Number(row?.own ?? 0);
  return {
    events,
    texts: Number(texts?.texts ?? 0),
    mentioned: Number(row?.mentioned ?? 0),
    groups: Number(row?.seen_groups ?? 0),
    firstAt: events === 0 ? null : Number(row!.first_ms),
    lastAt: events === 0 ? null : Number(row!.last_ms),
  };
}
