import type { Day } from '#kernel/calendar.ts';
import { asWords, IdIndex, memberDays, memberEvents, type PeopleFrame, readColumns } from '#modules/insights/index.ts';
import { inScope, p, sql, type Sql } from '#platform/clickhouse/index.ts';
import type { Board } from './leaderboards.contract.ts';
import type { Ranking } from './ranking.ts';

export type Span = { from: Day | undefined; to: Day };
type Scored = { rows: Sql; score: Sql; reached: Sql };

/** The score counts when its last part came: of active days that is the first contribution of the last day. */
const LAST = sql`max(toUnixTimestamp64Milli(last_at))`;
const FIRST_OF_LAST_DAY = sql`toInt64(argMax(toUnixTimestamp64Milli(first_at), tuple(day, -toUnixTimestamp64Milli(first_at))))`;

function scored(
  frame: PeopleFrame,
  { metric, groupId }: Pick<Board, 'metric' | 'groupId'>,
  { from, to }: Span,
): Scored {
  const inGroup = groupId === null ? sql`` : sql` AND group_id = ${p.uuid(groupId)}`;
  if (metric.startsWith('did:')) {
    const where = sql`weight > 0 AND kind = ${p.string(metric.slice(4))}${inGroup}`;
    const rows = memberEvents({ ...frame, today: to }, { columns: ['at'], from, to, where });
    return { rows, score: sql`count()`, reached: sql`max(toUnixTimestamp64Milli(at))` };
  }
  const columns = ['day', 'first_at', 'last_at', 'contributions', 'weight', 'messages'] as const;
  const where = sql`${metric === 'messages' ? sql`messages > 0` : sql`contributions > 0`}${inGroup}`;
  const rows = memberDays({ ...frame, today: to }, { columns, from, to, where });
  if (metric === 'active_days') return { rows, score: sql`uniqExact(day)`, reached: FIRST_OF_LAST_DAY };
  if (metric === 'contribution') return { rows, score: sql`sum(weight)`, reached: LAST };
  if (metric === 'messages') return { rows, score: sql`sum(messages)`, reached: LAST };
  return { rows, score: sql`sum(contributions)`, reached: LAST };
}

/** Ranks the members of an evaluation by what the log says of a period: higher scores first, of equals who reached it first. */
export async function rankByLog(
  frame: PeopleFrame,
  { evaluationId, board, span }: { evaluationId: string; board: Pick<Board, 'metric' | 'groupId'>; span: Span },
): Promise<Ranking> {
  const { rows, score, reached } = scored(frame, board, span);
  const found = await readColumns(
    frame,
    'levels.ranking',
    sql`SELECT member_id, toFloat64(${score}) AS score, toFloat64(${reached}) AS reached FROM ${rows}
        WHERE member_id IN (SELECT member_id FROM member_states
          WHERE ${inScope(frame.scope)} AND evaluation_id = ${p.uuid(evaluationId)} AND is_member = 1)
        GROUP BY member_id HAVING score > 0 ORDER BY score DESC, reached, member_id`,
  );
  return {
    ids: indexOf(asWords(found.rawUuids('member_id')), found.rows),
    score: found.column('score') as Float64Array,
    reached: found.column('reached') as Float64Array,
  };
}

function indexOf(words: Uint32Array, rows: number): IdIndex {
  const ids = new IdIndex(Math.max(16, rows));
  for (let row = 0; row < rows; row++) ids.add(words, row);
  return ids;
}
