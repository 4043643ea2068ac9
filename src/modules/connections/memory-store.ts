import { sql } from 'kysely';
import { communitySpace } from '#modules/events/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { SecretBox } from '#platform/secrets/index.ts';

/** Where a value of a connection's memory is sealed for. */
export const memoryPlace = (connectionId: string, key: string): string =>
  `connection_memory.sealed ${connectionId} ${key}`;

/** What a connection remembers under a key. */
export async function recall(
  tx: Tx,
  secrets: SecretBox,
  connectionId: string,
  key: string,
): Promise<string | undefined> {
  const { rows } = await sql<{ sealed: string }>`
    SELECT sealed FROM connection_memory WHERE connection_id = ${connectionId} AND key = ${key}
  `.execute(tx);
  return rows[0] && secrets.open(rows[0].sealed, memoryPlace(connectionId, key));
}

/** Remembers a value, sealed; forgets the key where it is undefined. */
export async function remember(
  tx: Tx,
  secrets: SecretBox,
  connectionId: string,
  { key, value }: { key: string; value: string | undefined },
): Promise<void> {
  if (value === undefined) {
    await sql`DELETE FROM connection_memory WHERE connection_id = ${connectionId} AND key = ${key}`.execute(tx);
    return;
  }
  await sql`
    INSERT INTO connection_memory (connection_id, key, workspace_id, sealed)
    VALUES (${connectionId}, ${key}, qunluo_workspace(), ${secrets.seal(value, memoryPlace(connectionId, key))})
    ON CONFLICT (connection_id, key) DO UPDATE SET sealed = excluded.sealed
  `.execute(tx);
}

/** True for the first who asks for a key until `endsAt`; two at the same time wait for each other. */
export async function takeOnce(
  tx: Tx,
  connectionId: string,
  { key, now, endsAt }: { key: string; now: Date; endsAt: Date },
): Promise<boolean> {
  const { rows } = await sql`
    INSERT INTO connection_once AS known (connection_id, key, workspace_id, ends_at)
    VALUES (${connectionId}, ${key}, qunluo_workspace(), ${endsAt})
    ON CONFLICT (connection_id, key) DO UPDATE SET ends_at = excluded.ends_at WHERE known.ends_at <= ${now}
    RETURNING key
  `.execute(tx);
  return rows.length > 0;
}

/** A way to answer an event. `seconds` are left of it. */
export type Ticket = { connectionId: string; ticket: string; endsAt: Date };

/**
 * Keeps a ticket for an event that was, or is about to be, heard. The event is known by its id on the platform; in which
 * of the connection's communities it came is not said, so it is kept for each.
 */
export async function keepTicket(
  tx: Tx,
  { connectionId, platform }: { connectionId: string; platform: string },
  { externalId, ticket, endsAt }: { externalId: string; ticket: string; endsAt: Date },
): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    SELECT community_id AS id FROM connections WHERE id = ${connectionId} AND community_id IS NOT NULL
    UNION SELECT community_id FROM connection_chats WHERE connection_id = ${connectionId} AND community_id IS NOT NULL
  `.execute(tx);
  if (rows.length === 0) return;
  await sql`
    INSERT INTO connection_tickets (event_id, workspace_id, connection_id, ticket, ends_at)
    SELECT id, qunluo_workspace(), ${connectionId}, ${ticket}, ${endsAt}
    FROM unnest(${rows.map(({ id }) => communitySpace(id).eventId(platform, externalId)).toSorted()}::uuid[]) AS id
    ON CONFLICT (event_id) DO UPDATE SET ticket = excluded.ticket, ends_at = excluded.ends_at
  `.execute(tx);
}

/** The ticket of an event (its id in our log), while it can be used at `now`. */
export async function findTicket(tx: Tx, eventId: string, now: Date = new Date()): Promise<Ticket | undefined> {
  return (await findTickets(tx, [eventId], now)).get(eventId);
}

/** The tickets of many events that can be used at `now`, by event id. */
export async function findTickets(
  tx: Tx,
  eventIds: readonly string[],
  now: Date = new Date(),
): Promise<ReadonlyMap<string, Ticket>> {
  const { rows } = await sql<Ticket & { eventId: string }>`
    SELECT event_id AS "eventId", connection_id AS "connectionId", ticket, ends_at AS "endsAt" FROM connection_tickets
    WHERE event_id = ANY(${eventIds}::uuid[]) AND ends_at > ${now}
  `.execute(tx);
  return new Map(rows.map(({ eventId, ...ticket }) => [eventId, ticket]));
}

/** Drops of the workspace what ended: keys, tickets, old lines of the log, old counts of refusals. */
export async function dropEnded(tx: Tx, now: Date): Promise<void> {
  await sql`DELETE FROM connection_once WHERE ends_at <= ${now}`.execute(tx);
  await sql`DELETE FROM connection_tickets WHERE ends_at <= ${now}`.execute(tx);
  await sql`DELETE FROM connection_log WHERE at < ${now}::timestamptz - interval '7 days'`.execute(tx);
  await sql`DELETE FROM connection_refusals WHERE day < (${now}::timestamptz - interval '90 days')::date`.execute(tx);
}
