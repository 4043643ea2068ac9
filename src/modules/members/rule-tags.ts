import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';

export type RuleTagOrder = {
  communityId: string;
  tag: string;
  /** People who carry the tag by rule from now on, and nobody else; those that the community does not know are left out. */
  memberIds: readonly string[];
};

/** Makes a tag set by rule that of exactly these people; one set by hand stays where it is. */
export async function setRuleTag(tx: Tx, { communityId, tag, memberIds }: RuleTagOrder): Promise<void> {
  await sql`
    DELETE FROM member_tags USING members
    WHERE member_tags.community_id = ${communityId} AND tag = ${tag} AND source = 'rule' AND members.id = member_tags.member_id
      AND NOT coalesce(members.person_id, members.id) = ANY(${memberIds}::uuid[])
  `.execute(tx);
  await sql`
    INSERT INTO member_tags (workspace_id, community_id, member_id, tag, source)
    SELECT DISTINCT qunluo_workspace(), ${communityId}::uuid, coalesce(person_id, id), ${tag}, 'rule' FROM members
    WHERE community_id = ${communityId} AND id = ANY(${memberIds}::uuid[])
      AND NOT EXISTS (
        SELECT FROM member_tags there JOIN members holder ON holder.id = there.member_id
        WHERE coalesce(holder.person_id, holder.id) = coalesce(members.person_id, members.id)
          AND there.tag = ${tag} AND there.source = 'rule'
      )
    ON CONFLICT DO NOTHING
  `.execute(tx);
}
