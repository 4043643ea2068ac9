import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';

type Value = Record<string, string | number | boolean | string[]>;

/** How an operator likes a page; null before it was ever set. */
export async function getPreference(tx: Tx, operatorId: string, page: string): Promise<Value | null> {
  const { rows } = await sql<{ value: Value }>`
    SELECT value FROM page_preferences WHERE operator_id = ${operatorId} AND page = ${page}
  `.execute(tx);
  return rows[0]?.value ?? null;
}

/** Keeps how an operator likes a page. */
export async function setPreference(tx: Tx, operatorId: string, page: string, value: Value): Promise<void> {
  await sql`
    INSERT INTO page_preferences (workspace_id, operator_id, page, value)
    VALUES (qunluo_workspace(), ${operatorId}, ${page}, ${JSON.stringify(value)}::jsonb)
    ON CONFLICT (workspace_id, operator_id, page) DO UPDATE SET value = excluded.value
  `.execute(tx);
}
