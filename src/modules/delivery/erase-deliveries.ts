import { sql } from 'kysely';
import type { Forget } from '#kernel/forget-names.ts';
import { changeTexts, type Tx } from '#platform/postgres/index.ts';

const text = (...names: string[]) => names.map((name) => ({ name, type: 'text' as const }));
const jsonb = (...names: string[]) => names.map((name) => ({ name, type: 'jsonb' as const }));

const COLUMNS = {
  deliveries: [
    ...jsonb('content'),
    ...text('detail', 'source_id', 'stream', 'reply_to', 'ticket', 'task', 'message_id'),
  ],
  delivery_attempts: text('reason', 'code', 'to_id'),
  delivery_choices: text('reason'),
  delivery_settings: text('pause_reason'),
  delivery_pauses: text('reason'),
  message_templates: jsonb('zh', 'en'),
};

/** Tables of this module that an erasure changes: written anew afterwards, so that nothing is left on disk. */
export const ERASED_DELIVERY_TABLES: readonly string[] = [...Object.keys(COLUMNS), 'delivery_heard'];

/**
 * Takes a person out of what was and will be sent. What went to them as a member goes with the member; here goes what was
 * addressed to an account that nobody had joined to them, and what names them in messages to others, which stay.
 */
export async function eraseDeliveriesOf(tx: Tx, communityId: string, { patterns, in: without }: Forget): Promise<void> {
  if (patterns.length === 0) return;
  const found = (column: string) => sql`${sql.ref(column)} ILIKE ANY(${patterns}::text[])`;
  const addressed = await sql<{ id: string; toId: string }>`
    SELECT id, to_id AS "toId" FROM deliveries WHERE community_id = ${communityId} AND to_kind = 'person' AND ${found('to_id')}
  `.execute(tx);
  const theirs = addressed.rows.filter(({ toId }) => without(toId) !== toId).map(({ id }) => id);
  await sql`DELETE FROM deliveries WHERE id = ANY(${theirs}::uuid[])`.execute(tx);
  const heard = await sql<{ id: string }>`
    SELECT DISTINCT external_id AS id FROM delivery_heard WHERE community_id = ${communityId} AND ${found('external_id')}
  `.execute(tx);
  const names = heard.rows.map(({ id }) => id).filter((id) => without(id) !== id);
  await sql`
    DELETE FROM delivery_heard WHERE community_id = ${communityId} AND external_id = ANY(${names}::text[])
  `.execute(tx);
  // Keys and names are unique: what stands for somebody who is gone must not meet another.
  await sql`
    UPDATE deliveries SET dedupe_key = 'erased:' || id WHERE community_id = ${communityId} AND ${found('dedupe_key')}
  `.execute(tx);
  await sql`
    UPDATE message_templates SET name = '— ' || id WHERE community_id = ${communityId} AND ${found('name')}
  `.execute(tx);
  const ofCommunity = sql`community_id = ${communityId}`;
  const where = {
    deliveries: ofCommunity,
    delivery_attempts: sql`delivery_id IN (SELECT id FROM deliveries WHERE ${ofCommunity})`,
    delivery_choices: ofCommunity,
    delivery_settings: ofCommunity,
    delivery_pauses: sql`workspace_id = qunluo_workspace()`,
    message_templates: ofCommunity,
  };
  for (const table of Object.keys(COLUMNS) as (keyof typeof COLUMNS)[])
    await changeTexts(tx, { table, columns: COLUMNS[table], patterns, where: where[table] }, (value) => without(value));
}
