import { inScope, p, sql, type Scope, type Sql } from '#platform/clickhouse/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { getSegment } from './segment-store.ts';

/** The members of a segment as it was last computed, as a subquery of `member_id`. */
export const segmentMembers = (scope: Scope, segmentId: string): Sql =>
  sql`(SELECT member_id FROM segment_members FINAL WHERE ${inScope(scope)} AND segment_id = ${p.uuid(segmentId)})`;

/** Whether a row's `member_id` is in a segment, as a condition. */
export const inSegment = (scope: Scope, segmentId: string): Sql =>
  sql`member_id IN ${segmentMembers(scope, segmentId)}`;

/** The same for a filter of members: the segment has to be one of the community's. Throws NotFound. */
export async function segmentCondition(tx: Tx, scope: Scope, segmentId: string): Promise<Sql> {
  await getSegment(tx, scope.communityId, segmentId);
  return inSegment(scope, segmentId);
}
