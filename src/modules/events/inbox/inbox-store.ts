import { sql } from 'kysely';
import type { Database, Tx } from '#platform/postgres/index.ts';

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

/** Between two texts of a list; JSON never holds it unescaped, and no source is named with it. */
const SEPARATOR = '\u001E';

/**
 * Adds entries in one statement of its own, durable when this resolves; gives the places (from 0 on) of those that were
 * there already or came twice. `source` is a plain name.
 */
export async function addToInbox(
  database: Database,
  workspaceId: string,
  entries: readonly InboxEntry[],
): Promise<ReadonlySet<number>> {
  const lists = ['', '', '', '', ''] as [string, string, string, string, string];
  for (const [index, { communityId, eventId, version, source, event }] of entries.entries()) {
    const comma = index === 0 ? '' : ',';
    const separator = index === 0 ? '' : SEPARATOR;
    lists[0] += comma + communityId;
    lists[1] += comma + eventId;
    lists[2] += `${comma}${version}`;
    lists[3] += separator + source;
    lists[4] += separator + event;
  }
  const known = await database.callInWorkspace<number[] | null>(workspaceId, 'qunluo_accept_events', lists);
  return new Set(known?.map((place) => place - 1));
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

/**
 * The batch to write next: one that was begun before, else a new one of the oldest rows, at most `rows` of them and no
 * further than to the one with which their texts hold `characters`.
 */
export async function nextBatch(
  tx: Tx,
  {
    communityId,
    newBatchId,
    rows: limit,
    characters,
  }: { communityId: string; newBatchId: string; rows: number; characters: number },
): Promise<string | undefined> {
  const begun = await sql<{ id: string }>`
    SELECT id FROM inbox_batches WHERE community_id = ${communityId} ORDER BY arrival LIMIT 1
  `.execute(tx);
  if (begun.rows[0]) return begun.rows[0].id;
  const { rows } = await sql<{ id: string }>`
    INSERT INTO inbox_batches (id, workspace_id, community_id, arrival, event_ids, versions)
    SELECT ${newBatchId}, qunluo_workspace(), ${communityId}, min(arrival),
           array_agg(event_id ORDER BY arrival), array_agg(version ORDER BY arrival)
    FROM (
      SELECT event_id, version, arrival, sum(length(event)) OVER (ORDER BY arrival) - length(event) AS before
      FROM inbox WHERE community_id = ${communityId} ORDER BY arrival LIMIT ${limit}
    ) AS oldest
    WHERE before < ${characters}
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
