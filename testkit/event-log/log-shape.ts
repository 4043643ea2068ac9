import { inScope, p, sql, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';
import { currentDays, personaMap } from '#modules/events/index.ts';

/**
 * What a community's log says without saying of whom: for every persona what it did on each day, for every pair what
 * they gained, for every event all but its ids, and how many people that makes. Equal for logs that differ in ids only.
 */
export async function logShape(engine: EventEngine, scope: Scope): Promise<Record<string, unknown>> {
  const here = inScope(scope);
  const read = (name: string, statement: ReturnType<typeof sql>) =>
    engine.query(scope, `events.shape_of_${name}`, statement);
  const { mapId, labels } = await personaMap(engine, scope, { T: Date.UTC(2100, 0, 1) });
  return {
    personas: await read(
      'personas',
      sql`SELECT arraySort(groupArray((day, group_id, first_at, last_at, last_leave_at, contributions, weight, messages, joins,
            purchases, amount))) AS days
          FROM member_days WHERE ${here} AND ${currentDays(scope)} GROUP BY persona_id ORDER BY toString(days)`,
    ),
    ties: await read(
      'ties',
      sql`SELECT arraySort(groupArray((day, gain, kind))) AS gains
          FROM tie_gains WHERE ${here} AND ${currentDays(scope)} GROUP BY giver, receiver ORDER BY toString(gains)`,
    ),
    events: await read(
      'events',
      sql`SELECT day, at, position, kind, group_id, version, bot, removed, value, weight, platform, length(mentions) AS mentioned,
            thread != '' AS threaded, reply_to IN (SELECT event_id FROM events FINAL WHERE ${here}) AS answers,
            target = account_id AS to_oneself
          FROM events FINAL WHERE ${here} ORDER BY at, position, kind, group_id, version, value`,
    ),
    distinct: await read(
      'ids',
      sql`SELECT uniqExact(event_id) AS events, uniqExact(account_id) AS accounts, uniqExact(thread_id) AS threads,
            uniqExact(reply_to) AS parents, uniqExact(target) AS targets, uniqExact(account_id, target) AS pairs
          FROM events FINAL WHERE ${here}`,
    ),
    map: await read(
      'map',
      sql`SELECT size, count() AS members FROM
            (SELECT member_id, count() AS size FROM persona_maps WHERE ${here} AND map_id = ${p.uuid(mapId)} GROUP BY member_id)
          GROUP BY size ORDER BY size`,
    ),
    labels: labels.size,
  };
}
