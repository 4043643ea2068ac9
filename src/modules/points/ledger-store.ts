import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';
import type { Lot, Take } from './lots.ts';
import type { PointsCause, PostKind } from './post-points.ts';

export type TransactionKind = PostKind | 'gift' | 'expire' | 'reverse';

/** The other side of what members get and give. */
export type ContraAccount = 'issued' | 'redeemed' | 'expired' | 'adjustments';

/** One side of a transaction: above 0 what goes in. A member's side says of which lot. */
export type Entry =
  | { account: 'member'; accountId: string; expiresAt: string; amount: number }
  | { account: ContraAccount; amount: number };

export type KeptTransaction = {
  id: string;
  communityId: string;
  accountId: string;
  kind: TransactionKind;
  key: string;
  amount: number;
  growth: number;
  day: string;
  reversed: boolean;
  entries: Entry[];
};

const TRANSACTION = sql`
  t.id, t.community_id AS "communityId", t.account_id AS "accountId", t.kind, t.key, t.amount, t.growth,
  to_char(t.day, 'YYYY-MM-DD') AS day,
  EXISTS (SELECT FROM point_transactions r WHERE r.reversal_of = t.id) AS reversed,
  (SELECT json_agg(json_build_object('account', e.account, 'accountId', e.account_id, 'expiresAt', e.expires_at::text,
                                     'amount', e.amount) ORDER BY e.id)
   FROM point_entries e WHERE e.transaction_id = t.id) AS entries`;

/** A transaction with its entries; undefined where there is none. */
export async function findOptionalTransaction(tx: Tx, id: string): Promise<KeptTransaction | undefined> {
  const { rows } =
    await sql<KeptTransaction>`SELECT ${TRANSACTION} FROM point_transactions t WHERE t.id = ${id}`.execute(tx);
  return rows[0];
}

/** The transaction that has a key in a community. */
export async function findOptionalByKey(
  tx: Tx,
  communityId: string,
  key: string,
): Promise<
  { id: string; kind: TransactionKind; amount: number; accountId: string; reversalOf: string | null } | undefined
> {
  const { rows } = await sql<{
    id: string;
    kind: TransactionKind;
    amount: number;
    accountId: string;
    reversalOf: string | null;
  }>`
    SELECT id, kind, amount, account_id AS "accountId", reversal_of AS "reversalOf" FROM point_transactions
    WHERE community_id = ${communityId} AND key = ${key}
  `.execute(tx);
  return rows[0];
}

/** The account of each member, made where there is none; members that the community has not are left out. */
export async function ensurePointAccounts(
  tx: Tx,
  communityId: string,
  memberIds: readonly string[],
): Promise<Map<string, string>> {
  await sql`
    INSERT INTO point_accounts (id, workspace_id, community_id, member_id)
    SELECT gen_random_uuid(), workspace_id, community_id, id FROM members
    WHERE id = ANY(${memberIds}::uuid[]) AND community_id = ${communityId}
      AND NOT EXISTS (SELECT FROM point_accounts WHERE member_id = members.id)
    ORDER BY id
    ON CONFLICT (member_id) DO NOTHING
  `.execute(tx);
  const { rows } = await sql<{ id: string; memberId: string }>`
    SELECT id, member_id AS "memberId" FROM point_accounts
    WHERE member_id = ANY(${memberIds}::uuid[]) AND community_id = ${communityId}
  `.execute(tx);
  return new Map(rows.map(({ id, memberId }) => [memberId, id]));
}

/**
 * The accounts of the people whom these accounts belong to, locked in the order of their ids; `person` is the account's own
 * id where it belongs to nobody any more.
 */
export async function lockPeopleOf(
  tx: Tx,
  accountIds: readonly string[],
): Promise<{ id: string; person: string; balance: number }[]> {
  const { rows } = await sql<{ id: string; person: string; balance: number }>`
    WITH people AS (
      SELECT coalesce(members.person_id, members.id) AS id FROM point_accounts
      JOIN members ON members.id = point_accounts.member_id
      WHERE point_accounts.id = ANY(${accountIds}::uuid[])
    ), parts AS (
      SELECT id FROM people UNION SELECT members.id FROM members JOIN people ON members.person_id = people.id
    ), locked AS (
      SELECT id, member_id, balance FROM point_accounts
      WHERE id = ANY(${accountIds}::uuid[]) OR member_id IN (SELECT id FROM parts)
      ORDER BY id FOR UPDATE
    )
    SELECT locked.id, coalesce(members.person_id, members.id, locked.id) AS person, locked.balance
    FROM locked LEFT JOIN members ON members.id = locked.member_id ORDER BY 1
  `.execute(tx);
  return rows;
}

