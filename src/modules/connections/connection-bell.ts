import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';

/** Channel on which changes of connections are told; the payload is `workspace connection`, and `chats` for those of its chats. */
export const CONNECTIONS_CHANNEL = 'qunluo_connections';

/** Tells every process that a connection, or where its chats belong, changed, when the transaction commits. */
export async function ringConnection(
  tx: Tx,
  workspaceId: string,
  connectionId: string,
  what: 'settings' | 'chats' = 'settings',
): Promise<void> {
  const payload = `${workspaceId} ${connectionId}${what === 'chats' ? ' chats' : ''}`;
  await sql`SELECT pg_notify(${CONNECTIONS_CHANNEL}, ${payload})`.execute(tx);
}
