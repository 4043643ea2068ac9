import { sql } from 'kysely';
import type { Content } from '#modules/connections/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { MS, type Queued } from '../planner/read-queue.ts';

/** A delivery that is due, locked until the transaction ends. */
export type Due = Queued & {
  memberId: string | null;
  content: Content;
  attempts: number;
  replyTo: string | null;
  ticketText: string | null;
  /** Of the message it replaces: its delivery's fate and its id on the platform; null where it replaces none. */
  replaced: { fate: string; messageId: string | null } | null;
};

const PRIORITIES = [9, 8, 7, 6, 5, 4, 3, 2, 1, 0];

/**
 * The deliveries of a connection that are due, the more important first, then the longest due; at most one a recipient, none
 * of a recipient that something is on its way to, none that follows something of its stream, none of a community that is
 * paused. What somebody else is changing is skipped.
 */
export async function lockDue(
  tx: Tx,
  { connectionId, now, most }: { connectionId: string; now: number; most: number },
): Promise<Due[]> {
  const { rows: found } = await sql<{ id: string; toId: string }>`
    SELECT due.id, due.to_id AS "toId" FROM unnest(${PRIORITIES}::smallint[]) WITH ORDINALITY AS of (priority, place)
    CROSS JOIN LATERAL (
      SELECT id, to_id, send_at, seq FROM deliveries AS d
      WHERE connection_id = ${connectionId} AND fate = 'queued' AND d.priority = of.priority
        AND send_at <= to_timestamp(${now}::float8 / 1000)
        AND NOT EXISTS (
          SELECT FROM deliveries AS going
          WHERE going.connection_id = ${connectionId} AND going.to_id = d.to_id AND going.fate = 'sending')
        AND (stream IS NULL OR NOT EXISTS (
          SELECT FROM deliveries AS before
          WHERE before.connection_id = ${connectionId} AND before.to_id = d.to_id AND before.stream = d.stream
            AND before.fate IN ('queued', 'confirming', 'awaiting', 'sending') AND before.seq < d.seq))
        AND NOT EXISTS (
          SELECT FROM delivery_settings WHERE community_id = d.community_id AND paused_at IS NOT NULL)
      ORDER BY send_at LIMIT ${most * 2}
    ) AS due
    ORDER BY place, due.send_at, due.seq
  `.execute(tx);
  const first = new Map<string, string>();
  for (const { id, toId } of found) if (!first.has(toId)) first.set(toId, id);
  const ids = [...first.values()].slice(0, most);
  if (ids.length === 0) return [];
  const { rows } = await sql<Due>`
    SELECT d.id, d.connection_id AS "connectionId", d.community_id AS "communityId", d.to_kind AS "toKind", d.to_id AS "toId",
      d.kind, d.priority, d.seq, ${MS(sql`d.not_before`)} AS "notBefore", ${MS(sql`d.expires_at`)} AS "expiresAt", d.purpose,
      (SELECT coalesce(person_id, id) FROM members WHERE id = d.member_id) AS person, d.stream,
      d.ticket IS NOT NULL AS ticket, ${MS(sql`d.send_at`)} AS "sendAt", d.reason, d.member_id AS "memberId", d.content,
      d.attempts, d.reply_to AS "replyTo", d.ticket AS "ticketText",
      (SELECT jsonb_build_object('fate', before.fate, 'messageId', before.message_id) FROM deliveries AS before
       WHERE before.id = d.replaces) AS replaced
    FROM deliveries AS d WHERE id = ANY(${ids}::uuid[]) AND fate = 'queued'
    ORDER BY array_position(${ids}::uuid[], id) FOR UPDATE SKIP LOCKED
  `.execute(tx);
  return rows;
}

/** When the next delivery of a connection is due, in milliseconds; null: none is. It may be due and have to wait for another. */
export async function nextDue(tx: Tx, connectionId: string): Promise<number | null> {
  const { rows } = await sql<{ at: number | null }>`
    SELECT ${MS(sql`min(first.send_at)`)} AS at FROM unnest(${PRIORITIES}::smallint[]) AS of (priority)
    CROSS JOIN LATERAL (
      SELECT send_at FROM deliveries AS d
      WHERE connection_id = ${connectionId} AND fate = 'queued' AND d.priority = of.priority AND send_at IS NOT NULL
      ORDER BY send_at LIMIT 1) AS first
  `.execute(tx);
  return rows[0]!.at;
}

/** Promotions that wait to go to some persons, over all connections: who is more important than another counts first. */
export async function readPending(
  tx: Tx,
  persons: readonly string[],
): Promise<Map<string, { id: string; priority: number; seq: number; next: number }[]>> {
  const found = new Map<string, { id: string; priority: number; seq: number; next: number }[]>();
  if (persons.length === 0) return found;
  const { rows } = await sql<{ person: string; id: string; priority: number; seq: number; next: number }>`
    WITH parts AS (
      SELECT id AS person, id AS member FROM unnest(${persons}::uuid[]) AS asked (id)
      UNION SELECT person_id, id FROM members WHERE person_id = ANY(${persons}::uuid[])
    )
    SELECT parts.person, d.id, priority, seq, ${MS(sql`coalesce(send_at, not_before)`)} AS next
    FROM parts JOIN deliveries AS d ON d.member_id = parts.member
    WHERE fate = 'queued' AND purpose = 'promotion' AND to_kind = 'person' AND ticket IS NULL
  `.execute(tx);
  for (const { person, ...row } of rows) {
    const of = found.get(person);
    if (of) of.push(row);
    else found.set(person, [row]);
  }
  return found;
}
