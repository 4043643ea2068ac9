import type { Day } from '#kernel/calendar.ts';
import { parseDay } from '#kernel/calendar.ts';
import { p, sql, type Sql } from '#platform/clickhouse/index.ts';
import type { DaysAgo, NumberTest, Span } from '../rule.contract.ts';

/** A comparison of a number with a bound. */
export function numberTest(value: Sql, test: NumberTest, number: number): Sql {
  const bound = Number.isInteger(number) ? p.int(number) : p.float(number);
  if (test === 'at_least') return sql`${value} >= ${bound}`;
  return test === 'at_most' ? sql`${value} <= ${bound}` : sql`${value} = ${bound}`;
}

/** What `numberTest` says, of a number that is known. */
export const passes = (value: number, test: NumberTest, number: number): boolean =>
  test === 'at_least' ? value >= number : test === 'at_most' ? value <= number : value === number;

/** The days of a span; ever has no beginning. */
export function daysOf(span: Span | undefined, today: Day): { from: Day | undefined; to: Day } {
  if (span === undefined) return { from: undefined, to: today };
  if ('lastDays' in span) return { from: Math.max(0, today - span.lastDays + 1), to: today };
  return { from: parseDay(span.from)!, to: Math.min(today, parseDay(span.to)!) };
}

/** When a span lets go of a day (`edges` of a rule kind). */
export const edgesOf = (span: Span | undefined): readonly number[] =>
  span !== undefined && 'lastDays' in span ? [0, span.lastDays] : [0];

/** Whether a day, a number with 0 for never, lies as far back as asked. */
export function dayTest(value: Sql, when: DaysAgo, today: Day): Sql {
  const day = (at: Day): Sql => sql`${p.uint(Math.max(0, at))}`;
  if ('withinDays' in when) return sql`(${value} > 0 AND ${value} > ${day(today - when.withinDays)})`;
  if ('beforeDays' in when) return sql`(${value} > 0 AND ${value} <= ${day(today - when.beforeDays)})`;
  return sql`(${value} > 0 AND ${value} >= ${day(parseDay(when.from)!)} AND ${value} <= ${day(parseDay(when.to)!)})`;
}

/** When an answer of `dayTest` changes by itself. */
export const dayEdges = (when: DaysAgo): readonly number[] =>
  'withinDays' in when ? [0, when.withinDays] : 'beforeDays' in when ? [0, when.beforeDays] : [0];

/** The rows of some days. */
export const inDays = ({ from, to }: { from: Day | undefined; to: Day }): Sql =>
  from === undefined
    ? sql`day <= ${p.day(Math.max(0, to))}`
    : sql`day BETWEEN ${p.day(from)} AND ${p.day(Math.max(0, to))}`;
