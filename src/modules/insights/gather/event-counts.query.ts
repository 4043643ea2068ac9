import { EVENT_KINDS } from '#modules/events/contract.ts';
import { inScope, p, sql } from '#platform/clickhouse/index.ts';
import { notBot, type Frame } from './standing.ts';

export type EventCounts = { total: number; counted: number; bots: number; removed: number; unknownKinds: number };

/** Events up to T: those of bots, those removed (of others), the rest, and how many of the rest are of unknown kind. */
export async function eventCounts(frame: Frame): Promise<EventCounts> {
  const rows = await frame.engine.query<Record<keyof EventCounts, number | string>>(
    frame.scope,
    'insights.event_counts',
    sql`SELECT count() AS total, countIf(person = 0) AS bots, countIf(person = 1 AND gone = 1) AS removed,
          countIf(person = 1 AND gone = 0) AS counted, countIf(person = 1 AND gone = 0 AND known = 0) AS unknownKinds
        FROM (SELECT ${notBot(frame.scope)} AS person, removed != '' AS gone, has(${p.strings(Object.keys(EVENT_KINDS))}, kind) AS known
              FROM events FINAL WHERE ${inScope(frame.scope)} AND day <= ${p.day(frame.today)})`,
  );
  const row = rows[0]!;
  return {
    total: Number(row.total),
    counted: Number(row.counted),
    bots: Number(row.bots),
    removed: Number(row.removed),
    unknownKinds: Number(row.unknownKinds),
  };
}
