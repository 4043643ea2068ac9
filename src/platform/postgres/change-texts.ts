import { sql, type RawBuilder } from 'kysely';
import type { Tx } from './database.ts';

export type TextColumns = {
  table: string;
  /** Columns of text or JSON. */
  columns: readonly { name: string; type: 'text' | 'json' | 'jsonb' }[];
  /** For `ILIKE ANY`: rows of which no column matches are not looked at. */
  patterns: readonly string[];
  /** Which rows at all. */
  where: RawBuilder<unknown>;
};

/**
 * Changes texts and JSON values row by row with a function that SQL has not, wherever one of the patterns is found.
 * @returns how many rows were changed
 */
export async function changeTexts(
  tx: Tx,
  { table, columns, patterns, where }: TextColumns,
  change: (value: unknown) => unknown,
): Promise<number> {
  if (patterns.length === 0) return 0;
  const found = columns.map(({ name }) => sql`${sql.ref(name)}::text ILIKE ANY(${patterns}::text[])`);
  const { rows } = await sql<Record<string, unknown> & { row_place: string }>`
    SELECT ctid::text AS row_place, ${sql.join(columns.map(({ name }) => sql.ref(name)))} FROM ${sql.table(table)}
    WHERE ${where} AND (${sql.join(found, sql` OR `)}) FOR UPDATE
  `.execute(tx);
  let changed = 0;
  for (const row of rows) {
    const news = columns.filter(({ name }) => change(row[name]) !== row[name]);
    if (news.length === 0) continue;
    changed += 1;
    const sets = news.map(({ name, type }) => {
      const value = change(row[name]);
      return type === 'text'
        ? sql`${sql.ref(name)} = ${value}`
        : sql`${sql.ref(name)} = ${JSON.stringify(value)}::text::${sql.raw(type)}`;
    });
    await sql`UPDATE ${sql.table(table)} SET ${sql.join(sets)} WHERE ctid = ${row.row_place}::tid`.execute(tx);
  }
  return changed;
}
