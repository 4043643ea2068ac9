import { z } from 'zod';
import { formatDay } from '#kernel/calendar.ts';
import { activityOf } from '#modules/tiers/index.ts';
import { inScope, p, sql, type EventEngine, type Scope, type Sql } from '#platform/clickhouse/index.ts';
import { readCursor, writeCursor } from '#platform/http/index.ts';
import { lruOf } from './byte-lru.ts';
import { type SILENT_KINDS, type Tier, TIERS, VALUE_CELLS, type ValueCell } from './contract.ts';
import { countMembers, memberCondition } from './member-filter.ts';
import type { MemberRow, MEMBER_SORTS, MembersQuery } from './members.contract.ts';

type Sort = (typeof MEMBER_SORTS)[number];

/** What a list is sorted by, as a column that is comparable with the value in the cursor. */
const SORT_KEYS: Record<Sort, { key: Sql; bind(value: string | number): Sql }> = {
  name: { key: sql`name_fold`, bind: (value) => sql`${p.string(String(value))}` },
  tier: { key: sql`toInt64(indexOf(${p.strings(TIERS)}, tier))`, bind: (value) => sql`${p.int(Number(value))}` },
  value: {
    // Those in no cell come last, whichever comes first of the others.
    key: sql`toInt64(if(value_cell = '', 0, ${p.int(VALUE_CELLS.length)} + 1 - indexOf(${p.strings(VALUE_CELLS)}, value_cell)))`,
    bind: (value) => sql`${p.int(Number(value))}`,
  },
  joined: { key: sql`toInt64(toUInt16(joined_day))`, bind: (value) => sql`${p.int(Number(value))}` },
  lastActive: { key: sql`toInt64(toUInt16(last_day))`, bind: (value) => sql`${p.int(Number(value))}` },
  activeDays28: { key: sql`toInt64(active_days28)`, bind: (value) => sql`${p.int(Number(value))}` },
  contributions28: { key: sql`toInt64(contributions28)`, bind: (value) => sql`${p.int(Number(value))}` },
  weight365: { key: sql`toInt64(weight365)`, bind: (value) => sql`${p.int(Number(value))}` },
  influence: { key: sql`influence`, bind: (value) => sql`${p.float(Number(value))}` },
};

const placeSchema = z.object({
  evaluationId: z.uuid(),
  total: z.int().nonnegative(),
  value: z.union([z.string(), z.number()]),
  memberId: z.uuid(),
});

/** What the engine knows of a member in a list; tags and attributes are added by the caller. */
export type ListedMember = Omit<MemberRow, 'tags' | 'attributes'>;

export type MembersPage = { total: number; rows: ListedMember[]; nextCursor: string | null };

type StateRow = {
  member_id: string;
  external_id: string;
  name: string;
  tier: Tier;
  silent_kind: (typeof SILENT_KINDS)[number] | '';
  value_cell: ValueCell | '';
  joined: number;
  last: number;
  active_days28: number;
  contributions28: number;
  weight365: number;
  influence: number;
  platforms: string[];
};

type Place = { member_id: string; sort_key: string | number };

/** The evaluation that a page belongs to: the cursor's, so that pages stay together while a new one is made. */
export const evaluationOfCursor = (cursor: string | undefined): string | undefined =>
  cursor === undefined ? undefined : readCursor(placeSchema, cursor).evaluationId;

/**
 * One page of the members of an evaluation by keyset: those after the cursor in the order asked, with the total of the
 * whole filter (counted on the first page and carried along). `sets` are the conditions of `withPeopleSets`. Who is on
 * the page is asked first and what is known of them then: of a million rows only what is sorted by is read.
 */
export async function listMembers(
  engine: EventEngine,
  scope: Scope,
  evaluationId: string,
  query: MembersQuery,
  sets: readonly Sql[] = [],
): Promise<MembersPage> {
  const place = query.cursor === undefined ? undefined : readCursor(placeSchema, query.cursor);
  const where = memberCondition(scope, evaluationId, query, sets);
  const total = place?.total ?? (await totalOf(engine, scope, { evaluationId, query, where, sets }));
  const { key, bind } = SORT_KEYS[query.sort];
  const up = query.order === 'asc';
  const after =
    place === undefined
      ? sql``
      : up
        ? sql` AND (sort_key > ${bind(place.value)} OR (sort_key = ${bind(place.value)} AND member_id > ${p.uuid(place.memberId)}))`
        : sql` AND (sort_key < ${bind(place.value)} OR (sort_key = ${bind(place.value)} AND member_id > ${p.uuid(place.memberId)}))`;
  const places = await engine.query<Place>(
    scope,
    'insights.members_page',
    sql`SELECT member_id, ${key} AS sort_key FROM member_states WHERE ${where}${after}
        ORDER BY sort_key ${up ? sql`ASC` : sql`DESC`}, member_id LIMIT ${p.uint(query.limit + 1)}`,
  );
  const page = places.slice(0, query.limit);
  const last = page.at(-1);
  const known = await readRows(
    engine,
    scope,
    evaluationId,
    page.map((one) => one.member_id),
  );
  return {
    total,
    rows: page.flatMap((one) => known.get(one.member_id) ?? []),
    nextCursor:
      places.length > query.limit && last
        ? writeCursor({ evaluationId, total, value: last.sort_key, memberId: last.member_id })
        : null,
  };
}

/** How many members some thousands of filters mean. */
const TOTALS_BYTES = 4 << 20;
const totalsOf = lruOf<EventEngine, number>(TOTALS_BYTES);

type Counted = { evaluationId: string; query: MembersQuery; where: Sql; sets: readonly Sql[] };

/** How many members a filter means. What an evaluation wrote does not change; sets of people of PostgreSQL do. */
function totalOf(engine: EventEngine, scope: Scope, { evaluationId, query, where, sets }: Counted): Promise<number> {
  if (sets.length > 0) return countMembers(engine, scope, where);
  const { sort: _sort, order: _order, cursor: _cursor, limit: _limit, ...filter } = query;
  const key = JSON.stringify([scope.workspaceId, scope.communityId, evaluationId, Object.entries(filter).toSorted()]);
  return totalsOf(engine).getOrMake(
    key,
    () => countMembers(engine, scope, where),
    () => 2 * key.length,
  );
}

/** What an evaluation knows of some members. */
async function readRows(
  engine: EventEngine,
  scope: Scope,
  evaluationId: string,
  ids: readonly string[],
): Promise<Map<string, ListedMember>> {
  if (ids.length === 0) return new Map();
  const rows = await engine.query<StateRow>(
    scope,
    'insights.members_of_page',
    sql`SELECT member_id, external_id, name, tier, silent_kind, value_cell, toUInt16(joined_day) AS joined, toUInt16(last_day) AS last,
          active_days28, contributions28, weight365, influence, platforms
        FROM member_states
        WHERE ${inScope(scope)} AND evaluation_id = ${p.uuid(evaluationId)} AND member_id IN ${p.uuids(ids)}`,
  );
  return new Map(rows.map((row) => [row.member_id, present(row)]));
}

const present = (row: StateRow): ListedMember => ({
  memberId: row.member_id,
  member: row.external_id,
  name: row.name,
  tier: row.tier,
  silentKind: row.silent_kind === '' ? null : row.silent_kind,
  activity: activityOf(row.tier),
  value: row.value_cell === '' ? null : row.value_cell,
  joined: formatDay(row.joined),
  lastActive: row.last === 0 ? null : formatDay(row.last),
  activeDays28: row.active_days28,
  contributions28: row.contributions28,
  weight365: row.weight365,
  influence: row.influence,
  platforms: row.platforms,
});
