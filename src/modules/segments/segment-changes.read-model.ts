import { z } from 'zod';
import { formatDay } from '#kernel/calendar.ts';
import type { Evaluated } from '#modules/insights/index.ts';
import { inScope, p, sql, type EventEngine, type Scope, type Sql } from '#platform/clickhouse/index.ts';
import { readCursor, writeCursor } from '#platform/http/index.ts';
import type { SegmentChanges } from './contract.ts';
import { namesOf } from './introduce.ts';
import type { ChangeReason } from './write-changes.ts';

const placeSchema = z.tuple([z.number(), z.uuid()]);
const DAYS = 91;

type Row = {
  version: number;
  at_ms: number;
  day_number: number;
  member_id: string;
  entered: number;
  reason: ChangeReason;
};

/** Who entered and left a segment, latest first, a page at a time; with the first page the days of three months. */
export async function listChanges(
  evaluated: Evaluated,
  segment: { id: string; members: number },
  query: { entered?: boolean | undefined; memberId?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<SegmentChanges> {
  const { engine, scope } = evaluated.frame;
  const place = query.cursor === undefined ? undefined : readCursor(placeSchema, query.cursor);
  const wanted: Sql[] = [
    ...(query.entered === undefined ? [] : [sql`AND entered = ${p.uint(query.entered ? 1 : 0)}`]),
    ...(query.memberId === undefined ? [] : [sql`AND member_id = ${p.uuid(query.memberId)}`]),
    ...(place ? [sql`AND (version, member_id) < (${p.uint(place[0])}, ${p.uuid(place[1])})`] : []),
  ];
  const where = wanted.reduce(
    (all, one) => sql`${all} ${one}`,
    sql`${inScope(scope)} AND segment_id = ${p.uuid(segment.id)}`,
  );
  const rows = await engine.query<Row>(
    scope,
    'segments.changes_page',
    sql`SELECT version, toUnixTimestamp64Milli(at) AS at_ms, toUInt16(day) AS day_number, member_id, entered, reason
        FROM segment_changes FINAL WHERE ${where} ORDER BY version DESC, member_id DESC LIMIT ${p.uint(query.limit + 1)}`,
  );
  const page = rows.slice(0, query.limit);
  const names = await namesOf(
    evaluated,
    page.map(({ member_id }) => member_id),
  );
  const last = page.at(-1);
  return {
    changes: page.map((row) => {
      const who = names.get(row.member_id);
      return {
        memberId: row.member_id,
        member: who?.member ?? '',
        name: who?.name ?? '',
        at: new Date(Number(row.at_ms)).toISOString(),
        day: formatDay(row.day_number),
        entered: row.entered === 1,
        reason: row.reason,
      };
    }),
    nextCursor: rows.length > query.limit && last ? writeCursor([Number(last.version), last.member_id]) : null,
    daily: place ? [] : await daily(evaluated, segment),
  };
}

/** Who entered and left on each day of three months, and how many members there were at its end. */
async function daily(
  { frame: { engine, scope }, today }: Evaluated,
  segment: { id: string; members: number },
): Promise<SegmentChanges['daily']> {
  const rows = await engine.query<{ day_number: number; came: number; went: number }>(
    scope,
    'segments.changes_by_day',
    sql`SELECT toUInt16(day) AS day_number, countIf(entered = 1) AS came, countIf(entered = 0) AS went FROM segment_changes FINAL
        WHERE ${inScope(scope)} AND segment_id = ${p.uuid(segment.id)} AND day > ${p.day(Math.max(0, today - DAYS))}
        GROUP BY day ORDER BY day DESC`,
  );
  let members = segment.members;
  return rows
    .map((row) => {
      const [entered, left] = [Number(row.came), Number(row.went)];
      const one = { day: formatDay(row.day_number), entered, left, members };
      members += left - entered;
      return one;
    })
    .toReversed();
}

/** How many entered and left each segment in the last seven days. */
export async function countRecent(
  engine: EventEngine,
  scope: Scope,
  { ids, since }: { ids: readonly string[]; since: number },
): Promise<Map<string, { entered7: number; left7: number }>> {
  if (ids.length === 0) return new Map();
  const rows = await engine.query<{ segment_id: string; came: number; went: number }>(
    scope,
    'segments.changes_lately',
    sql`SELECT segment_id, countIf(entered = 1) AS came, countIf(entered = 0) AS went FROM segment_changes
        WHERE ${inScope(scope)} AND segment_id IN ${p.uuids(ids)} AND at >= ${p.instant(since)} GROUP BY segment_id`,
  );
  return new Map(rows.map((row) => [row.segment_id, { entered7: Number(row.came), left7: Number(row.went) }]));
}

/** The members who entered or left a segment in one computation (`onSegmentChanges`), a portion at a time, by id. */
export async function readChanges(
  engine: EventEngine,
  scope: Scope,
  { segmentId, version, after, limit }: { segmentId: string; version: number; after: string | null; limit: number },
): Promise<{ memberId: string; entered: boolean; reason: ChangeReason }[]> {
  const rows = await engine.query<{ member_id: string; entered: number; reason: ChangeReason }>(
    scope,
    'segments.changes_of_version',
    sql`SELECT member_id, entered, reason FROM segment_changes FINAL
        WHERE ${inScope(scope)} AND segment_id = ${p.uuid(segmentId)} AND version = ${p.uint(version)}
          ${after === null ? sql`` : sql`AND member_id > ${p.uuid(after)}`} ORDER BY member_id LIMIT ${p.uint(limit)}`,
  );
  return rows.map((row) => ({ memberId: row.member_id, entered: row.entered === 1, reason: row.reason }));
}
