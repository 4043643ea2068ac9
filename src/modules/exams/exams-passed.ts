import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';

/** What a person has passed. */
export type ExamsPassed = { entryAt: Date | null; licenceAt: Date | null; quizzes: number };

/**
 * What people have passed, by person: any entry exam first, the licence exam last, and how many different quizzes;
 * for conditions of levels and credit. Whoever passed nothing is left out. `memberIds` are persons; all unless given.
 */
export async function examsPassed(
  tx: Tx,
  communityId: string,
  { memberIds, until }: { memberIds?: readonly string[]; until?: Date } = {},
): Promise<Map<string, ExamsPassed>> {
  const { rows } = await sql<{ memberId: string } & ExamsPassed>`
    SELECT coalesce(person_id, members.id) AS "memberId",
      min(finished_at) FILTER (WHERE purpose = 'entry') AS "entryAt",
      max(finished_at) FILTER (WHERE purpose = 'licence') AS "licenceAt",
      count(DISTINCT paper_id) FILTER (WHERE purpose = 'quiz')::int AS quizzes
    FROM exam_attempts AS attempt JOIN exam_papers AS paper ON paper.id = paper_id
    JOIN members ON members.id = member_id
    WHERE attempt.community_id = ${communityId} AND passed
      AND (${until ?? null}::timestamptz IS NULL OR finished_at <= ${until ?? null}::timestamptz)
      AND (${memberIds === undefined} OR coalesce(person_id, members.id) = ANY(${[...(memberIds ?? [])]}::uuid[]))
    GROUP BY 1
  `.execute(tx);
  return new Map(rows.map(({ memberId, ...passed }) => [memberId, passed]));
}

/** Whether a community has an exam that members can take, or anybody took one. */
export async function usesExams(tx: Tx, communityId: string): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`
    SELECT EXISTS (SELECT FROM exam_papers WHERE community_id = ${communityId} AND state <> 'draft') AS there
  `.execute(tx);
  return rows[0]!.there;
}
