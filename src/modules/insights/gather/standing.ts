import { NIL_ID } from '#kernel/ids.ts';
import type { Day } from '#kernel/calendar.ts';
import { currentDays } from '#modules/events/index.ts';
import { inScope, p, sql, type EventEngine, type Scope, type Sql } from '#platform/clickhouse/index.ts';
import { asWords } from './id-index.ts';

/** What every query of an evaluation needs to know: whose rows, up to which day, and which map makes people of personas. */
export type Frame = {
  readonly engine: EventEngine;
  readonly scope: Scope;
  readonly today: Day;
  readonly zone: string;
  readonly mapId: string;
  /** Rows of the map: persona and member as words, 4 an id; the nil member is void. */
  readonly mapped: { readonly personas: Uint32Array; readonly members: Uint32Array };
  /** Whether the map has any row; `mapped` may hold only those of a few members. */
  readonly hasMap: boolean;
  readonly hasVoid: boolean;
};

/** Reads the map of personas that are not a member of their own. */
export async function readPersonaMap(
  engine: EventEngine,
  scope: Scope,
  mapId: string,
): Promise<Pick<Frame, 'mapId' | 'mapped' | 'hasMap' | 'hasVoid'>> {
  const rows = await engine.columns(
    scope,
    'insights.persona_map',
    sql`SELECT persona_id, member_id FROM persona_maps
        WHERE ${inScope(scope)} AND map_id = ${p.uuid(mapId)} AND persona_id != ${p.uuid(NIL_ID)}
        ORDER BY persona_id`,
  );
  const personas = asWords(rows.rawUuids('persona_id'));
  const members = asWords(rows.rawUuids('member_id'));
  let hasVoid = false;
  for (let row = 0; row < members.length; row += 4) hasVoid ||= isNil(members, row);
  return { mapId, mapped: { personas, members }, hasMap: rows.rows > 0, hasVoid };
}

/** Whether the id that starts at word `at` is nil. */
export const isNil = (words: Uint32Array, at: number): boolean =>
  words[at] === 0 && words[at + 1] === 0 && words[at + 2] === 0 && words[at + 3] === 0;

/** The rows of `member_days` that count at T: current revisions, days up to T, nobody void. */
export function standingDays(frame: Frame): Sql {
  const { scope, today } = frame;
  return sql`${inScope(scope)} AND ${currentDays(scope)} AND day <= ${p.day(today)}${notVoid(frame)}`;
}

/** Personas that count for nothing, as the right side of an IN. */
export const voidPersonas = ({ scope, mapId }: Frame): Sql =>
  sql`(SELECT persona_id FROM persona_maps
    WHERE ${inScope(scope)} AND map_id = ${p.uuid(mapId)} AND member_id = ${p.uuid(NIL_ID)})`;

const notVoid = (frame: Frame): Sql => (frame.hasVoid ? sql` AND persona_id NOT IN ${voidPersonas(frame)}` : sql``);

/** The raw events that count at T: up to its day, standing, nobody's who is a bot. Use with FINAL. */
export const countingEvents = ({ scope, today }: Frame): Sql =>
  sql`${inScope(scope)} AND day <= ${p.day(today)} AND removed = '' AND ${notBot(scope)}`;

/** Leaves out accounts that are bots. */
export const notBot = (scope: Scope): Sql =>
  sql`account_id NOT IN (SELECT account_id FROM bot_accounts WHERE ${inScope(scope)})`;

/** Evaluations of large communities may take this long a query; they run in the background. */
const MAX_SECONDS = 900;

/** Reads a result by columns for an evaluation. */
export const readColumns = (frame: Frame, name: string, statement: Sql): ReturnType<EventEngine['columns']> =>
  frame.engine.columns(frame.scope, name, statement, { maxSeconds: MAX_SECONDS });
