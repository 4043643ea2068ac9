import type { Day } from '#kernel/calendar.ts';
import { NIL_ID } from '#kernel/ids.ts';
import { inScope, p, sql, type EventEngine, type Scope, type Sql } from '#platform/clickhouse/index.ts';
import { withIds } from './event-log-store.ts';
import type { EventRow } from './event-row.ts';

/** A row that is about to stand, and the one that stood before it. */
export type Change = { before: EventRow | undefined; after: EventRow };

async function daysOf(engine: EventEngine, scope: Scope, name: string, statement: Sql): Promise<Day[]> {
  const rows = await engine.query<{ day_number: number }>(scope, name, statement);
  return rows.map((row) => Number(row.day_number));
}

/** Whether an event's change alters what its answers and reactions are worth, and for whom. */
const changesItsAnswers = ({ before, after }: Change): boolean =>
  before !== undefined &&
  ((before.removed === '') !== (after.removed === '') ||
    before.accountId !== after.accountId ||
    before.at !== after.at ||
    before.position !== after.position);

const isSameRename = ({ before, after }: Change): boolean =>
  before !== undefined &&
  before.kind === after.kind &&
  before.target === after.target &&
  before.accountId === after.accountId &&
  before.at === after.at &&
  before.position === after.position &&
  (before.removed === '') === (after.removed === '');

/**
 * The days whose roll-ups change when `changes` are written and `newBots` become known as bots, beyond the days that
 * only a whole fresh load needs: the events' own days; days of answers to a changed parent or one that arrives late;
 * every day of an occasion that somebody attended; from a rename on, every day. Asked before anything is written.
 */
export async function staleDays(
  engine: EventEngine,
  scope: Scope,
  changes: readonly Change[],
  newBots: readonly string[],
): Promise<Set<Day>> {
  const days = new Set<Day>();
  const add = (found: Iterable<Day>): void => {
    for (const day of found) days.add(day);
  };
  for (const { before, after } of changes) {
    days.add(after.day);
    if (before) days.add(before.day);
  }
  add(
    await daysOfAnswers(
      engine,
      scope,
      changes.filter(changesItsAnswers).map(({ after }) => after.eventId),
    ),
  );
  add(
    await daysOfOrphans(
      engine,
      scope,
      changes.filter(({ before }) => !before).map(({ after }) => after.eventId),
    ),
  );
  add(await daysOfOccasions(engine, scope, changes, newBots));
  add(await daysAfterRenames(engine, scope, changes, newBots));
  return days;
}

async function daysOfAnswers(engine: EventEngine, scope: Scope, parents: readonly string[]): Promise<Day[]> {
  if (parents.length === 0) return [];
  return withIds(engine, scope, parents, (ids) =>
    daysOf(
      engine,
      scope,
      'events.days_of_answers',
      sql`SELECT DISTINCT toUInt16(day) AS day_number FROM events WHERE ${inScope(scope)} AND reply_to IN ${ids}`,
    ),
  );
}

async function daysOfOrphans(engine: EventEngine, scope: Scope, parents: readonly string[]): Promise<Day[]> {
  if (parents.length === 0) return [];
  return withIds(engine, scope, parents, (ids) =>
    daysOf(
      engine,
      scope,
      'events.days_of_orphans',
      sql`SELECT DISTINCT toUInt16(day) AS day_number FROM orphans WHERE ${inScope(scope)} AND parent_id IN ${ids}`,
    ),
  );
}

/** Who was there decides what everybody who was there gained: all days of a thread's occasion go together. */
async function daysOfOccasions(
  engine: EventEngine,
  scope: Scope,
  changes: readonly Change[],
  newBots: readonly string[],
): Promise<Day[]> {
  const threads = new Set<string>();
  for (const { before, after } of changes)
    for (const row of [before, after]) if (row?.kind === 'attend' && row.threadId !== NIL_ID) threads.add(row.threadId);
  const days: Day[] = [];
  if (threads.size > 0)
    days.push(
      ...(await withIds(engine, scope, [...threads], (ids) =>
        daysOf(
          engine,
          scope,
          'events.days_of_occasions',
          sql`SELECT DISTINCT toUInt16(day) AS day_number FROM events
              WHERE ${inScope(scope)} AND kind = 'attend' AND thread_id IN ${ids}`,
        ),
      )),
    );
  if (newBots.length > 0)
    days.push(
      ...(await daysOf(
        engine,
        scope,
        'events.days_of_occasions_with',
        sql`SELECT DISTINCT toUInt16(day) AS day_number FROM events
            WHERE ${inScope(scope)} AND kind = 'attend' AND (group_id, thread_id, if(thread = '', day, 0)) IN
              (SELECT group_id, thread_id, if(thread = '', day, 0) FROM events
               WHERE ${inScope(scope)} AND kind = 'attend' AND account_id IN ${p.uuids(newBots)})`,
      )),
    );
  return days;
}

/**
 * A rename, or its end, changes which persona an account's events from then on belong to, and those of everybody who
 * meets it: all days from it on, and the days of answers to the account that stand before their parent. A new bot's
 * renames never happened, and answers to its events are void.
 */
async function daysAfterRenames(
  engine: EventEngine,
  scope: Scope,
  changes: readonly Change[],
  newBots: readonly string[],
): Promise<Day[]> {
  const renames = changes.filter((change) => {
    const kinds = [change.before?.kind, change.after.kind];
    return kinds.includes('rename') && !isSameRename(change);
  });
  const accounts = new Set(newBots);
  let first = Infinity;
  for (const { before, after } of renames)
    for (const row of before ? [before, after] : [after]) {
      accounts.add(row.accountId);
      first = Math.min(first, row.day);
    }
  if (accounts.size === 0) return [];
  const days: Day[] = [];
  const ofAccounts = await withIds(engine, scope, [...accounts], async (ids) => {
    if (newBots.length > 0) {
      const [rename] = await engine.query<{ first: number }>(
        scope,
        'events.first_rename_of',
        sql`SELECT toUInt16(min(day)) AS first FROM events
            WHERE ${inScope(scope)} AND kind = 'rename' AND account_id IN ${p.uuids(newBots)} HAVING count() > 0`,
      );
      if (rename) first = Math.min(first, Number(rename.first));
    }
    return daysOf(
      engine,
      scope,
      'events.days_of_answers_to',
      sql`SELECT DISTINCT toUInt16(day) AS day_number FROM events
          WHERE ${inScope(scope)} AND reply_to IN
            (SELECT event_id FROM events WHERE ${inScope(scope)} AND account_id IN ${ids})`,
    );
  });
  days.push(...ofAccounts);
  if (Number.isFinite(first))
    days.push(
      ...(await daysOf(
        engine,
        scope,
        'events.days_from',
        sql`SELECT DISTINCT toUInt16(day) AS day_number FROM day_marks WHERE ${inScope(scope)} AND day >= ${p.day(first)}`,
      )),
    );
  return days;
}
