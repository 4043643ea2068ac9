import { dayOf, startOfDay, type Day } from '#kernel/calendar.ts';
import { NIL_ID } from '#kernel/ids.ts';
import { p, sql } from '#platform/clickhouse/index.ts';
import { Conversations } from '../figures/conversations.ts';
import type { SilenceEvidence } from '../figures/silence-causes.ts';
import { writing } from './conversations.query.ts';
import { asWords, idText } from './id-index.ts';
import { rawRows } from './raw-rows.ts';
import type { SilenceInputs } from './silence-evidence.query.ts';
import { countingEvents, readColumns } from './standing.ts';
import { personasOf, type MemberDaily } from './wake-candidates.query.ts';

const DAY_MS = 86_400_000;
/** First days of writing among which the first message is looked for; other writings may come before it. */
const FIRST_DAYS = 10;

export type FirstMessage = { at: number; day: Day; eventId: string; groupId: string };

/** The first message of each member, found on their first days of writing. */
export async function firstMessages(
  { frame, people, resolver, members }: SilenceInputs,
  daily: ReadonlyMap<number, MemberDaily>,
): Promise<Map<number, FirstMessage>> {
  const days = new Set<Day>();
  for (const member of members) {
    const own = daily.get(member);
    const wrote = own ? own.day.filter((_, k) => own.writings[k]! > 0) : [];
    for (const day of [...new Set(wrote)].slice(0, FIRST_DAYS)) days.add(day);
  }
  const found = await readColumns(
    frame,
    'insights.first_messages',
    sql`SELECT account_id, event_id, group_id, day, toFloat64(toUnixTimestamp64Milli(at)) AS at_ms, toFloat64(position) AS place
        FROM events FINAL
        PREWHERE day IN ${p.days([...days])} AND account_id IN ${p.uuids(personasOf(frame, people, members))}
        WHERE ${countingEvents(frame)} AND kind = 'message'
        ORDER BY at, position, event_id`,
  );
  const rows = rawRows(found, people, resolver);
  const groups = asWords(found.rawUuids('group_id'));
  const firsts = new Map<number, FirstMessage>();
  for (let row = 0; row < rows.rows; row++) {
    const member = rows.author(row);
    if (member < 0 || firsts.has(member)) continue;
    firsts.set(member, {
      at: rows.at[row]!,
      day: rows.day[row]!,
      eventId: idText(rows.event, row),
      groupId: idText(groups, row),
    });
  }
  return firsts;
}

/** Whether somebody answered a first message within 24 hours; null where less time has passed or there was none. */
export async function answeredOf(
  { frame, people, resolver }: SilenceInputs,
  first: FirstMessage | undefined,
): Promise<SilenceEvidence['firstMessage']> {
  if (!first || first.at > startOfDay(frame.today + 1, frame.zone) - DAY_MS) return null;
  const found = await readColumns(
    frame,
    'insights.answers_to_first',
    sql`SELECT account_id, event_id, group_id, thread_id, day, toFloat64(toUnixTimestamp64Milli(at)) AS at_ms,
          toFloat64(position) AS place, if(kind IN ('reply', 'answer'), reply_to, ${p.uuid(NIL_ID)}) AS parent
        FROM events FINAL
        WHERE ${countingEvents(frame)} AND day >= ${p.day(first.day)} AND day <= ${p.day(dayOf(first.at + DAY_MS, frame.zone))}
          AND ${writing} AND toUnixTimestamp64Milli(at) >= ${p.int(first.at)} AND toUnixTimestamp64Milli(at) <= ${p.int(first.at + DAY_MS)}
          AND (group_id = ${p.uuid(first.groupId)} OR reply_to = ${p.uuid(first.eventId)})
        ORDER BY at, position, event_id`,
  );
  const rows = rawRows(found, people, resolver);
  const own = Uint8Array.from({ length: rows.rows }, (_, row) => (idText(rows.event, row) === first.eventId ? 1 : 0));
  const conversations = new Conversations({ from: first.at, to: first.at });
  conversations.take({
    rows: rows.rows,
    at: rows.at,
    event: rows.event,
    message: own,
    newcomersFirst: own,
    root: new Uint8Array(rows.rows),
    // Who is not among the people known here is somebody else, whoever it is.
    person: Int32Array.from(rows.at, (_, row) => (rows.author(row) >= 0 ? rows.author(row) : people.ids.size + row)),
    group: asWords(found.rawUuids('group_id')),
    thread: asWords(found.rawUuids('thread_id')),
    replyTo: asWords(found.rawUuids('parent')),
  });
  const { starts, answered24h } = conversations.figures().newcomers;
  return starts === 0 ? null : { day: first.day, answered: answered24h === 1 };
}
