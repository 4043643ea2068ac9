import { sql } from 'kysely';
import type { Forget } from '#kernel/forget-names.ts';
import type { Tx } from '#platform/postgres/index.ts';

/** Tables of this module that an erasure changes: written anew afterwards, so that nothing is left on disk. */
export const ERASED_INTRODUCTION_TABLES: readonly string[] = ['introductions'];

/**
 * Takes a person out of introductions of others: a proposal that names them goes, and is found anew if it still holds; one
 * that was decided stays, because it counts, without its reasons and note. Their own went with their members.
 */
export async function eraseIntroductionsOf(tx: Tx, communityId: string, { patterns }: Forget): Promise<void> {
  const named = sql`community_id = ${communityId}
    AND (reasons::text ILIKE ANY(${patterns}::text[]) OR note ILIKE ANY(${patterns}::text[]))`;
  await sql`DELETE FROM introductions WHERE state IN ('proposed', 'lapsed') AND ${named} AND tied IS NULL`.execute(tx);
  await sql`UPDATE introductions SET reasons = '[]', note = '' WHERE ${named}`.execute(tx);
}
