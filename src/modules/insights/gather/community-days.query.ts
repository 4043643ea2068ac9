import type { Day } from '#kernel/calendar.ts';
import { inScope, sql, type Sql } from '#platform/clickhouse/index.ts';
import { readColumns, standingDays, type Frame } from './standing.ts';

/** What happened in the community on each day that had a counting event, days ascending. */
export type CommunityDays = {
  readonly rows: number;
  readonly day: Uint16Array;
  readonly contributions: Float64Array;
  readonly weight: Float64Array;
  /** Day of the first and of the last counting event; null without any. */
  readonly first: Day | null;
  readonly last: Day | null;
  /** Day of the first contribution; null without any. */
  readonly firstContribution: Day | null;
};

/** Sums over the whole community by day, out of the roll-up. */
export async function communityDays(frame: Frame): Promise<CommunityDays> {
  const found = await readColumns(
    frame,
    'insights.community_days',
    sql`SELECT day, toFloat64(sum(contributions)) AS contributions, toFloat64(sum(weight)) AS weight
        FROM member_days WHERE ${standingDays(frame)}
        GROUP BY day ORDER BY day`,
  );
  const day = found.column('day') as Uint16Array;
  const contributions = found.column('contributions') as Float64Array;
  const firstActive = contributions.findIndex((count) => count > 0);
  return {
    rows: found.rows,
    day,
    contributions,
    weight: found.column('weight') as Float64Array,
    first: day[0] ?? null,
    last: day.at(-1) ?? null,
    firstContribution: firstActive < 0 ? null : day[firstActive]!,
  };
}

/** Sum of a column over the days from … to, both included. */
export function sumBetween(days: CommunityDays, column: 'contributions' | 'weight', from: Day, to: Day): number {
  let sum = 0;
  for (let row = 0; row < days.rows; row++)
    if (days.day[row]! >= from && days.day[row]! <= to) sum += days[column][row]!;
  return sum;
}

/**
 * Whether the community knows of any purchase or leave at all, in whatever revision: what it has none of need not be
 * asked of everybody.
 */
export async function whatThereIs(frame: Frame): Promise<{ purchases: boolean; leaves: boolean }> {
  const any = (which: Sql): Sql =>
    sql`(SELECT count() FROM (SELECT 1 FROM member_days WHERE ${inScope(frame.scope)} AND (${which}) LIMIT 1))`;
  const rows = await frame.engine.query<{ purchases: number; leaves: number }>(
    frame.scope,
    'insights.what_there_is',
    sql`SELECT ${any(sql`purchases > 0 OR amount != 0`)} AS purchases,
          ${any(sql`last_leave_at > toDateTime64(0, 3)`)} AS leaves`,
  );
  return { purchases: rows[0]?.purchases === 1, leaves: rows[0]?.leaves === 1 };
}
