import { sql } from 'kysely';
import { NotFound } from '#kernel/errors.ts';
import type { Content } from '#modules/connections/index.ts';
import type { Tx } from '#platform/postgres/index.ts';

export type KeptMessage = {
  key: string;
  place: number;
  version: number;
  content: Content;
  accountId: string | null;
  name: string | null;
  own: boolean;
  saidAt: Date;
};

const COLUMNS = sql`message_key AS key, place, version::int AS version, content, relay_messages.account_id AS "accountId",
  accounts.name, relay_messages.account_id IS NULL AS own, said_at AS "saidAt"`;

/** What went out in a session, latest first. */
export async function listMessages(tx: Tx, sessionId: string, limit: number): Promise<KeptMessage[]> {
  const { rows } = await sql<KeptMessage>`
    SELECT ${COLUMNS} FROM relay_messages LEFT JOIN accounts ON accounts.id = relay_messages.account_id
    WHERE session_id = ${sessionId} ORDER BY place DESC LIMIT ${limit}
  `.execute(tx);
  return rows;
}

/** The messages with these keys, by key. */
export async function findMessages(
  tx: Tx,
  sessionId: string,
  keys: readonly string[],
): Promise<Map<string, KeptMessage>> {
  const { rows } = await sql<KeptMessage>`
    SELECT ${COLUMNS} FROM relay_messages LEFT JOIN accounts ON accounts.id = relay_messages.account_id
    WHERE session_id = ${sessionId} AND message_key = ANY (${[...keys]}::uuid[])
  `.execute(tx);
  return new Map(rows.map((row) => [row.key, row]));
}

/** One message; NotFound. */
export async function getMessage(tx: Tx, sessionId: string, key: string): Promise<KeptMessage> {
  const found = (await findMessages(tx, sessionId, [key])).get(key);
  if (!found) throw new NotFound('the message');
  return found;
}

/** Puts a message behind the others of its session, which the caller holds locked. */
export async function addMessage(
  tx: Tx,
  sessionId: string,
  message: { key: string; content: Content; accountId: string | null; operatorId: string | null; saidAt: Date },
): Promise<void> {
  await sql`
    INSERT INTO relay_messages (workspace_id, session_id, message_key, place, account_id, operator_id, content, said_at)
    SELECT qunluo_workspace(), ${sessionId}, ${message.key}, coalesce(max(place), 0) + 1, ${message.accountId}::uuid,
           ${message.operatorId}::uuid, ${JSON.stringify(message.content)}::jsonb, ${message.saidAt}::timestamptz
    FROM relay_messages WHERE session_id = ${sessionId}
  `.execute(tx);
}

/** Writes what a message says now. */
export async function editMessage(
  tx: Tx,
  sessionId: string,
  { key, version, content }: { key: string; version: number; content: Content },
): Promise<void> {
  await sql`
    UPDATE relay_messages SET version = ${version}, content = ${JSON.stringify(content)}::jsonb
    WHERE session_id = ${sessionId} AND message_key = ${key}
  `.execute(tx);
}
