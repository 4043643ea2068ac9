import type { Day } from '#kernel/calendar.ts';
import { newId } from '#kernel/ids.ts';
import { inScope, p, scopeColumns, sql, type EventEngine, type Scope, type Sql } from '#platform/clickhouse/index.ts';
import type { Slice } from './roll-up-member-days.ts';
import { NIL, personaOf, personaSpans } from './roll-up-reads.ts';

/** Most answers come within days of what they answer: parents are looked for there before every day is read. */
const DAYS_BEFORE = 7;
const DAYS_AFTER = 1;

/** Asking the indexes of the table for each of a million ids costs more than reading the rows. */
export const SCAN: Sql = sql`SETTINGS use_skip_indexes = 0, use_index_for_in_with_subqueries = 0`;

/** What a slice's answers refer to: found in the days around them, or, where `far` names ids, to be looked for everywhere. */
export type Parents = {
  near: readonly Day[];
  /** Whether any event of the days around has several versions or was moved. */
  edited: boolean;
  far: Sql | undefined;
};

const answers = (scope: Scope, { days }: Slice): Sql =>
  sql`${inScope(scope)} AND day IN ${p.days(days)} AND reply_to != ${NIL} AND kind IN ('reply', 'answer', 'reaction', 'vote')`;

const parentIds = (scope: Scope, slice: Slice): Sql =>
  sql`(SELECT reply_to FROM events WHERE ${answers(scope, slice)})`;

function daysAround(days: readonly Day[]): Day[] {
  const around = new Set<Day>();
  for (const day of days)
    for (let near = Math.max(0, day - DAYS_BEFORE); near <= day + DAYS_AFTER; near++) around.add(near);
  return [...around].sort((a, b) => a - b);
}

/**
 * Calls `work` with where the slice's parents are. Ids that the days around do not hold, or hold at a place that was
 * left, are written to `asked_ids` for as long as `work` runs, so that reading every day is left to slices that need it.
 */
export async function withParents(
  engine: EventEngine,
  scope: Scope,
  slice: Slice,
  work: (parents: Parents) => Promise<void>,
): Promise<void> {
  const near = daysAround(slice.days);
  const asked = newId();
  const isAsked = sql`${inScope(scope)} AND asked = ${p.uuid(asked)}`;
  await engine.command(
    scope,
    'events.ask_for_far_parents',
    sql`INSERT INTO asked_ids (workspace_id, community_id, asked, id)
        SELECT DISTINCT ${scopeColumns(scope)}, ${p.uuid(asked)}, reply_to FROM events
        WHERE ${answers(scope, slice)} AND
          (reply_to NOT IN
            (SELECT event_id FROM events
             WHERE ${inScope(scope)} AND day IN ${p.days(near)} AND event_id IN ${parentIds(scope, slice)})
           OR reply_to IN
            (SELECT event_id FROM events WHERE ${inScope(scope)} AND day IN ${p.days(near)} AND is_deleted = 1))
        ${SCAN}`,
  );
  const [known] = await engine.query<{ missing: number; edits: number }>(
    scope,
    'events.far_parents_asked',
    sql`SELECT (SELECT count() FROM asked_ids WHERE ${isAsked}) AS missing,
          (SELECT count() FROM events
           WHERE ${inScope(scope)} AND day IN ${p.days(near)} AND (version > 0 OR is_deleted = 1)) AS edits`,
  );
  const edited = Number(known!.edits) > 0;
  if (Number(known!.missing) === 0) return work({ near, edited, far: undefined });
  try {
    await work({ near, edited, far: sql`(SELECT id FROM asked_ids WHERE ${isAsked})` });
  } finally {
    // A leftover of a crash goes by the table's time to live.
    await engine
      .command(
        scope,
        'events.drop_asked_ids',
        sql`ALTER TABLE asked_ids DROP PARTITION ${p.uuid(asked)} /* ${inScope(scope)} */`,
      )
      .catch(() => undefined);
  }
}

/**
 * The parents as they stand, a subquery of `parent_id, author` (a persona) and `void`: removed, or a bot's. The highest
 * version stands, of equal ones that with the lowest origin. Where nothing was edited, a row that a killed try left twice
 * comes twice: to be joined by ANY.
 */
export function parentRows(scope: Scope, slice: Slice, { near, edited, far }: Parents): Sql {
  const rows = (where: Sql): Sql =>
    sql`SELECT event_id, account_id, at, position, removed FROM events
        WHERE ${inScope(scope)} AND is_deleted = 0 AND ${where}`;
  const standing = (where: Sql): Sql => sql`(${rows(where)} ORDER BY version DESC, origin_version LIMIT 1 BY event_id)`;
  const ofNear = (where: Sql): Sql => (edited ? standing(where) : sql`(${rows(where)})`);
  const nearby = sql`day IN ${p.days(near)} AND event_id IN ${parentIds(scope, slice)}`;
  const found = far
    ? sql`(SELECT * FROM ${ofNear(sql`${nearby} AND event_id NOT IN ${far}`)}
           UNION ALL SELECT * FROM ${standing(sql`event_id IN ${far}`)})`
    : ofNear(nearby);
  const author = slice.renamed
    ? personaOf({
        account: sql`e.account_id`,
        at: sql`e.at`,
        position: sql`e.position`,
        event: sql`e.event_id`,
        spans: sql`s.spans`,
      })
    : sql`e.account_id`;
  const spans = slice.renamed ? sql`LEFT JOIN ${personaSpans(scope)} AS s ON s.account_id = e.account_id` : sql``;
  return sql`(SELECT e.event_id AS parent_id, ${author} AS author,
       e.removed != '' OR e.account_id IN (SELECT account_id FROM bot_accounts WHERE ${inScope(scope)}) AS void
     FROM ${found} AS e
     ${spans})`;
}

/** Writes down which parents the slice's events miss, so that their days are rolled up again when one arrives. */
export async function rollUpOrphans(engine: EventEngine, scope: Scope, slice: Slice, { far }: Parents): Promise<void> {
  if (!far) return;
  await engine.command(
    scope,
    'events.roll_up_orphans',
    sql`INSERT INTO orphans (workspace_id, community_id, parent_id, day)
        SELECT DISTINCT ${scopeColumns(scope)}, reply_to AS parent_id, day
        FROM events
        WHERE ${answers(scope, slice)} AND reply_to IN ${far}
          AND reply_to NOT IN (SELECT event_id FROM events WHERE ${inScope(scope)} AND event_id IN ${far})
        ${SCAN}`,
  );
}
