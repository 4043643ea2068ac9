import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { NotFound } from '#kernel/errors.ts';
import { likePattern } from '#kernel/like-pattern.ts';
import { asText, type Content } from '#modules/connections/index.ts';
import { memberNames } from '#modules/members/index.ts';
import { operatorNames } from '#modules/identity/index.ts';
import { readCursor, writeCursor } from '#platform/http/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import {
  DECIDED_FATES,
  type Decision,
  type Delivery,
  type DeliveriesQuery,
  type DeliveriesReply,
  type DeliveryDetail,
  type Fate,
} from './contract.ts';
import type { Channel, Language } from './order.ts';
import { renderFor } from './templates/render-for.ts';

const EXCERPT = 200;
/** Counts are of the latest so many: a year of deliveries is not counted for a badge. */
const COUNTED = 10_000;

type Row = {
  id: string;
  seq: number;
  sourceKind: Delivery['source']['kind'];
  sourceId: string;
  priority: number;
  purpose: Delivery['purpose'];
  connectionId: string | null;
  toKind: Delivery['to']['kind'];
  toId: string;
  memberId: string | null;
  chatName: string | null;
  content: Content;
  kind: Content['kind'];
  fate: Fate;
  reason: string;
  detail: string;
  sendAt: Date | null;
  notBefore: Date;
  expiresAt: Date;
  attempts: number;
  sentAt: Date | null;
  settledAt: Date | null;
  createdAt: Date;
};

const COLUMNS = sql`d.id, d.seq, d.source_kind AS "sourceKind", d.source_id AS "sourceId", d.priority, d.purpose,
  d.connection_id AS "connectionId", d.to_kind AS "toKind", d.to_id AS "toId", d.member_id AS "memberId", d.content, d.kind,
  (SELECT nullif(name, '') FROM connection_chats AS chat WHERE chat.connection_id = d.connection_id
   AND chat.external_id = d.to_id) AS "chatName",
  d.fate, d.reason, d.detail, d.send_at AS "sendAt", d.not_before AS "notBefore", d.expires_at AS "expiresAt", d.attempts,
  d.sent_at AS "sentAt", d.settled_at AS "settledAt", d.created_at AS "createdAt"`;

const placeSchema = z.int();

/** What filters ask for of `deliveries AS d`, but for fates and the place. */
export function asked(communityId: string, query: Omit<DeliveriesQuery, 'cursor' | 'limit'>): RawBuilder<unknown> {
  const parts = [sql`d.community_id = ${communityId}`];
  if (query.source) parts.push(sql`d.source_kind = ANY(${query.source}::text[])`);
  if (query.sourceId !== undefined) parts.push(sql`d.source_id = ${query.sourceId}`);
  if (query.purpose) parts.push(sql`d.purpose = ANY(${query.purpose}::text[])`);
  if (query.connectionId) parts.push(sql`d.connection_id = ${query.connectionId}`);
  if (query.reason !== undefined) parts.push(sql`d.reason = ${query.reason}`);
  if (query.from) parts.push(sql`d.created_at >= ${query.from}::timestamptz`);
  if (query.to) parts.push(sql`d.created_at < ${query.to}::timestamptz`);
  if (query.memberId)
    parts.push(sql`d.member_id IN (
      SELECT other.id FROM members AS one JOIN members AS other
        ON coalesce(other.person_id, other.id) = coalesce(one.person_id, one.id)
      WHERE one.id = ${query.memberId} AND one.community_id = ${communityId})`);
  if (query.q) {
    const pattern = likePattern(query.q);
    parts.push(sql`(d.content::text ILIKE ${pattern} OR d.to_id ILIKE ${pattern} OR d.member_id IN (
      SELECT member_id FROM accounts WHERE community_id = ${communityId} AND name ILIKE ${pattern}))`);
  }
  return sql.join(parts, sql` AND `);
}

/** One page of a community's deliveries, latest first, and how many of each fate the same filters find. */
export async function searchDeliveries(
  tx: Tx,
  communityId: string,
  { query, channels }: { query: DeliveriesQuery; channels: readonly Channel[] },
): Promise<DeliveriesReply> {
  const { fate, limit, cursor } = query;
  const where = asked(communityId, query);
  const after = cursor === undefined ? null : readCursor(placeSchema, cursor);
  const { rows } = await sql<Row>`
    SELECT ${COLUMNS} FROM deliveries AS d
    WHERE ${where} AND (${fate ?? null}::text[] IS NULL OR d.fate = ANY(${fate ?? null}::text[]))
      AND (${after}::bigint IS NULL OR d.seq < ${after}::bigint)
    ORDER BY d.seq DESC LIMIT ${limit + 1}
  `.execute(tx);
  const counts = await sql<{ fate: Fate; n: number }>`
    SELECT fate, count(*)::int AS n FROM (
      SELECT fate FROM deliveries AS d WHERE ${where} ORDER BY seq DESC LIMIT ${COUNTED}
    ) AS latest GROUP BY fate
  `.execute(tx);
  const page = rows.slice(0, limit);
  return {
    deliveries: await presentDeliveries(tx, page, channels),
    next: rows.length > limit ? writeCursor(Number(page.at(-1)!.seq)) : null,
    counts: Object.fromEntries(counts.rows.map((row) => [row.fate, row.n])),
  };
}

