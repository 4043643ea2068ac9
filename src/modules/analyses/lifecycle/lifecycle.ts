import { formatDay, parseDay } from '#kernel/calendar.ts';
import { BadInput } from '#kernel/errors.ts';
import { p, sql, type Sql } from '#platform/clickhouse/index.ts';
import type { AnalysisContext, AnalysisKind } from '../analysis-kind.ts';
import { daysOf } from '../event-filter.ts';
import type { LifecycleParams, LifecyclePoint, LifecycleResult } from '../lifecycle.contract.ts';
import { gatherBits } from '../period-bits.ts';
import { periodColumn, periodEnd, periodLabel, periodOf, periodStart } from '../periods.ts';
import { smallSample } from '../warnings.ts';

const MOST_PERIODS = 400;

/** Stands for all periods before the range among those that people were active in. */
const EARLIER = 65_535;

type Row = { period: number; active: number; retained: number; begun: number };

/** How many are new, retained, returning and dormant in each period. */
export const lifecycle: AnalysisKind<'lifecycle'> = {
  kind: 'lifecycle',

  async run(context, params) {
    const span = spanOf(context, params);
    const rows = span.last < span.first ? [] : await activePeriods(context, params, span);
    const found = new Map(rows.map((row) => [row.period, row]));
    const periods: LifecycleResult['periods'] = [];
    let known = found.get(EARLIER)?.active ?? 0;
    for (let period = span.first; period <= span.last; period++) {
      const { active = 0, retained = 0, begun = 0 } = found.get(period) ?? {};
      periods.push({
        period: periodLabel(params.interval, period),
        start: formatDay(periodStart(params.interval, period)),
        new: begun,
        retained,
        returning: active - begun - retained,
        dormant: known - (active - begun),
        newlyDormant: (found.get(period - 1)?.active ?? 0) - retained,
        complete: periodEnd(params.interval, period) <= context.today,
      });
      known += begun;
    }
    return {
      from: formatDay(context.range.from),
      to: formatDay(Math.max(context.range.from, context.range.to)),
      interval: params.interval,
      periods,
      warnings: smallSample(known),
    };
  },

  people: async (context, params, point) => peopleIn(context, params, point),

  table: ({ periods }) => ({
    columns: ['period', 'start', 'new', 'retained', 'returning', 'dormant', 'newly_dormant', 'complete'],
    rows: periods.map((row) => [
      row.period,
      row.start,
      row.new,
      row.retained,
      row.returning,
      row.dormant,
      row.newlyDormant,
      row.complete ? 1 : 0,
    ]),
  }),
};

type Span = { first: number; last: number };

/** The periods of the range. Throws BadInput for more than a chart can show. */
function spanOf({ range }: AnalysisContext, { interval }: LifecycleParams): Span {
  const first = periodOf(interval, range.from);
  const last = range.from > range.to ? first - 1 : periodOf(interval, range.to);
  if (last - first >= MOST_PERIODS) {
    const what = `holds ${last - first + 1} periods, and at most ${MOST_PERIODS} can be shown: choose a longer interval`;
    throw new BadInput(`the range ${what}`, [{ where: '/params/range', what }]);
  }
  return { first, last };
}

/**
 * Everybody's first active period ever, and bits (from period `base` on): `words` where active from the period before the
 * range on, `again` where active in the period before as well.
 */
function people(context: AnalysisContext, params: LifecycleParams, { first, last }: Span): Sql {
  const words = gatherBits(sql`at`, { from: Math.max(0, first - 1), to: last });
  return sql`(SELECT member_id, begun, words,
      arrayMap((held, before) -> bitAnd(held, bitOr(bitShiftLeft(held, 1), bitShiftRight(before, 63))),
        words, arrayPushFront(arrayPopBack(words), toUInt64(0))) AS again
    FROM (SELECT member_id, min(at) AS begun, ${words} AS words
      FROM (SELECT member_id, ${periodColumn(params.interval, sql`day`)} AS at FROM ${daysOf(context, params.activity)})
      GROUP BY member_id))`;
}

/** The period of the lowest bit of `people`. */
const baseOf = ({ first }: Span): number => Math.floor(Math.max(0, first - 1) / 64) * 64;

const has = (words: Sql, period: Sql, base: number): Sql =>
  sql`bitTest(${words}[intDiv(${period} - ${p.uint(base)}, 64) + 1], (${period} - ${p.uint(base)}) % 64)`;

/** Who was active in each period with anybody, who of them in the one before, and who for the first time. */
function activePeriods(context: AnalysisContext, params: LifecycleParams, span: Span): Promise<Row[]> {
  const base = baseOf(span);
  return context.query<Row>(
    'analyses.lifecycle',
    sql`SELECT toUInt32(period) AS period, toFloat64(count()) AS active, toFloat64(countIf(${has(sql`again`, sql`period`, base)})) AS retained,
          toFloat64(countIf(period = begun)) AS begun
        FROM (
          SELECT begun, again, arrayJoin(arrayConcat(
            arrayFlatten(arrayMap((place, held) -> arrayMap(bit -> toUInt32(${p.uint(base)} + (place - 1) * 64 + bit), bitPositionsToArray(held)),
              arrayEnumerate(words), words)),
            if(begun < ${p.uint(span.first)}, [toUInt32(${p.uint(EARLIER)})], []))) AS period
          FROM ${people(context, params, span)}
        ) GROUP BY period ORDER BY period`,
  );
}

/** The people of a state in a period. Throws BadInput for a period outside the range. */
function peopleIn(context: AnalysisContext, params: LifecycleParams, { start, state }: LifecyclePoint): Sql {
  const span = spanOf(context, params);
  const number = periodOf(params.interval, parseDay(start)!);
  if (number < span.first || number > span.last) {
    throw new BadInput('this period is not one of the result', [
      { where: '/point/start', what: 'lies outside the range' },
    ]);
  }
  const base = baseOf(span);
  const period = sql`toUInt32(${p.uint(number)})`;
  const active = has(sql`words`, period, base);
  const retained = has(sql`again`, period, base);
  const before = number === 0 ? sql`0` : has(sql`words`, sql`toUInt32(${p.uint(number - 1)})`, base);
  const where = {
    new: sql`begun = ${period}`,
    retained,
    returning: sql`${active} AND NOT ${retained} AND begun < ${period}`,
    dormant: sql`NOT ${active} AND begun < ${period}`,
    newly_dormant: sql`NOT ${active} AND ${before}`,
  }[state];
  return sql`(SELECT member_id FROM ${people(context, params, span)} WHERE ${where})`;
}
