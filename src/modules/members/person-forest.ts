import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';

/** The person a member belongs to; undefined when the community has no such member. */
export async function personOf(tx: Tx, communityId: string, memberId: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    SELECT coalesce(person_id, id) AS id FROM members WHERE id = ${memberId} AND community_id = ${communityId}
  `.execute(tx);
  return rows[0]?.id;
}

/**
 * Every member that makes up each person: (person, member) pairs, the person itself included; unknown ids are left out.
 * An id that is part of somebody gives that person's members under the id that was asked.
 */
export async function membersOf(
  tx: Tx,
  communityId: string,
  personIds: readonly string[],
): Promise<{ person: string; member: string }[]> {
  const { rows } = await sql<{ person: string; member: string }>`
    WITH asked AS (
      SELECT id, coalesce(person_id, id) AS person FROM members
      WHERE community_id = ${communityId} AND id = ANY(${personIds}::uuid[])
    )
    SELECT asked.id AS person, asked.person AS member FROM asked
    UNION ALL
    SELECT asked.id, members.id FROM asked JOIN members ON members.person_id = asked.person
  `.execute(tx);
  return rows;
}

/** All members that are the same person as this one; none when the community has no such member. */
export const partsOf = async (tx: Tx, communityId: string, memberId: string): Promise<string[]> =>
  (await membersOf(tx, communityId, [memberId])).map(({ member }) => member);

/**
 * What the map from accounts to members needs besides renames: each account of a person that a merge by hand is part
 * of, with that person. All accounts of the person are named, also those that a rename alone would bring there, so that
 * a rename which comes later takes nobody out of a merge.
 */
export async function manualMerges(tx: Tx, communityId: string): Promise<{ accountId: string; memberId: string }[]> {
  const { rows } = await sql<{ accountId: string; memberId: string }>`
    WITH merged AS (
      SELECT DISTINCT coalesce(members.person_id, members.id) AS person
      FROM member_merges JOIN members ON members.id = member_merges.into_id
      WHERE member_merges.community_id = ${communityId} AND undone_at IS NULL
    )
    SELECT coalesce(accounts.id, members.id) AS "accountId", merged.person AS "memberId"
    FROM merged
    JOIN members ON members.id = merged.person OR members.person_id = merged.person
    LEFT JOIN accounts ON accounts.member_id = members.id
    ORDER BY 1
  `.execute(tx);
  return rows;
}
