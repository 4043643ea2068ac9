import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';

/** Accounts that one transaction takes on. */
const AT_ONCE = 1_000;

/**
 * Takes away what has expired, of at most a thousand accounts: one transaction for each that has something left, and its
 * lots go. @returns how many accounts
 * Whoever spends at the same moment is waited for, and has spent what was there.
 */
export async function expirePoints(tx: Tx, communityId: string, now: number): Promise<number> {
  const at = new Date(now);
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM point_accounts
    WHERE id IN (
      SELECT account_id FROM point_lots
      WHERE community_id = ${communityId} AND expires_at <= ${at}
      ORDER BY expires_at, account_id LIMIT ${AT_ONCE}
    )
    ORDER BY id FOR UPDATE
  `.execute(tx);
  if (rows.length === 0) return 0;
  const accounts = rows.map(({ id }) => id);
  await sql`
    WITH due AS MATERIALIZED (
      SELECT account_id, expires_at, remaining FROM point_lots
      WHERE account_id = ANY(${accounts}::uuid[]) AND expires_at <= ${at} AND remaining > 0
    ), gone AS (
      DELETE FROM point_lots WHERE account_id = ANY(${accounts}::uuid[]) AND expires_at <= ${at}
    ), each_account AS MATERIALIZED (
      SELECT gen_random_uuid() AS id, account_id, sum(remaining)::bigint AS amount FROM due GROUP BY account_id
    ), posted AS (
      INSERT INTO point_transactions (id, workspace_id, community_id, account_id, kind, key, amount, cause_kind, happened_at, day)
      SELECT each_account.id, qunluo_workspace(), communities.id, account_id, 'expire', 'expire:' || each_account.id, amount,
             'expiry', ${at}::timestamptz, (${at}::timestamptz AT TIME ZONE communities.zone)::date
      FROM each_account JOIN communities ON communities.id = ${communityId}
    ), lessened AS (
      UPDATE point_accounts SET balance = balance - each_account.amount FROM each_account
      WHERE point_accounts.id = each_account.account_id
    )
    INSERT INTO point_entries (workspace_id, transaction_id, account, account_id, expires_at, amount)
    SELECT qunluo_workspace(), each_account.id, 'member', due.account_id, due.expires_at, -due.remaining
    FROM due JOIN each_account USING (account_id)
    UNION ALL
    SELECT qunluo_workspace(), id, 'expired', NULL, NULL, amount FROM each_account
  `.execute(tx);
  return rows.length;
}

export type ExpiringSoon = { memberId: string; amount: number; expiresAt: Date };

/**
 * What expires before a moment and nobody was told of yet, by person and when it expires, marked as told; a thousand at most.
 */
export async function takeNotices(
  tx: Tx,
  communityId: string,
  { now, before }: { now: number; before: number },
): Promise<ExpiringSoon[]> {
  const { rows } = await sql<ExpiringSoon>`
    WITH due AS (
      SELECT account_id, expires_at, remaining FROM point_lots
      WHERE community_id = ${communityId} AND remaining > 0 AND noticed_at IS NULL
        AND expires_at > ${new Date(now)} AND expires_at <= ${new Date(before)}
      ORDER BY expires_at, account_id LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED
    ), marked AS (
      UPDATE point_lots SET noticed_at = ${new Date(now)} FROM due
      WHERE point_lots.account_id = due.account_id AND point_lots.expires_at = due.expires_at
    )
    SELECT coalesce(members.person_id, members.id) AS "memberId", sum(due.remaining)::bigint AS amount,
           due.expires_at AS "expiresAt"
    FROM due JOIN point_accounts ON point_accounts.id = due.account_id
    JOIN members ON members.id = point_accounts.member_id
    GROUP BY 1, 3 ORDER BY 3, 1
  `.execute(tx);
  return rows;
}