/** What is left in accounts, soonest to expire first; call it with their locks held. */
export async function readLots(tx: Tx, accountIds: readonly string[]): Promise<Lot[]> {
  const { rows } = await sql<Lot>`
    SELECT account_id AS "accountId", expires_at::text AS "expiresAt", remaining FROM point_lots
    WHERE account_id = ANY(${accountIds}::uuid[]) AND remaining > 0 ORDER BY expires_at, account_id
  `.execute(tx);
  return rows;
}

/** What moves in lots: above 0 goes in, the lot being made where there is none. Keeps the accounts' balances with them. */
export async function moveLots(tx: Tx, communityId: string, moves: readonly Take[]): Promise<void> {
  const given = sql`unnest(${moves.map(({ accountId }) => accountId)}::uuid[],
    ${moves.map(({ expiresAt }) => expiresAt)}::timestamptz[], ${moves.map(({ amount }) => amount)}::bigint[])
    AS given (account_id, expires_at, amount)`;
  await sql`
    INSERT INTO point_lots (workspace_id, community_id, account_id, expires_at, remaining)
    SELECT DISTINCT qunluo_workspace(), ${communityId}::uuid, account_id, expires_at, 0 FROM ${given}
    ON CONFLICT (account_id, expires_at) DO NOTHING
  `.execute(tx);
  await sql`
    UPDATE point_lots SET remaining = remaining + moved.amount
    FROM (SELECT account_id, expires_at, sum(amount) AS amount FROM ${given} GROUP BY 1, 2) AS moved
    WHERE point_lots.account_id = moved.account_id AND point_lots.expires_at = moved.expires_at
  `.execute(tx);
  await sql`
    UPDATE point_accounts SET balance = balance + moved.amount
    FROM (SELECT account_id, sum(amount) AS amount FROM ${given} GROUP BY 1) AS moved
    WHERE point_accounts.id = moved.account_id
  `.execute(tx);
}

export type NewTransaction = {
  id: string;
  communityId: string;
  accountId: string;
  kind: TransactionKind;
  key: string;
  amount: number;
  growth?: number;
  cause: PointsCause;
  /** Milliseconds. */
  at: number;
  by?: string | undefined;
  reversalOf?: string;
  shortfall?: number;
};

/** Writes one transaction with its entries; lots and balances are moved by who calls. */
export async function addTransaction(tx: Tx, one: NewTransaction, entries: readonly Entry[]): Promise<void> {
  const at = new Date(one.at);
  await sql`
    INSERT INTO point_transactions (id, workspace_id, community_id, account_id, kind, key, amount, growth, cause_kind, cause_id,
                                    note, happened_at, day, posted_by, reversal_of, shortfall)
    SELECT ${one.id}::uuid, qunluo_workspace(), id, ${one.accountId}::uuid, ${one.kind}::text, ${one.key}::text,
           ${one.amount}::bigint, ${one.growth ?? 0}::bigint, ${one.cause.kind}::text, ${one.cause.id ?? ''}::text,
           ${(one.cause.note ?? '').slice(0, 500)}::text, ${at}::timestamptz, (${at}::timestamptz AT TIME ZONE zone)::date,
           ${one.by ?? null}::uuid, ${one.reversalOf ?? null}::uuid, ${one.shortfall ?? 0}::bigint
    FROM communities WHERE id = ${one.communityId}
  `.execute(tx);
  await sql`
    INSERT INTO point_entries (workspace_id, transaction_id, account, account_id, expires_at, amount)
    SELECT qunluo_workspace(), ${one.id}::uuid, account, account_id, expires_at, amount
    FROM unnest(${entries.map(({ account }) => account)}::text[],
      ${entries.map((entry) => ('accountId' in entry ? entry.accountId : null))}::uuid[],
      ${entries.map((entry) => ('expiresAt' in entry ? entry.expiresAt : null))}::timestamptz[],
      ${entries.map(({ amount }) => amount)}::bigint[]) AS given (account, account_id, expires_at, amount)
  `.execute(tx);
}
