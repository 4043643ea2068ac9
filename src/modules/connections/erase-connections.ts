import { sql } from 'kysely';
import type { Forget } from '#kernel/forget-names.ts';
import { likePattern } from '#kernel/like-pattern.ts';
import { changeTexts, type Tx } from '#platform/postgres/index.ts';
import type { SecretBox } from '#platform/secrets/index.ts';
import { memoryPlace, remember } from './memory-store.ts';

/** Tables of this module that an erasure changes: written anew afterwards, so that nothing is left on disk. */
export const ERASED_CONNECTION_TABLES: readonly string[] = [
  'connections',
  'connection_states',
  'connection_chats',
  'connection_log',
  'connection_memory',
  'connection_once',
  'connection_tickets',
];

/**
 * Takes a person out of what connections of a community keep: names that operators and platforms gave, and memory. Raw
 * lines of the log, keys and tickets that name them, however shortly, are gone as a whole. `names` are all that they are
 * called; `secrets` opens and seals memory.
 */
export async function eraseConnectionsOf(
  tx: Tx,
  communityId: string,
  forget: Forget,
  { secrets, names }: { secrets: SecretBox; names: readonly string[] },
): Promise<void> {
  const of = sql`(
    SELECT id FROM connections WHERE community_id = ${communityId}
    UNION SELECT connection_id FROM connection_chats WHERE community_id = ${communityId})`;
  const columns = (name: string) => [{ name, type: 'text' as const }];
  const { patterns } = forget;
  const change = (value: unknown) => forget.in(value);
  const below = sql`connection_id IN ${of}`;
  await changeTexts(tx, { table: 'connections', columns: columns('name'), patterns, where: sql`id IN ${of}` }, change);
  for (const [table, column] of [
    ['connection_states', 'detail'],
    ['connection_chats', 'name'],
  ] as const)
    await changeTexts(tx, { table, columns: columns(column), patterns, where: below }, change);
  const found = [...new Set([...patterns, ...names.filter(Boolean).map(likePattern)])];
  await sql`DELETE FROM connection_log WHERE ${below} AND (words || ' ' || body) ILIKE ANY(${found}::text[])`.execute(
    tx,
  );
  await sql`DELETE FROM connection_once WHERE ${below} AND key ILIKE ANY(${found}::text[])`.execute(tx);
  await sql`DELETE FROM connection_tickets WHERE ${below} AND ticket ILIKE ANY(${found}::text[])`.execute(tx);
  await forgetMemory(tx, of, { forget, secrets, found });
}

/** Out of JSON they are taken; what is none, or still names them, is forgotten. */
async function forgetMemory(
  tx: Tx,
  of: ReturnType<typeof sql>,
  { forget, secrets, found }: { forget: Forget; secrets: SecretBox; found: readonly string[] },
): Promise<void> {
  const { rows } = await sql<{ id: string; key: string; sealed: string }>`
    SELECT connection_id AS id, key, sealed FROM connection_memory WHERE connection_id IN ${of} FOR UPDATE
  `.execute(tx);
  const names = async (text: string): Promise<boolean> =>
    (await sql`SELECT WHERE ${text} ILIKE ANY(${found}::text[])`.execute(tx)).rows.length > 0;
  for (const { id, key, sealed } of rows) {
    const value = secrets.open(sealed, memoryPlace(id, key));
    if (!(await names(value)) && !(await names(key))) continue;
    const left = withoutThem(value, forget);
    const keeps = left !== undefined && !(await names(left)) && !(await names(key));
    await remember(tx, secrets, id, { key, value: keeps ? left : undefined });
  }
}

function withoutThem(value: string, forget: Forget): string | undefined {
  try {
    return JSON.stringify(forget.in(JSON.parse(value) as unknown));
  } catch {
    return undefined;
  }
}
