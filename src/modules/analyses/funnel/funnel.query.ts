import { joinSql, p, sql, type Sql } from '#platform/clickhouse/index.ts';
import type { AnalysisContext } from '../analysis-kind.ts';
import { withParts } from '../breakdown-parts.ts';
import { eventCondition } from '../event-filter.ts';
import type { FunnelParams } from '../funnel.contract.ts';
import { gatherCodes, columnsOf, instantOf, isStep, windowOf } from './step-codes.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The window in milliseconds. */
export const windowMs = ({ window }: FunnelParams): number =>
  'hours' in window ? window.hours * HOUR_MS : window.days * DAY_MS;

/**
 * How far everybody got: a subquery of `member_id`, `level` (steps done, 0: not even the first), `took` (milliseconds from the
 * first step to each, for those done) and `latest` (instant of the last first step).
 *
 * One scan gathers each one's steps as sorted numbers. `c1` has the first steps at their places, else 0; `c<k>` at each place
 * that completes step k the latest first step from which a chain leads there within the window, else 0. The latest is the best
 * to go on from, and it never goes back in time, so that carrying the last one forward (arrayFill) is exact.
 */
export function funnelPeople(context: AnalysisContext, params: FunnelParams): Sql {
  const { steps, order } = params;
  const numbers = steps.map((_, at) => at + 1);
  const chain = (k: number): Sql => sql`${p.identifier(`c${k}`)}`;
  const reached = numbers.toReversed().map((k) => sql`arrayExists(v -> v > 0, ${chain(k)}), ${p.uint(k)}`);
  const took = numbers.slice(1).map((k) => {
    const place = sql`arrayFirstIndex(v -> v > 0, ${chain(k)})`;
    return sql`${instantOf(order, sql`xs[${place}]`)} - ${instantOf(order, sql`${chain(k)}[${place}]`)}`;
  });
  return sql`(SELECT member_id, multiIf(${joinSql(reached)}, 0) AS level, [${joinSql(took)}] AS took,
      ${instantOf(order, sql`arrayMax(c1)`)} AS latest
    FROM ${chained(params, gathered(context, params))})`;
}

/** Each one's codes in order: `member_id`, `xs`. */
function gathered(context: AnalysisContext, params: FunnelParams): Sql {
  const { steps, order } = params;
  const { from, to } = context.range;
  const until = Math.min(context.today, to + Math.ceil(windowMs(params) / DAY_MS));
  const any = joinSql(steps.map(eventCondition), sql` OR `);
  // Strictly in a row: whatever else they do breaks it.
  const where = order === 'strict' ? sql`(weight > 0 OR ${any})` : sql`(${any})`;
  const rows = context.events({ columns: columnsOf(steps), from, to: until, where });
  return sql`(SELECT member_id, arraySort(${gatherCodes(order, steps, sql`day <= ${p.day(Math.max(from, to))}`)}) AS xs
    FROM ${rows} GROUP BY member_id)`;
}

/** Adds the columns `c1` … one after another. */
function chained(params: FunnelParams, rows: Sql): Sql {
  const { steps, order } = params;
  const window = windowOf(order, windowMs(params));
  const first = sql`(SELECT *, arrayMap(x -> if(${isStep(order, sql`x`, 1)}, x, toUInt64(0)), xs) AS c1 FROM ${rows})`;
  return steps.slice(1).reduce<Sql>((before, _, at) => {
    const step = at + 2;
    const last = sql`${p.identifier(`c${step - 1}`)}`;
    const here = sql`${p.identifier(`c${step}`)}`;
    if (order === 'loose') {
      return sql`(SELECT *, arrayMap((x, s) -> if(${isStep(order, sql`x`, step)} AND s > 0 AND x <= s + ${window}, s, toUInt64(0)),
        xs, arrayFill(v -> v > 0, ${last})) AS ${here} FROM ${before})`;
    }
    // What stood one place before: the chain and its event, which has to be at an earlier instant.
    const shifted = (list: Sql): Sql => sql`arrayResize(arrayPushFront(${list}, toUInt64(0)), length(xs))`;
    return sql`(SELECT *, arrayMap((x, s, y) -> if(${isStep(order, sql`x`, step)} AND s > 0 AND intDiv(x, 256) > intDiv(y, 256)
        AND intDiv(x, 256) <= intDiv(s + ${window}, 256), s, toUInt64(0)),
      xs, ${shifted(last)}, ${shifted(sql`xs`)}) AS ${here} FROM ${before})`;
  }, first);
}

/** People of a part that did so many steps, and not one more. */
export type LevelRow = { part: string; level: number; people: number };

/** How many got how far, by part. Who is in several parts counts in each. */
export const levelRows = (context: AnalysisContext, params: FunnelParams): Promise<LevelRow[]> =>
  context.query<LevelRow>(
    'analyses.funnel',
    sql`SELECT part, toUInt32(level) AS level, toFloat64(count()) AS people
        FROM ${withParts(context, params.breakdown, sql`(SELECT member_id, level FROM ${funnelPeople(context, params)} WHERE level > 0)`)}
        GROUP BY part, level ORDER BY part, level`,
  );

export type Everybody = { levels: number[]; open: number; medians: (number | null)[]; p90s: (number | null)[] };

/** Everybody: how many got exactly how far (from one step on), times in milliseconds, and who may still go on at `end`. */
export async function everybody(context: AnalysisContext, params: FunnelParams, end: number): Promise<Everybody> {
  const last = params.steps.length;
  const later = params.steps.slice(1).map((_, at) => at + 2);
  const counts = params.steps.map((_, at) => sql`toFloat64(countIf(level = ${p.uint(at + 1)}))`);
  const times = later.map(
    (k) => sql`quantilesExactInclusiveIf(0.5, 0.9)(toFloat64(took[${p.uint(k - 1)}]), level >= ${p.uint(k)})`,
  );
  const [row] = await context.query<{ levels: number[]; open: number; times: (number | null)[][] }>(
    'analyses.funnel_times',
    sql`SELECT [${joinSql(counts)}] AS levels, [${joinSql(times)}] AS times,
          toFloat64(countIf(level > 0 AND level < ${p.uint(last)} AND latest + ${p.uint(windowMs(params))} >= ${p.uint(end)})) AS open
        FROM ${funnelPeople(context, params)}`,
  );
  const { levels, open, times: found } = row!;
  const reached = (k: number): boolean => levels.slice(k - 1).some((people) => people > 0);
  const known = (place: number): (number | null)[] => later.map((k, at) => (reached(k) ? found[at]![place]! : null));
  return { levels, open, medians: known(0), p90s: known(1) };
}
