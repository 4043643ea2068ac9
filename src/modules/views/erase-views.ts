import { sql } from 'kysely';
import type { Forget } from '#kernel/forget-names.ts';
import { changeTexts, type Tx } from '#platform/postgres/index.ts';

/** Tables of this module that an erasure changes: written anew afterwards, so that nothing is left on disk. */
export const ERASED_VIEW_TABLES: readonly string[] = ['saved_views'];

/** Takes a person out of saved views: out of their names and out of what they look for. The views stay. */
export async function eraseViewsOf(tx: Tx, communityId: string, { patterns, in: without }: Forget): Promise<void> {
  const columns = [
    { name: 'name', type: 'text' },
    { name: 'query', type: 'jsonb' },
  ] as const;
  const where = sql`community_id = ${communityId}`;
  await changeTexts(tx, { table: 'saved_views', columns, patterns, where }, (value) => without(value));
}
