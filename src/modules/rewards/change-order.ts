import { sql } from 'kysely';
import { type Actor, recordChange } from '#modules/identity/index.ts';
import { closeNameless, reversePoints } from '#modules/points/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { OrderState } from './errors.ts';
import { getOrder, getOwnOrder, memberMayCancel, orderNumber, type OrderRow } from './order-store.ts';
import { lockReward } from './reward-store.ts';

type Changing = { actor: Actor; communityId: string; id: string; now: Date };

/** For the trail, which outlives the member: nothing by which a parcel could be followed. */
const shownFields = ({ state, carrier, cancelReason }: OrderRow) => ({ state, carrier, cancelReason });

async function record(tx: Tx, { actor, communityId, id }: Changing, action: string, before: OrderRow): Promise<void> {
  const after = await getOrder(tx, communityId, id);
  await recordChange(tx, actor, {
    action,
    subject: { kind: 'reward_order', id, label: `${before.rewardName} ${orderNumber(id)}` },
    communityId,
    before: shownFields(before),
    after: shownFields(after),
  });
}

/** Says that goods are on their way; said again, it corrects carrier and number. Conflict for what is not to be sent. */
export async function shipOrder(
  tx: Tx,
  changing: Changing & { body: { carrier: string; tracking: string; note: string } },
): Promise<void> {
  const { communityId, id, body, now } = changing;
  const before = await getOrder(tx, communityId, id, { locked: true });
  if (before.kind !== 'goods') throw new OrderState('only goods are sent');
  if (before.state !== 'placed' && before.state !== 'shipped')
    throw new OrderState('this order is done or cancelled; nothing is sent any more');
  await sql`
    UPDATE reward_orders SET state = 'shipped', carrier = ${body.carrier}, tracking = ${body.tracking},
      note = ${body.note}, changed_at = ${now} WHERE id = ${id}
  `.execute(tx);
  await record(tx, changing, 'rewards.ship', before);
}

/** Says that an order is done: goods have come, a service was given. Conflict where there is nothing to be done. */
export async function finishOrder(tx: Tx, changing: Changing & { note?: string | undefined }): Promise<void> {
  const { communityId, id, note, now } = changing;
  const before = await getOrder(tx, communityId, id, { locked: true });
  if (before.state !== 'placed' && before.state !== 'shipped')
    throw new OrderState('this order is done or cancelled already');
  await sql`
    UPDATE reward_orders SET state = 'done', note = ${note ?? before.note}, changed_at = ${now} WHERE id = ${id}
  `.execute(tx);
  await record(tx, changing, 'rewards.finish', before);
}

/**
 * Cancels an order for the community: the points come back by the ledger's reversal, and what it held can be had again,
 * save for a coupon, whose code somebody has seen. Points of a member who was erased are nobody's and expire at once. Conflict
 * when it is cancelled already.
 */
export async function cancelOrder(tx: Tx, changing: Changing & { reason: string }): Promise<void> {
  const { communityId, id } = changing;
  const before = await lockForCancel(tx, communityId, id);
  await cancel(tx, before, { ...changing, cancelledBy: 'operator' });
  if (before.memberId === null) await closeNameless(tx, communityId);
  await record(tx, changing, 'rewards.cancel-order', before);
}

/** Cancels a member's own order. NotFound for anybody else's; Conflict when it is too late. */
export async function cancelOwnOrder(
  tx: Tx,
  { communityId, memberId, id, now }: { communityId: string; memberId: string; id: string; now: Date },
): Promise<void> {
  await getOwnOrder(tx, { communityId, memberId }, id);
  const order = await lockForCancel(tx, communityId, id);
  if (order.state === 'cancelled' && order.cancelledBy === 'member') return;
  if (!memberMayCancel(order)) throw new OrderState('this order cannot be cancelled any more; ask the team');
  await cancel(tx, order, { now, reason: '', cancelledBy: 'member' });
}

/** Locks the reward before the order, as redeeming does, so that both never wait for each other. */
async function lockForCancel(tx: Tx, communityId: string, id: string): Promise<OrderRow> {
  const { rewardId } = await getOrder(tx, communityId, id);
  await lockReward(tx, communityId, rewardId);
  return getOrder(tx, communityId, id, { locked: true });
}

async function cancel(
  tx: Tx,
  { id, kind, state, rewardName, transactionId }: OrderRow,
  { actor, now, reason, cancelledBy }: { actor?: Actor; now: Date; reason: string; cancelledBy: 'member' | 'operator' },
): Promise<void> {
  if (state === 'cancelled') throw new OrderState('this order is cancelled already; its points came back');
  const refund =
    transactionId === null
      ? undefined
      : await reversePoints(tx, transactionId, {
          key: `reward-refund:${id}`,
          at: now.getTime(),
          by: actor?.operatorId,
          reason: reason || rewardName,
          cause: 'order_cancelled',
        });
  // The ledger may have been corrected by hand before; then there is nothing to give back twice.
  if (refund && refund.state !== 'posted' && refund.state !== 'already-reversed')
    throw new Error(`the ledger answered a refund with ${refund.state}`);
  await sql`
    UPDATE reward_orders SET state = 'cancelled', cancelled_by = ${cancelledBy}, cancel_reason = ${reason},
      changed_at = ${now}, holds_stock = ${kind === 'coupon'}, refund_id = ${refund?.transactionId ?? null}
    WHERE id = ${id}
  `.execute(tx);
}
