import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';

/** Pairs of members who may be one person by the latest search, the smaller id first; not those found to be two. */
export async function listSuspected(tx: Tx, communityId: string): Promise<{ first: string; second: string }[]> {
  const { rows } = await sql<{ first: string; second: string }>`
    SELECT DISTINCT least(a, b) AS first, greatest(a, b) AS second FROM (
      SELECT coalesce(one.person_id, one.id) AS a, coalesce(other.person_id, other.id) AS b
      FROM merge_suggestions JOIN members one ON one.id = first_id JOIN members other ON other.id = second_id
      WHERE merge_suggestions.community_id = ${communityId}
        AND NOT EXISTS (SELECT FROM merge_dismissals gone WHERE gone.first_id = merge_suggestions.first_id
                                                            AND gone.second_id = merge_suggestions.second_id)
    ) AS suspected ORDER BY first, second
  `.execute(tx);
  return rows;
}
