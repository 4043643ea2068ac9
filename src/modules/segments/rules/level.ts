import { sql } from '#platform/clickhouse/index.ts';
import { NO_LEVEL } from '../rule.contract.ts';
import type { RuleKind } from './rule-kind.ts';

/** Stands on one of some levels now. */
export const level: RuleKind<'level'> = {
  kind: 'level',
  check: (clause, known) =>
    clause.in.flatMap((id, place) =>
      id === NO_LEVEL || known.level(id) ? [] : [{ where: `/in/${place}`, what: 'there is no such level' }],
    ),
  set: (tx, communityId, clause, { onLevels }) =>
    onLevels(
      tx,
      communityId,
      clause.in.map((id) => (id === NO_LEVEL ? null : id)),
    ),
  compile: (context, clause) => ({
    on: 'state',
    holds: context.setOf(clause),
    facts: { stands: sql`toBool(${context.setOf(clause)})` },
  }),
};
