import { startOfDay, type Day } from '#kernel/calendar.ts';
import { NIL_ID } from '#kernel/ids.ts';
import { p, sql } from '#platform/clickhouse/index.ts';
import { Conversations, type Answering, type Writings } from '../figures/conversations.ts';
import { asWords, IdIndex } from './id-index.ts';
import { sumBetween, type CommunityDays } from './community-days.query.ts';
import type { People } from './people.ts';
import type { PersonaResolver } from './persona-resolver.ts';
import { countingEvents, readColumns, type Frame } from './standing.ts';

/** Contributions, about, of a run of days that is read at once. */
const ROWS_AT_ONCE = 250_000;
const NEWCOMER_DAYS = 14;
const WINDOW = 28;
const DAY_MS = 86_400_000;

/** Events that count as writing; only these open, disturb and answer. */
export const writing = sql`kind IN ('message', 'reply', 'answer', 'post', 'submission', 'review')`;

export type ConversationInputs = {
  frame: Frame;
  people: People;
  resolver: PersonaResolver;
  joinedDay: Int32Array;
  days: CommunityDays;
};

/** How fast conversation starts and newcomers' first messages of the last 28 days were answered. */
export async function responsiveness(inputs: ConversationInputs): Promise<{ all: Answering; newcomers: Answering }> {
  const { frame, days } = inputs;
  const { today, zone } = frame;
  // One day more than the window: it tells whether a group was quiet when the window begins.
  const first = today - WINDOW;
  const conversations = new Conversations({
    from: startOfDay(first + 1, zone),
    to: startOfDay(today + 1, zone) - DAY_MS,
  });
  const roots = await threadRoots(frame, first);
  if (roots.some) await addBegunThreads(frame, first, conversations);
  const spoken = await spokenBefore(inputs, first);
  for (const [from, to] of runsOfDays(days, first, today)) {
    conversations.take(await readWritings(inputs, { from, to, roots, spoken }));
  }
  return conversations.figures();
}

/** The days from … to cut into runs of about ROWS_AT_ONCE contributions. */
export function runsOfDays(days: CommunityDays, from: Day, to: Day): [Day, Day][] {
  const runs: [Day, Day][] = [];
  let start = from;
  for (let day = from; day <= to; day++) {
    if (day === to || sumBetween(days, 'contributions', start, day + 1) > ROWS_AT_ONCE) {
      runs.push([start, day]);
      start = day + 1;
    }
  }
  return runs;
}

/** Marks threads of the window that had a counting writing before the stream begins on day `first`. */
export async function addBegunThreads(frame: Frame, first: Day, conversations: Conversations): Promise<void> {
  const found = await readColumns(
    frame,
    'insights.begun_threads',
    sql`SELECT DISTINCT group_id, thread_id FROM events FINAL
        WHERE ${countingEvents(frame)} AND day < ${p.day(first)} AND ${writing} AND thread_id IN
          (SELECT thread_id FROM events WHERE ${countingEvents(frame)} AND day >= ${p.day(first)} AND thread_id != ${p.uuid(NIL_ID)})`,
  );
  const groups = asWords(found.rawUuids('group_id'));
  const threads = asWords(found.rawUuids('thread_id'));
  for (let row = 0; row < found.rows; row++) conversations.begun(groups, threads, row);
}

/** Threads of the window; `has`: an event that another writing of the same group names as its thread. */
type Roots = { some: boolean; has(groups: Uint32Array, events: Uint32Array, row: number): boolean };

