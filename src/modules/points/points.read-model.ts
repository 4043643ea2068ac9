import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';
import type { TransactionKind } from './ledger-store.ts';

export type TransactionRow = {
  id: string;
  kind: TransactionKind;
  amount: number;
  growth: number;
  causeKind: string;
  causeId: string;
  /** Name of the rule, where one was the cause and is still there. */
  ruleName: string | null;
  note: string;
  at: Date;
  day: string;
  by: string | null;
  reversalOf: string | null;
  reversedBy: string | null;
  shortfall: number;
  /** Whom it is about; null: erased. */
  memberId: string | null;
  /** Of a gift: who got it. */
  otherId: string | null;
};

const COLUMNS = sql`
  t.id, t.kind, t.amount, t.growth, t.cause_kind AS "causeKind", t.cause_id AS "causeId", rule.name AS "ruleName", t.note,
  t.happened_at AS at, to_char(t.day, 'YYYY-MM-DD') AS day, t.posted_by AS by, t.reversal_of AS "reversalOf",
  (SELECT id FROM point_transactions r WHERE r.reversal_of = t.id) AS "reversedBy", t.shortfall,
  (SELECT coalesce(m.person_id, m.id) FROM point_accounts a JOIN members m ON m.id = a.member_id WHERE a.id = t.account_id) AS "memberId",
  CASE WHEN t.kind = 'gift' THEN
    (SELECT coalesce(m.person_id, m.id) FROM point_accounts a JOIN members m ON m.id = a.member_id WHERE a.id::text = t.cause_id)
  END AS "otherId"`;
const RULE = sql`LEFT JOIN point_rules rule ON t.cause_kind = 'rule' AND rule.id::text = t.cause_id`;

export type TransactionsAsked = {
  communityId: string;
  memberId?: string | undefined;
  kind?: TransactionKind | undefined;
  cause?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  q?: string | undefined;
  /** Id of the last of the page before: ids sort by time. */
  before?: { at: string; id: string } | undefined;
  limit: number;
};

/** Transactions of a community, the latest first. */
export async function listTransactions(tx: Tx, asked: TransactionsAsked): Promise<TransactionRow[]> {
  const { rows } = await sql<TransactionRow>`
    SELECT ${COLUMNS} FROM point_transactions t ${RULE}
    WHERE t.community_id = ${asked.communityId}
      ${asked.memberId ? sql`AND ${ofPerson(asked.memberId)}` : sql``}
      ${asked.kind ? sql`AND t.kind = ${asked.kind}` : sql``}
      ${asked.cause ? sql`AND t.cause_kind = ${asked.cause}` : sql``}
      ${asked.from ? sql`AND t.day >= ${asked.from}::date` : sql``}
      ${asked.to ? sql`AND t.day < ${asked.to}::date` : sql``}
      ${asked.q ? sql`AND (strpos(lower(t.note), lower(${asked.q})) > 0 OR strpos(lower(rule.name), lower(${asked.q})) > 0)` : sql``}
      ${asked.before ? sql`AND (t.happened_at, t.id) < (${asked.before.at}::timestamptz, ${asked.before.id}::uuid)` : sql``}
    ORDER BY t.happened_at DESC, t.id DESC LIMIT ${asked.limit}
  `.execute(tx);
  return rows;
}

/** Whether a transaction has a side of the person's. */
const ofPerson = (memberId: string) => sql`(t.account_id IN (${accountsOf(memberId)}) OR t.id IN (
  SELECT transaction_id FROM point_entries WHERE account_id IN (${accountsOf(memberId)})))`;
const accountsOf = (memberId: string) => sql`
  SELECT point_accounts.id FROM members asked
  JOIN members part ON part.id = coalesce(asked.person_id, asked.id) OR part.person_id = coalesce(asked.person_id, asked.id)
  JOIN point_accounts ON point_accounts.member_id = part.id WHERE asked.id = ${memberId}::uuid`;

/** A line of a person's record: what it changed for them. */
export type RecordRow = TransactionRow & { change: number };

/** What changed a person's balance, the latest first. */
export async function readRecord(
  tx: Tx,
  { memberId, before, limit }: { memberId: string; before?: { at: string; id: string } | undefined; limit: number },
): Promise<RecordRow[]> {
  const { rows } = await sql<RecordRow>`
    WITH own AS (${accountsOf(memberId)}), changes AS (
      SELECT transaction_id, sum(amount)::bigint AS change FROM point_entries
      WHERE account_id IN (SELECT id FROM own) GROUP BY transaction_id
    )
    SELECT ${COLUMNS}, changes.change FROM changes JOIN point_transactions t ON t.id = changes.transaction_id ${RULE}
    WHERE true ${before ? sql`AND (t.happened_at, t.id) < (${before.at}::timestamptz, ${before.id}::uuid)` : sql``}
    ORDER BY t.happened_at DESC, t.id DESC LIMIT ${limit}
  `.execute(tx);
  return rows;
}

/** What a person has by when it expires, soonest first; null: never. */
export async function readExpiring(tx: Tx, memberId: string): Promise<{ expiresAt: string | null; amount: number }[]> {
  const { rows } = await sql<{ expiresAt: Date | null; amount: number }>`
    SELECT nullif(expires_at, 'infinity') AS "expiresAt", sum(remaining)::bigint AS amount FROM point_lots
    WHERE account_id IN (${accountsOf(memberId)}) AND remaining > 0 GROUP BY expires_at ORDER BY expires_at
  `.execute(tx);
  return rows.map(({ expiresAt, amount }) => ({ expiresAt: expiresAt?.toISOString() ?? null, amount }));
}

