import { parseDay } from '#kernel/calendar.ts';
import { NotFound } from '#kernel/errors.ts';
import { idBytes, isId, newId } from '#kernel/ids.ts';
import { type PeopleSet, listHolders, listTagged } from '#modules/members/index.ts';
import { parseAttributeFilter } from '#modules/members/contract.ts';
import { tiersOf } from '#modules/tiers/index.ts';
import { inScope, joinSql, p, sql, type EventEngine, type Scope, type Sql } from '#platform/clickhouse/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { MembersFilter } from './members.contract.ts';

/**
 * The members of a segment as a condition on `member_id`. Handed in, because segments are made out of evaluations.
 * Throws NotFound.
 */
export type SegmentCondition = (tx: Tx, scope: Scope, segmentId: string) => Promise<Sql>;

/** The part of a filter that segments answer. Throws NotFound for a segment that the community does not have. */
export async function segmentConditions(
  { segmentCondition }: { segmentCondition?: SegmentCondition | undefined },
  tx: Tx,
  scope: Scope,
  { segment }: Pick<MembersFilter, 'segment'>,
): Promise<Sql[]> {
  if (segment === undefined) return [];
  if (!segmentCondition) throw new NotFound('the segment');
  return [await segmentCondition(tx, scope, segment)];
}

/** The parts of a filter that PostgreSQL answers: tags and attributes, each as a set of people. */
export async function peopleSets(
  tx: Tx,
  communityId: string,
  { tag, attribute = [] }: Pick<MembersFilter, 'tag' | 'attribute'>,
): Promise<PeopleSet[]> {
  const sets: PeopleSet[] = [];
  if (tag !== undefined) sets.push({ ids: await listTagged(tx, communityId, tag), except: false });
  for (const text of attribute) sets.push(await listHolders(tx, communityId, parseAttributeFilter(text)));
  return sets;
}

/** More ids than this travel into a table instead of in the statement. */
const IDS_IN_STATEMENT = 5_000;
const BATCH = 65_536;

/**
 * Lends sets of people to statements as conditions on `member_id`. Large sets are written to the engine once, however
 * many statements use them, and dropped afterwards.
 */
export async function withPeopleSets<T>(
  engine: EventEngine,
  scope: Scope,
  sets: readonly PeopleSet[],
  work: (conditions: Sql[]) => Promise<T>,
): Promise<T> {
  const written: string[] = [];
  try {
    const conditions: Sql[] = [];
    for (const { ids, except } of sets) {
      let list = sql`${p.uuids(ids)}`;
      if (ids.length > IDS_IN_STATEMENT) {
        const asked = newId();
        written.push(asked);
        await engine.insertColumns(scope, 'asked_ids', idBatches(asked, ids));
        list = sql`(SELECT id FROM asked_ids WHERE ${inScope(scope)} AND asked = ${p.uuid(asked)})`;
      }
      conditions.push(except ? sql`member_id NOT IN ${list}` : sql`member_id IN ${list}`);
    }
    return await work(conditions);
  } finally {
    for (const asked of written) {
      // A leftover of a crash goes by the table's time to live.
      await engine
        .command(
          scope,
          'insights.drop_asked_people',
          sql`ALTER TABLE asked_ids DROP PARTITION ${p.uuid(asked)} /* ${inScope(scope)} */`,
        )
        .catch(() => undefined);
    }
  }
}

function* idBatches(asked: string, ids: readonly string[]) {
  const own = idBytes(asked);
  for (let from = 0; from < ids.length; from += BATCH) {
    const part = ids.slice(from, from + BATCH);
    const id = Buffer.from(part.join('').replaceAll('-', ''), 'hex');
    const askedColumn = new Uint8Array(part.length * 16);
    for (let row = 0; row < part.length; row++) askedColumn.set(own, row * 16);
    yield { asked: askedColumn, id: new Uint8Array(id) };
  }
}

/** The members of an evaluation that a filter means, as a condition on `member_states`. */
export function memberCondition(
  scope: Scope,
  evaluationId: string,
  filter: MembersFilter,
  sets: readonly Sql[] = [],
): Sql {
  const found = [inScope(scope), sql`evaluation_id = ${p.uuid(evaluationId)}`, sql`is_member = 1`, ...sets];
  const add = <T>(value: T | undefined, condition: (value: T) => Sql): void => {
    if (value !== undefined) found.push(condition(value));
  };
  add(
    filter.q,
    (q) =>
      sql`(positionCaseInsensitiveUTF8(name, ${p.string(q)}) > 0 OR positionCaseInsensitiveUTF8(external_id, ${p.string(q)}) > 0)`,
  );
  add(filter.tier, (tier) => sql`tier = ${p.string(tier)}`);
  add(filter.silentKind, (kind) => sql`silent_kind = ${p.string(kind)}`);
  add(filter.activity, (activity) => sql`tier IN ${p.strings(tiersOf(activity))}`);
  add(filter.value, (cell) => sql`value_cell = ${p.string(cell)}`);
  add(filter.paying, (paying) => sql`paying = ${p.uint(paying ? 1 : 0)}`);
  add(filter.group, (group) => (isId(group) ? sql`has(groups, ${p.uuid(group)})` : sql`0`));
  const inNetwork = (which: Sql): Sql =>
    sql`member_id IN (SELECT member_id FROM network_members
          WHERE ${inScope(scope)} AND evaluation_id = ${p.uuid(evaluationId)} AND ${which})`;
  add(filter.circle, (circle) => inNetwork(sql`circle = ${p.uint(circle)}`));
  add(filter.bridge, (bridge) => (bridge ? inNetwork(sql`cut_off > 0`) : sql`NOT (${inNetwork(sql`cut_off > 0`)})`));
  add(filter.isolated, (isolated) => (isolated ? sql`NOT (${inNetwork(sql`1`)})` : inNetwork(sql`1`)));
  add(filter.platform, (platform) => sql`has(platforms, ${p.string(platform)})`);
  add(filter.joinedFrom, (day) => sql`joined_day >= ${p.day(parseDay(day)!)}`);
  add(filter.joinedTo, (day) => sql`joined_day <= ${p.day(parseDay(day)!)}`);
  return joinSql(found, sql` AND `);
}

/** How many members a condition on `member_states` means. */
export async function countMembers(engine: EventEngine, scope: Scope, where: Sql): Promise<number> {
  const rows = await engine.query<{ members: number }>(
    scope,
    'insights.members_total',
    sql`SELECT count() AS members FROM member_states WHERE ${where}`,
  );
  return Number(rows[0]?.members ?? 0);
}
