import type { z } from 'zod';
import { Conflict } from '#kernel/errors.ts';
import { type Actor, recordChange } from '#modules/identity/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { checkedQuestion } from './check-question.ts';
import { type Draft, draftQuestions, type Language, type RuleForExam } from './draft-questions.ts';
import type { changeQuestionBody, createQuestionBody, DraftReply, ImportQuestionsReply } from './question.contract.ts';
import {
  addQuestions,
  getQuestion,
  type KeptQuestion,
  listQuestions,
  lockBank,
  type QuestionFields,
  removeQuestion,
  updateQuestion,
} from './question-store.ts';
import { readQuestionsCsv, sameness } from './questions-csv.ts';

export type Who = { actor: Actor & { operatorId?: string | undefined }; communityId: string };

const SHOWN_FAULTS = 200;
const LABEL = 80;

const fieldsOf = ({ kind, text, options, solution, explanation, tags, state }: KeptQuestion): QuestionFields => ({
  kind,
  text,
  options,
  solution,
  explanation,
  tags,
  state,
});
const subjectOf = (id: string, text: string) => ({ kind: 'exam_question', id, label: text.slice(0, LABEL) });

/** Puts a question into the bank. @returns its id */
export async function createQuestion(
  tx: Tx,
  { actor, communityId, body }: Who & { body: z.output<typeof createQuestionBody> },
): Promise<string> {
  const question = { ...body, ...checkedQuestion(body) };
  const [id] = await addQuestions(tx, communityId, [question], { createdBy: actor.operatorId });
  const subject = subjectOf(id!, body.text);
  await recordChange(tx, actor, { action: 'exams.create-question', subject, communityId, after: question });
  return id!;
}

/** Changes a question; what is absent stays. Exams under way go on with what they were begun with. */
export async function changeQuestion(
  tx: Tx,
  { actor, communityId, id, body }: Who & { id: string; body: z.output<typeof changeQuestionBody> },
): Promise<void> {
  const kept = await getQuestion(tx, communityId, id, true);
  const before = fieldsOf(kept);
  const wanted = { ...before, ...body };
  const after = { ...wanted, ...checkedQuestion(wanted) };
  await updateQuestion(tx, kept, after, { createdBy: actor.operatorId });
  const subject = subjectOf(id, after.text);
  await recordChange(tx, actor, { action: 'exams.change-question', subject, communityId, before, after });
}

/** Deletes a question that nobody was asked. Conflict for one that was: it is retired, so that its exams stay whole. */
export async function deleteQuestion(tx: Tx, { actor, communityId, id }: Who & { id: string }): Promise<void> {
  const before = fieldsOf(await getQuestion(tx, communityId, id, true));
  if (!(await removeQuestion(tx, id)))
    throw new Conflict('this question was in an exam: retire it instead', 'question_was_asked');
  const subject = subjectOf(id, before.text);
  await recordChange(tx, actor, { action: 'exams.delete-question', subject, communityId, before });
}

/** Whether a drafted question no longer says what the rules say; `current` are the drafts they give now. */
export const isOutdated = (
  { draftKey, draftHash }: Pick<KeptQuestion, 'draftKey' | 'draftHash'>,
  current: ReadonlyMap<string, Draft>,
): boolean => draftKey !== null && current.get(draftKey)?.hash !== draftHash;

/** What the rules give now, in every language, by key. */
export const currentDrafts = (rules: readonly RuleForExam[]): Map<string, Draft> =>
  new Map((['zh-CN', 'en'] as const).flatMap((one) => draftQuestions(rules, one)).map((draft) => [draft.key, draft]));

/**
 * Drafts questions out of the rules. What was drafted before and still holds stays as it is, edited or not; where the
 * rules changed the question becomes a draft again that says what they say now, unless it is retired: nobody wants it.
 */
export async function draftFromRules(
  tx: Tx,
  { actor, communityId, rules, language }: Who & { rules: readonly RuleForExam[]; language: Language },
): Promise<DraftReply> {
  await lockBank(tx, communityId);
  const known = new Map((await listQuestions(tx, communityId)).map((one) => [one.draftKey, one]));
  const drafts = draftQuestions(rules, language);
  const by = { createdBy: actor.operatorId };
  const fresh = drafts.filter(({ key }) => !known.has(key));
  await addQuestions(
    tx,
    communityId,
    fresh.map(({ key, hash, content, tags }) => ({ ...content, tags, state: 'draft', draft: { key, hash } })),
    by,
  );
  const changed = drafts.filter(({ key, hash }) => {
    const kept = known.get(key);
    return kept !== undefined && kept.state !== 'retired' && kept.draftHash !== hash;
  });
  for (const { key, hash, content } of changed) {
    const before = await getQuestion(tx, communityId, known.get(key)!.id, true);
    const after = { ...content, tags: before.tags, state: 'draft' as const, draftHash: hash };
    await updateQuestion(tx, before, after, by);
  }
  const reply = {
    added: fresh.length,
    renewed: changed.length,
    unchanged: drafts.length - fresh.length - changed.length,
  };
  const subject = { kind: 'community', id: communityId };
  await recordChange(tx, actor, { action: 'exams.draft-questions', subject, communityId, after: reply });
  return reply;
}

/** Takes the questions of a file that can be taken, and says why not of the others. Nothing is written in a dry run. */
export async function importQuestions(
  tx: Tx,
  { actor, communityId, csv, dryRun }: Who & { csv: string; dryRun: boolean },
): Promise<ImportQuestionsReply> {
  const { rows, questions, refused } = readQuestionsCsv(csv);
  if (!dryRun) await lockBank(tx, communityId);
  const known = new Set((await listQuestions(tx, communityId)).map((one) => sameness(one)));
  const fresh = questions.filter((one) => !known.has(sameness(one)));
  const faults = [
    ...refused,
    ...questions
      .filter((one) => known.has(sameness(one)))
      .map(({ line, text }) => ({ line, text: text.slice(0, LABEL), what: 'known', why: 'is in the bank' }) as const),
  ].toSorted((a, b) => a.line - b.line);
  if (!dryRun) {
    await addQuestions(tx, communityId, fresh, { createdBy: actor.operatorId });
    const subject = { kind: 'community', id: communityId };
    const after = { rows, taken: fresh.length };
    await recordChange(tx, actor, { action: 'exams.import-questions', subject, communityId, after });
  }
  return { rows, taken: fresh.length, refused: faults.slice(0, SHOWN_FAULTS), refusedTotal: faults.length };
}
