import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';
import type { MonthFigures } from './network-months.contract.ts';

/** The network at the end of a past month, as it is kept. */
export type KeptMonth = { day: string; snapshotId: string; state: string; figures: MonthFigures };

/** The months that are kept, ascending. */
export async function listMonths(tx: Tx, communityId: string): Promise<KeptMonth[]> {
  const { rows } = await sql<KeptMonth>`
    SELECT month_end::text AS day, snapshot_id AS "snapshotId", state, figures FROM network_months
    WHERE community_id = ${communityId} ORDER BY month_end
  `.execute(tx);
  return rows;
}

/** Keeps a month in place of what was kept of it. */
export async function putMonth(
  tx: Tx,
  { communityId, at, day, snapshotId, state, figures }: KeptMonth & { communityId: string; at: number },
): Promise<void> {
  await sql`
    INSERT INTO network_months (community_id, month_end, workspace_id, snapshot_id, state, figures, computed_at)
    VALUES (${communityId}, ${day}, qunluo_workspace(), ${snapshotId}, ${state}, ${JSON.stringify(figures)}::jsonb,
      to_timestamp(${at / 1000}))
    ON CONFLICT (community_id, month_end) DO UPDATE SET snapshot_id = excluded.snapshot_id, state = excluded.state,
      figures = excluded.figures, computed_at = excluded.computed_at
  `.execute(tx);
}

/** Lets go of months that are not among these days; gives the snapshots that stay. */
export async function retainMonths(tx: Tx, communityId: string, days: readonly string[]): Promise<string[]> {
  await sql`
    DELETE FROM network_months WHERE community_id = ${communityId} AND NOT month_end = ANY(${days}::date[])
  `.execute(tx);
  return (await listMonths(tx, communityId)).map(({ snapshotId }) => snapshotId);
}
