import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';
import type { Fate } from './contract.ts';
import type { Channel, DeliveryOrder } from './order.ts';
import { planQueue } from './planner/plan-queue.ts';
import { type Queued, readQueue } from './planner/read-queue.ts';
import { prepareItems } from './prepare-items.ts';

/** What would become of an item. */
export type Rehearsed = { fate: Fate; reason: string; detail: string; sendAt: number | null };

/**
 * What an order would come to, as it stands now, and writes nothing: the same preparing and the same planning as sending it
 * (`planDeliveries`, then `planWorkspace`), with everything queued by others. Undefined for duplicates. `pushedOut` is how many
 * planned deliveries of others would find no place any more.
 */
export async function rehearse(
  tx: Tx,
  order: DeliveryOrder,
  { channels, now }: { channels: readonly Channel[]; now: number },
): Promise<{ items: (Rehearsed | undefined)[]; pushedOut: number }> {
  const prepared = await prepareItems(tx, order, now);
  const queue = await readQueue(tx);
  const persons = await personsOf(
    tx,
    prepared.flatMap((one) => one?.memberId ?? []),
  );
  const last = queue.reduce((most, { seq }) => Math.max(most, seq), 0);
  const added = prepared.flatMap((one, at): Queued[] => {
    if (one?.fate !== 'queued') return [];
    const { id, item, kind, notBefore, expiresAt, memberId } = one;
    return [
      {
        id,
        connectionId: item.connectionId,
        communityId: order.communityId,
        toKind: item.to.kind,
        toId: item.to.id,
        kind,
        priority: order.priority,
        seq: last + 1 + at,
        notBefore,
        expiresAt,
        purpose: order.purpose,
        person: memberId === null ? null : (persons.get(memberId) ?? null),
        stream: item.stream ?? null,
        ticket: item.ticket !== undefined,
        sendAt: null,
        reason: '',
      },
    ];
  });
  const fates = await planQueue(tx, [...queue, ...added], { channels, now });
  const items = prepared.map((one): Rehearsed | undefined => {
    if (!one) return undefined;
    if (one.fate !== 'queued') return { fate: one.fate, reason: one.reason, detail: one.detail, sendAt: null };
    return fates.get(one.id)!;
  });
  const pushedOut = queue.filter(({ id, sendAt }) => sendAt !== null && fates.get(id)!.fate !== 'queued').length;
  return { items, pushedOut };
}

async function personsOf(tx: Tx, memberIds: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; person: string }>`
    SELECT id, coalesce(person_id, id) AS person FROM members WHERE id = ANY(${[...new Set(memberIds)]}::uuid[])
  `.execute(tx);
  return new Map(rows.map(({ id, person }) => [id, person]));
}
