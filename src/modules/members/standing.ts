import { sql } from 'kysely';
import { NotFound } from '#kernel/errors.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { Standing } from './contract.ts';
import { partsOf } from './person-forest.ts';

export type StandingOrder = {
  communityId: string;
  memberId: string;
  standings: readonly Standing[];
  operatorId?: string;
};

/** Makes these the person's standings: certified expert, one of the team. As with tags, none moves. NotFound. */
export async function setStandings(tx: Tx, order: StandingOrder): Promise<void> {
  const members = await partsOf(tx, order.communityId, order.memberId);
  if (members.length === 0) throw new NotFound('the member');
  await sql`
    DELETE FROM member_standings
    WHERE member_id = ANY(${members}::uuid[]) AND NOT standing = ANY(${order.standings}::text[])
  `.execute(tx);
  await sql`
    INSERT INTO member_standings (workspace_id, community_id, member_id, standing, set_by)
    SELECT qunluo_workspace(), ${order.communityId}, ${order.memberId}, standing, ${order.operatorId ?? null}
    FROM (SELECT DISTINCT unnest(${order.standings}::text[])) AS wanted (standing)
    WHERE NOT EXISTS (
      SELECT FROM member_standings there
      WHERE there.member_id = ANY(${members}::uuid[]) AND there.standing = wanted.standing
    )
    ON CONFLICT DO NOTHING
  `.execute(tx);
}

/** The people of a community who have a standing: what an evaluation asks as experts and team. */
export async function listStanding(tx: Tx, communityId: string, standing: Standing): Promise<string[]> {
  const { rows } = await sql<{ member: string }>`
    SELECT DISTINCT coalesce(members.person_id, members.id) AS member
    FROM member_standings JOIN members ON members.id = member_standings.member_id
    WHERE member_standings.community_id = ${communityId} AND standing = ${standing}
    ORDER BY member
  `.execute(tx);
  return rows.map(({ member }) => member);
}