async function presentDeliveries(tx: Tx, rows: readonly Row[], channels: readonly Channel[]): Promise<Delivery[]> {
  const names = await memberNames(
    tx,
    rows.flatMap(({ memberId }) => memberId ?? []),
  );
  return rows.map((row) => {
    const channel = channels.find(({ id }) => id === row.connectionId);
    const instant = (at: Date | null) => at?.toISOString() ?? null;
    return {
      id: row.id,
      source: { kind: row.sourceKind, id: row.sourceId },
      priority: row.priority,
      purpose: row.purpose,
      connection: channel
        ? { id: channel.id, name: channel.name, connector: channel.connector, platform: channel.platform }
        : null,
      to: {
        kind: row.toKind,
        id: row.toId,
        name: (row.memberId === null ? undefined : names.get(row.memberId)) ?? row.chatName ?? '',
      },
      memberId: row.memberId,
      excerpt: asText(row.content).slice(0, EXCERPT),
      kind: row.kind,
      fate: row.fate,
      reason: row.reason,
      detail: row.detail,
      sendAt: instant(row.sendAt),
      notBefore: row.notBefore.toISOString(),
      expiresAt: row.expiresAt.toISOString(),
      attempts: row.attempts,
      sentAt: instant(row.sentAt),
      settledAt: instant(row.settledAt),
      createdAt: row.createdAt.toISOString(),
      may: mayBe(row.fate, channel),
    };
  });
}

/** What an operator can decide of a delivery in a state. */
const mayBe = (fate: Fate, channel: Channel | undefined): Delivery['may'] => {
  const may = (decision: Decision) => DECIDED_FATES[decision].includes(fate);
  return {
    confirm: may('confirm'),
    cancel: may('cancel'),
    retry: may('retry'),
    replay: may('replay') && channel?.capabilities.resendable === true,
  };
};

type DetailRow = Row & {
  language: Language;
  templateId: string | null;
  templateName: string | null;
  dedupeKey: string;
  stream: string | null;
  messageId: string | null;
  createdBy: string | null;
  confirmedBy: string | null;
};

/** One delivery with everything that was tried; NotFound. */
export async function getDelivery(
  tx: Tx,
  communityId: string,
  { id, channels }: { id: string; channels: readonly Channel[] },
): Promise<DeliveryDetail> {
  const { rows } = await sql<DetailRow>`
    SELECT ${COLUMNS}, d.language, d.template_id AS "templateId", d.dedupe_key AS "dedupeKey", d.stream,
      d.message_id AS "messageId", d.created_by AS "createdBy", d.confirmed_by AS "confirmedBy",
      (SELECT name FROM message_templates WHERE id = d.template_id) AS "templateName"
    FROM deliveries AS d WHERE d.id = ${id} AND d.community_id = ${communityId}
  `.execute(tx);
  const row = rows[0];
  if (!row) throw new NotFound('the delivery');
  const [shown] = await presentDeliveries(tx, [row], channels);
  const channel = channels.find((one) => one.id === row.connectionId);
  const names = await operatorNames(tx, [row.createdBy, row.confirmedBy]);
  return {
    ...shown!,
    content: row.content,
    rendered: channel ? (renderFor(row.content, channel.capabilities) ?? null) : null,
    language: row.language,
    template: row.templateName === null ? null : { id: row.templateId!, name: row.templateName },
    dedupeKey: row.dedupeKey,
    stream: row.stream,
    messageId: row.messageId,
    createdBy: names.get(row.createdBy ?? '') ?? null,
    confirmedBy: names.get(row.confirmedBy ?? '') ?? null,
    tries: await readTries(tx, id),
  };
}

async function readTries(tx: Tx, id: string): Promise<DeliveryDetail['tries']> {
  const { rows } = await sql<
    Omit<DeliveryDetail['tries'][number], 'startedAt' | 'endedAt'> & { startedAt: Date; endedAt: Date | null }
  >`
    SELECT number, started_at AS "startedAt", ended_at AS "endedAt", outcome, code, reason FROM delivery_attempts
    WHERE delivery_id = ${id} ORDER BY number
  `.execute(tx);
  return rows.map(({ startedAt, endedAt, ...one }) => ({
    ...one,
    startedAt: startedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  }));
}
