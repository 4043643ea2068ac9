import { startOfDay, type Day } from '#kernel/calendar.ts';
import { NIL_ID } from '#kernel/ids.ts';
import { p, sql } from '#platform/clickhouse/index.ts';
import type { SilenceEvidence } from '../figures/silence-causes.ts';
import { writing } from './conversations.query.ts';
import { asWords, idText } from './id-index.ts';
import { memberEvents, type PeopleFrame } from './member-events.ts';
import { rawRows } from './raw-rows.ts';
import type { SilenceInputs } from './silence-evidence.query.ts';
import { countingEvents, readColumns } from './standing.ts';
import { personasOf, type MemberDaily } from './wake-candidates.query.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
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

/**
 * Which first messages somebody answered within 24 hours (definitions.md, "Responsiveness"), by member; left out where less
 * time has passed. Of many members at once: writings of the groups and days of their first messages are joined to them.
 */
export async function answersToFirsts(
  { frame, resolver }: SilenceInputs,
  firsts: ReadonlyMap<number, FirstMessage>,
): Promise<Map<number, NonNullable<SilenceEvidence['firstMessage']>>> {
  const latest = startOfDay(frame.today + 1, frame.zone) - DAY_MS;
  const asked = [...firsts].filter(([, { at }]) => at <= latest);
  if (asked.length === 0) return new Map();
  const answered = await answeredIds(
    { ...frame, hasSpans: resolver.hasSpans },
    asked.map(([, first]) => first),
  );
  return new Map(asked.map(([member, { day, eventId }]) => [member, { day, answered: answered.has(eventId) }]));
}

async function answeredIds(frame: PeopleFrame, firsts: readonly FirstMessage[]): Promise<Set<string>> {
  const ids = p.uuids(firsts.map(({ eventId }) => eventId));
  const groups = p.uuids([...new Set(firsts.map(({ groupId }) => groupId))]);
  const own = [...new Set(firsts.map(({ day }) => day))];
  const after = [...new Set(own.flatMap((day) => [day, day + 1]))];
  const nil = p.uuid(NIL_ID);
  const asked = memberEvents(frame, {
    columns: ['event_id', 'day', 'at', 'position', 'group_id', 'thread_id'],
    where: sql`day IN ${p.days(own)} AND event_id IN ${ids}`,
  });
  const writtenIn = memberEvents(frame, {
    columns: ['event_id', 'day', 'at', 'position', 'group_id', 'thread_id'],
    where: sql`day IN ${p.days(after)} AND group_id IN ${groups} AND ${writing}`,
  });
  const writtenTo = memberEvents(frame, {
    columns: ['event_id', 'at', 'position', 'reply_to'],
    where: sql`day IN ${p.days(after)} AND reply_to IN ${ids} AND kind IN ('reply', 'answer')`,
  });
  const isLater = sql`w.member_id != f.member_id AND (w.at, w.position, w.event_id) > (f.at, f.position, f.event_id)
    AND toUnixTimestamp64Milli(w.at) - toUnixTimestamp64Milli(f.at) <= ${p.int(DAY_MS)}`;
  const rows = await frame.engine.query<{ id: string }>(
    frame.scope,
    'insights.answers_to_firsts',
    sql`SELECT DISTINCT f.event_id AS id FROM ${writtenIn} AS w
        INNER JOIN (SELECT *, arrayJoin([day, day + 1]) AS near FROM ${asked}) AS f
        ON w.group_id = f.group_id AND w.day = f.near
        WHERE ${isLater} AND (toUnixTimestamp64Milli(w.at) - toUnixTimestamp64Milli(f.at) <= ${p.int(HOUR_MS)}
          OR w.thread_id = f.event_id OR w.thread_id = f.thread_id AND f.thread_id != ${nil})
        UNION DISTINCT
        SELECT DISTINCT f.event_id AS id FROM ${writtenTo} AS w INNER JOIN ${asked} AS f ON w.reply_to = f.event_id
        WHERE ${isLater}`,
    { maxSeconds: 300 },
  );
  return new Set(rows.map(({ id }) => id));
}
