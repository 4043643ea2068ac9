import { formatDay, parseDay } from '#kernel/calendar.ts';
import { BadInput } from '#kernel/errors.ts';
import { p, sql, type Sql } from '#platform/clickhouse/index.ts';
import type { AnalysisContext, AnalysisKind } from '../analysis-kind.ts';
import { daysOf } from '../event-filter.ts';
import { MAX_STICKINESS_DAYS, type StickinessParams } from '../stickiness.contract.ts';
import { share, smallSample } from '../warnings.ts';
import { activeSeries, type DayCounts } from './active-series.ts';

const WINDOW = 28;

/** How often people come: DAU ÷ MAU over time, and on how many days of 28. */
export const stickiness: AnalysisKind<'stickiness'> = {
  kind: 'stickiness',

  async run(context, params) {
    const { from, to } = checkedRange(context);
    const [counts, spread] = await Promise.all([dayCounts(context, params), activeDays(context, params)]);
    const days = activeSeries(counts, { from, to });
    const byDays = new Map(spread.map(({ days: n, people }) => [n, people]));
    const active = spread.reduce((sum, { people }) => sum + people, 0);
    const memberDays = spread.reduce((sum, { days: n, people }) => sum + n * people, 0);
    return {
      from: formatDay(from),
      to: formatDay(Math.max(from, to)),
      days: days.map(({ day, ...rest }) => ({ day: formatDay(day), ...rest })),
      latest: days.at(-1)?.stickiness ?? null,
      distribution: Array.from({ length: WINDOW }, (_, k) => ({ days: k + 1, people: byDays.get(k + 1) ?? 0 })),
      active,
      meanDays: share(memberDays, active),
      warnings: smallSample(active),
    };
  },

  async people(context, params, point) {
    const { to } = checkedRange(context);
    if ('activeDays' in point) {
      return sql`(SELECT member_id FROM ${window(context, params, to, WINDOW)} GROUP BY member_id
        HAVING uniqExact(day) = ${p.uint(point.activeDays)})`;
    }
    return sql`(SELECT DISTINCT member_id FROM ${window(context, params, Math.min(parseDay(point.day)!, context.today), point.window)})`;
  },

  table: ({ days }) => ({
    columns: ['day', 'dau', 'wau', 'mau', 'stickiness'],
    rows: days.map((row) => [row.day, row.dau, row.wau, row.mau, row.stickiness]),
  }),
};

/** The range. Throws BadInput for a longer one than is drawn. */
function checkedRange({ range }: AnalysisContext): { from: number; to: number } {
  if (range.to - range.from < MAX_STICKINESS_DAYS) return range;
  const what = `is longer than ${MAX_STICKINESS_DAYS} days`;
  throw new BadInput(`the range ${what}`, [{ where: '/params/range', what }]);
}

/** Days of activity in the window of so many days that ends with one: `member_id`, `day`. */
const window = (context: AnalysisContext, { activity }: StickinessParams, end: number, length: number): Sql =>
  daysOf(context, activity, { from: Math.max(0, end - length + 1), to: end });

/**
 * For each day from 27 before the range on: who was active, and for windows of 7 and 28 days how many stop being counted
 * that day. Each active day of somebody counts them until the window's end or their next active day, so that sums of
 * differences are exact counts of distinct people without looking at any window twice.
 */
async function dayCounts(context: AnalysisContext, params: StickinessParams): Promise<DayCounts[]> {
  const { from, to } = checkedRange(context);
  if (from > to) return [];
  const first = Math.max(0, from - WINDOW + 1);
  return context.query<DayCounts>(
    'analyses.stickiness',
    sql`SELECT toUInt32(at) AS day, toFloat64(countIf(what = 0)) AS active, toFloat64(countIf(what = 1)) AS ended7, toFloat64(countIf(what = 2)) AS ended28
        FROM (
          SELECT arrayJoin(arrayConcat(arrayMap(d -> (d, 0), days), arrayMap((d, next) -> (least(d + 7, next), 1), days, nexts),
            arrayMap((d, next) -> (least(d + 28, next), 2), days, nexts))) AS pair, pair.1 AS at, pair.2 AS what
          FROM (
            SELECT arraySort(groupUniqArray(toUInt32(day))) AS days, arrayPushBack(arrayPopFront(days), 1000000) AS nexts
            FROM ${daysOf(context, params.activity, { from: first, to })} GROUP BY member_id
          )
        ) WHERE at <= ${p.uint(to)} GROUP BY at ORDER BY at`,
  );
}

/** How many people were active on how many of the 28 days that end with the range. */
async function activeDays(
  context: AnalysisContext,
  params: StickinessParams,
): Promise<{ days: number; people: number }[]> {
  const { from, to } = checkedRange(context);
  if (from > to) return [];
  return context.query(
    'analyses.active_days',
    sql`SELECT toUInt32(days) AS days, toFloat64(count()) AS people
        FROM (SELECT uniqExact(day) AS days FROM ${window(context, params, to, WINDOW)} GROUP BY member_id)
        GROUP BY days ORDER BY days`,
  );
}
