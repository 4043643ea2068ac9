import type { Day } from '#kernel/calendar.ts';
import { inScope, p, sql, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';
import { markDays, nextRevision } from './event-log-store.ts';
import { refreshSpans } from './persona-store.ts';
import { rollUpMemberDays, type Slice } from './roll-up-member-days.ts';
import { listStaleDays } from './roll-up-reads.ts';
import { rollUpOrphans, withParents } from './roll-up-parents.ts';
import { rollUpOccasions, rollUpTieGains } from './roll-up-tie-gains.ts';
import type { ChangedDays, Turn } from './write-events.ts';

/** Events that one step of a roll-up may read: bounds the engine's memory. */
const EVENTS_AT_ONCE = 2_000_000;

export type RollUpOptions = {
  turn?: Turn;
  onProgress?: (progress: { days: number; of: number }) => void;
};

type DaySize = { day: Day; events: number; attends: number; answers: number; meetings: number; mentioning: number };

/**
 * Computes member days and tie gains anew for the days given and for all that are marked stale, slice by slice: rows
 * are written under a new revision, and `day_revisions` then says that they count. Killed anywhere, the next call
 * starts the unfinished days over. One writer or roll-up of a community at a time: where there are several, `turn`
 * sees to it slice by slice; a day that is written to between two turns stays marked.
 */
export async function rollUp(
  engine: EventEngine,
  scope: Scope,
  changed: ChangedDays = new Set(),
  { turn = (work) => work(), onProgress = () => {} }: RollUpOptions = {},
): Promise<void> {
  const { parts, revision, renamed, of } = await turn(() => plan(engine, scope, changed));
  let done = 0;
  for (const part of parts) {
    const slice = { days: part.map(({ day }) => day), revision, renamed };
    await turn(() => rollUpSlice(engine, scope, slice, part));
    onProgress({ days: (done += part.length), of });
  }
}

type Plan = { parts: DaySize[][]; revision: number; renamed: boolean; of: number };

async function plan(engine: EventEngine, scope: Scope, changed: ChangedDays): Promise<Plan> {
  const days = [...new Set([...changed, ...(await listStaleDays(engine, scope))])].sort((a, b) => a - b);
  if (days.length === 0) return { parts: [], revision: 0, renamed: false, of: 0 };
  const { renamed } = await refreshSpans(engine, scope);
  const revision = await nextRevision(engine, scope);
  // Claims the revision: rows of a try that is killed stay below the next try's.
  await markDays(engine, scope, days, revision);
  return { parts: [...slices(days, await sizesOf(engine, scope, days))], revision, renamed, of: days.length };
}

async function rollUpSlice(engine: EventEngine, scope: Scope, slice: Slice, sizes: readonly DaySize[]): Promise<void> {
  const any = (of: (size: DaySize) => number): boolean => sizes.some((size) => of(size) > 0);
  if (any(({ events }) => events)) await rollUpMemberDays(engine, scope, slice);
  const mentions = any((size) => size.mentioning);
  if (any(({ answers }) => answers))
    await withParents(engine, scope, slice, async (parents) => {
      await rollUpTieGains(engine, scope, slice, { parents, mentions });
      await rollUpOrphans(engine, scope, slice, parents);
    });
  else if (any(({ meetings }) => meetings))
    await rollUpTieGains(engine, scope, slice, { parents: undefined, mentions });
  if (any(({ attends }) => attends)) await rollUpOccasions(engine, scope, slice);
  const rows = slice.days.map((day) => ({ day, revision: slice.revision }));
  await engine.insert(scope, 'day_revisions', rows);
}

/** Rows per day, of every version: enough to cut slices and to skip what a slice has none of. */
async function sizesOf(engine: EventEngine, scope: Scope, days: readonly Day[]): Promise<Map<Day, DaySize>> {
  const rows = await engine.query<DaySize & { day_number: number }>(
    scope,
    'events.day_sizes',
    sql`SELECT toUInt16(day) AS day_number, count() AS events, countIf(kind = 'attend') AS attends,
          countIf(reply_to != toUUID('00000000-0000-0000-0000-000000000000')) AS answers,
          countIf(reply_to != toUUID('00000000-0000-0000-0000-000000000000')
            OR target != toUUID('00000000-0000-0000-0000-000000000000') OR notEmpty(mentions)) AS meetings,
          countIf(notEmpty(mentions)) AS mentioning
        FROM events
        WHERE ${inScope(scope)} AND day BETWEEN ${p.day(days[0]!)} AND ${p.day(days.at(-1)!)}
        GROUP BY day`,
  );
  return new Map(rows.map((row) => [Number(row.day_number), row]));
}

function* slices(days: readonly Day[], sizes: ReadonlyMap<Day, DaySize>): Generator<DaySize[]> {
  let part: DaySize[] = [];
  let events = 0;
  for (const day of days) {
    const size = sizes.get(day) ?? { day, events: 0, attends: 0, answers: 0, meetings: 0, mentioning: 0 };
    if (part.length > 0 && events + size.events > EVENTS_AT_ONCE) {
      yield part;
      part = [];
      events = 0;
    }
    part.push({ ...size, day });
    events += Number(size.events);
  }
  if (part.length > 0) yield part;
}
