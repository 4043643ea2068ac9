import { sql } from 'kysely';
import { NotFound } from '#kernel/errors.ts';
import { type Actor, recordChange } from '#modules/identity/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { ringDeliveries, ringQueued } from './delivery-bell.ts';

export type Decision = 'confirm' | 'cancel' | 'retry';

/** How long something tried again by hand is worth sending at least, in milliseconds. */
const AGAIN_LASTS = 24 * 3_600_000;

const FROM: Record<Decision, readonly string[]> = {
  confirm: ['confirming'],
  cancel: ['queued', 'confirming'],
  retry: ['failed', 'unknown', 'expired', 'suppressed', 'cancelled'],
};

/**
 * Confirms, cancels or tries deliveries again. What is in no state for it is left alone: it may have been sent meanwhile. Trying
 * one again of which nobody knows whether it arrived may send it twice; that is for the operator to weigh. One that a member's
 * choice left out stays out: the rules hold for the next try as well. NotFound where an id is none of the community's.
 * @returns how many were changed
 */
export async function decideDeliveries(
  tx: Tx,
  {
    actor,
    communityId,
    ids,
    decision,
    now,
  }: { actor: Actor; communityId: string; ids: readonly string[]; decision: Decision; now: number },
): Promise<number> {
  const asked = [...new Set(ids)];
  const { rows: known } = await sql<{ id: string; fate: string }>`
    SELECT id, fate FROM deliveries WHERE community_id = ${communityId} AND id = ANY(${asked}::uuid[]) ORDER BY id FOR UPDATE
  `.execute(tx);
  if (known.length < asked.length) throw new NotFound('the delivery');
  const able = known.filter(({ fate }) => FROM[decision].includes(fate)).map(({ id }) => id);
  if (able.length > 0) await apply(tx, { ids: able, decision, now, operatorId: actor.operatorId ?? null });
  for (const id of able.slice(0, 1))
    await recordChange(tx, actor, {
      action: 'deliveries.decide',
      subject: { kind: 'delivery', id },
      communityId,
      after: { decision, deliveries: able.length },
    });
  if (able.length > 0) {
    await ringDeliveries(tx, actor.workspaceId);
    await ringQueued(tx, actor.workspaceId);
  }
  return able.length;
}

async function apply(
  tx: Tx,
  {
    ids,
    decision,
    now,
    operatorId,
  }: { ids: readonly string[]; decision: Decision; now: number; operatorId: string | null },
): Promise<void> {
  const at = sql`to_timestamp(${now}::float8 / 1000)`;
  const these = sql`id = ANY(${ids}::uuid[])`;
  if (decision === 'cancel')
    await sql`
      UPDATE deliveries SET fate = 'cancelled', reason = '', detail = '', send_at = NULL, settled_at = ${at} WHERE ${these}
    `.execute(tx);
  else
    await sql`
      UPDATE deliveries SET fate = 'queued', reason = '', detail = '', send_at = NULL, settled_at = NULL, task = NULL,
        not_before = greatest(not_before, ${at}),
        confirmed_by = coalesce(${operatorId}::uuid, confirmed_by),
        expires_at = CASE WHEN ${decision} = 'retry'
          THEN greatest(expires_at, to_timestamp((${now + AGAIN_LASTS})::float8 / 1000)) ELSE expires_at END
      WHERE ${these}
    `.execute(tx);
}
