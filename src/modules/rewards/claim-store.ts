import { sql } from 'kysely';
import { membersOf } from '#modules/members/index.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
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
 * What rewards of a community offer; nobody else redeems or changes them until the transaction ends. The rows are locked
 * in the order of their ids, so that two batches never wait for each other.
 */
export async function lockOffers(tx: Tx, communityId: string, ids: readonly string[]): Promise<Map<string, OfferRow>> {
  const { rows } = await sql<Row>`
    SELECT id, kind, name, state, price, stock - taken AS left, limit_count AS limit, limit_period AS "limitPeriod",
      level_id AS "levelId", opens_at AS "opensAt", closes_at AS "closesAt", valid_days AS "validDays"
    FROM rewards WHERE community_id = ${communityId} AND id = ANY(${[...new Set(ids)]}::uuid[])
    ORDER BY id FOR NO KEY UPDATE
  `.execute(tx);
  return new Map(
    rows.map((row) => [
      row.id,
      { ...row, opensAt: row.opensAt?.getTime() ?? null, closesAt: row.closesAt?.getTime() ?? null },
    ]),
  );
}

/**
 * What there is to say to claims without a lock, in one round trip: what their rewards offer, and orders that the same
 * requests made before, by the claim's place. Keys hold no comma.
 */
export async function lookAtClaims(
  database: Database,
  { workspaceId, communityId }: { workspaceId: string; communityId: string },
  claims: readonly { rewardId: string; memberId: string; key: string }[],
): Promise<{ offers: Map<string, OfferRow>; known: Map<number, KnownOrder> }> {
  type Looked = { offers: OfferRow[]; known: (KnownOrder & { place: number })[] };
  const { offers, known } = await database.callInWorkspace<Looked>(workspaceId, 'qunluo_look_at_claims', [
    communityId,
    [...new Set(claims.map(({ rewardId }) => rewardId))].join(','),
    claims.map(({ memberId }) => memberId).join(','),
    claims.map(({ key }) => key).join(','),
  ]);
  return {
    offers: new Map(offers.map((offer) => [offer.id, offer])),
    known: new Map(known.map(({ place, ...order }) => [place - 1, order])),
  };
}

export type KnownOrder = { id: string; rewardId: string };

export const requestKey = (memberId: string, key: string): string => `${memberId} ${key}`;

/** Orders that the same requests made before, by the request's place. */
export async function readKnown(
  tx: Tx,
  requests: readonly { memberId: string; key: string }[],
): Promise<Map<number, KnownOrder>> {
  const { rows } = await sql<KnownOrder & { place: number }>`
    SELECT made.id, made.reward_id AS "rewardId", asked.place
    FROM unnest(${requests.map(({ memberId }) => memberId)}::uuid[], ${requests.map(({ key }) => key)}::text[])
      WITH ORDINALITY AS asked (member_id, key, place)
    CROSS JOIN LATERAL (
      SELECT id, reward_id FROM reward_orders
      WHERE reward_orders.member_id = asked.member_id AND reward_orders.request_key = asked.key
    ) AS made
  `.execute(tx);
  return new Map(rows.map(({ place, ...order }) => [place - 1, order]));
}

/**
 * How many orders of each of these people count towards the limit of each of these rewards, by `mineKey`; those without
 * any are left out. Orders of all members that are one person count, in the period of the latest `now` of a reward.
 */
export async function countMine(
  tx: Tx,
  communityId: string,
  pairs: readonly { rewardId: string; memberId: string; now: number }[],
): Promise<Map<string, number>> {
  if (pairs.length === 0) return new Map();
  const parts = await membersOf(tx, communityId, [...new Set(pairs.map(({ memberId }) => memberId))]);
  const { rows } = await sql<{ rewardId: string; memberId: string; orders: number }>`
    WITH since AS MATERIALIZED (
      SELECT rewards.id, qunluo_limit_since(limit_period, latest.now, communities.zone) AS since
      FROM (
        SELECT reward_id, max(now) AS now
        FROM unnest(${pairs.map(({ rewardId }) => rewardId)}::uuid[],
          ${pairs.map(({ now }) => new Date(now))}::timestamptz[]) AS pair (reward_id, now)
        GROUP BY reward_id
      ) AS latest
      JOIN rewards ON rewards.id = latest.reward_id JOIN communities ON communities.id = rewards.community_id
    ), counted AS (
      -- One look into the index for each member and reward, whatever the planner believes about a table that grows fast.
      SELECT since.id, part.person, own.orders
      FROM since
      CROSS JOIN unnest(${parts.map(({ person }) => person)}::uuid[], ${parts.map(({ member }) => member)}::uuid[])
        AS part (person, member)
      CROSS JOIN LATERAL (
        SELECT count(*)::int AS orders FROM reward_orders
        WHERE reward_id = since.id AND member_id = part.member AND state <> 'cancelled' AND ordered_at >= since.since
      ) AS own
    )
    SELECT id AS "rewardId", person AS "memberId", sum(orders)::int AS orders FROM counted
    GROUP BY 1, 2 HAVING sum(orders) > 0
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
