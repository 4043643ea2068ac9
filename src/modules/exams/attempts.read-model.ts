import { sql } from 'kysely';
import type { z } from 'zod';
import { NotFound } from '#kernel/errors.ts';
import { memberNames } from '#modules/members/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { AttemptDetail, AttemptRow, attemptsQuery, AttemptsReply } from './attempt.contract.ts';
import { getAttempt, listItems } from './attempt-store.ts';
import { placesOf } from './check-question.ts';
import { asked } from './exams-of-member.ts';

const PAGE = 50;

type Row = Omit<AttemptRow, 'member' | 'paper' | 'state' | 'startedAt' | 'endsAt' | 'finishedAt'> & {
  personId: string;
  paperId: string;
  paperName: string;
  purpose: AttemptRow['paper']['purpose'];
  passed: boolean | null;
  startedAt: Date;
  endsAt: Date;
  finishedAt: Date | null;
  found: number;
};

async function readRows(
  tx: Tx,
  communityId: string,
  { id, paperId, memberId, state, page }: { id?: string } & z.output<typeof attemptsQuery>,
): Promise<Row[]> {
  const wanted = { open: sql`finished_at IS NULL`, passed: sql`passed`, failed: sql`NOT passed` };
  const { rows } = await sql<Row>`
    SELECT attempt.id, coalesce(person_id, members.id) AS "personId", paper_id AS "paperId", paper.name AS "paperName",
      purpose, started_at AS "startedAt", ends_at AS "endsAt", finished_at AS "finishedAt", ended_by AS "endedBy",
      correct, passed, total, attempt.pass_percent AS "passPercent",
      (SELECT count(choice)::int FROM exam_attempt_items WHERE attempt_id = attempt.id) AS answered,
      count(*) OVER ()::int AS found
    FROM exam_attempts AS attempt JOIN exam_papers AS paper ON paper.id = paper_id
    JOIN members ON members.id = member_id
    WHERE attempt.community_id = ${communityId} AND (${id ?? null}::uuid IS NULL OR attempt.id = ${id ?? null}::uuid)
      AND (${paperId ?? null}::uuid IS NULL OR paper_id = ${paperId ?? null}::uuid)
      AND (${memberId ?? null}::uuid IS NULL OR coalesce(person_id, members.id) =
        (SELECT coalesce(person_id, asked.id) FROM members AS asked WHERE asked.id = ${memberId ?? null}::uuid))
      ${state ? sql`AND ${wanted[state]}` : sql``}
    ORDER BY started_at DESC, attempt.id DESC LIMIT ${PAGE} OFFSET ${(page - 1) * PAGE}
  `.execute(tx);
  return rows;
}

const present = (row: Row, names: ReadonlyMap<string, string>): AttemptRow => ({
  id: row.id,
  member: { id: row.personId, name: names.get(row.personId) ?? '' },
  paper: { id: row.paperId, name: row.paperName, purpose: row.purpose },
  state: row.passed === null ? 'open' : row.passed ? 'passed' : 'failed',
  startedAt: row.startedAt.toISOString(),
  endsAt: row.endsAt.toISOString(),
  finishedAt: row.finishedAt?.toISOString() ?? null,
  endedBy: row.endedBy,
  correct: row.correct,
  total: row.total,
  answered: row.answered,
  passPercent: row.passPercent,
});

/** The exams that members took, the latest first. */
export async function showAttempts(
  tx: Tx,
  communityId: string,
  query: z.output<typeof attemptsQuery>,
): Promise<AttemptsReply> {
  const rows = await readRows(tx, communityId, query);
  const names = await memberNames(
    tx,
    rows.map(({ personId }) => personId),
  );
  return { attempts: rows.map((row) => present(row, names)), total: rows[0]?.found ?? 0, pageSize: PAGE };
}

/** One exam with what was answered, question by question, as the member saw them. NotFound. */
export async function showAttemptDetail(tx: Tx, communityId: string, id: string): Promise<AttemptDetail> {
  const [row] = await readRows(tx, communityId, { id, page: 1 });
  if (!row) throw new NotFound('the attempt');
  const { seed } = await getAttempt(tx, communityId, id);
  const items = await listItems(tx, id);
  return {
    ...present(row, await memberNames(tx, [row.personId])),
    seed,
    questions: items.map((item) => ({
      ...asked(item),
      questionId: item.questionId,
      solution: placesOf(item.kind, item.shown, item.solution),
      correct: item.correct,
      answeredAt: item.answeredAt?.toISOString() ?? null,
    })),
  };
}
