import { sql } from '#platform/clickhouse/index.ts';
import { rangeOf } from '../rule-sources.ts';
import type { RuleKind } from './rule-kind.ts';

/** A balance of points now. */
export const points: RuleKind<'points'> = {
  kind: 'points',
  set: (tx, communityId, clause, { withPoints }) => withPoints(tx, communityId, rangeOf(clause)),
  compile: (context, clause) => ({
    on: 'state',
    holds: context.setOf(clause),
    facts: { balanceFits: sql`toBool(${context.setOf(clause)})` },
  }),
};
