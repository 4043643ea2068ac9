import { joinSql, p, sql, type Sql } from '#platform/clickhouse/index.ts';

/**
 * A bit a period is the cheapest distinct count there is: an OR over a few words a person says in which periods they did
 * something, however often. Bits stand at the period's own number, so that nothing is subtracted for each row.
 */
const wordOf = (period: number): number => Math.floor(period / 64);

/** Aggregates the periods (`at`, UInt16) of `from` … `to` as an array of words, with one empty word after them. */
export function gatherBits(at: Sql, { from, to }: { from: number; to: number }, where: Sql = sql`1`): Sql {
  const words = Array.from(
    { length: wordOf(to) - wordOf(from) + 1 },
    (_, place) =>
      sql`groupBitOr(if(${where} AND intDiv(${at}, 64) = ${p.uint(wordOf(from) + place)}, bitShiftLeft(toUInt64(1), ${at} % 64), 0))`,
  );
  return sql`[${joinSql(words)}, toUInt64(0)]`;
}

/** The 64 periods that begin with the one numbered `start` (a column, UInt16, at least `from`) as one word; bit 0 is `start`. */
export function bitsSince(words: Sql, start: Sql, { from }: { from: number }): Sql {
  const place = sql`intDiv(${start}, 64) - ${p.uint(wordOf(from))}`;
  return sql`bitOr(bitShiftRight(${words}[${place} + 1], ${start} % 64),
    if(${start} % 64 = 0, toUInt64(0), bitShiftLeft(${words}[${place} + 2], 64 - ${start} % 64)))`;
}
