import { sql } from 'kysely';
import { NotFound } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { InBank } from './draw-questions.ts';
import type { QuestionContent, QuestionState } from './question.contract.ts';

export type QuestionFields = QuestionContent & { tags: string[]; state: QuestionState };
/** A question in its revision in force. */
export type KeptQuestion = QuestionFields & {
  id: string;
  revision: number;
  draftKey: string | null;
  draftHash: string | null;
  createdAt: Date;
  changedAt: Date;
};
type By = { createdBy: string | undefined };

const SELECT = sql`
  SELECT question.id, state, tags, question.revision, draft_key AS "draftKey", draft_hash AS "draftHash",
    question.created_at AS "createdAt", changed_at AS "changedAt", kind, text, options, solution, explanation
  FROM exam_questions AS question
  JOIN exam_question_revisions AS written ON written.question_id = question.id AND written.revision = question.revision`;

/** One bulk change of a bank at a time: two at once would each miss what the other puts in. */
export const lockBank = (tx: Tx, communityId: string) =>
  sql`SELECT pg_advisory_xact_lock(hashtextextended('exams.bank:' || ${communityId}, 0))`.execute(tx);

/** Every question of a community, changed last first. */
export async function listQuestions(tx: Tx, communityId: string): Promise<KeptQuestion[]> {
  const { rows } = await sql<KeptQuestion>`
    ${SELECT} WHERE community_id = ${communityId} ORDER BY changed_at DESC, question.id
  `.execute(tx);
  return rows;
}

/** One question; `lock` keeps others from changing it until the transaction ends. NotFound. */
export async function getQuestion(tx: Tx, communityId: string, id: string, lock = false): Promise<KeptQuestion> {
  const { rows } = await sql<KeptQuestion>`
    ${SELECT} WHERE community_id = ${communityId} AND question.id = ${id} ${lock ? sql`FOR UPDATE OF question` : sql``}
  `.execute(tx);
  if (!rows[0]) throw new NotFound('the question');
  return rows[0];
}

/** What can be drawn: the active questions that carry one of the tags, or all of them where any will do. */
export async function readBank(
  tx: Tx,
  communityId: string,
  tags: readonly (string | null)[],
): Promise<(InBank & { solution: number[] })[]> {
  const any = tags.includes(null);
  const { rows } = await sql<InBank & { solution: number[] }>`
    SELECT question.id, question.revision, kind::text AS kind, tags, jsonb_array_length(options) AS options, solution
    FROM exam_questions AS question
    JOIN exam_question_revisions AS written ON written.question_id = question.id AND written.revision = question.revision
    WHERE community_id = ${communityId} AND state = 'active'
      AND (${any} OR tags ?| ${tags.filter((tag) => tag !== null)}::text[])
  `.execute(tx);
  return rows;
}

async function addRevision(
  tx: Tx,
  { id, revision, ...content }: QuestionContent & By & { id: string; revision: number },
): Promise<void> {
  await sql`
    INSERT INTO exam_question_revisions (workspace_id, question_id, revision, kind, text, options, solution, explanation,
                                         created_by)
    VALUES (qunluo_workspace(), ${id}, ${revision}, ${content.kind}, ${content.text},
            ${JSON.stringify(content.options)}::jsonb, ${content.solution}::smallint[], ${content.explanation},
            ${content.createdBy ?? null})
  `.execute(tx);
}

/** Puts questions into the bank, in one statement a table. @returns their ids, in order */
export async function addQuestions(
  tx: Tx,
  communityId: string,
  questions: readonly (QuestionFields & { draft?: { key: string; hash: string } })[],
  { createdBy }: By,
): Promise<string[]> {
  const rows = questions.map(({ draft, ...question }) => ({ id: newId(), draft: draft ?? null, ...question }));
  await sql`
    INSERT INTO exam_questions (id, workspace_id, community_id, state, tags, draft_key, draft_hash, created_by)
    SELECT (one ->> 'id')::uuid, qunluo_workspace(), ${communityId}, one ->> 'state', one -> 'tags',
      one -> 'draft' ->> 'key', one -> 'draft' ->> 'hash', ${createdBy ?? null}
    FROM jsonb_array_elements(${JSON.stringify(rows)}::jsonb) AS one
  `.execute(tx);
  await sql`
    INSERT INTO exam_question_revisions (workspace_id, question_id, revision, kind, text, options, solution, explanation,
                                         created_by)
    SELECT qunluo_workspace(), (one ->> 'id')::uuid, 1, one ->> 'kind', one ->> 'text', one -> 'options',
      ARRAY(SELECT jsonb_array_elements_text(one -> 'solution')::smallint), one ->> 'explanation', ${createdBy ?? null}
    FROM jsonb_array_elements(${JSON.stringify(rows)}::jsonb) AS one
  `.execute(tx);
  return rows.map(({ id }) => id);
}

