import { joinSql, p, sql, type Sql } from '#platform/clickhouse/index.ts';
import type { EventColumn } from '#modules/insights/index.ts';
import type { EventFilter } from '../common.contract.ts';
import { eventCondition } from '../event-filter.ts';

/** A funnel's events as numbers that sort by time: `at` in milliseconds × SPREAD + what the event is in the funnel. */
const SPREAD = { loose: 16, strict: 256 } as const;
export type Order = keyof typeof SPREAD;

/** Columns that the conditions of steps read. */
export function columnsOf(steps: readonly EventFilter[]): EventColumn[] {
  const columns = new Set<EventColumn>(['at', 'day', 'kind', 'weight']);
  for (const { groups, platforms, value, properties } of steps) {
    if (groups) columns.add('group_id');
    if (platforms) columns.add('platform');
    if (value) columns.add('value').add('has_value');
    if (properties) columns.add('properties');
  }
  return [...columns];
}

/** The milliseconds of a window, in the measure of the codes. */
export const windowOf = (order: Order, ms: number): Sql => sql`toUInt64(${p.uint(ms * SPREAD[order])})`;

/** The instant of a code, in milliseconds. */
export const instantOf = (order: Order, code: Sql): Sql => sql`intDiv(${code}, ${p.uint(SPREAD[order])})`;

/** Whether a code is of a step (from 1). */
export const isStep = (order: Order, code: Sql, step: number): Sql =>
  order === 'loose' ? sql`${code} % 16 = ${p.uint(15 - step)}` : sql`bitTest(${code}, ${p.uint(step - 1)})`;

/**
 * Gathers the codes of events as an array, in no order. `loose`: one for each step that the event is; of one instant the later steps
 * come first, so that what comes after in the order is at a later instant. `strict`: one for each event, a bit a step.
 */
export function gatherCodes(order: Order, steps: readonly EventFilter[], firstUntil: Sql): Sql {
  const conditions = steps.map((step, at) =>
    at === 0 ? sql`(${eventCondition(step)} AND ${firstUntil})` : eventCondition(step),
  );
  const at = sql`toUInt64(toUnixTimestamp64Milli(at))`;
  if (order === 'strict') {
    const bits = conditions.map((is, place) => sql`if(${is}, ${p.uint(2 ** place)}, 0)`);
    return sql`groupArray(${at} * 256 + ${joinSql(bits, sql` + `)})`;
  }
  const spots = conditions.map((is, place) => sql`if(${is}, ${p.uint(14 - place)}, 15)`);
  if (areApart(steps)) return sql`groupArray(${at} * 16 + least(${joinSql(spots)}))`;
  return sql`groupArrayArray(arrayMap(spot -> ${at} * 16 + spot, arrayFilter(spot -> spot != 15, [${joinSql(spots)}])))`;
}

/** Whether no event can be two of the steps: each names kinds, and none of them twice. */
export function areApart(steps: readonly EventFilter[]): boolean {
  const kinds = steps.flatMap((step) => [...new Set(step.kinds)]);
  return steps.every((step) => step.kinds.length > 0) && new Set(kinds).size === kinds.length;
}
