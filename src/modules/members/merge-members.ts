import { sql } from 'kysely';
import { Conflict, NotFound } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { MembersTables } from './members-tables.ts';
import { rootOf } from './person-forest.ts';

export type MergeOrder = {
  communityId: string;
  /** The person that stays. */
  intoId: string;
  /** The person that comes under it. */
  memberId: string;
  reason?: string;
  operatorId?: string;
};

/** One merge at a time in a community: two at once could close a circle. */
const lock = (tx: Tx, communityId: string) =>
  sql`SELECT pg_advisory_xact_lock(hashtextextended('members.merge:' || ${communityId}, 0))`.execute(tx);

/**
 * Makes two people one. No account, tag or attribute moves; a standing merge says where a member stands, and the roots
 * of the forest are the people. Returns the id of the merge and of the person. NotFound; Conflict when they are one.
 */
export async function mergeMembers(tx: Tx, order: MergeOrder): Promise<{ mergeId: string; personId: string }> {
  await lock(tx, order.communityId);
  const personId = await rootOf(tx, order.communityId, order.intoId);
  const memberId = await rootOf(tx, order.communityId, order.memberId);
  if (personId === undefined || memberId === undefined) throw new NotFound('the member');
  if (personId === memberId) throw new Conflict('these are the same member already', 'already_merged');
  const mergeId = newId();
  await sql`
    INSERT INTO member_merges (id, workspace_id, community_id, member_id, into_id, reason, merged_by)
    VALUES (${mergeId}, qunluo_workspace(), ${order.communityId}, ${memberId}, ${personId}, ${order.reason ?? ''},
            ${order.operatorId ?? null})
  `.execute(tx);
  return { mergeId, personId };
}

/** Takes a merge back: what stood under the merged member goes with it. NotFound when it is undone or unknown. */
export async function unmerge(
  tx: Tx,
  order: { communityId: string; mergeId: string; operatorId?: string },
): Promise<void> {
  await lock(tx, order.communityId);
  const { numUpdatedRows } = await tx
    .withTables<MembersTables>()
    .updateTable('member_merges')
    .set({ undone_at: sql<Date>`clock_timestamp()`, undone_by: order.operatorId ?? null })
    .where('community_id', '=', order.communityId)
    .where('id', '=', order.mergeId)
    .where('undone_at', 'is', null)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) throw new NotFound('the merge');
}
