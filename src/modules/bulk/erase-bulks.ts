import { sql } from 'kysely';
import type { Forget } from '#kernel/forget-names.ts';
import { changeTexts, type Tx } from '#platform/postgres/index.ts';

/** Tables of this module that an erasure changes: written anew afterwards, so that nothing is left on disk. */
export const ERASED_BULK_TABLES: readonly string[] = ['bulk_actions', 'bulk_tag_changes'];

/**
 * Takes a person out of what was done to many members: out of the selections and out of what was set. Their own rows of
 * `bulk_tag_changes` went with their members; a change to a tag that names them and that nobody carries any more goes,
 * so that undoing it does not bring the name back. To be called after the members are erased.
 */
export async function eraseBulksOf(tx: Tx, communityId: string, forget: Forget): Promise<void> {
  const { patterns } = forget;
  const { rows } = await sql<{ tag: string }>`
    SELECT DISTINCT tag FROM bulk_tag_changes
    WHERE bulk_id IN (SELECT id FROM bulk_actions WHERE community_id = ${communityId}) AND tag ILIKE ANY(${patterns}::text[])
      AND NOT EXISTS (SELECT FROM member_tags WHERE community_id = ${communityId} AND member_tags.tag = bulk_tag_changes.tag)
  `.execute(tx);
  const telling = rows.map(({ tag }) => tag).filter((tag) => forget.in(tag) !== tag);
  await sql`
    DELETE FROM bulk_tag_changes WHERE tag = ANY(${telling}::text[])
      AND bulk_id IN (SELECT id FROM bulk_actions WHERE community_id = ${communityId})
  `.execute(tx);
  const columns = [
    { name: 'selection', type: 'jsonb' },
    { name: 'action', type: 'jsonb' },
    { name: 'place', type: 'text' },
    { name: 'fault', type: 'text' },
  ] as const;
  const where = sql`community_id = ${communityId}`;
  await changeTexts(tx, { table: 'bulk_actions', columns, patterns, where }, (value) => forget.in(value));
}
