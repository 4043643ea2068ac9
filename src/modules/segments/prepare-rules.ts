import { derivedId } from '#kernel/ids.ts';
import { withPeopleSets, type Evaluated, type InsightServices } from '#modules/insights/index.ts';
import type { PeopleSet } from '#modules/members/index.ts';
import type { Sql } from '#platform/clickhouse/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { clausesOf, type Clause, type Rule } from './rule.contract.ts';
import type { RuleSources } from './rule-sources.ts';
import { kindOf } from './rules/index.ts';
import type { RuleContext } from './rules/rule-kind.ts';
import { schemeSegments } from './scheme-store.ts';

/** What PostgreSQL says for the clauses of rules, by the clause as JSON. */
export type LookedUp = {
  readonly sets: ReadonlyMap<string, PeopleSet>;
  readonly schemes: ReadonlyMap<string, readonly string[]>;
};

const keyOf = (clause: object): string => JSON.stringify(clause);

/** Looks up in PostgreSQL what rules need of it. */
export async function lookUp(
  { ruleSources }: { ruleSources: RuleSources },
  tx: Tx,
  communityId: string,
  rules: readonly Rule[],
): Promise<LookedUp> {
  const sets = new Map<string, PeopleSet>();
  for (const clause of rules.flatMap(clausesOf)) {
    const { set } = kindOf(clause);
    if (set && !sets.has(keyOf(clause)))
      sets.set(keyOf(clause), await set(tx, communityId, clause as never, ruleSources));
  }
  return { sets, schemes: await schemeSegments(tx, communityId) };
}

/** A text that is the same as long as PostgreSQL says the same for a rule. */
export function stateOf(rule: Rule, { sets, schemes }: LookedUp): string {
  const parts = clausesOf(rule).map((clause: Clause) => {
    const set = sets.get(keyOf(clause));
    const scheme = clause.kind === 'tier' ? schemes.get(clause.scheme) : undefined;
    return `${set ? `${set.except} ${set.ids.toSorted().join()}` : ''} ${scheme?.join() ?? ''}`;
  });
  return derivedId(...parts);
}

/** Lends rules what they are compiled with; large sets of people stand in the engine while `work` runs. */
export function withContext<T>(
  { engine }: Pick<InsightServices, 'engine'>,
  evaluated: Evaluated,
  { sets, schemes }: LookedUp,
  work: (context: RuleContext) => Promise<T>,
): Promise<T> {
  const keys = [...sets.keys()];
  return withPeopleSets(engine, evaluated.frame.scope, [...sets.values()], (conditions) => {
    const found = new Map<string, Sql>(keys.map((key, at) => [key, conditions[at]!]));
    return work({
      ...evaluated,
      setOf: (clause) => found.get(keyOf(clause))!,
      schemeOf: (id) => schemes.get(id) ?? [],
    });
  });
}
