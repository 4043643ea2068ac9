import { joinSql, p, sql } from '#platform/clickhouse/index.ts';
import type { RuleKind } from './rule-kind.ts';

const PARTS = ['recency', 'frequency', 'monetary'] as const;

/** Quintiles of recency, frequency and value, from 1 to 5, the best; who is not in the scheme has none. */
export const value: RuleKind<'value'> = {
  kind: 'value',
  compile(_, clause) {
    const tests = PARTS.flatMap((part) => {
      const range = clause[part];
      if (range === undefined) return [];
      return [sql`${p.identifier(part)} BETWEEN ${p.uint(range[0])} AND ${p.uint(range[1])}`];
    });
    return {
      on: 'state',
      holds: sql`(${joinSql(tests, sql` AND `)})`,
      facts: { recency: sql`recency`, frequency: sql`frequency`, monetary: sql`monetary` },
    };
  },
};
