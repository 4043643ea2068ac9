import { type Day } from '#kernel/calendar.ts';
import { NIL_ID } from '#kernel/ids.ts';
import { standingTexts } from '#modules/events/index.ts';
import { segmentMembers } from '#modules/segments/index.ts';
import { type EventEngine, inScope, joinSql, p, type Scope, sql } from '#platform/clickhouse/index.ts';

/** An event of the log as earning rules see it; `text` is empty unless it was asked for. */
export type LoggedEvent = {
  eventId: string;
  accountId: string;
  groupId: string;
  kind: string;
  replyTo: string;
  at: number;
  day: Day;
  text: string;
};

type Row = Omit<LoggedEvent, 'at' | 'day'> & { at: string | number; day: number };
const logged = (row: Row): LoggedEvent => ({ ...row, at: Number(row.at), day: Number(row.day) });

/** Most events that a dry run reads. */
export const MOST_EVENTS = 400_000;

/** What counts of some kinds on the days `from` (included) to `to` (not included), in its order. At most `MOST_EVENTS`. */
export async function readEvents(
  engine: EventEngine,
  scope: Scope,
  { kinds, from, to, texts }: { kinds: readonly string[]; from: Day; to: Day; texts: boolean },
): Promise<LoggedEvent[]> {
  const days = sql`AND day >= ${p.day(from)} AND day < ${p.day(to)}`;
  const said = texts
    ? sql`LEFT JOIN ${standingTexts(scope, days)} AS said USING (day, account_id, event_id, version)`
    : sql``;
  const rows = await engine.query<Row>(
    scope,
    'points.events',
    sql`SELECT toString(event_id) AS "eventId", toString(account_id) AS "accountId", toString(happened.group_id) AS "groupId", kind,
               toString(reply_to) AS "replyTo", toUnixTimestamp64Milli(at) AS at, toUInt16(day) AS day,
               ${texts ? sql`said.text` : sql`''`} AS text
        FROM (SELECT * FROM events FINAL
              WHERE ${inScope(scope)} ${days} AND removed = '' AND bot = 0 AND kind IN ${p.strings(kinds)}) AS happened
        ${said}
        ORDER BY happened.at, happened.position, happened.event_id LIMIT ${p.uint(MOST_EVENTS)}`,
  );
  return rows.map(logged);
}

/** Events by id, with their text, as they stand. */
export async function readEventsById(
  engine: EventEngine,
  scope: Scope,
  ids: readonly string[],
): Promise<LoggedEvent[]> {
  if (ids.length === 0) return [];
  const own = sql`AND event_id IN ${p.uuids(ids)}`;
  const rows = await engine.query<Row>(
    scope,
    'points.events_by_id',
    sql`SELECT toString(event_id) AS "eventId", toString(account_id) AS "accountId", toString(happened.group_id) AS "groupId", kind,
               toString(reply_to) AS "replyTo", toUnixTimestamp64Milli(at) AS at, toUInt16(day) AS day, said.text AS text
        FROM (SELECT * FROM events FINAL WHERE ${inScope(scope)} ${own} AND removed = '' AND bot = 0) AS happened
        LEFT JOIN ${standingTexts(scope, own)} AS said USING (day, account_id, event_id, version)`,
  );
  return rows.map(logged);
}

/** Which accounts reacted to events, each once: event → accounts. */
export async function readReactors(
  engine: EventEngine,
  scope: Scope,
  eventIds: readonly string[],
): Promise<Map<string, string[]>> {
  if (eventIds.length === 0) return new Map();
  const rows = await engine.query<{ parent: string; accounts: string[] }>(
    scope,
    'points.reactors',
    sql`SELECT toString(reply_to) AS parent, groupUniqArray(toString(account_id)) AS accounts FROM events FINAL
        WHERE ${inScope(scope)} AND kind = 'reaction' AND removed = '' AND bot = 0 AND reply_to IN ${p.uuids(eventIds)}
        GROUP BY parent`,
  );
  return new Map(rows.map(({ parent, accounts }) => [parent, accounts]));
}

/** What accounts said since a day: texts by account, with the event that said each. */
export async function readSaid(
  engine: EventEngine,
  scope: Scope,
  { accountIds, from }: { accountIds: readonly string[]; from: Day },
): Promise<{ accountId: string; eventId: string; text: string }[]> {
  if (accountIds.length === 0) return [];
  return engine.query(
    scope,
    'points.said',
    sql`SELECT toString(account_id) AS "accountId", toString(event_id) AS "eventId", text
        FROM ${standingTexts(scope, sql`AND day >= ${p.day(from)} AND account_id IN ${p.uuids(accountIds)}`)}`,
  );
}

/** Who of the people is in which of the segments, as last computed: `segment person`. All people unless some are named. */
export async function readSegmentsOf(
  engine: EventEngine,
  scope: Scope,
  { segmentIds, persons }: { segmentIds: readonly string[]; persons?: readonly string[] },
): Promise<Set<string>> {
  if (segmentIds.length === 0) return new Set();
  const among = persons ? sql`WHERE member_id IN ${p.uuids(persons)}` : sql``;
  const each = segmentIds.map(
    (id) =>
      sql`SELECT concat(toString(${p.uuid(id)}), ' ', toString(member_id)) AS key FROM ${segmentMembers(scope, id)} ${among}`,
  );
  const rows = await engine.query<{ key: string }>(scope, 'points.segments', joinSql(each, sql` UNION ALL `));
  return new Set(rows.map(({ key }) => key));
}

export const isNil = (id: string): boolean => id === NIL_ID;
