import { NIL_ID } from '#kernel/ids.ts';
import { memberEvents } from '#modules/insights/index.ts';
import { p, sql } from '#platform/clickhouse/index.ts';
import type { AnalysisContext } from '../analysis-kind.ts';
import { WRITING } from '../texts/sample-texts.query.ts';

const DAY_MS = 86_400_000;

/** Who replied to some questions, or wrote in their threads, within 24 hours: members other than the asker, by event. */
export async function otherAnswerers(
  context: AnalysisContext,
  asked: readonly { eventId: string; memberId: string; at: number }[],
): Promise<Map<string, string[]>> {
  if (asked.length === 0) return new Map();
  const { range, today, evaluated } = context;
  const ids = p.uuids(asked.map(({ eventId }) => eventId));
  const days = { from: range.from, to: Math.min(range.to + 1, today) };
  const questions = memberEvents(evaluated.frame, {
    columns: ['event_id', 'group_id', 'thread_id', 'at'],
    ...days,
    where: sql`event_id IN ${ids}`,
  });
  const writings = memberEvents(evaluated.frame, {
    columns: ['event_id', 'group_id', 'thread_id', 'reply_to', 'kind', 'at'],
    ...days,
    where: WRITING,
  });
  const nil = p.uuid(NIL_ID);
  // A question is found by its own id, which replies and the writings of the thread that it opened name, and by its thread.
  const rows = await context.query<{ question: string; members: string[] }>(
    'analyses.other_answerers',
    sql`SELECT q.event_id AS question, groupUniqArray(w.member_id) AS members
        FROM (SELECT event_id, member_id, group_id, at, arrayJoin(arrayDistinct([(reply_to, 1), (thread_id, 0)])) AS named
              FROM (SELECT event_id, member_id, group_id, thread_id, at,
                      if(kind IN ('reply', 'answer'), reply_to, ${nil}) AS reply_to FROM ${writings})
              WHERE named.1 != ${nil}) AS w
        INNER JOIN (SELECT event_id, member_id, group_id, at, arrayJoin(arrayDistinct([event_id, thread_id])) AS name
              FROM ${questions} WHERE name != ${nil}) AS q
        ON w.named.1 = q.name
        WHERE w.member_id != q.member_id AND w.at >= q.at AND w.event_id != q.event_id
          AND toUnixTimestamp64Milli(w.at) - toUnixTimestamp64Milli(q.at) <= ${p.int(DAY_MS)}
          AND (w.named.2 = 1 AND q.name = q.event_id OR w.named.2 = 0 AND w.group_id = q.group_id)
        GROUP BY question`,
  );
  return new Map(rows.map(({ question, members }) => [question, members]));
}
