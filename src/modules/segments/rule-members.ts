import { newId } from '#kernel/ids.ts';
import type { Evaluated } from '#modules/insights/index.ts';
import { inScope, p, sql, type Sql } from '#platform/clickhouse/index.ts';
import { checkRule } from './check-rule.ts';
import { membersOf } from './compile-rules.ts';
import { lookUp } from './prepare-rules.ts';
import type { Rule } from './rule.contract.ts';
import type { SegmentServices } from './segment-services.ts';

/**
 * The members whom a rule that nobody keeps means, as a subquery of `member_id` for further statements. Sets of people
 * that PostgreSQL knows stand in the engine for a day. Throws BadRule.
 */
export async function ruleMembers(
  services: Pick<SegmentServices, 'database' | 'ruleSources'>,
  evaluated: Evaluated,
  rule: Rule,
): Promise<Sql> {
  await checkRule(services, evaluated, rule);
  const { community, frame } = evaluated;
  const { engine, scope } = frame;
  const { sets, schemes } = await services.database.inWorkspace(scope.workspaceId, (tx) =>
    lookUp(services, tx, community.id, [rule]),
  );
  const conditions = new Map<string, Sql>();
  for (const [key, { ids, except }] of sets) {
    const asked = newId();
    await engine.insert(
      scope,
      'asked_ids',
      ids.map((id) => ({ asked, id })),
    );
    const list = sql`(SELECT id FROM asked_ids WHERE ${inScope(scope)} AND asked = ${p.uuid(asked)})`;
    conditions.set(key, except ? sql`member_id NOT IN ${list}` : sql`member_id IN ${list}`);
  }
  const context = {
    ...evaluated,
    setOf: (clause: object) => conditions.get(JSON.stringify(clause))!,
    schemeOf: (id: string) => schemes.get(id) ?? [],
  };
  return membersOf(context, rule);
}
