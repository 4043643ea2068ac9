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

export type KnownOrder = { id: string; rewardId: string };

export const requestKey = (memberId: string, key: string): string => `${memberId} ${key}`;

type LookedRows = { offers: OfferRow[]; known: (KnownOrder & { place: number })[] };
type Looked = { offers: Map<string, OfferRow>; known: Map<number, KnownOrder> };

const presentLooked = ({ offers, known }: LookedRows): Looked => ({
  offers: new Map(offers.map((offer) => [offer.id, offer])),
  known: new Map(known.map(({ place, ...order }) => [place - 1, order])),
});

/**
 * What there is to say to claims without a lock, in one round trip: what their rewards offer, and orders that the same
 * requests made before, by the claim's place. Keys hold no comma.
 */
export const lookAtClaims = async (
  database: Database,
  { workspaceId, communityId }: { workspaceId: string; communityId: string },
  claims: readonly { rewardId: string; memberId: string; key: string }[],
): Promise<Looked> =>
  presentLooked(
    await database.callInWorkspace<LookedRows>(workspaceId, 'qunluo_look_at_claims', [
      communityId,
      [...new Set(claims.map(({ rewardId }) => rewardId))].join(','),
      claims.map(({ memberId }) => memberId).join(','),
      claims.map(({ key }) => key).join(','),
    ]),
  );

/**
 * The same with the rewards locked until the transaction ends, in the order of their ids, so that two batches never wait
 * for each other; and how many orders of each person count towards the limit of what they ask for, by `mineKey`.
 */
export async function lockClaims(
  tx: Tx,
  communityId: string,
  claims: readonly { rewardId: string; memberId: string; key: string; now: number }[],
): Promise<Looked & { mine: Map<string, number> }> {
  type Locked = LookedRows & { mine: { rewardId: string; memberId: string; orders: number }[] };
  const latest = new Date(claims.reduce((most, { now }) => Math.max(most, now), 0));
  const { rows } = await sql<{ locked: Locked }>`
    SELECT qunluo_lock_claims(${communityId}, ${claims.map(({ rewardId }) => rewardId).join(',')},
      ${claims.map(({ memberId }) => memberId).join(',')}, ${claims.map(({ key }) => key).join(',')},
      ${latest}::timestamptz) AS locked
  `.execute(tx);
  const { mine, ...looked } = rows[0]!.locked;
  return {
    ...presentLooked(looked),
    mine: new Map(mine.map(({ rewardId, memberId, orders }) => [mineKey(rewardId, memberId), orders])),
  };
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
