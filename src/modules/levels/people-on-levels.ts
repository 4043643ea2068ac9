import { sql } from 'kysely';
import type { PeopleSet } from '#modules/members/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { baseRank } from './base-rank.ts';
import { listLevels } from './level-store.ts';

/** Who stands on one of some levels as of the last count; null among them: or on none. Who was never counted stands where everybody does. */
export async function peopleOnLevels(
  tx: Tx,
  communityId: string,
  levels: readonly (string | null)[],
): Promise<PeopleSet> {
  const ladder = await listLevels(tx, communityId);
  const except = levels.includes(ladder[baseRank(ladder) - 1]?.id ?? null);
  const { rows } = await sql<{ id: string }>`
    SELECT member_id AS id FROM member_levels
    WHERE community_id = ${communityId}
      AND (CASE WHEN level_id IS NULL THEN ${levels.includes(null)}::boolean
                ELSE level_id = ANY(${levels.filter((id) => id !== null)}::uuid[]) END) <> ${except}::boolean
  `.execute(tx);
  return { ids: rows.map(({ id }) => id), except };
}
