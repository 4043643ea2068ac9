import { setRuleTag } from '#modules/members/index.ts';
import { inScope, p, sql, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import { sql as pgSql } from 'kysely';
import type { SegmentRow } from './segment-store.ts';

/**
 * Gives the members of a segment its tag and takes it from everybody else who has it by rule; takes one that the segment
 * gave before and gives no more. Done again it changes nothing.
 */
export async function giveTags(
  { database, engine }: { database: Database; engine: EventEngine },
  scope: Scope,
  segment: Pick<SegmentRow, 'id' | 'tag' | 'tagGiven' | 'archivedAt'>,
): Promise<void> {
  const { communityId, workspaceId } = scope;
  const { id, tagGiven } = segment;
  const tag = segment.archivedAt === null ? segment.tag : null;
  const members = tag === null ? [] : await membersOfSegment(engine, scope, id);
  await database.inWorkspace(workspaceId, async (tx) => {
    if (tagGiven !== null && tagGiven !== tag && !(await isGivenByAnother(tx, communityId, tagGiven, id))) {
      await setRuleTag(tx, { communityId, tag: tagGiven, memberIds: [] });
    }
    if (tag !== null) await setRuleTag(tx, { communityId, tag, memberIds: members });
    await pgSql`UPDATE segments SET tag_given = ${tag} WHERE id = ${id}`.execute(tx);
  });
}

async function isGivenByAnother(tx: Tx, communityId: string, tag: string, id: string): Promise<boolean> {
  const { rows } = await pgSql`
    SELECT FROM segments WHERE community_id = ${communityId} AND id <> ${id} AND archived_at IS NULL AND tag = ${tag}
  `.execute(tx);
  return rows.length > 0;
}

/** The members of a segment, all of them. */
export async function membersOfSegment(engine: EventEngine, scope: Scope, segmentId: string): Promise<string[]> {
  const found = await engine.query<{ member_id: string }>(
    scope,
    'segments.member_ids',
    sql`SELECT member_id FROM segment_members FINAL WHERE ${inScope(scope)} AND segment_id = ${p.uuid(segmentId)}`,
    { maxSeconds: 600 },
  );
  return found.map(({ member_id }) => member_id);
}
