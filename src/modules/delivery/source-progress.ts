import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';
import type { SourceKind } from './contract.ts';

/** How far the deliveries of one source are; `problem` is why the latest of those that failed did. */
export type SourceProgress = {
  waiting: number;
  sent: number;
  failed: number;
  lastSentAt: Date | null;
  problem: string | null;
};

const FIGURES = sql`
  count(*) FILTER (WHERE fate IN ('queued', 'confirming', 'awaiting', 'sending'))::int AS waiting,
  count(*) FILTER (WHERE fate = 'sent')::int AS sent,
  count(*) FILTER (WHERE fate IN ('failed', 'unknown', 'expired', 'suppressed'))::int AS failed,
  max(sent_at) AS "lastSentAt",
  (array_agg(coalesce(nullif(detail, ''), reason) ORDER BY seq DESC)
    FILTER (WHERE fate IN ('failed', 'unknown', 'expired', 'suppressed')))[1] AS problem`;

type Source = { kind: SourceKind; ids: readonly string[] };

const ofSources = (communityId: string, { kind, ids }: Source) =>
  sql`community_id = ${communityId} AND source_kind = ${kind} AND source_id = ANY (${[...ids]}::text[])`;

/** How far each source is, by its id; none for a source that asked for nothing. */
export async function progressBySource(
  tx: Tx,
  communityId: string,
  source: Source,
): Promise<Map<string, SourceProgress>> {
  const { rows } = await sql<SourceProgress & { key: string }>`
    SELECT source_id AS key, ${FIGURES} FROM deliveries WHERE ${ofSources(communityId, source)} GROUP BY source_id
  `.execute(tx);
  return new Map(rows.map(({ key, ...progress }) => [key, progress]));
}

/** How far each recipient of a source is, by `connection recipient`. */
export async function progressByRecipient(
  tx: Tx,
  communityId: string,
  source: Source,
): Promise<Map<string, SourceProgress>> {
  const { rows } = await sql<SourceProgress & { key: string }>`
    SELECT connection_id || ' ' || to_id AS key, ${FIGURES} FROM deliveries
    WHERE ${ofSources(communityId, source)} AND connection_id IS NOT NULL GROUP BY connection_id, to_id
  `.execute(tx);
  return new Map(rows.map(({ key, ...progress }) => [key, progress]));
}

/** How far each message of a source is: by what its keys have at a place (1 for the first) between colons. */
export async function progressByKeyPart(
  tx: Tx,
  communityId: string,
  source: Source,
  place: number,
): Promise<Map<string, SourceProgress>> {
  const { rows } = await sql<SourceProgress & { key: string }>`
    SELECT split_part(dedupe_key, ':', ${place}::int) AS key, ${FIGURES} FROM deliveries
    WHERE ${ofSources(communityId, source)} GROUP BY 1
  `.execute(tx);
  return new Map(rows.map(({ key, ...progress }) => [key, progress]));
}

/** Ids of the deliveries that have these keys, by key. */
export async function deliveriesByKey(
  tx: Tx,
  communityId: string,
  keys: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await sql<{ key: string; id: string }>`
    SELECT dedupe_key AS key, id FROM deliveries WHERE community_id = ${communityId} AND dedupe_key = ANY (${[...keys]}::text[])
  `.execute(tx);
  return new Map(rows.map(({ key, id }) => [key, id]));
}

/** Takes the words out of deliveries whose keys begin so; that something was sent, and when, stays. */
export async function blankDeliveries(tx: Tx, communityId: string, prefixes: readonly string[]): Promise<void> {
  if (prefixes.length === 0) return;
  await sql`
    UPDATE deliveries SET content = '{"kind": "text", "text": "—"}'::jsonb
    WHERE community_id = ${communityId}
      AND EXISTS (SELECT FROM unnest(${[...prefixes]}::text[]) AS prefix WHERE starts_with(dedupe_key, prefix))
  `.execute(tx);
}
