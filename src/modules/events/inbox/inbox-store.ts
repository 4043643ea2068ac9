import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';

/** An event on its way into the inbox; `event` is its JSON. */
export type InboxEntry = { communityId: string; eventId: string; version: number; source: string; event: string };

/** A row of the inbox. `arrival` orders events as they came. */
export type InboxRow = {
  eventId: string;
  version: number;
  arrival: number;
  source: string;
  event: string;
  receivedAt: Date;
};

/** Channel on which acceptance is told; the payload is `workspace community`. */
export const INBOX_CHANNEL = 'qunluo_inbox';

export const entryKey = ({
  communityId,
  eventId,
  version,
}: Pick<InboxEntry, 'communityId' | 'eventId' | 'version'>): string => `${communityId} ${eventId} ${version}`;

/**
 * Adds entries in one statement and tells who listens; gives the keys of those that were not there. Entries keep the
 * order given (`arrival`), while rows are inserted in the order of their keys, so that two writers with the same events
 * wait for each other instead of deadlocking.
 */
export async function addToInbox(tx: Tx, workspaceId: string, entries: readonly InboxEntry[]): Promise<Set<string>> {
  const { rows } = await sql<{ communityId: string; eventId: string; version: string }>`
    INSERT INTO inbox (workspace_id, community_id, event_id, version, arrival, source, event)
    SELECT qunluo_workspace(), community_id, event_id, version, arrival, source, event
    FROM (
      SELECT nextval('inbox_order') AS arrival, given.*
      FROM unnest(
        ${entries.map(({ communityId }) => communityId)}::uuid[],
        ${entries.map(({ eventId }) => eventId)}::uuid[],
        ${entries.map(({ version }) => version)}::bigint[],
        ${entries.map(({ source }) => source)}::text[],
        ${entries.map(({ event }) => event)}::text[]
      ) AS given (community_id, event_id, version, source, event)
    ) AS numbered
    ORDER BY community_id, event_id, version, arrival
    ON CONFLICT (community_id, event_id, version) DO NOTHING
    RETURNING community_id AS "communityId", event_id AS "eventId", version
  `.execute(tx);
  if (rows.length > 0) {
    const communities = [...new Set(rows.map(({ communityId }) => communityId))];
    await sql`SELECT pg_notify(${INBOX_CHANNEL}, ${workspaceId} || ' ' || id) FROM unnest(${communities}::text[]) AS id`.execute(
      tx,
    );
  }
  return new Set(rows.map((row) => entryKey({ ...row, version: Number(row.version) })));
}

/** The communities of the workspace that have something waiting. */
export async function listWaitingCommunities(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`SELECT DISTINCT community_id AS id FROM inbox`.execute(tx);
  return rows.map(({ id }) => id);
}

/** How many events of the workspace wait to be written. */
export async function countWaiting(tx: Tx): Promise<number> {
  const { rows } = await sql<{ waiting: number }>`SELECT count(*)::int AS waiting FROM inbox`.execute(tx);
  return rows[0]!.waiting;
}

/** The batch to write next: one that was begun before, else a new one of the oldest rows, at most `limit` of them. */
export async function nextBatch(
  tx: Tx,
  { communityId, newBatchId, limit }: { communityId: string; newBatchId: string; limit: number },
): Promise<string | undefined> {
  const begun = await sql<{ id: string }>`
    SELECT id FROM inbox_batches WHERE community_id = ${communityId} ORDER BY arrival LIMIT 1
  `.execute(tx);
  if (begun.rows[0]) return begun.rows[0].id;
  const { rows } = await sql<{ id: string }>`
    INSERT INTO inbox_batches (id, workspace_id, community_id, arrival, event_ids, versions)
    SELECT ${newBatchId}, qunluo_workspace(), ${communityId}, min(arrival),
           array_agg(event_id ORDER BY arrival), array_agg(version ORDER BY arrival)
    FROM (SELECT event_id, version, arrival FROM inbox WHERE community_id = ${communityId} ORDER BY arrival LIMIT ${limit}) AS oldest
    HAVING count(*) > 0
    RETURNING id
  `.execute(tx);
  return rows[0]?.id;
}

