import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';

/** Days for which what is over is kept. */
export const KEPT_DAYS = 400;

/** Ends what was not sent in time, and what has no connection any more. @returns how many */
export async function endOverdue(tx: Tx, now: number): Promise<number> {
  const at = sql`to_timestamp(${now}::float8 / 1000)`;
  const expired = await sql`
    UPDATE deliveries SET fate = 'expired', reason = 'late', send_at = NULL, settled_at = ${at}
    WHERE workspace_id = qunluo_workspace() AND fate IN ('queued', 'confirming', 'awaiting') AND expires_at <= ${at}
  `.execute(tx);
  const orphaned = await sql`
    UPDATE deliveries SET fate = 'suppressed', reason = 'connection_gone', send_at = NULL, holder = NULL, lease_until = NULL,
      settled_at = ${at}
    WHERE workspace_id = qunluo_workspace() AND fate IN ('queued', 'confirming', 'awaiting', 'sending') AND connection_id IS NULL
  `.execute(tx);
  return Number((expired.numAffectedRows ?? 0n) + (orphaned.numAffectedRows ?? 0n));
}

/** Forgets what was over long ago. @returns how many */
export async function dropOld(tx: Tx, now: number): Promise<number> {
  const { numAffectedRows } = await sql`
    DELETE FROM deliveries WHERE id IN (
      SELECT id FROM deliveries WHERE settled_at < to_timestamp(${now}::float8 / 1000) - make_interval(days => ${KEPT_DAYS})
      LIMIT 10000)
  `.execute(tx);
  await sql`
    DELETE FROM delivery_heard
    WHERE heard_at < to_timestamp(${now}::float8 / 1000) - make_interval(days => ${KEPT_DAYS})
  `.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

/** Whether something queued has no time yet. */
export async function isUnplanned(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`
    SELECT EXISTS (SELECT FROM deliveries WHERE workspace_id = qunluo_workspace() AND fate = 'queued' AND send_at IS NULL) AS there
  `.execute(tx);
  return rows[0]!.there;
}
