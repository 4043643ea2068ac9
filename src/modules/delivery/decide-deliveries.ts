import { sql } from 'kysely';
import { NotFound } from '#kernel/errors.ts';
import { type Actor, recordChange } from '#modules/identity/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { DECIDED_FATES, type Decision, type DecisionsBody, type Fate, MOST_DECIDED } from './contract.ts';
import { asked } from './deliveries.read-model.ts';
import type { Channel } from './order.ts';
import { ringDeliveries, ringQueued } from './delivery-bell.ts';

/** How long something tried again by hand is worth sending at least, in milliseconds. */
const AGAIN_LASTS = 24 * 3_600_000;
/** As many ids of a decision are kept in the trail. */
const NAMED = 100;

export type DecisionOrder = DecisionsBody & {
  actor: Actor;
  communityId: string;
  channels: readonly Channel[];
  now: number;
};

/**
 * Confirms, cancels, tries again or replays deliveries. What is in no state for it is left alone: it may have been sent meanwhile.
 * Trying one again of which nobody knows whether it arrived may send it twice; that is for the operator to weigh. One that a
 * member's choice left out stays out: the rules hold for the next try as well. A replay goes out under the key of the first time.
 * NotFound where an id is none of the community's.
 */
export async function decideDeliveries(tx: Tx, order: DecisionOrder): Promise<{ changed: number; left: number }> {
  const { actor, communityId, decision, now } = order;
  const { able, left } = 'ids' in order ? await named(tx, order) : await found(tx, order);
  if (able.length === 0) return { changed: 0, left };
  await apply(tx, { ids: able, decision, now, operatorId: actor.operatorId ?? null });
  await recordChange(tx, actor, {
    action: 'deliveries.decide',
    subject: { kind: 'delivery', id: able[0]! },
    communityId,
    after: {
      decision,
      deliveries: able.length,
      ...('ids' in order ? { ids: able.slice(0, NAMED) } : { matching: order.matching }),
    },
  });
  await ringDeliveries(tx, actor.workspaceId);
  await ringQueued(tx, actor.workspaceId);
  return { changed: able.length, left };
}

type Chosen = { able: string[]; left: number };

async function named(
  tx: Tx,
  { communityId, ids, decision, channels }: Extract<DecisionOrder, { ids: unknown }>,
): Promise<Chosen> {
  const wanted = [...new Set(ids)];
  const { rows } = await sql<{ id: string; fate: Fate; connectionId: string | null }>`
    SELECT id, fate, connection_id AS "connectionId" FROM deliveries
    WHERE community_id = ${communityId} AND id = ANY(${wanted}::uuid[]) ORDER BY id FOR UPDATE
  `.execute(tx);
  if (rows.length < wanted.length) throw new NotFound('the delivery');
  const resendable = new Set(channels.flatMap(({ id, capabilities }) => (capabilities.resendable ? id : [])));
  const able = rows.filter(
    ({ fate, connectionId }) =>
      DECIDED_FATES[decision].includes(fate) && (decision !== 'replay' || resendable.has(connectionId ?? '')),
  );
  return { able: able.map(({ id }) => id), left: rows.length - able.length };
}

async function found(
  tx: Tx,
  { communityId, matching, decision }: Extract<DecisionOrder, { matching: unknown }>,
): Promise<Chosen> {
  const fates = DECIDED_FATES[decision].filter((fate) => matching.fate?.includes(fate) ?? true);
  const where = sql`${asked(communityId, matching)} AND d.fate = ANY(${fates}::text[])`;
  const { rows } = await sql<{ id: string }>`
    SELECT d.id FROM deliveries AS d WHERE ${where} ORDER BY d.id LIMIT ${MOST_DECIDED} FOR UPDATE
  `.execute(tx);
  const able = rows.map(({ id }) => id);
  if (able.length < MOST_DECIDED) return { able, left: 0 };
  const { rows: all } = await sql<{ n: number }>`SELECT count(*)::int AS n FROM deliveries AS d WHERE ${where}`.execute(
    tx,
  );
  return { able, left: all[0]!.n - able.length };
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
        expires_at = CASE WHEN ${decision} IN ('retry', 'replay')
          THEN greatest(expires_at, to_timestamp((${now + AGAIN_LASTS})::float8 / 1000)) ELSE expires_at END
      WHERE ${these}
    `.execute(tx);
}
