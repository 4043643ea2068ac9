import { startOfDay, type Day } from '#kernel/calendar.ts';
import { NIL_ID } from '#kernel/ids.ts';
import {
  addBegunThreads,
  asWords,
  communityDays,
  Conversations,
  countingEvents,
  IdIndex,
  memberEvents,
  runsOfDays,
  type ConversationStart,
} from '#modules/insights/index.ts';
import { inScope, p, sql } from '#platform/clickhouse/index.ts';
import type { AnalysisContext } from '../analysis-kind.ts';
import { TEXT_LENGTH } from '../texts/dress-hits.ts';
import { WRITING } from '../texts/sample-texts.query.ts';
import { isQuestion } from './is-question.ts';
import { otherAnswerers } from './other-answerers.query.ts';

const DAY_MS = 86_400_000;
const MINUTE = 60_000;
/** Conversation starts whose text is read; of more, always the same ones. */
const MOST_STARTS = 30_000;
const IDS_AT_ONCE = 5000;

/** A question as it was asked and answered. */
export type Asked = {
  eventId: string;
  memberId: string;
  groupId: string;
  at: number;
  text: string;
  /** Minutes to the first answer, and whose it was; null: none within 24 hours. */
  minutes: number | null;
  answeredBy: string | null;
  /** Everybody who answered within 24 hours. */
  answerers: readonly string[];
};

export type Questions = {
  asked: Asked[];
  /** Conversation starts, how many of them were read, and how many of those have a text. */
  starts: number;
  read: number;
  texts: number;
};

/**
 * The questions of a range of days: conversation starts (definitions.md, "Responsiveness") whose text asks something, at
 * least 24 hours old, asked by the population in one group or all; answers are anybody's.
 */
export async function readQuestions(context: AnalysisContext, groupId: string | undefined): Promise<Questions> {
  const { starts, memberOf } = await followed(context);
  const own = await ofPopulation(context, starts, memberOf);
  const read = own.length <= MOST_STARTS ? own : own.toSorted(byId).slice(0, MOST_STARTS);
  const texts = await textsOf(context, read, groupId);
  const asked = read.flatMap((start): Asked[] => {
    const found = texts.get(start.eventId);
    if (!found || !isQuestion(found.body)) return [];
    const isAnswered = start.answeredAfter <= DAY_MS;
    return [
      {
        eventId: start.eventId,
        memberId: memberOf(start.person),
        groupId: found.groupId,
        at: start.at,
        text: found.body,
        minutes: isAnswered ? start.answeredAfter / MINUTE : null,
        answeredBy: isAnswered ? memberOf(start.answeredBy) : null,
        answerers: [],
      },
    ];
  });
  const others = await otherAnswerers(context, asked);
  return {
    asked: asked
      .map((one) => {
        const answerers = new Set(others.get(one.eventId));
        if (one.answeredBy !== null) answerers.add(one.answeredBy);
        return { ...one, answerers: [...answerers] };
      })
      .sort((a, b) => a.at - b.at || byId(a, b)),
    starts: groupId === undefined ? own.length : texts.size,
    read: groupId === undefined ? read.length : texts.size,
    texts: texts.size,
  };
}

const byId = (a: { eventId: string }, b: { eventId: string }): number => (a.eventId < b.eventId ? -1 : 1);

type Followed = { starts: ConversationStart[]; memberOf(person: number): string };

/** Follows all conversations of the range, some days at a time, and one day beyond it for answers. */
async function followed(context: AnalysisContext): Promise<Followed> {
  const { range, today } = context;
  const { frame } = context.evaluated;
  const ids = new IdIndex();
  const memberOf = (person: number): string => ids.text(person);
  if (range.from > range.to) return { starts: [], memberOf };
  const last = Math.min(range.to + 1, today);
  const then = { ...frame, today: last };
  // One day more at the beginning: it tells whether a group was quiet.
  const first = Math.max(0, range.from - 1);
  const conversations = new Conversations({
    from: startOfDay(range.from, frame.zone),
    to: Math.min(startOfDay(range.to + 1, frame.zone) - 1, startOfDay(today + 1, frame.zone) - DAY_MS),
  });
  await addBegunThreads(then, first, conversations);
  for (const [from, to] of runsOfDays(await communityDays(then), first, last)) {
    conversations.take(await readWritings(context, { first, from, to, last }, ids));
  }
  return { starts: [...conversations.starts()], memberOf };
}