const sameContent = (a: QuestionContent, b: QuestionContent): boolean =>
  (['kind', 'text', 'options', 'solution', 'explanation'] as const).every(
    (name) => JSON.stringify(a[name]) === JSON.stringify(b[name]),
  );

/** Writes a question anew; what it says goes into a new revision where it differs. Call it with the row locked. */
export async function updateQuestion(
  tx: Tx,
  before: KeptQuestion,
  after: QuestionFields & { draftHash?: string },
  { createdBy }: By,
): Promise<void> {
  const revision = sameContent(before, after) ? before.revision : before.revision + 1;
  if (revision > before.revision) await addRevision(tx, { ...after, id: before.id, revision, createdBy });
  await sql`
    UPDATE exam_questions SET state = ${after.state}, tags = ${JSON.stringify(after.tags)}::jsonb,
      revision = ${revision}, draft_hash = ${after.draftHash ?? before.draftHash}, changed_at = clock_timestamp()
    WHERE id = ${before.id}
  `.execute(tx);
}

/** Deletes a question that was in no exam. @returns whether it is gone; one that was asked stays */
export async function removeQuestion(tx: Tx, id: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    DELETE FROM exam_questions WHERE id = ${id}
      AND NOT EXISTS (SELECT FROM exam_attempt_items WHERE question_id = ${id})
  `.execute(tx);
  return numAffectedRows === 1n;
}

export type ItemSums = {
  id: string;
  answered: number;
  right: number;
  /** Correlation of right with the share of the other questions right; null where either never varies. */
  correlation: number | null;
  chosen: number[];
};

/**
 * How each question of a community, or one of them, fared in its revision in force, over exams that are over. `corr` is Pearson’s
 * correlation: with a figure of 0 and 1 it is the point-biserial one. See `item-hints.ts` for its source.
 */
export async function readItemSums(tx: Tx, communityId: string, questionId?: string): Promise<Map<string, ItemSums>> {
  const over = sql`attempt.community_id = ${communityId} AND attempt.finished_at IS NOT NULL
    AND ${questionId === undefined ? sql`true` : sql`item.question_id = ${questionId}`}`;
  const { rows } = await sql<Omit<ItemSums, 'chosen'>>`
    SELECT item.question_id AS id, count(*)::int AS answered, count(*) FILTER (WHERE item.correct)::int AS right,
      corr(item.correct::int, (attempt.correct - item.correct::int)::float8 / nullif(attempt.total - 1, 0)) AS correlation
    FROM exam_attempts AS attempt JOIN exam_attempt_items AS item ON item.attempt_id = attempt.id
    JOIN exam_questions AS question ON question.id = item.question_id AND question.revision = item.revision
    WHERE ${over}
    GROUP BY item.question_id
  `.execute(tx);
  const { rows: choices } = await sql<{ id: string; option: number; count: number }>`
    SELECT item.question_id AS id, option::int AS option, count(*)::int AS count
    FROM exam_attempts AS attempt JOIN exam_attempt_items AS item ON item.attempt_id = attempt.id
    JOIN exam_questions AS question ON question.id = item.question_id AND question.revision = item.revision
    CROSS JOIN unnest(item.choice) AS option
    WHERE ${over}
    GROUP BY 1, 2
  `.execute(tx);
  const sums = new Map(rows.map((row) => [row.id, { ...row, chosen: [] as number[] }]));
  for (const { id, option, count } of choices) sums.get(id)!.chosen[option] = count;
  return sums;
}
