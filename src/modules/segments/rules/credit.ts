import { sql } from '#platform/clickhouse/index.ts';
import { rangeOf } from '../rule-sources.ts';
import type { RuleKind } from './rule-kind.ts';

/** Points of the credit licence now. */
export const credit: RuleKind<'credit'> = {
  kind: 'credit',
  set: (tx, communityId, clause, { withCredit }) => withCredit(tx, communityId, rangeOf(clause)),
  compile: (context, clause) => ({
    on: 'state',
    holds: context.setOf(clause),
    facts: { creditFits: sql`toBool(${context.setOf(clause)})` },
  }),
};
