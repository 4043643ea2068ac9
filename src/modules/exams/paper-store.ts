import { sql } from 'kysely';
import { Conflict, NotFound } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { brokenConstraint, type Tx } from '#platform/postgres/index.ts';
import type { PaperFields, Purpose } from './paper.contract.ts';

export type KeptPaper = PaperFields & { id: string; communityId: string; createdAt: Date };

const COLUMNS = sql`id, community_id AS "communityId", purpose, state, name, description, draw,
  pass_percent AS "passPercent", minutes, most_attempts AS "mostAttempts", cool_down_hours AS "coolDownHours",
  created_at AS "createdAt"`;

/** The papers of a community: those open first, then by when they were made, the latest first. */
export async function listPapers(tx: Tx, communityId: string): Promise<KeptPaper[]> {
  const { rows } = await sql<KeptPaper>`
    SELECT ${COLUMNS} FROM exam_papers WHERE community_id = ${communityId}
    ORDER BY array_position(ARRAY['open', 'draft', 'closed'], state), created_at DESC, id LIMIT 500
  `.execute(tx);
  return rows;
}

/** One paper; `lock` keeps others from changing it until the transaction ends. NotFound. */
export async function getPaper(tx: Tx, communityId: string, id: string, lock = false): Promise<KeptPaper> {
  const { rows } = await sql<KeptPaper>`
    SELECT ${COLUMNS} FROM exam_papers WHERE community_id = ${communityId} AND id = ${id}
    ${lock ? sql`FOR UPDATE` : sql``}
  `.execute(tx);
  if (!rows[0]) throw new NotFound('the exam');
  return rows[0];
}

/** The open paper of a purpose that has one at most. */
export async function findOptionalOpenPaper(
  tx: Tx,
  communityId: string,
  purpose: Exclude<Purpose, 'quiz'>,
): Promise<KeptPaper | undefined> {
  const { rows } = await sql<KeptPaper>`
    SELECT ${COLUMNS} FROM exam_papers WHERE community_id = ${communityId} AND purpose = ${purpose} AND state = 'open'
  `.execute(tx);
  return rows[0];
}

const asConflict = (error: unknown): never => {
  if (brokenConstraint(error) === 'exam_papers_one_open')
    throw new Conflict('another exam for this purpose is open: close it first', 'purpose_taken');
  throw error;
};

/** Writes a paper. Conflict when another of its purpose is open. @returns its id */
export async function addPaper(
  tx: Tx,
  communityId: string,
  paper: PaperFields & { createdBy: string | undefined },
): Promise<string> {
  const id = newId();
  await sql`
    INSERT INTO exam_papers (id, workspace_id, community_id, purpose, state, name, description, draw, pass_percent,
                             minutes, most_attempts, cool_down_hours, created_by)
    VALUES (${id}, qunluo_workspace(), ${communityId}, ${paper.purpose}, ${paper.state}, ${paper.name},
            ${paper.description}, ${JSON.stringify(paper.draw)}::jsonb, ${paper.passPercent}, ${paper.minutes},
            ${paper.mostAttempts}, ${paper.coolDownHours}, ${paper.createdBy ?? null})
  `
    .execute(tx)
    .catch(asConflict);
  return id;
}

/** Writes a paper anew; its purpose stays. Conflict when another of its purpose is open. */
export async function updatePaper(tx: Tx, id: string, paper: PaperFields): Promise<void> {
  await sql`
    UPDATE exam_papers SET state = ${paper.state}, name = ${paper.name}, description = ${paper.description},
      draw = ${JSON.stringify(paper.draw)}::jsonb, pass_percent = ${paper.passPercent}, minutes = ${paper.minutes},
      most_attempts = ${paper.mostAttempts}, cool_down_hours = ${paper.coolDownHours}, changed_at = clock_timestamp()
    WHERE id = ${id}
  `
    .execute(tx)
    .catch(asConflict);
}

/** Deletes a paper that nobody took. @returns whether it is gone */
export async function removePaper(tx: Tx, id: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    DELETE FROM exam_papers WHERE id = ${id} AND NOT EXISTS (SELECT FROM exam_attempts WHERE paper_id = ${id})
  `.execute(tx);
  return numAffectedRows === 1n;
}
