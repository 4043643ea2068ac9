import { formatDay, type Day } from '#kernel/calendar.ts';
import { memberDays, type Evaluated } from '#modules/insights/index.ts';
import { inScope, p, sql } from '#platform/clickhouse/index.ts';
import type { PeriodCounts } from './budget-rules.ts';

/**
 * Who came, took part and bought in the days `from` … `to`, both included, of those people whom the evaluation knows:
 * joiners by their joined day, active people by a contribution, orders by purchases.
 */
export async function readPeriodCounts(
  { frame, evaluation }: Evaluated,
  { from, to }: { from: Day; to: Day },
): Promise<PeriodCounts> {
  const { engine, scope } = frame;
  const days = memberDays(frame, { columns: ['contributions', 'purchases'], from, to });
  const [row] = await engine.query<{ joined: number; active: number; orders: number; ever: number }>(
    scope,
    'goals.period_counts',
    sql`SELECT
        (SELECT count() FROM member_states WHERE ${inScope(scope)} AND evaluation_id = ${p.uuid(evaluation.id)}
          AND joined_day BETWEEN ${p.day(from)} AND ${p.day(to)}) AS joined,
        (SELECT uniqExactIf(member_id, contributions > 0) FROM ${days}) AS active,
        (SELECT sum(purchases) FROM ${days}) AS orders,
        (SELECT max(purchases) FROM ${memberDays(frame, { columns: ['purchases'] })}) AS ever`,
  );
  const first = evaluation.report.events.first;
  return {
    joined: Number(row!.joined),
    active: Number(row!.active),
    orders: Number(row!.orders),
    ordersRecorded: Number(row!.ever) > 0,
    beforeFirst: first === null || formatDay(to) < first,
  };
}