export type PointFigures = {
  issued: number;
  redeemed: number;
  expired: number;
  adjusted: number;
  gifts: number;
};

/** What moved on the days `from` (included) to `to` (not): each the change of the community's own accounts; gifts between members. */
export async function readFigures(tx: Tx, communityId: string, from: string, to: string): Promise<PointFigures> {
  const { rows } = await sql<PointFigures>`
    SELECT coalesce(-sum(e.amount) FILTER (WHERE e.account = 'issued'), 0)::bigint AS issued,
           coalesce(sum(e.amount) FILTER (WHERE e.account = 'redeemed'), 0)::bigint AS redeemed,
           coalesce(sum(e.amount) FILTER (WHERE e.account = 'expired'), 0)::bigint AS expired,
           coalesce(-sum(e.amount) FILTER (WHERE e.account = 'adjustments'), 0)::bigint AS adjusted,
           coalesce(sum(e.amount) FILTER (WHERE t.kind = 'gift' AND e.amount > 0), 0)::bigint AS gifts
    FROM point_transactions t JOIN point_entries e ON e.transaction_id = t.id
    WHERE t.community_id = ${communityId} AND t.day >= ${from}::date AND t.day < ${to}::date
  `.execute(tx);
  return rows[0]!;
}

/** The same by day, for the curve. */
export async function readDays(
  tx: Tx,
  communityId: string,
  from: string,
  to: string,
): Promise<{ day: string; issued: number; redeemed: number; expired: number }[]> {
  const { rows } = await sql<{ day: string; issued: number; redeemed: number; expired: number }>`
    SELECT to_char(days.day, 'YYYY-MM-DD') AS day, coalesce(issued, 0) AS issued, coalesce(redeemed, 0) AS redeemed,
           coalesce(expired, 0) AS expired
    FROM generate_series(${from}::date, ${to}::date - 1, interval '1 day') AS days (day)
    LEFT JOIN (
      SELECT t.day, coalesce(-sum(e.amount) FILTER (WHERE e.account = 'issued'), 0)::bigint AS issued,
             coalesce(sum(e.amount) FILTER (WHERE e.account = 'redeemed'), 0)::bigint AS redeemed,
             coalesce(sum(e.amount) FILTER (WHERE e.account = 'expired'), 0)::bigint AS expired
      FROM point_transactions t JOIN point_entries e ON e.transaction_id = t.id AND e.account <> 'member'
      WHERE t.community_id = ${communityId} AND t.day >= ${from}::date AND t.day < ${to}::date GROUP BY 1
    ) AS moved ON moved.day = days.day::date
    ORDER BY 1
  `.execute(tx);
  return rows;
}

/** What members have now, how many of them, and what of it expires within 30 days. */
export async function readOutstanding(
  tx: Tx,
  communityId: string,
  now: Date,
): Promise<{ points: number; members: number; expiringSoon: number }> {
  const { rows } = await sql<{ points: number; members: number; expiringSoon: number }>`
    SELECT (SELECT coalesce(sum(balance), 0)::bigint FROM point_accounts WHERE community_id = ${communityId}) AS points,
      (SELECT count(DISTINCT coalesce(members.person_id, members.id)) FROM point_accounts
       JOIN members ON members.id = member_id WHERE point_accounts.community_id = ${communityId} AND balance > 0) AS members,
      (SELECT coalesce(sum(remaining), 0)::bigint FROM point_lots
       WHERE community_id = ${communityId} AND remaining > 0 AND expires_at < ${now}::timestamptz + interval '30 days') AS "expiringSoon"
  `.execute(tx);
  return rows[0]!;
}

/** For what points were granted on some days, less what was taken back; most first. */
export async function readCauses(
  tx: Tx,
  communityId: string,
  from: string,
  to: string,
): Promise<
  { cause: string; ruleId: string | null; ruleName: string | null; points: number; times: number; members: number }[]
> {
  const { rows } = await sql<{
    cause: string;
    ruleId: string | null;
    ruleName: string | null;
    points: number;
    times: number;
    members: number;
  }>`
    SELECT t.cause_kind AS cause, rule.id AS "ruleId", rule.name AS "ruleName",
           sum(t.amount - coalesce(r.amount, 0))::bigint AS points, count(*) AS times, count(DISTINCT t.account_id) AS members
    FROM point_transactions t ${RULE} LEFT JOIN point_transactions r ON r.reversal_of = t.id
    WHERE t.community_id = ${communityId} AND t.kind = 'grant' AND t.day >= ${from}::date AND t.day < ${to}::date
    GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2 LIMIT 50
  `.execute(tx);
  return rows;
}

/** Who was granted most on some days. */
export async function readTopEarners(
  tx: Tx,
  communityId: string,
  from: string,
  to: string,
): Promise<{ memberId: string; points: number; share: number }[]> {
  const { rows } = await sql<{ memberId: string; points: number; share: number }>`
    SELECT coalesce(members.person_id, members.id) AS "memberId", sum(t.amount - coalesce(r.amount, 0))::bigint AS points,
           (sum(t.amount - coalesce(r.amount, 0)) / nullif(sum(sum(t.amount - coalesce(r.amount, 0))) OVER (), 0))::float8 AS share
    FROM point_transactions t
    JOIN point_accounts ON point_accounts.id = t.account_id JOIN members ON members.id = member_id
    LEFT JOIN point_transactions r ON r.reversal_of = t.id
    WHERE t.community_id = ${communityId} AND t.kind = 'grant' AND t.day >= ${from}::date AND t.day < ${to}::date
    GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10
  `.execute(tx);
  return rows.map((row) => ({ ...row, share: row.share ?? 0 }));
}
