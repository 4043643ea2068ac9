import { sql } from 'kysely';
import type { Forget } from '#kernel/forget-names.ts';
import { changeTexts, type Tx } from '#platform/postgres/index.ts';

/** Tables of this module that an erasure changes: written anew afterwards, so that nothing is left on disk. */
export const ERASED_GROUP_TABLES: readonly string[] = ['groups'];

/**
 * Takes a person out of what is said of groups: host, venue and the like, and names of groups, which some platforms
 * make of the names of who is in them.
 */
export async function eraseGroupWordsOf(tx: Tx, communityId: string, { patterns, in: without }: Forget): Promise<void> {
  const columns = (['name', 'own_name', 'rules', 'venue', 'host', 'schedule'] as const).map((name) => ({
    name,
    type: 'text' as const,
  }));
  const where = sql`community_id = ${communityId}`;
  await changeTexts(tx, { table: 'groups', columns, patterns, where }, (value) => without(value));
}
