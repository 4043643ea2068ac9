import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';

/** Channel on which new and changed deliveries are told; the payload is the workspace, or `workspace connection` where one is due. */
export const DELIVERIES_CHANNEL = 'qunluo_deliveries';

/** Tells every process, when the transaction commits, that deliveries wait: to be planned, or to be sent at once. */
export async function ringDeliveries(
  tx: Tx,
  workspaceId: string,
  connectionIds: readonly string[] = [],
): Promise<void> {
  const payloads = connectionIds.length === 0 ? [workspaceId] : connectionIds.map((id) => `${workspaceId} ${id}`);
  await sql`SELECT pg_notify(${DELIVERIES_CHANNEL}, payload) FROM unnest(${payloads}::text[]) AS payload`.execute(tx);
}

/** What stands for all connections where rules changed: everything is to be planned anew. */
export const REPLAN = 'replan';

/** Tells that rules changed: what is queued is planned anew when the transaction commits. */
export const ringReplan = (tx: Tx, workspaceId: string): Promise<void> => ringDeliveries(tx, workspaceId, [REPLAN]);

/** Tells the senders of everything queued in the workspace: something that kept it back is gone. */
export async function ringQueued(tx: Tx, workspaceId: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM connections WHERE EXISTS (
      SELECT FROM deliveries WHERE connection_id = connections.id AND fate = 'queued')
  `.execute(tx);
  if (rows.length > 0)
    await ringDeliveries(
      tx,
      workspaceId,
      rows.map(({ id }) => id),
    );
}
