import type { Day } from '#kernel/calendar.ts';
import { NIL_ID } from '#kernel/ids.ts';
import { personaOf, personaSpans } from '#modules/events/index.ts';
import { inScope, joinSql, p, sql, type Sql } from '#platform/clickhouse/index.ts';
import { countingEvents, standingDays, type Frame } from './standing.ts';

/** Columns of an event that can be asked for beside `member_id`. */
const EVENT_COLUMNS = [
  'account_id',
  'day',
  'event_id',
  'version',
  'at',
  'position',
  'kind',
  'group_id',
  'thread_id',
  'reply_to',
  'target',
  'platform',
  'value',
  'has_value',
  'weight',
  'properties',
] as const;
export type EventColumn = (typeof EVENT_COLUMNS)[number];

const DAY_COLUMNS = [
  'day',
  'group_id',
  'first_at',
  'last_at',
  'last_leave_at',
  'contributions',
  'weight',
  'messages',
  'joins',
  'purchases',
  'amount',
] as const;
export type DayColumn = (typeof DAY_COLUMNS)[number];

/** A frame that also knows whether any account was renamed. */
export type PeopleFrame = Frame & { readonly hasSpans: boolean };

/** Whether any account of the community was renamed, so that one account may stand for several people. */
export async function hasSpans({ engine, scope }: Pick<Frame, 'engine' | 'scope'>): Promise<boolean> {
  const [row] = await engine.query<{ spans: number }>(
    scope,
    'insights.has_spans',
    sql`SELECT count() > 0 AS spans FROM persona_spans
        WHERE ${inScope(scope)} AND account_id != ${p.uuid(NIL_ID)}
          AND revision = (SELECT max(revision) FROM persona_spans WHERE ${inScope(scope)})`,
  );
  return Number(row?.spans ?? 0) > 0;
}

/**
 * The events that count at T with the member who did each, as a subquery: `member_id` and the columns asked for. Renames
 * and merges are applied; bots and removed messages are left out. `from` and `to` are days, both included; `where` is on
 * columns of the table `events` and narrows what is read. A community without renames and merges costs no join.
 */
export function memberEvents(
  frame: PeopleFrame,
  {
    columns,
    from,
    to = frame.today,
    where,
  }: { columns: readonly EventColumn[]; from?: Day | undefined; to?: Day | undefined; where?: Sql | undefined },
): Sql {
  const read = frame.hasSpans ? [...new Set<EventColumn>([...columns, 'at', 'position', 'event_id'])] : columns;
  const needed = read.filter((column) => column !== 'account_id');
  const events = sql`(SELECT account_id${after(needed)} FROM events FINAL
    WHERE ${countingEvents({ ...frame, today: Math.min(frame.today, to) })}
      ${from === undefined ? sql`` : sql`AND day >= ${p.day(from)}`} ${where ? sql`AND ${where}` : sql``})`;
  const shown = columns.map((column) => sql`${p.identifier(column)}`);
  if (!frame.hasSpans) return asMembers(frame, { rows: events, persona: sql`account_id`, shown });
  const persona = personaOf({
    account: sql`e.account_id`,
    at: sql`e.at`,
    position: sql`e.position`,
    event: sql`e.event_id`,
    spans: sql`s.spans`,
  });
  const renamed = sql`(SELECT ${persona} AS persona_id, e.account_id AS account_id
      ${joinSql(
        needed.map((column) => sql`, e.${p.identifier(column)} AS ${p.identifier(column)}`),
        sql` `,
      )}
    FROM ${events} AS e LEFT JOIN ${personaSpans(frame.scope)} AS s ON s.account_id = e.account_id)`;
  return asMembers(frame, { rows: renamed, persona: sql`persona_id`, shown });
}

/**
 * The roll-up of days with the member of each row, as a subquery: a row for each persona, day and group, so that a member
 * who is several accounts has several rows a day. Days as in `memberEvents`.
 */
export function memberDays(
  frame: Frame,
  {
    columns,
    from,
    to = frame.today,
    where,
  }: { columns: readonly DayColumn[]; from?: Day | undefined; to?: Day | undefined; where?: Sql | undefined },
): Sql {
  const rows = sql`(SELECT persona_id${after(columns)} FROM member_days
    WHERE ${standingDays({ ...frame, today: Math.min(frame.today, to) })}
      ${from === undefined ? sql`` : sql`AND day >= ${p.day(from)}`} ${where ? sql`AND ${where}` : sql``})`;
  return asMembers(frame, {
    rows,
    persona: sql`persona_id`,
    shown: columns.map((column) => sql`${p.identifier(column)}`),
  });
}

const after = (columns: readonly string[]): Sql =>
  joinSql(
    columns.map((column) => sql`, ${p.identifier(column)}`),
    sql``,
  );

function asMembers({ scope, mapId, hasMap }: Frame, { rows, persona, shown }: PersonaRows): Sql {
  if (!hasMap) return sql`(SELECT ${joinSql([sql`${persona} AS member_id`, ...shown])} FROM ${rows})`;
  const nil = p.uuid(NIL_ID);
  return sql`(SELECT ${joinSql([sql`if(mapped_persona = ${nil}, ${persona}, mapped_member) AS member_id`, ...shown])}
    FROM ${rows} AS r
    LEFT ANY JOIN (SELECT persona_id AS mapped_persona, member_id AS mapped_member FROM persona_maps
      WHERE ${inScope(scope)} AND map_id = ${p.uuid(mapId)} AND persona_id != ${nil}) AS m
    ON m.mapped_persona = r.${persona}
    WHERE mapped_persona = ${nil} OR mapped_member != ${nil})`;
}

type PersonaRows = { rows: Sql; persona: Sql; shown: readonly Sql[] };
