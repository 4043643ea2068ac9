import { formatDay, isoWeek, mondayOf, type Day } from '#kernel/calendar.ts';
import { sql, type Sql } from '#platform/clickhouse/index.ts';
import type { Interval } from './common.contract.ts';

/**
 * Periods by number: days since 1970-01-01, ISO weeks since that of 1969-12-29, months since January 1970. The number of a
 * day's period is the same here and in the engine.
 */

const monthStart = (index: number): Day => Date.UTC(1970, index, 1) / 86_400_000;

/** The number of the period that a day lies in. */
export function periodOf(interval: Interval, day: Day): number {
  if (interval === 'day') return day;
  if (interval === 'week') return (mondayOf(day) + 3) / 7;
  const date = new Date(day * 86_400_000);
  return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
}

/** The first day of a period. */
export function periodStart(interval: Interval, index: number): Day {
  if (interval === 'day') return index;
  return interval === 'week' ? index * 7 - 3 : monthStart(index);
}

/** The last day of a period. */
export const periodEnd = (interval: Interval, index: number): Day => periodStart(interval, index + 1) - 1;

/** `2026-11-23`, `2026-W48`, `2026-11`. */
export function periodLabel(interval: Interval, index: number): string {
  const start = periodStart(interval, index);
  if (interval === 'week') return isoWeek(start);
  return formatDay(start).slice(0, interval === 'day' ? 10 : 7);
}

/** `periodOf` of a column of days, as UInt16. */
export function periodColumn(interval: Interval, day: Sql): Sql {
  if (interval === 'day') return sql`toUInt16(${day})`;
  if (interval === 'week') return sql`toUInt16(intDiv(toUInt16(${day}) + 3, 7))`;
  return sql`toUInt16((toYear(${day}) - 1970) * 12 + toMonth(${day}) - 1)`;
}
