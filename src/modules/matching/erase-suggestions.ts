import { sql } from 'kysely';
import type { Forget } from '#kernel/forget-names.ts';
import type { Tx } from '#platform/postgres/index.ts';

/** Tables of this module that an erasure changes: written anew afterwards, so that nothing is left on disk. */
export const ERASED_MATCHING_TABLES: readonly string[] = ['merge_suggestions', 'merge_dismissals'];

/**
 * Drops suggestions whose reasons name a person; the next search finds anew what still holds. Those of the person went
 * with their members.
 */
export async function eraseSuggestionsOf(tx: Tx, communityId: string, { patterns }: Forget): Promise<void> {
  await sql`
    DELETE FROM merge_suggestions WHERE community_id = ${communityId} AND reasons::text ILIKE ANY(${patterns}::text[])
  `.execute(tx);
}
