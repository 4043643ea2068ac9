import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';

/** Whether a community has an exam that members can take, or anybody took one. */
export async function usesExams(tx: Tx, communityId: string): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`
    SELECT EXISTS (SELECT FROM exam_papers WHERE community_id = ${communityId} AND state <> 'draft') AS there
  `.execute(tx);
  return rows[0]!.there;
}
