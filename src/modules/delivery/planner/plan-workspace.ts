import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';
import { ringDeliveries } from '../delivery-bell.ts';
import { type Fated, type PlanParts, planQueue } from './plan-queue.ts';
import { type Queued, readQueue } from './read-queue.ts';

/** How many deliveries were looked at, and of how many the plan changed. */
export type Replanned = { queued: number; changed: number };

/**
 * Plans everything queued in the transaction's workspace anew: of all connections together, because a member has one fatigue
 * cap over all of them. One planner at a time over all processes: whoever comes second waits, and finds the rest planned.
 * What is being sent meanwhile is left alone. `now` in milliseconds.
 */
export async function planWorkspace(
  tx: Tx,
  { workspaceId, channels, now, steady }: { workspaceId: string } & PlanParts,
): Promise<Replanned> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`plan ${workspaceId}`}, 0))`.execute(tx);
  const queue = await readQueue(tx);
  if (queue.length === 0) return { queued: 0, changed: 0 };
  const fates = await planQueue(tx, queue, { channels, now, steady });
  const changed = queue.filter((one) => differs(one, fates.get(one.id)!));
  await writePlan(tx, changed, fates, now);
  const soon = new Set(
    changed.flatMap(({ id, connectionId }) => (fates.get(id)!.sendAt !== null && connectionId) || []),
  );
  if (soon.size > 0) await ringDeliveries(tx, workspaceId, [...soon]);
  return { queued: queue.length, changed: changed.length };
}

const differs = (one: Queued, { fate, sendAt, reason }: Fated): boolean =>
  fate !== 'queued' || sendAt !== one.sendAt || reason !== one.reason;

async function writePlan(
  tx: Tx,
  rows: readonly Queued[],
  fates: ReadonlyMap<string, Fated>,
  now: number,
): Promise<void> {
  if (rows.length === 0) return;
  const of = <T>(read: (fated: Fated) => T) => rows.map(({ id }) => read(fates.get(id)!));
  await sql`
    UPDATE deliveries SET fate = plan.fate, reason = plan.reason, detail = plan.detail, send_at = to_timestamp(plan.send_at / 1000),
      settled_at = CASE WHEN plan.fate <> 'queued' THEN to_timestamp(${now}::float8 / 1000) END
    FROM unnest(
      ${rows.map(({ id }) => id)}::uuid[], ${of(({ fate }) => fate)}::text[], ${of(({ reason }) => reason)}::text[],
      ${of(({ detail }) => detail)}::text[], ${of(({ sendAt }) => sendAt)}::float8[]
    ) AS plan (id, fate, reason, detail, send_at)
    WHERE deliveries.id = plan.id AND deliveries.fate = 'queued'
  `.execute(tx);
}
