import type { Day } from '#kernel/calendar.ts';
import { joinSql, p, sql, type Sql } from '#platform/clickhouse/index.ts';
import type { AnalysisContext } from './analysis-kind.ts';
import type { EventFilter } from './common.contract.ts';

type PropertyFilter = NonNullable<EventFilter['properties']>[number];

/** Whether the roll-up of days can answer a filter: any contribution, perhaps of some groups only. */
export const isOfDays = ({ kinds, platforms, value, properties }: EventFilter): boolean =>
  kinds.length === 0 && platforms === undefined && value === undefined && properties === undefined;

/** A filter as a condition on columns of `events`. */
export function eventCondition({ kinds, groups, platforms, value, properties = [] }: EventFilter): Sql {
  const found = [kinds.length === 0 ? sql`weight > 0` : sql`kind IN ${p.strings(kinds)}`];
  if (groups) found.push(sql`group_id IN ${p.uuids(groups)}`);
  if (platforms) found.push(sql`platform IN ${p.strings(platforms)}`);
  if (value?.min !== undefined) found.push(sql`has_value = 1 AND value >= ${p.float(value.min)}`);
  if (value?.max !== undefined) found.push(sql`has_value = 1 AND value <= ${p.float(value.max)}`);
  found.push(...properties.map(propertyCondition));
  return sql`(${joinSql(found, sql` AND `)})`;
}

/** A property compares as its own text or number; an event without it is neither above nor below, and is not the value. */
function propertyCondition({ key, op, value }: PropertyFilter): Sql {
  if (op === 'min' || op === 'max') {
    const number = sql`JSONExtract(properties, ${p.string(key)}, 'Nullable(Float64)')`;
    const bound = p.float(Number(value));
    return op === 'min' ? sql`ifNull(${number} >= ${bound}, 0)` : sql`ifNull(${number} <= ${bound}, 0)`;
  }
  const raw = sql`JSONExtractRaw(properties, ${p.string(key)})`;
  const is = sql`${raw} = ${p.string(JSON.stringify(value))}`;
  return op === 'is' ? is : sql`NOT (${is})`;
}

/** The days on which somebody did what a filter says: a subquery of `member_id`, `day`, with repeats. */
export function daysOf(
  context: AnalysisContext,
  filter: EventFilter,
  { from, to }: { from?: Day | undefined; to?: Day | undefined } = {},
): Sql {
  if (!isOfDays(filter)) return context.events({ columns: ['day'], from, to, where: eventCondition(filter) });
  const inGroups = filter.groups ? sql` AND group_id IN ${p.uuids(filter.groups)}` : sql``;
  return context.days({ columns: ['day'], from, to, where: sql`contributions > 0${inGroups}` });
}
