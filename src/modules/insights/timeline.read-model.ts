import { z } from 'zod';
import { personaOf, personaSpans } from '#modules/events/index.ts';
import { inScope, p, sql, type EventEngine, type Scope, type Sql } from '#platform/clickhouse/index.ts';
import { readCursor, writeCursor } from './cursor.ts';
import type { Timeline } from './members.contract.ts';

const placeSchema = z.object({ at: z.int(), position: z.int(), eventId: z.uuid() });

type Row = {
  event_id: string;
  account_id: string;
  day_number: number;
  at_ms: number;
  position: number;
  kind: string;
  group_id: string;
  target: string;
  gone: number;
  value: number;
  has_value: number;
};

/** What the timeline needs to know of other things: which personas are the member, and names. */
export type TimelineInputs = {
  engine: EventEngine;
  scope: Scope;
  personas: readonly string[];
  /** Accounts of those personas, under which their events stand in the log. */
  accounts: readonly string[];
  hasSpans: boolean;
  before?: string;
  kind?: string;
  limit: number;
};

export type TimelineRow = Omit<Timeline['events'][number], 'group' | 'target'> & { targetAccount: string | null };

/** What a member did, latest first, with what was written; removed events are there and say so. Keyset by place. */
export async function readTimeline(
  inputs: TimelineInputs,
): Promise<{ rows: TimelineRow[]; nextBefore: string | null }> {
  const { engine, scope, limit } = inputs;
  const rows = await engine.query<Row>(scope, 'insights.timeline', timelineStatement(inputs));
  const page = rows.slice(0, limit);
  const texts = await readTexts(engine, scope, page);
  const last = page.at(-1);
  return {
    rows: page.map((row) => ({
      id: row.event_id,
      at: new Date(Number(row.at_ms)).toISOString(),
      kind: row.kind,
      groupId: row.group_id,
      text: texts.get(row.event_id) ?? null,
      removed: row.gone === 1,
      targetAccount: row.target === '00000000-0000-0000-0000-000000000000' ? null : row.target,
      value: row.has_value === 1 ? row.value : null,
    })),
    nextBefore:
      rows.length > limit && last
        ? writeCursor({ at: Number(last.at_ms), position: Number(last.position), eventId: last.event_id })
        : null,
  };
}

function timelineStatement({ scope, personas, accounts, hasSpans, before, kind, limit }: TimelineInputs): Sql {
  const place = before === undefined ? undefined : readCursor(placeSchema, before);
  const earlier =
    place === undefined
      ? sql``
      : sql` AND (e.at, e.position, toString(e.event_id)) <
    (${p.instant(place.at)}, ${p.uint(place.position)}, ${p.string(place.eventId)})`;
  const spans = hasSpans ? sql` LEFT JOIN ${personaSpans(scope)} AS s ON e.account_id = s.account_id` : sql``;
  const persona = hasSpans
    ? sql` AND ${personaOf({ account: sql`e.account_id`, at: sql`e.at`, position: sql`e.position`, event: sql`e.event_id`, spans: sql`s.spans` })} IN ${p.uuids(personas)}`
    : sql``;
  return sql`SELECT e.event_id AS event_id, e.account_id AS account_id, toUInt16(e.day) AS day_number,
      toUnixTimestamp64Milli(e.at) AS at_ms, e.position AS position, e.kind AS kind, e.group_id AS group_id, e.target AS target,
      e.removed != '' AS gone, e.value AS value, e.has_value AS has_value
    FROM events AS e FINAL${spans}
    WHERE ${inScope(scope, 'e')} AND e.account_id IN ${p.uuids(accounts)}${persona}
      ${kind === undefined ? sql`` : sql` AND e.kind = ${p.string(kind)}`}${earlier}
    ORDER BY e.at DESC, e.position DESC, toString(e.event_id) DESC LIMIT ${p.uint(limit + 1)}`;
}

async function readTexts(engine: EventEngine, scope: Scope, page: readonly Row[]): Promise<Map<string, string>> {
  if (page.length === 0) return new Map();
  const rows = await engine.query<{ event_id: string; text: string }>(
    scope,
    'insights.timeline_texts',
    sql`SELECT event_id, text FROM event_texts FINAL
        WHERE ${inScope(scope)} AND day IN ${p.days([...new Set(page.map((row) => row.day_number))])}
          AND account_id IN ${p.uuids([...new Set(page.map((row) => row.account_id))])}
          AND event_id IN ${p.uuids(page.map((row) => row.event_id))} AND text != ''`,
  );
  return new Map(rows.map(({ event_id: id, text }) => [id, text]));
}
