import { sql } from 'kysely';
import { NotFound } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { partsOf } from '#modules/members/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { DrawnItem } from './draw-questions.ts';
import type { Purpose } from './paper.contract.ts';
import type { QuestionContent } from './question.contract.ts';

export type KeptAttempt = {
  id: string;
  workspaceId: string;
  paperId: string;
  memberId: string;
  seed: string;
  total: number;
  passPercent: number;
  startedAt: Date;
  endsAt: Date;
  finishedAt: Date | null;
  endedBy: 'member' | 'time' | null;
  correct: number | null;
  passed: boolean | null;
  paperName: string;
  purpose: Purpose;
};

/** A question of an attempt, as it was when the attempt began. */
export type KeptItem = QuestionContent & {
  position: number;
  questionId: string;
  shown: number[];
  choice: number[] | null;
  answeredAt: Date | null;
  correct: boolean | null;
};

const SELECT = sql`
  SELECT attempt.id, attempt.workspace_id AS "workspaceId", paper_id AS "paperId", member_id AS "memberId", seed::text AS seed, total,
    attempt.pass_percent AS "passPercent", started_at AS "startedAt", ends_at AS "endsAt", finished_at AS "finishedAt",
    ended_by AS "endedBy", correct, passed, paper.name AS "paperName", purpose
  FROM exam_attempts AS attempt JOIN exam_papers AS paper ON paper.id = paper_id`;

/**
 * Makes everything that begins or ends exams of one person wait in line until the transaction ends. Taken before any
 * attempt is. @returns the person, and all members that are this person. NotFound.
 */
