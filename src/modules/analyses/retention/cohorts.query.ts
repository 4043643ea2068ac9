import type { Day } from '#kernel/calendar.ts';
import { joinSql, p, sql, type Sql } from '#platform/clickhouse/index.ts';
import type { AnalysisContext } from '../analysis-kind.ts';
import { inPart, withParts } from '../breakdown-parts.ts';
import { daysOf } from '../event-filter.ts';
import { bitsSince, gatherBits } from '../period-bits.ts';
import { periodColumn, periodOf, periodStart } from '../periods.ts';
import type { RetentionParams } from '../retention.contract.ts';
import { lastEnded, type CohortSpan } from './cohort-span.ts';

/** One cohort: its period counted from the span's first, and counts by age; ages not begun yet are 0. */
export type CohortRow = { part: string; cohort: number; size: number; retained: number[]; unbounded: number[] };

/**
 * One pass over the days of everybody: the period of the first start event ever (`cohort`, from the span's first), the
 * latest return (`furthest`, in periods after the cohort; below 0: none), and a bit for each period from it on with a return.
 */
function members(context: AnalysisContext, params: RetentionParams, span: CohortSpan): Sql {
  const base = p.uint(span.base);
  const followed = { from: span.base, to: Math.min(span.base + span.cohorts - 1 + span.ages, span.last) };
  return sql`(SELECT member_id, toUInt16(first - ${base}) AS cohort, toInt32(latest) - toInt32(first) AS furthest,
        ${bitsSince(sql`words`, sql`first`, followed)} AS came
      FROM (
        SELECT member_id, minIf(at, starts = 1) AS first, countIf(starts = 1) AS begun, maxIf(at, returns = 1) AS latest,
          ${gatherBits(sql`at`, followed, sql`returns = 1`)} AS words
        FROM ${occasions(context, params, span)} GROUP BY member_id
        HAVING begun > 0 AND first >= ${base} AND first < ${p.uint(span.base + span.cohorts)}
      ))`;
}

/** Periods in which somebody began or came back. What begins is asked of all time: only the first ever makes a cohort. */
function occasions(context: AnalysisContext, { start, returning, interval }: RetentionParams, span: CohortSpan): Sql {
  const at = periodColumn(interval, sql`day`);
  if (JSON.stringify(start) === JSON.stringify(returning)) {
    return sql`(SELECT member_id, ${at} AS at, 1 AS starts, 1 AS returns FROM ${daysOf(context, start)})`;
  }
  const from = periodStart(interval, span.base);
  return sql`(SELECT member_id, ${at} AS at, 1 AS starts, 0 AS returns FROM ${daysOf(context, start)}
    UNION ALL SELECT member_id, ${at} AS at, 0 AS starts, 1 AS returns FROM ${daysOf(context, returning, { from })})`;
}

/** Cohorts with people, by part and time. */
export async function cohortRows(
  context: AnalysisContext,
  params: RetentionParams,
  span: CohortSpan,
): Promise<CohortRow[]> {
  const ages = sql`range(${p.uint(span.ages + 1)})`;
  return context.query<CohortRow>(
    'analyses.retention',
    sql`SELECT part, cohort, toFloat64(count()) AS size,
          sumForEach(arrayMap(k -> toUInt32(bitTest(came, k)), ${ages})) AS retained,
          sumForEach(arrayMap(k -> toUInt32(furthest >= k), ${ages})) AS unbounded
        FROM ${withParts(context, params.breakdown, members(context, params, span))}
        GROUP BY part, cohort ORDER BY part, cohort`,
  );
}

export type CohortPoint = {
  part: string | null;
  start: Day | undefined;
  age: number | null;
  unbounded: boolean;
  stayed: boolean;
};

/** The people of a cohort (of all cohorts without `start`), or those of them who came back, or did not, at an age. */
export function cohortPeople(
  context: AnalysisContext,
  params: RetentionParams,
  span: CohortSpan,
  { part, start, age, unbounded, stayed }: CohortPoint,
): Sql {
  const found = [inPart(context, params.breakdown, part)];
  if (start !== undefined) found.push(sql`toInt64(cohort) = ${p.int(periodOf(span.interval, start) - span.base)}`);
  if (age !== null) {
    const came = unbounded ? sql`furthest >= ${p.uint(age)}` : sql`bitTest(came, ${p.uint(age)})`;
    found.push(stayed ? came : sql`NOT (${came})`);
    // Of one cohort those whose period has begun, of all together those whose period has ended, as the curve counts them.
    const until = (start === undefined ? lastEnded(span) : span.last) - span.base - age;
    found.push(sql`toInt64(cohort) <= ${p.int(until)}`);
  }
  return sql`(SELECT member_id FROM ${members(context, params, span)} WHERE ${joinSql(found, sql` AND `)})`;
}
