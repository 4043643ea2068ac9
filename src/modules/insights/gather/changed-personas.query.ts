import type { Day } from '#kernel/calendar.ts';
import { inScope, p, sql, type EventEngine, type Scope, type Sql } from '#platform/clickhouse/index.ts';
import { asWords } from './id-index.ts';
import { readColumns, type Frame } from './standing.ts';

/** Which revision of each day counts: what has changed since is where another does. */
export type DayRevisions = ReadonlyMap<Day, number>;

/** The revisions that count now. */
export async function readDayRevisions(engine: EventEngine, scope: Scope): Promise<DayRevisions> {
  const rows = await engine.query<{ day_number: number; latest: number }>(
    scope,
    'insights.day_revisions',
    sql`SELECT toUInt16(day) AS day_number, max(revision) AS latest FROM day_revisions
        WHERE ${inScope(scope)} GROUP BY day`,
  );
  return new Map(rows.map((row) => [row.day_number, Number(row.latest)]));
}

type Change = { day: Day; before: number; now: number };

/**
 * Personas of whom some row of a roll-up is another than it was at the revisions given: who did something, or was given
 * something, as words. Null where that can no longer be told, because the rows of a day as it was are gone.
 */
export async function changedPersonas(frame: Frame, before: DayRevisions): Promise<Uint32Array | null> {
  const changes = [...(await readDayRevisions(frame.engine, frame.scope))]
    .filter(([day, now]) => day <= frame.today && before.get(day) !== now)
    .map(([day, now]): Change => ({ day, before: before.get(day) ?? 0, now }));
  if (changes.length === 0) return new Uint32Array(0);
  if (!(await holdsBefore(frame, changes))) return null;
  const touched = rowsOf(frame, changes);
  const found = await readColumns(
    frame,
    'insights.personas_changed_since',
    sql`SELECT DISTINCT persona_id FROM
          (SELECT persona_id FROM member_days WHERE ${touched}
           GROUP BY day, persona_id, group_id, first_at, last_at, last_leave_at, contributions, weight, messages, joins,
             purchases, amount
           HAVING uniqExact(revision) = 1
           UNION ALL
           SELECT receiver AS persona_id FROM tie_gains WHERE ${touched}
           GROUP BY day, giver, receiver, event_id, gain, kind HAVING uniqExact(revision) = 1)`,
  );
  return asWords(found.rawUuids('persona_id'));
}

/** The rows of the days as they were and as they are. */
function rowsOf({ scope }: Frame, changes: readonly Change[]): Sql {
  const days = changes.map(({ day }) => day);
  const revisions = (which: 'before' | 'now'): Sql =>
    sql`revision = transform(toInt64(toUInt16(day)), ${p.ints(days)}, ${p.uints(changes.map((one) => one[which]))}, toUInt64(0))`;
  return sql`${inScope(scope)} AND day IN ${p.days(days)} AND (${revisions('before')} OR ${revisions('now')})`;
}

/** Whether every day that counted before still has rows of its revision; a day without any row then is taken for gone. */
async function holdsBefore(frame: Frame, changes: readonly Change[]): Promise<boolean> {
  const days = changes.filter(({ before }) => before > 0);
  if (days.length === 0) return true;
  const was = sql`revision = transform(toInt64(toUInt16(day)), ${p.ints(days.map(({ day }) => day))},
    ${p.uints(days.map(({ before }) => before))}, toUInt64(0))`;
  const [row] = await frame.engine.query<{ there: number }>(
    frame.scope,
    'insights.days_as_they_were',
    sql`SELECT uniqExact(day) AS there FROM member_days
        WHERE ${inScope(frame.scope)} AND day IN ${p.days(days.map(({ day }) => day))} AND ${was}`,
  );
  return Number(row!.there) === days.length;
}
