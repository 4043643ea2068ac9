import { inScope, p, sql, type Sql } from '#platform/clickhouse/index.ts';
import type { Narrowing } from './compile-rules.ts';
import type { RuleContext } from './rules/rule-kind.ts';

/**
 * Narrows what is read to some members (a subquery of ids): their rows among the states, the personas that stand for
 * them in the roll-up, and every account of which any event may be theirs. What is read beside theirs is dropped by the
 * join with the states.
 */
export function narrowTo({ frame }: RuleContext, members: Sql): Narrowing {
  const { scope, mapId, hasMap, hasSpans } = frame;
  const mapped = hasMap
    ? sql` OR persona_id IN (SELECT persona_id FROM persona_maps
        WHERE ${inScope(scope)} AND map_id = ${p.uuid(mapId)} AND member_id IN ${members})`
    : sql``;
  const merged = hasMap
    ? sql` OR account_id IN (SELECT persona_id FROM persona_maps
        WHERE ${inScope(scope)} AND map_id = ${p.uuid(mapId)} AND member_id IN ${members})`
    : sql``;
  const renamed = hasSpans
    ? sql` OR account_id IN (SELECT account_id FROM persona_spans
        WHERE ${inScope(scope)} AND (persona_id IN ${members}${mapped}))`
    : sql``;
  return {
    states: sql`member_id IN ${members}`,
    personas: sql`(persona_id IN ${members}${mapped})`,
    accounts: sql`(account_id IN ${members}${merged}${renamed})`,
  };
}
