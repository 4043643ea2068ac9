import type { Day } from '#kernel/calendar.ts';
import { joinSql, p, sql, type Sql } from '#platform/clickhouse/index.ts';
import type { Facts } from './rule-kind.ts';

const BITS = 64;
/** Two years; of longer windows the engine keeps sets of days. */
const MOST_WORDS = 12;

/**
 * On how many different days rows lie, as aggregates and their sum. A bit for each day of a window, in words of 64, is
 * the cheapest distinct count there is: over a million members a set of days each takes almost twice as long.
 */
export function distinctDays(
  where: Sql,
  { from, to }: { from: Day | undefined; to: Day },
): { values: Facts; count(values: Facts): Sql } {
  const words = from === undefined ? Infinity : Math.ceil((to - from + 1) / BITS);
  if (words > MOST_WORDS)
    return { values: { done: sql`uniqExactIf(toUInt16(day), ${where})` }, count: ({ done }) => done! };
  const word = (k: number): Sql => {
    const age = sql`toInt32(${p.int(to - k * BITS)}) - toInt32(day)`;
    return sql`groupBitOrIf(bitShiftLeft(toUInt64(1), toUInt8(${age})), ${where} AND ${age} BETWEEN 0 AND ${p.int(BITS - 1)})`;
  };
  const names = Array.from({ length: Math.max(1, words) }, (_, k) => `days_${k}`);
  return {
    values: Object.fromEntries(names.map((name, k) => [name, word(k)])),
    count: (values) =>
      sql`(${joinSql(
        names.map((name) => sql`bitCount(${values[name]!})`),
        sql` + `,
      )})`,
  };
}