export async function lockPerson(
  tx: Tx,
  communityId: string,
  memberId: string,
): Promise<{ personId: string; memberIds: string[] }> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM members WHERE community_id = ${communityId}
      AND id = (SELECT coalesce(person_id, id) FROM members WHERE id = ${memberId} AND community_id = ${communityId})
    FOR NO KEY UPDATE
  `.execute(tx);
  const personId = rows[0]?.id;
  if (personId === undefined) throw new NotFound('the member');
  return { personId, memberIds: await partsOf(tx, communityId, personId) };
}

/** Every attempt of a person, the latest first. */
export async function listAttemptsOf(
  tx: Tx,
  communityId: string,
  memberIds: readonly string[],
): Promise<KeptAttempt[]> {
  const { rows } = await sql<KeptAttempt>`
    ${SELECT} WHERE attempt.community_id = ${communityId} AND member_id = ANY(${[...memberIds]}::uuid[])
    ORDER BY coalesce(finished_at, ends_at) DESC, attempt.id DESC LIMIT 500
  `.execute(tx);
  return rows;
}

/** One attempt; `memberIds` are the person whose it has to be. NotFound, also for another's. */
export async function getAttempt(
  tx: Tx,
  communityId: string,
  id: string,
  { memberIds, lock }: { memberIds?: readonly string[]; lock?: 'share' | 'update' } = {},
): Promise<KeptAttempt> {
  const strength = { share: sql`FOR SHARE OF attempt`, update: sql`FOR UPDATE OF attempt` };
  const { rows } = await sql<KeptAttempt>`
    ${SELECT} WHERE attempt.community_id = ${communityId} AND attempt.id = ${id}
      AND (${memberIds === undefined} OR member_id = ANY(${[...(memberIds ?? [])]}::uuid[]))
    ${lock ? strength[lock] : sql``}
  `.execute(tx);
  if (!rows[0]) throw new NotFound('the attempt');
  return rows[0];
}

/** The questions of an attempt, in the order in which they are asked; of one position where it is named. */
export async function listItems(tx: Tx, attemptId: string, position?: number): Promise<KeptItem[]> {
  const { rows } = await sql<KeptItem>`
    SELECT position, item.question_id AS "questionId", shown, choice, answered_at AS "answeredAt", correct,
      kind, text, options, solution, explanation
    FROM exam_attempt_items AS item
    JOIN exam_question_revisions AS written
      ON written.question_id = item.question_id AND written.revision = item.revision
    WHERE attempt_id = ${attemptId} AND ${position === undefined ? sql`true` : sql`position = ${position}`}
    ORDER BY position
  `.execute(tx);
  return rows;
}

/** Writes an attempt with its questions, in one statement. @returns its id */
export async function addAttempt(
  tx: Tx,
  communityId: string,
  attempt: {
    paperId: string;
    memberId: string;
    seed: number;
    passPercent: number;
    startedAt: Date;
    endsAt: Date;
    items: readonly DrawnItem[];
  },
): Promise<string> {
  const id = newId(attempt.startedAt.getTime());
  const items = attempt.items.map((item, at) => ({ ...item, position: at + 1 }));
  await sql`
    WITH made AS (
      INSERT INTO exam_attempts (id, workspace_id, community_id, paper_id, member_id, seed, total, pass_percent,
                                 started_at, ends_at)
      VALUES (${id}, qunluo_workspace(), ${communityId}, ${attempt.paperId}, ${attempt.memberId}, ${attempt.seed},
              ${items.length}, ${attempt.passPercent}, ${attempt.startedAt}, ${attempt.endsAt})
      RETURNING id
    )
    INSERT INTO exam_attempt_items (workspace_id, attempt_id, position, question_id, revision, shown)
    SELECT qunluo_workspace(), made.id, (item ->> 'position')::smallint, (item ->> 'questionId')::uuid,
      (item ->> 'revision')::int, ARRAY(SELECT jsonb_array_elements_text(item -> 'shown')::smallint)
    FROM made, jsonb_array_elements(${JSON.stringify(items)}::jsonb) AS item
  `.execute(tx);
  return id;
}

/** Keeps an answer, or none; a later one takes its place. @returns how many questions of the attempt are answered */
export async function keepAnswer(
  tx: Tx,
  attemptId: string,
  { position, choice, now }: { position: number; choice: readonly number[] | null; now: Date },
): Promise<number> {
  await sql`
    UPDATE exam_attempt_items SET choice = ${choice && [...choice]}::smallint[], answered_at = ${choice && now}
    WHERE attempt_id = ${attemptId} AND position = ${position}
  `.execute(tx);
  const { rows } = await sql<{ answered: number }>`
    SELECT count(choice)::int AS answered FROM exam_attempt_items WHERE attempt_id = ${attemptId}
  `.execute(tx);
  return rows[0]!.answered;
}

/** Marks every question of an attempt, and ends it. Call it with the attempt locked and open. */
export async function closeAttempt(
  tx: Tx,
  id: string,
  { finishedAt, endedBy }: { finishedAt: Date; endedBy: 'member' | 'time' },
): Promise<{ correct: number; passed: boolean }> {
  // An answer is kept as the solution is: ascending, of an order as it comes. So they are equal when it is right.
  await sql`
    UPDATE exam_attempt_items AS item SET correct = coalesce(item.choice = written.solution, false)
    FROM exam_question_revisions AS written
    WHERE attempt_id = ${id} AND written.question_id = item.question_id AND written.revision = item.revision
  `.execute(tx);
  const { rows } = await sql<{ correct: number; passed: boolean }>`
    UPDATE exam_attempts SET finished_at = ${finishedAt}, ended_by = ${endedBy}, correct = marked.correct,
      passed = marked.correct * 100 >= pass_percent * total
    FROM (SELECT count(*) FILTER (WHERE correct)::int AS correct FROM exam_attempt_items WHERE attempt_id = ${id}) AS marked
    WHERE id = ${id} AND finished_at IS NULL RETURNING exam_attempts.correct, passed
  `.execute(tx);
  return rows[0]!;
}

/** Attempts whose time is over and that nobody ended, of the transaction's workspace. */
export async function listOverdue(tx: Tx, now: Date): Promise<{ id: string; communityId: string; memberId: string }[]> {
  const { rows } = await sql<{ id: string; communityId: string; memberId: string }>`
    SELECT id, community_id AS "communityId", member_id AS "memberId" FROM exam_attempts
    WHERE workspace_id = qunluo_workspace() AND finished_at IS NULL AND ends_at <= ${now} ORDER BY ends_at LIMIT 1000
  `.execute(tx);
  return rows;
}
