import { sql } from 'kysely';
import { type Actor, recordChange } from '#modules/identity/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { INBOX_CHANNEL } from './inbox-store.ts';

/**
 * Puts the refused events of a community back into the inbox, as they were accepted, and gives how many. They come last,
 * in the order in which they were accepted; what still cannot be written is refused again, with the reason of then. One
 * that was accepted again meanwhile is waiting already and counts all the same.
 */
export async function retryRefusedEvents(
  tx: Tx,
  caller: Actor,
  community: { id: string; name: string },
): Promise<{ retried: number }> {
  const { rows } = await sql<{ retried: number }>`
    WITH refused AS (DELETE FROM refused_events WHERE community_id = ${community.id} RETURNING *),
    added AS (
      INSERT INTO inbox (workspace_id, community_id, event_id, version, arrival, source, event, received_at)
      SELECT workspace_id, community_id, event_id, version, nextval('inbox_order'), source, event, received_at
      FROM (SELECT * FROM refused ORDER BY received_at, event_id, version) AS oldest_first
      ON CONFLICT (community_id, event_id, version) DO NOTHING
    )
    SELECT count(*)::int AS retried FROM refused
  `.execute(tx);
  const retried = rows[0]!.retried;
  if (retried > 0)
    await sql`SELECT pg_notify(${INBOX_CHANNEL}, ${`${caller.workspaceId} ${community.id}`})`.execute(tx);
  await recordChange(tx, caller, {
    action: 'events.retry-refused',
    subject: { kind: 'community', id: community.id, label: community.name },
    communityId: community.id,
    after: { retried },
  });
  return { retried };
}
