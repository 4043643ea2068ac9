import { sql } from 'kysely';
import { membersOf } from '#modules/members/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { LimitPeriod, RewardKind, RewardState } from './contract.ts';
import { mineKey } from './decide-claims.ts';
import type { Address } from './orders.contract.ts';

/** What a reward offers, as a claim needs it; instants in milliseconds UTC. */
export type OfferRow = {
  id: string;
  kind: RewardKind;
  name: string;
  state: RewardState;
  price: number;
  left: number | null;
  limit: number | null;
  limitPeriod: LimitPeriod;
  levelId: string | null;
  opensAt: number | null;
  closesAt: number | null;
  validDays: number | null;
};

type Row = Omit<OfferRow, 'opensAt' | 'closesAt'> & { opensAt: Date | null; closesAt: Date | null };

/**
 * What the rewards of a community offer. Locked, nobody else redeems or changes them until the transaction ends; the
 * rows are locked in the order of their ids, so that two batches never wait for each other.
 */
export async function readOffers(
  tx: Tx,
  communityId: string,
  ids: readonly string[],
  { locked }: { locked: boolean },
): Promise<Map<string, OfferRow>> {
  const { rows } = await sql<Row>`
    SELECT id, kind, name, state, price, stock - taken AS left, limit_count AS limit, limit_period AS "limitPeriod",
      level_id AS "levelId", opens_at AS "opensAt", closes_at AS "closesAt", valid_days AS "validDays"
    FROM rewards WHERE community_id = ${communityId} AND id = ANY(${[...new Set(ids)]}::uuid[])
    ORDER BY id ${locked ? sql`FOR NO KEY UPDATE` : sql``}
  `.execute(tx);
  return new Map(
    rows.map((row) => [
      row.id,
      { ...row, opensAt: row.opensAt?.getTime() ?? null, closesAt: row.closesAt?.getTime() ?? null },
    ]),
  );
}

export type KnownOrder = { id: string; rewardId: string };

export const requestKey = (memberId: string, key: string): string => `${memberId} ${key}`;

/** Orders that the same requests made before, by `requestKey`. */
export async function readKnown(
  tx: Tx,
  requests: readonly { memberId: string; key: string }[],
): Promise<Map<string, KnownOrder>> {
  const { rows } = await sql<KnownOrder & { memberId: string; key: string }>`
    SELECT reward_orders.id, reward_id AS "rewardId", asked.member_id AS "memberId", asked.key
    FROM unnest(${requests.map(({ memberId }) => memberId)}::uuid[], ${requests.map(({ key }) => key)}::text[])
      AS asked (member_id, key)
    JOIN reward_orders ON reward_orders.member_id = asked.member_id AND reward_orders.request_key = asked.key
  `.execute(tx);
  return new Map(rows.map(({ id, rewardId, memberId, key }) => [requestKey(memberId, key), { id, rewardId }]));
}

/**
 * How many orders of each person count towards the limit of a reward at an instant, by `mineKey`; pairs without any are
 * left out. Orders of all members that are one person count.
 */
export async function countMine(
  tx: Tx,
  communityId: string,
  pairs: readonly { rewardId: string; memberId: string; now: number }[],
): Promise<Map<string, number>> {
  if (pairs.length === 0) return new Map();
  const parts = await membersOf(tx, communityId, [...new Set(pairs.map(({ memberId }) => memberId))]);
  const { rows } = await sql<{ rewardId: string; memberId: string; orders: number }>`
    WITH parts AS (
      SELECT * FROM unnest(${parts.map(({ person }) => person)}::uuid[], ${parts.map(({ member }) => member)}::uuid[])
        AS part (person, member)
    ), asked AS (
      SELECT reward_id, person, max(now) AS now
      FROM unnest(${pairs.map(({ rewardId }) => rewardId)}::uuid[], ${pairs.map(({ memberId }) => memberId)}::uuid[],
        ${pairs.map(({ now }) => new Date(now))}::timestamptz[]) AS pair (reward_id, person, now)
      GROUP BY 1, 2
    )
    SELECT asked.reward_id AS "rewardId", asked.person AS "memberId", count(*)::int AS orders
    FROM asked
    JOIN rewards ON rewards.id = asked.reward_id
    JOIN communities ON communities.id = rewards.community_id
    JOIN parts USING (person)
    JOIN reward_orders ON reward_orders.reward_id = asked.reward_id AND reward_orders.member_id = parts.member
    WHERE reward_orders.state <> 'cancelled'
      AND ordered_at >= qunluo_limit_since(rewards.limit_period, asked.now, communities.zone)
    GROUP BY 1, 2
  `.execute(tx);
  return new Map(rows.map(({ rewardId, memberId, orders }) => [mineKey(rewardId, memberId), orders]));
}

export type NewOrder = {
  id: string;
  rewardId: string;
  memberId: string;
  key: string;
  price: number;
  transactionId: string | null;
  state: 'placed' | 'done';
  at: number;
  validUntil: number | null;
};

/** Makes orders; stock and limits are held by constraints, whatever was decided. Call it with the rewards locked. */
export async function addOrders(tx: Tx, communityId: string, orders: readonly NewOrder[]): Promise<void> {
  const column = <Key extends keyof NewOrder>(key: Key): NewOrder[Key][] => orders.map((order) => order[key]);
  await sql`
    INSERT INTO reward_orders (id, workspace_id, community_id, reward_id, member_id, request_key, price,
      transaction_id, state, ordered_at, changed_at, valid_until)
    SELECT id, qunluo_workspace(), ${communityId}::uuid, reward_id, member_id, key, price, transaction_id, state, at, at,
      valid_until
    FROM unnest(${column('id')}::uuid[], ${column('rewardId')}::uuid[], ${column('memberId')}::uuid[],
      ${column('key')}::text[], ${column('price')}::int[], ${column('transactionId')}::uuid[],
      ${column('state')}::text[], ${orders.map(({ at }) => new Date(at))}::timestamptz[],
      ${orders.map(({ validUntil }) => (validUntil === null ? null : new Date(validUntil)))}::timestamptz[])
      AS made (id, reward_id, member_id, key, price, transaction_id, state, at, valid_until)
  `.execute(tx);
}

/** Keeps where the goods of some orders go. */
export async function addAddresses(
  tx: Tx,
  addresses: readonly (Address & { orderId: string; memberId: string })[],
): Promise<void> {
  const column = (key: keyof Address | 'orderId' | 'memberId') => addresses.map((address) => address[key]);
  await sql`
    INSERT INTO reward_addresses (workspace_id, order_id, member_id, name, phone, region, street, postcode)
    SELECT qunluo_workspace(), * FROM unnest(${column('orderId')}::uuid[], ${column('memberId')}::uuid[],
      ${column('name')}::text[], ${column('phone')}::text[], ${column('region')}::text[], ${column('street')}::text[],
      ${column('postcode')}::text[])
  `.execute(tx);
}
