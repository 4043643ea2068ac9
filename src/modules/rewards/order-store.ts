import { type RawBuilder, sql } from 'kysely';
import { NotFound } from '#kernel/errors.ts';
import { memberNames, partsOf } from '#modules/members/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { MyOrder } from './member.contract.ts';
import type { Address, Order, OrderState } from './orders.contract.ts';
import type { RewardKind } from './contract.ts';

/** An order with what it is of. */
export type OrderRow = {
  id: string;
  rewardId: string;
  rewardName: string;
  kind: RewardKind;
  image: string | null;
  howToUse: string;
  memberCancels: boolean;
  memberId: string | null;
  price: number;
  transactionId: string | null;
  state: OrderState;
  orderedAt: Date;
  changedAt: Date;
  validUntil: Date | null;
  carrier: string;
  tracking: string;
  note: string;
  cancelledBy: 'member' | 'operator' | null;
  cancelReason: string;
};

const FROM = sql`reward_orders AS o JOIN rewards AS r ON r.id = o.reward_id`;
const COLUMNS = sql`o.id, o.reward_id AS "rewardId", r.name AS "rewardName", r.kind, r.image,
  r.how_to_use AS "howToUse", r.member_cancels AS "memberCancels", o.member_id AS "memberId", o.price,
  o.transaction_id AS "transactionId", o.state, o.ordered_at AS "orderedAt", o.changed_at AS "changedAt",
  o.valid_until AS "validUntil", o.carrier, o.tracking, o.note, o.cancelled_by AS "cancelledBy",
  o.cancel_reason AS "cancelReason"`;

/** What people call an order: the end of its id, where ids of one moment differ. */
export const orderNumber = (id: string): string => id.slice(-12).toUpperCase();

/** Some orders, latest first; `where` speaks of the order as `o` and of its reward as `r`. */
export async function readOrders(
  tx: Tx,
  where: RawBuilder<unknown>,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<OrderRow[]> {
  const { rows } = await sql<OrderRow>`
    SELECT ${COLUMNS} FROM ${FROM} WHERE (${where}) AND ${cursor ? sql`o.id < ${cursor}` : sql`true`}
    ORDER BY o.id DESC LIMIT ${limit}
  `.execute(tx);
  return rows;
}

/** One order of a community; `locked`, nobody else changes it until the transaction ends. NotFound. */
export async function getOrder(
  tx: Tx,
  communityId: string,
  id: string,
  { locked = false }: { locked?: boolean } = {},
): Promise<OrderRow> {
  const { rows } = await sql<OrderRow>`
    SELECT ${COLUMNS} FROM ${FROM} WHERE o.community_id = ${communityId} AND o.id = ${id}
    ${locked ? sql`FOR NO KEY UPDATE OF o` : sql``}
  `.execute(tx);
  if (!rows[0]) throw new NotFound('the order');
  return rows[0];
}

/** An order of a member, whichever of the person's members made it. NotFound for anybody else's. */
export async function getOwnOrder(
  tx: Tx,
  { communityId, memberId }: { communityId: string; memberId: string },
  id: string,
): Promise<OrderRow> {
  const row = await getOrder(tx, communityId, id);
  const parts = await partsOf(tx, communityId, memberId);
  if (row.memberId === null || !parts.includes(row.memberId)) throw new NotFound('the order');
  return row;
}

const presentCommon = (row: OrderRow) => ({
  id: row.id,
  number: orderNumber(row.id),
  rewardId: row.rewardId,
  rewardName: row.rewardName,
  kind: row.kind,
  price: row.price,
  state: row.state,
  orderedAt: row.orderedAt.toISOString(),
  changedAt: row.changedAt.toISOString(),
  validUntil: row.validUntil?.toISOString() ?? null,
  carrier: row.carrier,
  tracking: row.tracking,
  note: row.note,
  cancelledBy: row.cancelledBy,
  cancelReason: row.cancelReason,
});

/** Orders as operators see them, with what their members are called. */
export async function presentOrders(tx: Tx, rows: readonly OrderRow[]): Promise<Order[]> {
  const names = await memberNames(tx, [...new Set(rows.flatMap(({ memberId }) => memberId ?? []))]);
  return rows.map((row) => ({
    ...presentCommon(row),
    memberId: row.memberId,
    memberName: row.memberId === null ? '' : (names.get(row.memberId) ?? ''),
  }));
}

/** Where the goods of these orders go, by order. */
export async function readAddresses(tx: Tx, orderIds: readonly string[]): Promise<Map<string, Address>> {
  const { rows } = await sql<Address & { orderId: string }>`
    SELECT order_id AS "orderId", name, phone, region, street, postcode FROM reward_addresses
    WHERE order_id = ANY(${orderIds}::uuid[])
  `.execute(tx);
  return new Map(rows.map(({ orderId, ...address }) => [orderId, address]));
}

/** Where a person’s goods were sent last; null when nothing was sent. */
export async function lastAddressOf(tx: Tx, communityId: string, memberId: string): Promise<Address | null> {
  const { rows } = await sql<Address>`
    SELECT name, phone, region, street, postcode FROM reward_addresses
    WHERE member_id = ANY(${await partsOf(tx, communityId, memberId)}::uuid[]) ORDER BY order_id DESC LIMIT 1
  `.execute(tx);
  return rows[0] ?? null;
}

async function codesOf(tx: Tx, orderIds: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ orderId: string; code: string }>`
    SELECT order_id AS "orderId", code FROM reward_codes WHERE order_id = ANY(${orderIds}::uuid[])
  `.execute(tx);
  return new Map(rows.map(({ orderId, code }) => [orderId, code]));
}

/** Whether a member may cancel an order themselves: nothing was sent or done yet, and the reward allows it. */
export const memberMayCancel = ({ state, memberCancels }: Pick<OrderRow, 'state' | 'memberCancels'>): boolean =>
  state === 'placed' && memberCancels;

/** A member’s own orders as they see them: codes, addresses. The caller has made sure that they are theirs. */
export async function presentOwnOrders(tx: Tx, rows: readonly OrderRow[]): Promise<MyOrder[]> {
  const ids = rows.map(({ id }) => id);
  const codes = await codesOf(tx, ids);
  const addresses = await readAddresses(tx, ids);
  return rows.map((row) => ({
    ...presentCommon(row),
    image: row.image === null ? null : imagePath(row.rewardId, row.image),
    howToUse: row.howToUse,
    // A cancelled coupon was refunded; what it opens is no business of the member's any more.
    code: row.state === 'cancelled' ? null : (codes.get(row.id) ?? null),
    address: addresses.get(row.id) ?? null,
    canCancel: memberMayCancel(row),
  }));
}

/** Where member pages find the picture of a reward; another picture has another address, so it may be kept. */
export const imagePath = (rewardId: string, image: string): string =>
  `/api/m/v1/rewards/${rewardId}/image?v=${image.slice(0, 12)}`;

/** Orders to be sent or done. */
export async function countWaiting(
  tx: Tx,
  communityId: string,
): Promise<{ waiting: number; oldestWaitingAt: string | null }> {
  const { rows } = await sql<{ waiting: number; oldest: Date | null }>`
    SELECT count(*)::int AS waiting, min(ordered_at) AS oldest FROM reward_orders
    WHERE community_id = ${communityId} AND state = 'placed'
  `.execute(tx);
  return { waiting: rows[0]!.waiting, oldestWaitingAt: rows[0]!.oldest?.toISOString() ?? null };
}
