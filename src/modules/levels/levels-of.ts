import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';

/** Where somebody stands: `levelId` null and rank 0 below the lowest level, and where there are no levels. */
export type LevelOfMember = { memberId: string; levelId: string | null; rank: number };

/**
 * The levels of some members, in the order asked; an id that is part of a person has the person's. Nobody has to have
 * been evaluated: who was not stands where no standard asks for anything. Unknown ids stand below the lowest.
 */
export async function levelsOf(tx: Tx, memberIds: readonly string[]): Promise<LevelOfMember[]> {
  if (memberIds.length === 0) return [];
  const { rows } = await sql<LevelOfMember>`
    SELECT asked.id AS "memberId", level.id AS "levelId", coalesce(level.rank, 0) AS rank
    FROM unnest(${memberIds}::uuid[]) WITH ORDINALITY AS asked (id, place)
    LEFT JOIN members ON members.id = asked.id
    LEFT JOIN member_levels standing ON standing.member_id = coalesce(members.person_id, members.id)
    LEFT JOIN LATERAL (
      SELECT id, rank FROM levels
      WHERE levels.community_id = members.community_id
        AND CASE WHEN standing.member_id IS NULL THEN greatest(growth, contribution, active_days, quizzes) = 0
            ELSE levels.id = standing.level_id END
      ORDER BY rank DESC LIMIT 1
    ) AS level ON true
    ORDER BY place
  `.execute(tx);
  return rows;
}
