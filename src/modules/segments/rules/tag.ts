import { listTagged } from '#modules/members/index.ts';
import { sql } from '#platform/clickhouse/index.ts';
import type { RuleKind } from './rule-kind.ts';

/** Carries a tag, by hand or by rule. A tag that nobody carries yet is no mistake. */
export const tag: RuleKind<'tag'> = {
  kind: 'tag',
  set: async (tx, communityId, clause) => ({ ids: await listTagged(tx, communityId, clause.tag), except: false }),
  compile: (context, clause) => ({
    on: 'state',
    holds: context.setOf(clause),
    facts: { carries: sql`toBool(${context.setOf(clause)})` },
  }),
};
