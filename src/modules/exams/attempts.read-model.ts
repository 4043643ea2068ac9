import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import { NotFound } from '#kernel/errors.ts';
import { memberNames } from '#modules/members/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { AttemptDetail, AttemptRow, attemptsQuery, AttemptsReply } from './attempt.contract.ts';
import { listItems } from './attempt-store.ts';
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
  seed: string;
};

type Filter = { id?: string } & Omit<z.output<typeof attemptsQuery>, 'page'>;

const FROM = sql`exam_attempts AS attempt JOIN members ON members.id = member_id`;

function where(communityId: string, { id, paperId, memberId, state }: Filter): RawBuilder<unknown> {
  const wanted = { open: sql`finished_at IS NULL`, passed: sql`passed`, failed: sql`NOT passed` };
  const all = [sql`attempt.community_id = ${communityId}`];
  if (id) all.push(sql`attempt.id = ${id}`);
  if (paperId) all.push(sql`paper_id = ${paperId}`);
  if (memberId)
    all.push(sql`coalesce(person_id, members.id) =
      (SELECT coalesce(person_id, asked.id) FROM members AS asked WHERE asked.id = ${memberId})`);
  if (state) all.push(wanted[state]);
  return sql.join(all, sql` AND `);
}

async function readRows(tx: Tx, communityId: string, filter: Filter, page = 1): Promise<Row[]> {
  const { rows } = await sql<Row>`
    SELECT attempt.id, coalesce(person_id, members.id) AS "personId", paper_id AS "paperId", paper.name AS "paperName",
      purpose, started_at AS "startedAt", ends_at AS "endsAt", finished_at AS "finishedAt", ended_by AS "endedBy",
      correct, passed, total, attempt.pass_percent AS "passPercent", seed::text AS seed,
      (SELECT count(choice)::int FROM exam_attempt_items WHERE attempt_id = attempt.id) AS answered
    FROM ${FROM} JOIN exam_papers AS paper ON paper.id = paper_id
    WHERE ${where(communityId, filter)}
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
  { page, ...filter }: z.output<typeof attemptsQuery>,
): Promise<AttemptsReply> {
  const rows = await readRows(tx, communityId, filter, page);
  const { rows: all } = await sql<{ total: number }>`
    SELECT count(*)::int AS total FROM ${FROM} WHERE ${where(communityId, filter)}
  `.execute(tx);
  const names = await memberNames(
    tx,
    rows.map(({ personId }) => personId),
  );
  return { attempts: rows.map((row) => present(row, names)), total: all[0]!.total, pageSize: PAGE };
}

/** One exam with what was answered, question by question, as the member saw them. NotFound. */
export async function showAttemptDetail(tx: Tx, communityId: string, id: string): Promise<AttemptDetail> {
  const [row] = await readRows(tx, communityId, { id });
  if (!row) throw new NotFound('the attempt');
  const items = await listItems(tx, id);
  return {
    ...present(row, await memberNames(tx, [row.personId])),
    seed: row.seed,
    questions: items.map((item) => ({
      ...asked(item),
      questionId: item.questionId,
      solution: placesOf(item.kind, item.shown, item.solution),
      correct: item.correct,
      answeredAt: item.answeredAt?.toISOString() ?? null,
    })),
  };
}
