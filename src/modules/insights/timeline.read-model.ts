import { z } from 'zod';
import type { Day } from '#kernel/calendar.ts';
import { personaOf, personaSpans } from '#modules/events/index.ts';
import { inScope, p, sql, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';
import { readCursor, writeCursor } from '#platform/http/index.ts';
import type { MemberIdentity } from './member-identity.read-model.ts';
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

/** What a timeline is asked; `before` is where the last page ended. */
export type TimelineInputs = {
  engine: EventEngine;
  scope: Scope;
  identity: Pick<MemberIdentity, 'personas' | 'accounts' | 'renamed'>;
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
  const rows = await latestRows(inputs);
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

type Place = z.infer<typeof placeSchema>;

/** One event more than the page, latest first: the log is in order of days, so as few days as there must be are read. */
async function latestRows(inputs: TimelineInputs): Promise<Row[]> {
  const { before, limit } = inputs;
  const place = before === undefined ? undefined : readCursor(placeSchema, before);
  const last = place ? dayAfter(place) : LAST_DAY;
  const rows: Row[] = [];
  for (const { from, to } of stretches(await busyDays(inputs, last), last, limit + 1)) {
    rows.push(...(await rowsBetween(inputs, { from, to, place, wanted: limit + 1 - rows.length })));
    if (rows.length > limit) break;
  }
  return rows;
}

/**
 * The days up to `last` in stretches, the latest first: the first has at least as many contributions as are wanted, each
 * further one eight times as many (of another kind, or after the place, they may not count), and the last all the rest.
 */
export function* stretches(busy: readonly BusyDay[], last: Day, wanted: number): Generator<{ from: Day; to: Day }> {
  let to = last;
  let [found, enough] = [0, wanted];
  for (const { day_number: day, contributions_at_least: contributions } of busy) {
    found += contributions;
    if (found < enough) continue;
    yield { from: day, to };
    to = day - 1;
    found = 0;
    enough *= 8;
  }
  if (to >= 0) yield { from: 0, to };
}

const LAST_DAY: Day = 65_535;

/** A day that no event before a place lies after, whatever the zone. */
const dayAfter = ({ at }: Place): Day => Math.floor(at / 86_400_000) + 1;

/** Most days that are looked up; all before them are one stretch. */
const BUSY_DAYS = 1000;

type BusyDay = { day_number: Day; contributions_at_least: number };

/** Days on which the member contributed, latest first, and how often at least: what the roll-up has of one group. */
const busyDays = ({ engine, scope, identity }: TimelineInputs, last: Day): Promise<BusyDay[]> =>
  engine.query<BusyDay>(
    scope,
    'insights.busy_days_of_member',
    sql`SELECT toUInt16(day) AS day_number, max(contributions) AS contributions_at_least FROM member_days
        WHERE ${inScope(scope)} AND persona_id IN ${p.uuids(identity.personas)} AND day <= ${p.day(last)} AND contributions > 0
        GROUP BY day ORDER BY day DESC LIMIT ${p.uint(BUSY_DAYS)}`,
  );

type Stretch = { from: Day; to: Day; place: Place | undefined; wanted: number };

function rowsBetween(
  { engine, scope, identity, kind }: TimelineInputs,
  { from, to, place, wanted }: Stretch,
): Promise<Row[]> {
  const { personas, accounts, renamed } = identity;
  const earlier = place
    ? sql` AND (e.at, e.position, toString(e.event_id)) <
        (${p.instant(place.at)}, ${p.uint(place.position)}, ${p.string(place.eventId)})`
    : sql``;
  const spans = renamed ? sql` LEFT JOIN ${personaSpans(scope)} AS s ON e.account_id = s.account_id` : sql``;
  const persona = renamed
    ? sql` AND ${personaOf({ account: sql`e.account_id`, at: sql`e.at`, position: sql`e.position`, event: sql`e.event_id`, spans: sql`s.spans` })} IN ${p.uuids(personas)}`
    : sql``;
  return engine.query<Row>(
    scope,
    'insights.timeline',
    sql`SELECT e.event_id AS event_id, e.account_id AS account_id, toUInt16(e.day) AS day_number,
          toUnixTimestamp64Milli(e.at) AS at_ms, e.position AS position, e.kind AS kind, e.group_id AS group_id,
          e.target AS target, e.removed != '' AS gone, e.value AS value, e.has_value AS has_value
        FROM (SELECT * FROM events FINAL PREWHERE day BETWEEN ${p.day(from)} AND ${p.day(to)}
                AND account_id IN ${p.uuids(accounts)}
              WHERE ${inScope(scope)}${kind === undefined ? sql`` : sql` AND kind = ${p.string(kind)}`}) AS e${spans}
        WHERE 1${persona}${earlier}
        ORDER BY e.at DESC, e.position DESC, toString(e.event_id) DESC LIMIT ${p.uint(wanted)}`,
  );
}

async function readTexts(engine: EventEngine, scope: Scope, page: readonly Row[]): Promise<Map<string, string>> {
  if (page.length === 0) return new Map();
  const rows = await engine.query<{ event_id: string; text: string }>(
    scope,
    'insights.timeline_texts',
    sql`SELECT event_id, text FROM event_texts FINAL
        PREWHERE day IN ${p.days([...new Set(page.map((row) => row.day_number))])}
          AND account_id IN ${p.uuids([...new Set(page.map((row) => row.account_id))])}
          AND event_id IN ${p.uuids(page.map((row) => row.event_id))}
        WHERE ${inScope(scope)} AND text != ''`,
  );
  return new Map(rows.map(({ event_id: id, text }) => [id, text]));
}
