import { sql } from 'kysely';
import { NotFound } from '#kernel/errors.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { MemberTag } from './contract.ts';
import type { MembersTables } from './members-tables.ts';
import { partsOf } from './person-forest.ts';

export type TagOrder = {
  communityId: string;
  memberId: string;
  tags: readonly string[];
  source: MemberTag['source'];
  operatorId?: string;
};

/**
 * Makes these the person's tags of one source. A tag taken away goes wherever in the person it was set; a new one is
 * set on the person itself; the rest stay where they are, so that taking a merge back gives each its own. NotFound.
 */
export async function setTags(tx: Tx, order: TagOrder): Promise<void> {
  const members = await partsOf(tx, order.communityId, order.memberId);
  if (members.length === 0) throw new NotFound('the member');
  await sql`
    DELETE FROM member_tags
    WHERE member_id = ANY(${members}::uuid[]) AND source = ${order.source} AND NOT tag = ANY(${order.tags}::text[])
  `.execute(tx);
  await sql`
    INSERT INTO member_tags (workspace_id, community_id, member_id, tag, source, tagged_by)
    SELECT qunluo_workspace(), ${order.communityId}, ${order.memberId}, tag, ${order.source}, ${order.operatorId ?? null}
    FROM (SELECT DISTINCT unnest(${order.tags}::text[])) AS wanted (tag)
    WHERE NOT EXISTS (
      SELECT FROM member_tags there
      WHERE there.member_id = ANY(${members}::uuid[]) AND there.tag = wanted.tag AND there.source = ${order.source}
    )
    ON CONFLICT DO NOTHING
  `.execute(tx);
}

/** The tags of one person by name. */
export async function tagsOf(tx: Tx, communityId: string, memberId: string): Promise<MemberTag[]> {
  const members = await partsOf(tx, communityId, memberId);
  if (members.length === 0) throw new NotFound('the member');
  return tx
    .withTables<MembersTables>()
    .selectFrom('member_tags')
    .select(['tag', 'source'])
    .distinct()
    .where('member_id', 'in', members)
    .orderBy('tag')
    .orderBy('source')
    .execute();
}

/** The people who carry a tag, of any source unless told. */
export async function listTagged(
  tx: Tx,
  communityId: string,
  tag: string,
  source?: MemberTag['source'],
): Promise<string[]> {
  const { rows } = await sql<{ member: string }>`
    SELECT DISTINCT coalesce(members.person_id, members.id) AS member
    FROM member_tags JOIN members ON members.id = member_tags.member_id
    WHERE member_tags.community_id = ${communityId} AND tag = ${tag}
      AND (${source ?? null}::text IS NULL OR source = ${source ?? null})
  `.execute(tx);
  return rows.map(({ member }) => member);
}

/** The tags of a community with how many people carry each, most used first. */
export async function listTags(tx: Tx, communityId: string): Promise<{ tag: string; members: number }[]> {
  const { rows } = await sql<{ tag: string; members: number }>`
    SELECT tag, count(DISTINCT coalesce(members.person_id, members.id))::int AS members
    FROM member_tags JOIN members ON members.id = member_tags.member_id
    WHERE member_tags.community_id = ${communityId}
    GROUP BY tag ORDER BY members DESC, tag LIMIT 1000
  `.execute(tx);
  return rows;
}
