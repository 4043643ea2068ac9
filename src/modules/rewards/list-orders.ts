import { sql, type RawBuilder } from 'kysely';
import type { z } from 'zod';
import { likePattern } from '#kernel/like-pattern.ts';
import { partsOf } from '#modules/members/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { countWaiting, presentOrders, readOrders } from './order-store.ts';
import type { ordersQuery, OrdersReply } from './orders.contract.ts';

export type OrderFilter = Omit<z.output<typeof ordersQuery>, 'cursor' | 'limit'>;

/** Which orders a filter means; a member stands for everybody that the person is. */
export async function ordersWhere(tx: Tx, communityId: string, filter: OrderFilter): Promise<RawBuilder<unknown>> {
  const { state, kind, rewardId, memberId, q } = filter;
  const all = [sql`o.community_id = ${communityId}`];
  if (state) all.push(sql`o.state = ${state}`);
  if (kind) all.push(sql`r.kind = ${kind}`);
  if (rewardId) all.push(sql`o.reward_id = ${rewardId}`);
  if (memberId) all.push(sql`o.member_id = ANY(${await partsOf(tx, communityId, memberId)}::uuid[])`);
  if (q)
    all.push(sql`(o.id::text ILIKE ${likePattern(q)} OR EXISTS (
      SELECT FROM accounts WHERE accounts.member_id = o.member_id AND accounts.name ILIKE ${likePattern(q)}))`);
  return sql.join(all, sql` AND `);
}

/** A page of orders, latest first, and how many wait for somebody whatever the filter. */
export async function listOrders(
  tx: Tx,
  communityId: string,
  { cursor, limit, ...filter }: z.output<typeof ordersQuery>,
): Promise<OrdersReply> {
  const where = await ordersWhere(tx, communityId, filter);
  const rows = await readOrders(tx, where, { limit: limit + 1, cursor });
  const page = rows.slice(0, limit);
  return {
    orders: await presentOrders(tx, page),
    nextCursor: rows.length > limit ? page.at(-1)!.id : null,
    waiting: (await countWaiting(tx, communityId)).waiting,
  };
}