type Run = { first: Day; from: Day; to: Day; last: Day };

async function readWritings(
  { evaluated: { frame }, scope }: AnalysisContext,
  { first, from, to, last }: Run,
  ids: IdIndex,
): Promise<Parameters<Conversations['take']>[0]> {
  const events = memberEvents(frame, {
    columns: ['event_id', 'at', 'position', 'kind', 'group_id', 'thread_id', 'reply_to'],
    from,
    to,
    where: WRITING,
  });
  const roots = sql`(SELECT group_id, thread_id FROM events FINAL
    WHERE ${countingEvents({ ...frame, today: last })} AND day >= ${p.day(first)} AND ${WRITING}
      AND thread_id != ${p.uuid(NIL_ID)} AND thread_id != event_id)`;
  const found = await frame.engine.columns(
    scope,
    'analyses.writings',
    sql`SELECT member_id, event_id, group_id, thread_id, toFloat64(toUnixTimestamp64Milli(at)) AS at_ms,
          toUInt8(kind = 'message') AS is_message, toUInt8(kind = 'message' AND (group_id, event_id) IN ${roots}) AS is_root,
          if(kind IN ('reply', 'answer'), reply_to, ${p.uuid(NIL_ID)}) AS parent
        FROM ${events} ORDER BY at, position, event_id`,
    { maxSeconds: 60 },
  );
  const members = asWords(found.rawUuids('member_id'));
  return {
    rows: found.rows,
    person: Int32Array.from({ length: found.rows }, (_, row) => ids.add(members, row)),
    at: found.column('at_ms') as Float64Array,
    event: asWords(found.rawUuids('event_id')),
    group: asWords(found.rawUuids('group_id')),
    thread: asWords(found.rawUuids('thread_id')),
    replyTo: asWords(found.rawUuids('parent')),
    message: found.column('is_message') as Uint8Array,
    root: found.column('is_root') as Uint8Array,
    newcomersFirst: new Uint8Array(found.rows),
  };
}

/** The starts of the population. */
async function ofPopulation(
  context: AnalysisContext,
  starts: readonly ConversationStart[],
  memberOf: (person: number) => string,
): Promise<readonly ConversationStart[]> {
  if (!context.population || starts.length === 0) return starts;
  const rows = await context.query<{ id: string }>(
    'analyses.population',
    sql`SELECT member_id AS id FROM ${context.states(sql`member_id`)}`,
  );
  const population = new Set(rows.map(({ id }) => id));
  return starts.filter(({ person }) => population.has(memberOf(person)));
}

async function textsOf(
  context: AnalysisContext,
  starts: readonly ConversationStart[],
  groupId: string | undefined,
): Promise<Map<string, { body: string; groupId: string }>> {
  const { scope, range } = context;
  const texts = new Map<string, { body: string; groupId: string }>();
  for (let from = 0; from < starts.length; from += IDS_AT_ONCE) {
    const ids = starts.slice(from, from + IDS_AT_ONCE).map(({ eventId }) => eventId);
    const rows = await context.query<{ event_id: string; group_id: string; body: string }>(
      'analyses.texts_of_starts',
      sql`SELECT event_id, group_id, substringUTF8(text, 1, ${p.uint(TEXT_LENGTH)}) AS body FROM event_texts FINAL
          WHERE ${inScope(scope)} AND day >= ${p.day(range.from)} AND day <= ${p.day(range.to)} AND text != ''
            AND event_id IN ${p.uuids(ids)} ${groupId === undefined ? sql`` : sql`AND group_id = ${p.uuid(groupId)}`}`,
    );
    for (const row of rows) texts.set(row.event_id, { body: row.body, groupId: row.group_id });
  }
  return texts;
}
