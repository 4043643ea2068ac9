import { sql } from 'kysely';
import type { Forget } from '#kernel/forget-names.ts';
import { changeTexts, type Tx } from '#platform/postgres/index.ts';

const text = (...names: string[]) => names.map((name) => ({ name, type: 'text' as const }));

const COLUMNS = {
  violations: text('note', 'evidence_text', 'void_reason', 'rule_title'),
  sanctions: text('lift_reason'),
  sanction_acts: text('detail'),
  appeals: text('text', 'reasons'),
  community_rules: text('title', 'text'),
};

/** Tables of this module that an erasure changes: what was a member's goes with them. */
export const ERASED_CREDIT_TABLES: readonly string[] = [...Object.keys(COLUMNS), 'credit_restorations'];

/** Takes a person out of what was written about others: evidence, notes, appeals and reasons that name them. */
export async function eraseCreditOf(tx: Tx, communityId: string, { patterns, in: without }: Forget): Promise<void> {
  const where = sql`community_id = ${communityId}`;
  for (const table of Object.keys(COLUMNS) as (keyof typeof COLUMNS)[])
    await changeTexts(tx, { table, columns: COLUMNS[table], patterns, where }, (value) => without(value));
  // Keys are unique: what stands for somebody who is gone must not meet another.
  await sql`
    UPDATE violations SET request_key = 'erased:' || id WHERE ${where} AND request_key ILIKE ANY(${patterns}::text[])
  `.execute(tx);
  const { rows } = await sql<{ id: string; examples: string[] }>`
    SELECT id, examples FROM community_rules WHERE ${where} AND examples::text ILIKE ANY(${patterns}::text[])
  `.execute(tx);
  for (const { id, examples } of rows)
    await sql`UPDATE community_rules SET examples = ${without(examples)}::text[] WHERE id = ${id}`.execute(tx);
}
