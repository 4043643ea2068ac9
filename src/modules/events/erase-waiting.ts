import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';
import type { NeutralEvent } from './contract.ts';
import type { Admit } from './forget-intake.ts';

/** Tables of events that are not in the log, for `rewriteTables`. */
export const WAITING_TABLES: readonly string[] = ['inbox', 'inbox_batches', 'refused_events'];

const AT_ONCE = 1_000;

type Row = { eventId: string; version: string; event: string };

/**
 * Lets what waits in the inbox, and what was refused, be what it would be if it came now (`admit`): events of erased
 * people go, others lose what is not kept. `change` may alter an event further. Gives how many rows were changed.
 */
export async function admitWaiting(
  tx: Tx,
  communityId: string,
  admit: Admit,
  change: (event: NeutralEvent) => NeutralEvent = (event) => event,
): Promise<number> {
  let changed = 0;
  for (const table of [sql`inbox`, sql`refused_events`]) {
    let after = '00000000-0000-0000-0000-000000000000';
    let afterVersion = '-1';
    for (;;) {
      const { rows } = await sql<Row>`
        SELECT event_id AS "eventId", version, event FROM ${table}
        WHERE community_id = ${communityId} AND (event_id, version) > (${after}::uuid, ${afterVersion}::bigint)
        ORDER BY event_id, version LIMIT ${AT_ONCE}
      `.execute(tx);
      for (const row of rows) {
        const event = JSON.parse(row.event) as NeutralEvent;
        const kept = admit(event);
        const text = kept && JSON.stringify(change(kept));
        if (text === row.event) continue;
        changed += 1;
        const key = sql`community_id = ${communityId} AND event_id = ${row.eventId} AND version = ${row.version}::bigint`;
        await (text === undefined
          ? sql`DELETE FROM ${table} WHERE ${key}`.execute(tx)
          : sql`UPDATE ${table} SET event = ${text} WHERE ${key}`.execute(tx));
      }
      const last = rows.at(-1);
      if (!last || rows.length < AT_ONCE) break;
      after = last.eventId;
      afterVersion = last.version;
    }
  }
  return changed;
}
