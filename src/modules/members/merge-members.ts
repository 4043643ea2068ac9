import { sql } from 'kysely';
import { Conflict, NotFound } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { MembersTables } from './members-tables.ts';
import { lockPeople, regroup } from './people.ts';
import { personOf } from './person-forest.ts';

export type MergeOrder = {
  communityId: string;
  /** The person that stays. */
  intoId: string;
  /** The person that comes under it. */
  memberId: string;
  reason?: string;
  operatorId?: string;
};

/**
 * Makes two people one. No account, tag, attribute or note moves; a standing merge says where a member stands. Returns
 * the id of the merge and of the person. NotFound; Conflict when they are one.
 */
export async function mergeMembers(tx: Tx, order: MergeOrder): Promise<{ mergeId: string; personId: string }> {
  await lockPeople(tx, order.communityId);
  const personId = await personOf(tx, order.communityId, order.intoId);
  const memberId = await personOf(tx, order.communityId, order.memberId);
  if (personId === undefined || memberId === undefined) throw new NotFound('the member');
  if (personId === memberId) throw new Conflict('these are the same member already', 'already_merged');
  const mergeId = newId();
  await sql`
    INSERT INTO member_merges (id, workspace_id, community_id, member_id, into_id, reason, merged_by)
    VALUES (${mergeId}, qunluo_workspace(), ${order.communityId}, ${memberId}, ${personId}, ${order.reason ?? ''},
            ${order.operatorId ?? null})
  `.execute(tx);
  await regroup(tx, [memberId, personId]);
  return { mergeId, personId: (await personOf(tx, order.communityId, personId))! };
}

/** Takes a merge back: what stood under the merged member goes with it. NotFound when it is undone or unknown. */
export async function unmerge(
  tx: Tx,
  order: { communityId: string; mergeId: string; operatorId?: string },
): Promise<{ memberId: string; intoId: string }> {
  await lockPeople(tx, order.communityId);
  const undone = await tx
    .withTables<MembersTables>()
    .updateTable('member_merges')
    .set({ undone_at: sql<Date>`clock_timestamp()`, undone_by: order.operatorId ?? null })
    .where('community_id', '=', order.communityId)
    .where('id', '=', order.mergeId)
    .where('undone_at', 'is', null)
    .returning(['member_id', 'into_id'])
    .executeTakeFirst();
  if (!undone) throw new NotFound('the merge');
  await regroup(tx, [undone.member_id, undone.into_id]);
  return { memberId: undone.member_id, intoId: undone.into_id };
}
