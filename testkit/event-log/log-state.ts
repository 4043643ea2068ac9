import { inScope, sql, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';
import { currentDays, standingTexts } from '#modules/events/index.ts';

/** Everything the log and its roll-ups say of a community, without revisions: what must not depend on the order of events. */
export async function logState(engine: EventEngine, scope: Scope): Promise<Record<string, unknown[]>> {
  const read = (name: string, statement: ReturnType<typeof sql>) =>
    engine.query(scope, `events.state_of_${name}`, statement);
  const here = inScope(scope);
  const without = sql`workspace_id, community_id`;
  return {
    events: await read(
      'events',
      sql`SELECT * EXCEPT (${without}, is_deleted, import_id) FROM events FINAL WHERE ${here} ORDER BY event_id, day, account_id`,
    ),
    texts: await read('texts', sql`SELECT * FROM ${standingTexts(scope)} ORDER BY event_id`),
    names: await read(
      'names',
      sql`SELECT * EXCEPT (${without}) FROM source_names FINAL WHERE ${here} ORDER BY subject, id`,
    ),
    spans: await read(
      'spans',
      sql`SELECT * EXCEPT (${without}, revision) FROM persona_spans
          WHERE ${here} AND revision = (SELECT max(revision) FROM persona_spans WHERE ${here})
            AND account_id != toUUID('00000000-0000-0000-0000-000000000000')
          ORDER BY account_id, from_at, from_position, from_event`,
    ),
    memberDays: await read(
      'member_days',
      sql`SELECT * EXCEPT (${without}, revision) FROM member_days WHERE ${here} AND ${currentDays(scope)}
          ORDER BY day, persona_id, group_id`,
    ),
    tieGains: await read(
      'tie_gains',
      sql`SELECT * EXCEPT (${without}, revision) FROM tie_gains WHERE ${here} AND ${currentDays(scope)}
          ORDER BY day, giver, receiver, event_id`,
    ),
  };
}
