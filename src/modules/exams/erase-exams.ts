import { sql } from 'kysely';
import type { Forget } from '#kernel/forget-names.ts';
import { changeTexts, type Tx } from '#platform/postgres/index.ts';

/** Tables of this module that an erasure changes; attempts, their answers and asks go with their member. */
export const ERASED_EXAM_TABLES: readonly string[] = [
  'exam_questions',
  'exam_question_revisions',
  'exam_papers',
  'exam_attempts',
  'exam_attempt_items',
  'exam_asks',
];

/** Takes a person out of the words of questions and papers. The rows stay. */
export async function eraseExamsOf(tx: Tx, communityId: string, { patterns, in: without }: Forget): Promise<void> {
  const change = (value: unknown): unknown => without(value);
  const here = sql`community_id = ${communityId}`;
  const tags = [{ name: 'tags', type: 'jsonb' }] as const;
  await changeTexts(tx, { table: 'exam_questions', columns: tags, patterns, where: here }, change);
  const said = [
    { name: 'text', type: 'text' },
    { name: 'options', type: 'jsonb' },
    { name: 'explanation', type: 'text' },
  ] as const;
  const ofQuestions = sql`question_id IN (SELECT id FROM exam_questions WHERE ${here})`;
  await changeTexts(tx, { table: 'exam_question_revisions', columns: said, patterns, where: ofQuestions }, change);
  const named = [
    { name: 'name', type: 'text' },
    { name: 'description', type: 'text' },
    { name: 'draw', type: 'jsonb' },
  ] as const;
  await changeTexts(tx, { table: 'exam_papers', columns: named, patterns, where: here }, change);
}
