import { sql } from 'kysely';
import type { Forget } from '#kernel/forget-names.ts';
import { blankDeliveries } from '#modules/delivery/index.ts';
import { changeTexts, type Tx } from '#platform/postgres/index.ts';
import { keyPrefixOf } from './send-out.ts';

/** Tables of this module that an erasure changes. */
export const ERASED_RELAY_TABLES: readonly string[] = ['relay_sessions', 'relay_messages', 'relay_questions'];

/** What stands where the words of somebody stood who is gone. */
const GONE = { kind: 'text', text: '—' } as const;

/**
 * Takes a person out of relayed sessions, before their accounts go: what they said goes out of what was sent to the groups
 * too, and so does an answer that quotes them. `accounts` are the ids of theirs.
 */
export async function eraseRelaysOf(
  tx: Tx,
  communityId: string,
  { patterns, in: without }: Forget,
  accounts: readonly string[],
): Promise<void> {
  const ofCommunity = sql`session_id IN (SELECT id FROM relay_sessions WHERE community_id = ${communityId})`;
  const { rows } = await sql<{ sessionId: string; key: string }>`
    SELECT session_id AS "sessionId", message_key AS key FROM relay_messages
    WHERE ${ofCommunity} AND account_id = ANY (${[...accounts]}::uuid[])
    UNION
    SELECT session_id, answer_key FROM relay_questions
    WHERE ${ofCommunity} AND account_id = ANY (${[...accounts]}::uuid[]) AND answer_key IS NOT NULL
  `.execute(tx);
  await blankDeliveries(
    tx,
    communityId,
    rows.map(({ sessionId, key }) => keyPrefixOf(sessionId, key)),
  );
  await sql`
    UPDATE relay_messages SET content = ${JSON.stringify(GONE)}::jsonb
    WHERE ${ofCommunity} AND message_key = ANY (${rows.map(({ key }) => key)}::uuid[])
  `.execute(tx);
  await sql`
    UPDATE relay_sessions SET speakers = ARRAY(SELECT id FROM unnest(speakers) AS id WHERE id <> ALL (${[...accounts]}::uuid[]))
    WHERE community_id = ${communityId} AND speakers && ${[...accounts]}::uuid[]
  `.execute(tx);
  const text = (...names: string[]) => names.map((name) => ({ name, type: 'text' as const }));
  const tables = [
    { table: 'relay_sessions', columns: text('name', 'heading'), where: sql`community_id = ${communityId}` },
    { table: 'relay_messages', columns: [{ name: 'content', type: 'jsonb' as const }], where: ofCommunity },
    { table: 'relay_questions', columns: text('name', 'text'), where: ofCommunity },
  ];
  for (const one of tables) await changeTexts(tx, { ...one, patterns }, (value) => without(value));
}
