import { sql } from 'kysely';
import { type Day, formatDay, startOfDay } from '#kernel/calendar.ts';
import { pointsEarned } from '#modules/points/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { countWaiting } from './order-store.ts';
import type { FiguresReply } from './orders.contract.ts';

type Community = { id: string; zone: string };

/**
 * How the shop did on the local days `from` to `to`, both included. Redemption rate: points paid for orders of the period
 * that were not cancelled ÷ points that members earned in the period; null where nothing was earned.
 */
export async function readFigures(
  tx: Tx,
  { id: communityId, zone }: Community,
  { from, to }: { from: Day; to: Day },
): Promise<FiguresReply> {
  const [begin, end] = [new Date(startOfDay(from, zone)), new Date(startOfDay(to + 1, zone))];
  const ordered = sql`community_id = ${communityId} AND ordered_at >= ${begin} AND ordered_at < ${end}`;
  const totals = await sql<{ orders: number; redeemers: number; spent: number; cancelled: number }>`
    SELECT count(*) FILTER (WHERE state <> 'cancelled')::int AS orders,
      count(DISTINCT coalesce(members.person_id, members.id)) FILTER (WHERE state <> 'cancelled')::int AS redeemers,
      coalesce(sum(price) FILTER (WHERE state <> 'cancelled'), 0)::bigint AS spent,
      count(*) FILTER (WHERE state = 'cancelled')::int AS cancelled
    FROM (SELECT * FROM reward_orders WHERE ${ordered}) AS orders LEFT JOIN members ON members.id = orders.member_id
  `.execute(tx);
  const rewards = await sql<FiguresReply['rewards'][number]>`
    SELECT rewards.id, name, kind, count(orders.id)::int AS orders, coalesce(sum(orders.price), 0)::bigint AS spent,
      stock, stock - taken AS left
    FROM rewards LEFT JOIN (SELECT * FROM reward_orders WHERE ${ordered} AND state <> 'cancelled') AS orders
      ON orders.reward_id = rewards.id
    WHERE rewards.community_id = ${communityId} AND (rewards.state <> 'archived' OR orders.id IS NOT NULL)
    GROUP BY rewards.id ORDER BY count(orders.id) DESC, position, rewards.id LIMIT 200
  `.execute(tx);
  const days = await sql<{ day: string; orders: number; spent: number }>`
    SELECT (ordered_at AT TIME ZONE ${zone})::date AS day, count(*)::int AS orders, sum(price)::bigint AS spent
    FROM reward_orders WHERE ${ordered} AND state <> 'cancelled' GROUP BY 1
  `.execute(tx);
  const byDay = new Map(days.rows.map((row) => [row.day, row]));
  const earned = await pointsEarned(tx, communityId, { from, to: to + 1 });
  const issued = [...earned.values()].reduce((sum, { points }) => sum + points, 0);
  const total = totals.rows[0]!;
  return {
    from: formatDay(from),
    to: formatDay(to),
    zone,
    ...total,
    issued,
    rate: issued > 0 ? total.spent / issued : null,
    ...(await countWaiting(tx, communityId)),
    rewards: rewards.rows,
    days: Array.from({ length: to - from + 1 }, (_, at) => {
      const day = formatDay(from + at);
      return byDay.get(day) ?? { day, orders: 0, spent: 0 };
    }),
  };
}