/** Which threads are written in during the window. A root that names itself is no root by that. */
async function threadRoots(frame: Frame, first: Day): Promise<Roots> {
  const found = await readColumns(
    frame,
    'insights.thread_roots',
    sql`SELECT group_id, thread_id, toUInt8(max(thread_id != event_id)) AS by_another FROM events FINAL
        WHERE ${countingEvents(frame)} AND day >= ${p.day(first)} AND ${writing} AND thread_id != ${p.uuid(NIL_ID)}
        GROUP BY group_id, thread_id`,
  );
  const groupIds = asWords(found.rawUuids('group_id'));
  const threads = asWords(found.rawUuids('thread_id'));
  const groups = new IdIndex();
  const byGroup: IdIndex[] = [];
  const byAnother = found.column('by_another') as Uint8Array;
  for (let row = 0; row < found.rows; row++) {
    const group = (byGroup[groups.add(groupIds, row)] ??= new IdIndex(16));
    if (byAnother[row] === 1) group.add(threads, row);
  }
  return {
    some: found.rows > 0,
    has(groupRows, events, row) {
      const group = groups.indexOf(groupRows, row);
      return group >= 0 && byGroup[group]!.indexOf(events, row) >= 0;
    },
  };
}

/** 1 for people who wrote a message in the days in which a newcomer of the window can have joined, before the stream. */
async function spokenBefore({ frame, people, resolver }: ConversationInputs, first: Day): Promise<Uint8Array> {
  const from = frame.today - WINDOW + 1 - NEWCOMER_DAYS;
  const found = await readColumns(
    frame,
    'insights.spoken_before',
    sql`SELECT account_id, event_id, toFloat64(toUnixTimestamp64Milli(at)) AS at_ms, toFloat64(position) AS place
        FROM events FINAL
        WHERE ${countingEvents(frame)} AND day >= ${p.day(from)} AND day < ${p.day(first)} AND kind = 'message'
        ${resolver.hasSpans ? sql`` : sql`LIMIT 1 BY account_id`}`,
  );
  const accounts = asWords(found.rawUuids('account_id'));
  const events = asWords(found.rawUuids('event_id'));
  const at = found.column('at_ms') as Float64Array;
  const place = found.column('place') as Float64Array;
  const spoken = new Uint8Array(people.ids.size);
  for (let row = 0; row < found.rows; row++) {
    const person = resolver.memberOf(people, accounts, row, { at: at[row]!, position: place[row]!, events });
    if (person >= 0) spoken[person] = 1;
  }
  return spoken;
}

async function readWritings(
  { frame, people, resolver, joinedDay }: ConversationInputs,
  options: { from: Day; to: Day; roots: Roots; spoken: Uint8Array },
): Promise<Writings> {
  const found = await readColumns(
    frame,
    'insights.writings',
    sql`SELECT account_id, event_id, group_id, thread_id, day, toFloat64(toUnixTimestamp64Milli(at)) AS at_ms,
          toFloat64(position) AS place, toUInt8(kind = 'message') AS is_message,
          if(kind IN ('reply', 'answer'), reply_to, ${p.uuid(NIL_ID)}) AS parent
        FROM events FINAL
        WHERE ${countingEvents(frame)} AND day >= ${p.day(options.from)} AND day <= ${p.day(options.to)} AND ${writing}
        ORDER BY at, position, event_id`,
  );
  const accounts = asWords(found.rawUuids('account_id'));
  const event = asWords(found.rawUuids('event_id'));
  const group = asWords(found.rawUuids('group_id'));
  const at = found.column('at_ms') as Float64Array;
  const place = found.column('place') as Float64Array;
  const day = found.column('day') as Uint16Array;
  const message = found.column('is_message') as Uint8Array;
  const person = new Int32Array(found.rows);
  const root = new Uint8Array(found.rows);
  const newcomersFirst = new Uint8Array(found.rows);
  for (let row = 0; row < found.rows; row++) {
    const author = resolver.memberOf(people, accounts, row, { at: at[row]!, position: place[row]!, events: event });
    person[row] = author;
    if (message[row] === 0 || author < 0) continue;
    root[row] = options.roots.has(group, event, row) ? 1 : 0;
    if (options.spoken[author] === 0 && day[row]! - joinedDay[author]! < NEWCOMER_DAYS) newcomersFirst[row] = 1;
    options.spoken[author] = 1;
  }
  return {
    rows: found.rows,
    person,
    at,
    event,
    group,
    message,
    root,
    newcomersFirst,
    thread: asWords(found.rawUuids('thread_id')),
    replyTo: asWords(found.rawUuids('parent')),
  };
}
