import { sql } from 'kysely';
import { NotFound } from '#kernel/errors.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { ringDeliveries } from './delivery-bell.ts';
import type { DeliveryOrder, Planned, Prepared } from './order.ts';
import { prepareItems } from './prepare-items.ts';

/** Rows of one statement: larger ones cost memory and win nothing. */
const PORTION = 10_000;

/**
 * Takes an order for messages: in the caller's transaction, so that what asks for them and they are there together or not
 * at all. Repeats are dropped by their key; what the member does not want is left out, visibly. Answers, streams and what
 * has a ticket are due at once; when the rest is sent is planned right afterwards under all limits (`planWorkspace`).
 * `now` in milliseconds. Throws UnknownVariable, BadInput, NotFound (a template or a connection that is not there).
 */
export async function planDeliveries(tx: Tx, order: DeliveryOrder, now: number): Promise<Planned> {
  if (order.items.length === 0) return { queued: 0, confirming: 0, duplicates: 0, suppressed: 0, ids: [] };
  await checkConnections(tx, [...new Set(order.items.map(({ connectionId }) => connectionId))]);
  const prepared = await prepareItems(tx, order, now);
  const rows = prepared.filter((one) => one !== undefined);
  const written = new Set<string>();
  for (let at = 0; at < rows.length; at += PORTION)
    for (const id of await insertDeliveries(tx, order, rows.slice(at, at + PORTION), now)) written.add(id);
  const made = rows.filter(({ id }) => written.has(id));
  const due = made.filter(({ fate, atOnce }) => fate === 'queued' && atOnce);
  if (due.length > 0)
    await ringDeliveries(tx, order.workspaceId, [...new Set(due.map(({ item }) => item.connectionId))]);
  if (made.some(({ fate, atOnce }) => fate === 'queued' && !atOnce)) await ringDeliveries(tx, order.workspaceId);
  const of = (fate: Prepared['fate']) => made.filter((one) => one.fate === fate).length;
  return {
    queued: of('queued'),
    confirming: of('confirming'),
    duplicates: order.items.length - made.length,
    suppressed: of('suppressed') + of('failed'),
    ids: prepared.map((one) => (one && written.has(one.id) ? one.id : undefined)),
  };
}

async function checkConnections(tx: Tx, ids: readonly string[]): Promise<void> {
  const { rows } = await sql<{ id: string }>`SELECT id FROM connections WHERE id = ANY(${ids}::uuid[])`.execute(tx);
  const known = new Set(rows.map(({ id }) => id));
  for (const id of ids) if (!known.has(id)) throw new NotFound('the connection');
}

/** Writes rows unless their key is there meanwhile. @returns the ids of those written */
async function insertDeliveries(
  tx: Tx,
  order: DeliveryOrder,
  rows: readonly Prepared[],
  now: number,
): Promise<string[]> {
  const { communityId, source, priority, purpose, createdBy } = order;
  const of = <T>(read: (row: Prepared) => T) => rows.map(read);
  const at = (read: (row: Prepared) => number | null) => rows.map((row) => (read(row) ?? null) as number | null);
  const written = await sql<{ id: string }>`
    INSERT INTO deliveries (id, workspace_id, community_id, connection_id, source_kind, source_id, priority, purpose, to_kind,
      to_id, member_id, content, kind, language, template_id, dedupe_key, stream, not_before, expires_at, reply_to, replaces,
      ticket, fate, reason, detail, send_at, settled_at, created_by, created_at)
    SELECT id, qunluo_workspace(), ${communityId}, connection_id, ${source.kind}, ${source.id}, ${priority}, ${purpose}, to_kind,
      to_id, member_id, content::jsonb, kind, language, template_id, dedupe_key, stream, to_timestamp(not_before / 1000),
      to_timestamp(expires_at / 1000), reply_to, replaces, ticket, fate, reason, detail, to_timestamp(send_at / 1000),
      CASE WHEN fate IN ('suppressed', 'failed') THEN to_timestamp(${now}::float8 / 1000) END, ${createdBy ?? null}::uuid,
      to_timestamp(${now}::float8 / 1000)
    FROM unnest(
      ${of(({ id }) => id)}::uuid[],
      ${of(({ item }) => item.connectionId)}::uuid[],
      ${of(({ item }) => item.to.kind)}::text[],
      ${of(({ item }) => item.to.id)}::text[],
      ${of(({ memberId }) => memberId)}::uuid[],
      ${of(({ content }) => content)}::text[],
      ${of(({ kind }) => kind)}::text[],
      ${of(({ item }) => item.language ?? 'zh-CN')}::text[],
      ${of(({ item: { message } }) => ('templateId' in message ? message.templateId : null))}::uuid[],
      ${of(({ item }) => item.dedupeKey)}::text[],
      ${of(({ item }) => item.stream ?? null)}::text[],
      ${at(({ notBefore }) => notBefore)}::float8[],
      ${at(({ expiresAt }) => expiresAt)}::float8[],
      ${of(({ item }) => item.replyTo ?? null)}::text[],
      ${of(({ item }) => item.replaces ?? null)}::uuid[],
      ${of(({ item }) => item.ticket ?? null)}::text[],
      ${of(({ fate }) => fate)}::text[],
      ${of(({ reason }) => reason)}::text[],
      ${of(({ detail }) => detail.slice(0, 1000))}::text[],
      ${at(({ fate, atOnce, notBefore }) => (fate === 'queued' && atOnce ? notBefore : null))}::float8[]
    ) WITH ORDINALITY AS given (id, connection_id, to_kind, to_id, member_id, content, kind, language, template_id, dedupe_key,
      stream, not_before, expires_at, reply_to, replaces, ticket, fate, reason, detail, send_at, place)
    ORDER BY place
    ON CONFLICT (community_id, dedupe_key) DO NOTHING
    RETURNING id
  `.execute(tx);
  return written.rows.map(({ id }) => id);
}
