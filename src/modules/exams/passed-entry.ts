import { sql } from 'kysely';
import { membersOf } from '#modules/members/index.ts';
import type { Tx } from '#platform/postgres/index.ts';

/** Which of these members have passed an entry exam, whichever it was and whichever of the person's members took it. */
export async function passedEntry(tx: Tx, communityId: string, memberIds: readonly string[]): Promise<Set<string>> {
  const parts = await membersOf(tx, communityId, memberIds);
  const { rows } = await sql<{ id: string }>`
    SELECT DISTINCT member_id AS id FROM exam_attempts AS attempt JOIN exam_papers AS paper ON paper.id = paper_id
    WHERE passed AND purpose = 'entry' AND member_id = ANY(${parts.map(({ member }) => member)}::uuid[])
  `.execute(tx);
  const passed = new Set(rows.map(({ id }) => id));
  return new Set(parts.filter(({ member }) => passed.has(member)).map(({ person }) => person));
}
