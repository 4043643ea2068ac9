import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';

/** The person a member belongs to: the root above it; undefined when the community has no such member. */
export async function rootOf(tx: Tx, communityId: string, memberId: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    WITH RECURSIVE up AS (
      SELECT id FROM members WHERE id = ${memberId} AND community_id = ${communityId}
      UNION ALL
      SELECT merge.into_id FROM up JOIN member_merges merge ON merge.member_id = up.id AND merge.undone_at IS NULL
    )
    SELECT id FROM up WHERE NOT EXISTS
      (SELECT FROM member_merges merge WHERE merge.member_id = up.id AND merge.undone_at IS NULL)
  `.execute(tx);
  return rows[0]?.id;
}

/** Every member that makes up each person: (person, member) pairs, the person itself included; unknown ids are left out. */
export async function membersOf(
  tx: Tx,
  communityId: string,
  personIds: readonly string[],
): Promise<{ person: string; member: string }[]> {
  const { rows } = await sql<{ person: string; member: string }>`
    WITH RECURSIVE down AS (
      SELECT id AS person, id AS member FROM members WHERE community_id = ${communityId} AND id = ANY(${personIds}::uuid[])
      UNION ALL
      SELECT down.person, merge.member_id
      FROM down JOIN member_merges merge ON merge.into_id = down.member AND merge.undone_at IS NULL
    )
    SELECT person, member FROM down
  `.execute(tx);
  return rows;
}

/**
 * What the map from accounts to members needs besides renames: each account that a merge by hand put under another
 * member, with the person it stands for today.
 */
export async function manualMerges(tx: Tx, communityId: string): Promise<{ accountId: string; memberId: string }[]> {
  const { rows } = await sql<{ accountId: string; memberId: string }>`
    WITH RECURSIVE standing AS (
      SELECT member_id, into_id FROM member_merges WHERE community_id = ${communityId} AND undone_at IS NULL
    ), tree AS (
      SELECT into_id AS person, member_id AS member FROM standing
      WHERE NOT EXISTS (SELECT FROM standing above WHERE above.member_id = standing.into_id)
      UNION ALL
      SELECT tree.person, standing.member_id FROM tree JOIN standing ON standing.into_id = tree.member
    )
    SELECT accounts.id AS "accountId", tree.person AS "memberId"
    FROM tree JOIN accounts ON accounts.member_id = tree.member
    ORDER BY 1
  `.execute(tx);
  return rows;
}
