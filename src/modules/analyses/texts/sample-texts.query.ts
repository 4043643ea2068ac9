import type { Day } from '#kernel/calendar.ts';
import { inScope, p, sql, type Sql } from '#platform/clickhouse/index.ts';
import type { AnalysisContext } from '../analysis-kind.ts';
import { TEXT_LENGTH } from './dress-hits.ts';

/** Kinds of event that carry writing. */
export const WRITING = sql`kind IN ('message', 'reply', 'answer', 'post', 'submission', 'review')`;

/** Which writings: days, both included, and one group where named. */
export type TextPeriod = { from: Day; to: Day; groupId?: string | undefined };

export type SampledText = { eventId: string; memberId: string; groupId: string; at: number; text: string };

/** How many writings there are, and how many of them have a text: others never had one, or it is kept no longer. */
export type TextCounts = { writings: number; texts: number };

const writings = ({ groupId }: TextPeriod): Sql =>
  groupId === undefined ? WRITING : sql`${WRITING} AND group_id = ${p.uuid(groupId)}`;

/** The texts of a period, newest version of each: rows of `event_texts`. `where` narrows them. */
export const textsOf = ({ scope }: AnalysisContext, { from, to, groupId }: TextPeriod, where?: Sql): Sql =>
  sql`event_texts FINAL WHERE ${inScope(scope)} AND day >= ${p.day(from)} AND day <= ${p.day(to)} AND text != ''
    ${groupId === undefined ? sql`` : sql`AND group_id = ${p.uuid(groupId)}`} ${where ? sql`AND ${where}` : sql``}`;

/** Counts writings of the population and their texts. */
export async function countTexts(context: AnalysisContext, period: TextPeriod): Promise<TextCounts> {
  const { from, to } = period;
  if (from > to) return { writings: 0, texts: 0 };
  const events = context.events({ columns: ['event_id'], from, to, where: writings(period) });
  const [row] = await context.query<TextCounts>(
    'analyses.count_texts',
    sql`SELECT count() AS writings, countIf(event_id IN (SELECT event_id FROM ${textsOf(context, period)})) AS texts
        FROM ${events}`,
  );
  return { writings: Number(row?.writings ?? 0), texts: Number(row?.texts ?? 0) };
}

/**
 * Texts of a period with their writers, in order of time: at most `perGroup` of a group and `most` in all, always the same
 * ones (by a hash of the event), each cut at `length` characters (TEXT_LENGTH unless told). `where` is a condition on the text.
 */
export async function sampleTexts(
  context: AnalysisContext,
  period: TextPeriod,
  limits: { perGroup: number; most: number; length?: number },
  where?: Sql,
): Promise<SampledText[]> {
  const { from, to } = period;
  if (from > to) return [];
  const events = (columns: readonly ('event_id' | 'at')[]): Sql =>
    context.events({ columns, from, to, where: writings(period) });
  const rows = await context.query<{ id: string; member: string; group_id: string; at_ms: number; body: string }>(
    'analyses.sample_texts',
    sql`SELECT t.event_id AS id, e.member_id AS member, t.group_id AS group_id,
          toFloat64(toUnixTimestamp64Milli(e.at)) AS at_ms, t.body AS body
        FROM ${events(['event_id', 'at'])} AS e
        INNER JOIN (SELECT event_id, group_id, substringUTF8(text, 1, ${p.uint(limits.length ?? TEXT_LENGTH)}) AS body
          FROM ${textsOf(context, period, where)} AND event_id IN (SELECT event_id FROM ${events(['event_id'])})
          ORDER BY cityHash64(event_id), event_id
          LIMIT ${p.uint(limits.perGroup)} BY group_id LIMIT ${p.uint(limits.most)}) AS t
        ON t.event_id = e.event_id
        ORDER BY at_ms, id`,
  );
  return rows.map(({ id, member, group_id: groupId, at_ms: at, body }) => ({
    eventId: id,
    memberId: member,
    groupId,
    at,
    text: body,
  }));
}
