import { sql } from 'kysely';
import { Conflict } from '#kernel/errors.ts';
import type { Tx } from '#platform/postgres/index.ts';

/** What may be issued in a month, and what was. `amount` null: as much as comes. */
export type MonthBudget = { month: string; amount: number | null; issued: number };

/** What was issued by month, less what was taken back, over the months from one on; latest first. */
export async function readBudgets(tx: Tx, communityId: string, fromMonth: string): Promise<MonthBudget[]> {
  const { rows } = await sql<MonthBudget>`
    WITH issued AS (
      SELECT to_char(t.day, 'YYYY-MM') AS month, sum(t.amount - coalesce(r.amount, 0))::bigint AS issued
      FROM point_transactions t LEFT JOIN point_transactions r ON r.reversal_of = t.id
      WHERE t.community_id = ${communityId} AND t.kind = 'grant' AND t.day >= ${`${fromMonth}-01`}::date GROUP BY 1
    ), budgeted AS (
      SELECT to_char(month, 'YYYY-MM') AS month, amount FROM point_budgets
      WHERE community_id = ${communityId} AND month >= ${`${fromMonth}-01`}::date
    )
    SELECT month, budgeted.amount, coalesce(issued.issued, 0) AS issued
    FROM issued FULL JOIN budgeted USING (month) ORDER BY month DESC
  `.execute(tx);
  return rows;
}

/**
 * Sets what may be issued in a month (`2026-11`); null lifts it. Waits for what is being posted. @returns what was set
 * before. Conflict when more was issued already.
 */
export async function setBudget(
  tx: Tx,
  communityId: string,
  { month, amount }: { month: string; amount: number | null },
): Promise<number | null> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`points.budget:${communityId}`}, 0))`.execute(tx);
  const first = `${month}-01`;
  const { rows } = await sql<{ before: number | null; issued: number }>`
    SELECT (SELECT amount FROM point_budgets WHERE community_id = ${communityId} AND month = ${first}::date) AS before,
      (SELECT coalesce(sum(t.amount - coalesce(r.amount, 0)), 0)::bigint
       FROM point_transactions t LEFT JOIN point_transactions r ON r.reversal_of = t.id
       WHERE t.community_id = ${communityId} AND t.kind = 'grant'
         AND t.day >= ${first}::date AND t.day < ${first}::date + interval '1 month') AS issued
  `.execute(tx);
  const { before, issued } = rows[0]!;
  if (amount !== null && amount < issued)
    throw new Conflict(`${issued} are issued already: a budget cannot be less`, 'budget_below_issued');
  if (amount === null)
    await sql`DELETE FROM point_budgets WHERE community_id = ${communityId} AND month = ${first}::date`.execute(tx);
  else
    await sql`
      INSERT INTO point_budgets (workspace_id, community_id, month, amount, issued)
      VALUES (qunluo_workspace(), ${communityId}, ${first}::date, ${amount}, ${issued})
      ON CONFLICT (community_id, month) DO UPDATE SET amount = excluded.amount, issued = excluded.issued
    `.execute(tx);
  return before;
}
