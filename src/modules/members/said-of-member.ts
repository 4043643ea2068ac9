import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';

export type Reference = { table: string; column: string };

/** The tables that say something of a member, by the foreign keys to `members`: a new one is in by itself. */
export async function referencesToMembers(tx: Tx): Promise<Reference[]> {
  const { rows } = await sql<Reference>`
    SELECT k.conrelid::regclass::text AS "table", a.attname AS "column"
    FROM pg_constraint k
    JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = ANY(k.conkey) AND a.attname <> 'workspace_id'
    WHERE k.contype = 'f' AND k.confrelid = 'members'::regclass
    ORDER BY 1, 2
  `.execute(tx);
  return rows;
}

/** Every row that says something of some members, by table, as JSON. */
export async function readSaidOf(
  tx: Tx,
  communityId: string,
  memberIds: readonly string[],
): Promise<Record<string, Record<string, unknown>[]>> {
  const said: Record<string, Record<string, unknown>[]> = {};
  for (const { table, column } of await referencesToMembers(tx)) {
    const { rows } = await sql<{ row: Record<string, unknown> }>`
      SELECT to_jsonb(said) - 'workspace_id' AS row FROM ${sql.table(table)} said
      JOIN members ON members.id = said.${sql.ref(column)}
      WHERE said.${sql.ref(column)} = ANY(${memberIds}::uuid[]) AND members.community_id = ${communityId}
      ORDER BY 1
    `.execute(tx);
    if (rows.length > 0) said[table] = [...(said[table] ?? []), ...rows.map(({ row }) => row)];
  }
  return said;
}