/** The keys of a batch's rows, to be joined to the inbox. */
const keysOf = (batchId: string) =>
  sql`(SELECT unnest(event_ids) AS event_id, unnest(versions) AS version FROM inbox_batches WHERE id = ${batchId}) AS key`;

/** The rows of a batch as they came. */
export async function readBatch(tx: Tx, communityId: string, batchId: string): Promise<InboxRow[]> {
  const { rows } = await sql<InboxRow>`
    SELECT inbox.event_id AS "eventId", inbox.version, arrival, source, event, received_at AS "receivedAt"
    FROM ${keysOf(batchId)} JOIN inbox ON inbox.community_id = ${communityId} AND inbox.event_id = key.event_id
      AND inbox.version = key.version
    ORDER BY arrival
  `.execute(tx);
  return rows.map((row) => ({ ...row, version: Number(row.version), arrival: Number(row.arrival) }));
}

/** Deletes a batch that is done, and its rows. */
export async function deleteBatch(tx: Tx, communityId: string, batchId: string): Promise<void> {
  await sql`
    DELETE FROM inbox USING ${keysOf(batchId)}
    WHERE inbox.community_id = ${communityId} AND inbox.event_id = key.event_id AND inbox.version = key.version
  `.execute(tx);
  await sql`DELETE FROM inbox_batches WHERE id = ${batchId}`.execute(tx);
}

/** Makes two batches of one: the rows up to `at` stay, those after it become a batch of their own. */
export async function splitBatch(
  tx: Tx,
  { batchId, at, from, newBatchId }: { batchId: string; at: number; from: number; newBatchId: string },
): Promise<void> {
  await sql`
    INSERT INTO inbox_batches (id, workspace_id, community_id, arrival, event_ids, versions)
    SELECT ${newBatchId}, workspace_id, community_id, ${from}::bigint, event_ids[${at + 1}::int:], versions[${at + 1}::int:]
    FROM inbox_batches WHERE id = ${batchId}
  `.execute(tx);
  await sql`
    UPDATE inbox_batches SET event_ids = event_ids[:${at}::int], versions = versions[:${at}::int] WHERE id = ${batchId}
  `.execute(tx);
}

/** Takes a batch out of the inbox for good and keeps its rows with the reason why they cannot be written. */
export async function refuseBatch(tx: Tx, communityId: string, batchId: string, reason: string): Promise<void> {
  await sql`
    INSERT INTO refused_events (workspace_id, community_id, event_id, version, source, event, reason, received_at)
    SELECT workspace_id, community_id, inbox.event_id, inbox.version, source, event, ${reason}, received_at
    FROM ${keysOf(batchId)} JOIN inbox ON inbox.community_id = ${communityId} AND inbox.event_id = key.event_id
      AND inbox.version = key.version
    ON CONFLICT (community_id, event_id, version) DO UPDATE SET reason = excluded.reason, refused_at = now()
  `.execute(tx);
  await deleteBatch(tx, communityId, batchId);
}

export type RefusedEvent = {
  eventId: string;
  version: number;
  source: string;
  event: string;
  reason: string;
  receivedAt: Date;
  refusedAt: Date;
};

/** The events of a community that could not be written, latest first. */
export async function listRefused(tx: Tx, communityId: string, limit: number): Promise<RefusedEvent[]> {
  const { rows } = await sql<RefusedEvent>`
    SELECT event_id AS "eventId", version, source, event, reason, received_at AS "receivedAt", refused_at AS "refusedAt"
    FROM refused_events WHERE community_id = ${communityId} ORDER BY refused_at DESC, event_id LIMIT ${limit}
  `.execute(tx);
  return rows.map((row) => ({ ...row, version: Number(row.version) }));
}
