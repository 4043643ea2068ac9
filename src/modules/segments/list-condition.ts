import { inScope, p, sql, type Sql } from '#platform/clickhouse/index.ts';
import type { RuleContext } from './rules/rule-kind.ts';

/** Who was put into a list: the id itself is a member's, or it belongs to a member by the evaluation's map of people. */
export function listCondition({ frame: { scope, hasMap, mapId } }: RuleContext, segmentId: string): Sql {
  const listed = sql`(SELECT member_id FROM segment_lists FINAL WHERE ${inScope(scope)} AND segment_id = ${p.uuid(segmentId)})`;
  if (!hasMap) return sql`member_id IN ${listed}`;
  return sql`(member_id IN ${listed} OR member_id IN (SELECT member_id FROM persona_maps
    WHERE ${inScope(scope)} AND map_id = ${p.uuid(mapId)} AND persona_id IN ${listed}))`;
}
