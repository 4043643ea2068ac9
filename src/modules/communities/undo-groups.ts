import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';

/**
 * Brings groups to what the log knows of them: those that are seen get their source's name anew; those that are not go,
 * unless an operator said something of them. Gives how many went.
 */
export async function settleGroups(
  tx: Tx,
  communityId: string,
  groups: readonly { id: string; seen: boolean; name: string }[],
): Promise<number> {
  const seen = groups.filter((group) => group.seen);
  if (seen.length > 0)
    await sql`
      UPDATE groups SET name = known.name
      FROM unnest(${seen.map(({ id }) => id)}::uuid[], ${seen.map(({ name }) => name)}::text[]) AS known (id, name)
      WHERE groups.id = known.id AND groups.community_id = ${communityId} AND known.name <> ''
    `.execute(tx);
  const gone = groups.filter((group) => !group.seen).map(({ id }) => id);
  if (gone.length === 0) return 0;
  const { numAffectedRows } = await sql`
    DELETE FROM groups
    WHERE id = ANY(${gone}::uuid[]) AND community_id = ${communityId}
      AND purpose IS NULL AND own_name = '' AND answer_hours IS NULL AND rules = '' AND content_kinds = '{}'
      AND venue = '' AND host = '' AND schedule = '' AND archived_at IS NULL AND NOT awaited
      AND NOT EXISTS (SELECT FROM retention_rules WHERE group_id = groups.id)
  `.execute(tx);
  return Number(numAffectedRows ?? 0n);
}
