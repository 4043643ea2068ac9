import { sql } from 'kysely';
import type { PeopleSet } from '#modules/members/index.ts';
import type { Tx } from '#platform/postgres/index.ts';

/** Whose balance lies within a range of whole numbers, both ends included; who never had any has 0. */
export async function peopleWithPoints(
  tx: Tx,
  communityId: string,
  { from, to }: { from: number; to: number },
): Promise<PeopleSet> {
  const except = from <= 0 && to >= 0;
  const { rows } = await sql<{ id: string }>`
    SELECT coalesce(members.person_id, members.id) AS id
    FROM point_accounts JOIN members ON members.id = point_accounts.member_id
    WHERE point_accounts.community_id = ${communityId}
    GROUP BY 1 HAVING (sum(balance) BETWEEN ${from} AND ${to}) <> ${except}::boolean
  `.execute(tx);
  return { ids: rows.map(({ id }) => id), except };
}
