import type { Day } from '#kernel/calendar.ts';
import { inScope, sql, type EventEngine, type Scope, type Sql } from '#platform/clickhouse/index.ts';

export const NIL: Sql = sql`toUUID('00000000-0000-0000-0000-000000000000')`;

/**
 * Limits a roll-up table (`member_days`, `tie_gains`) to the rows that count: of each day those of its latest revision.
 * To be used beside `inScope` in the WHERE of every read. Day and revision (counted from 1, 48 bits are enough) are one
 * number: a set of numbers is searched faster than a set of pairs, by an eighth of a whole scan, and the primary key is not
 * asked for every mark which of all days it may hold.
 */
export const currentDays = (scope: Scope): Sql =>
  sql`bitOr(bitShiftLeft(revision, 16), toUInt16(day)) IN
    (SELECT bitOr(bitShiftLeft(max(revision), 16), toUInt16(day)) FROM day_revisions WHERE ${inScope(scope)} GROUP BY day)`;

/**
 * The texts of events that stand, as a subquery: `day, account_id, event_id, version, group_id, text`. A text counts when
 * its event has the same place and version. `limit` narrows both sides, by day, account or event: `sql\`AND day >= …\``.
 */
export const standingTexts = (scope: Scope, limit: Sql = sql``): Sql =>
  sql`(SELECT DISTINCT day, account_id, event_id, version, group_id, text FROM event_texts
       WHERE ${inScope(scope)} AND is_deleted = 0 AND text != '' ${limit}
         AND (day, account_id, event_id, version) IN
           (SELECT day, account_id, event_id, version FROM events FINAL
            WHERE ${inScope(scope)} AND removed = '' AND bot = 0 ${limit}))`;

/** The spans of renamed accounts, one row an account: `account_id, spans` sorted; few rows, to be joined to events. */
export const personaSpans = (scope: Scope): Sql =>
  sql`(SELECT account_id, arraySort(groupArray(
         (toUnixTimestamp64Milli(from_at), from_position, toString(from_event), persona_id))) AS spans
       FROM persona_spans
       WHERE ${inScope(scope)} AND account_id != ${NIL}
         AND revision = (SELECT max(revision) FROM persona_spans WHERE ${inScope(scope)})
       GROUP BY account_id)`;

/** The columns that decide which persona an account stands for in an event. */
export type PersonaColumns = { account: Sql; at: Sql; position: Sql; event: Sql; spans: Sql };

/** The persona of an account at the place of an event; `spans` is the column of a LEFT JOIN of `personaSpans`. */
export const personaOf = ({ account, at, position, event, spans }: PersonaColumns): Sql =>
  sql`if(empty(${spans}), ${account}, ifNull(nullIf(
        arrayLast(span -> (span.1, span.2, span.3) < (toUnixTimestamp64Milli(${at}), ${position}, toString(${event})),
          ${spans}).4, ${NIL}), ${account}))`;

/** The days whose roll-ups are older than their mark. */
export async function listStaleDays(engine: EventEngine, scope: Scope): Promise<Day[]> {
  const rows = await engine.query<{ day_number: number }>(
    scope,
    'events.stale_days',
    sql`SELECT toUInt16(marks.day) AS day_number FROM
          (SELECT day, max(revision) AS marked FROM day_marks WHERE ${inScope(scope)} GROUP BY day) AS marks
          LEFT JOIN
          (SELECT day, max(revision) AS done FROM day_revisions WHERE ${inScope(scope)} GROUP BY day) AS revisions
          ON marks.day = revisions.day
        WHERE marks.marked > revisions.done
        ORDER BY day_number`,
  );
  return rows.map((row) => Number(row.day_number));
}
