import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';

/** Names of operators by id, for what they did; ids that are gone are left out. */
export async function operatorNames(tx: Tx, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const asked = [...new Set(ids.filter((id) => id !== null))];
  if (asked.length === 0) return new Map();
  const { rows } = await sql<{ id: string; name: string }>`
    SELECT id, name FROM auth.operators WHERE id = ANY(${asked}::uuid[])
  `.execute(tx);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Everybody who has a seat in the workspace of the transaction, by name. */
export async function operatorsOf(tx: Tx): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    SELECT operators.id, operators.name FROM auth.seats JOIN auth.operators ON operators.id = seats.operator_id
    WHERE seats.workspace_id = qunluo_workspace() ORDER BY operators.name, operators.id
  `.execute(tx);
  return rows;
}
