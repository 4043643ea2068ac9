import type { z } from 'zod';
import { BadInput, Conflict } from '#kernel/errors.ts';
import { recordChange } from '#modules/identity/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { Who } from './change-question.ts';
import { missingFor } from './draw-questions.ts';
import { type changePaperBody, type createPaperBody, MOST_QUESTIONS, type PaperFields } from './paper.contract.ts';
import { addPaper, getPaper, type KeptPaper, removePaper, updatePaper } from './paper-store.ts';
import { readBank } from './question-store.ts';

const fieldsOf = (paper: KeptPaper): PaperFields => ({
  purpose: paper.purpose,
  name: paper.name,
  description: paper.description,
  draw: paper.draw,
  passPercent: paper.passPercent,
  minutes: paper.minutes,
  mostAttempts: paper.mostAttempts,
  coolDownHours: paper.coolDownHours,
  state: paper.state,
});
const subjectOf = (id: string, name: string) => ({ kind: 'exam_paper', id, label: name });

/** How many questions an exam of a paper has. */
export const questionsOf = ({ draw }: Pick<PaperFields, 'draw'>): number =>
  draw.reduce((sum, { count }) => sum + count, 0);

/** A paper names no tag twice, has at most so many questions, and opens only when the bank can fill it. */
async function checkPaper(tx: Tx, communityId: string, paper: PaperFields): Promise<void> {
  const { draw } = paper;
  if (new Set(draw.map(({ tag }) => tag)).size < draw.length)
    throw new BadInput('a tag is named twice', [{ where: '/body/draw', what: 'names a tag twice' }]);
  if (questionsOf(paper) > MOST_QUESTIONS)
    throw new BadInput(`an exam has at most ${MOST_QUESTIONS} questions`, [
      { where: '/body/draw', what: `is more than ${MOST_QUESTIONS} in all` },
    ]);
  if (paper.state !== 'open') return;
  const bank = await readBank(
    tx,
    communityId,
    draw.map(({ tag }) => tag),
  );
  const missing = missingFor(draw, bank);
  if (missing.length === 0) return;
  const what = missing.map(({ tag, needs, has }) => `${tag === null ? 'any tag' : `“${tag}”`} has ${has} of ${needs}`);
  throw new Conflict(`the bank has too few active questions: ${what.join('; ')}`, 'bank_short');
}

/** Makes a paper. @returns its id */
export async function createPaper(
  tx: Tx,
  { actor, communityId, body }: Who & { body: z.output<typeof createPaperBody> },
): Promise<string> {
  await checkPaper(tx, communityId, body);
  const id = await addPaper(tx, communityId, { ...body, createdBy: actor.operatorId });
  const subject = subjectOf(id, body.name);
  await recordChange(tx, actor, { action: 'exams.create-paper', subject, communityId, after: body });
  return id;
}

/** Changes a paper; what is absent stays. Exams under way keep their time and their mark. */
export async function changePaper(
  tx: Tx,
  { actor, communityId, id, body }: Who & { id: string; body: z.output<typeof changePaperBody> },
): Promise<void> {
  const before = fieldsOf(await getPaper(tx, communityId, id, true));
  const after = { ...before, ...body };
  await checkPaper(tx, communityId, after);
  await updatePaper(tx, id, after);
  const subject = subjectOf(id, after.name);
  await recordChange(tx, actor, { action: 'exams.change-paper', subject, communityId, before, after });
}

/** Deletes a paper that nobody took. Conflict for one that somebody did: it is closed instead. */
export async function deletePaper(tx: Tx, { actor, communityId, id }: Who & { id: string }): Promise<void> {
  const before = fieldsOf(await getPaper(tx, communityId, id, true));
  if (!(await removePaper(tx, id))) throw new Conflict('somebody took this exam: close it instead', 'paper_was_taken');
  const subject = subjectOf(id, before.name);
  await recordChange(tx, actor, { action: 'exams.delete-paper', subject, communityId, before });
}
