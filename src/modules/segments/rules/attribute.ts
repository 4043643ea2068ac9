import { listHolders } from '#modules/members/index.ts';
import { sql } from '#platform/clickhouse/index.ts';
import type { RuleKind } from './rule-kind.ts';

/** An attribute as it is shown, tested as in the member list. */
export const attribute: RuleKind<'attribute'> = {
  kind: 'attribute',
  check: ({ key }, known) =>
    known.attribute(key) ? [] : [{ where: '/key', what: `there is no attribute called ${key}` }],
  set: (tx, communityId, clause) => listHolders(tx, communityId, clause),
  compile: (context, clause) => ({
    on: 'state',
    holds: context.setOf(clause),
    facts: { has: sql`toBool(${context.setOf(clause)})` },
  }),
};
