import { sql } from 'kysely';
import { partsOf } from '#modules/members/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { MemberAttempt, MemberExams } from './attempt.contract.ts';
import { type KeptAttempt, type KeptItem, listAttemptsOf, listItems } from './attempt-store.ts';
import { questionsOf } from './change-paper.ts';
import { placesOf } from './check-question.ts';
import { mayStart } from './may-start.ts';
import { getPaper, listPapers } from './paper-store.ts';
import type { ExamPorts } from './ports.ts';
import { listSettled, type Settling } from './settle-attempt.ts';
import { mayBegin, pastOf } from './start-attempt.ts';

type Looking = { communityId: string; memberId: string; now: Date };

const PAST = 50;

const sitting = ({ id, paperId, paperName, purpose, startedAt, endsAt }: KeptAttempt) => ({
  id,
  paper: { id: paperId, name: paperName, purpose },
  startedAt: startedAt.toISOString(),
  endsAt: endsAt.toISOString(),
});

/** A question as it stands on the screen: options in their shuffled order, and what was answered by place. */
export const asked = ({ position, kind, text, options, shown, choice }: KeptItem) => ({
  position,
  kind,
  text,
  options: kind === 'truth' ? [] : shown.map((option) => options[option]!),
  choice: choice && placesOf(kind, shown, choice),
});

/**
 * An attempt as its member sees it. While it goes on there is nothing in it of what is right: solutions and
 * explanations come when it is over. The caller has made sure that it is theirs.
 */
export async function showAttempt(
  tx: Tx,
  { communityId, memberId, now }: Looking,
  attempt: KeptAttempt,
): Promise<MemberAttempt> {
  const items = await listItems(tx, attempt.id);
  const { passPercent, total } = attempt;
  if (attempt.finishedAt === null)
    return {
      ...sitting(attempt),
      state: 'open',
      now: now.toISOString(),
      passPercent,
      questions: items.map((item) => asked(item)),
    };
  const attempts = await listAttemptsOf(tx, communityId, await partsOf(tx, communityId, memberId));
  const paper = await getPaper(tx, communityId, attempt.paperId);
  const may = mayStart(paper, pastOf(attempts, paper.id), now);
  return {
    ...sitting(attempt),
    state: attempt.passed ? 'passed' : 'failed',
    finishedAt: attempt.finishedAt.toISOString(),
    endedBy: attempt.endedBy!,
    correct: attempt.correct!,
    total,
    passPercent,
    questions: items.map((item) => ({
      ...asked(item),
      solution: placesOf(item.kind, item.shown, item.solution),
      correct: item.correct!,
      explanation: item.explanation,
    })),
    again: { at: may.at?.toISOString() ?? null, left: may.left },
  };
}

/** The exams that are open to a member, what keeps them from each, and what they took. What is overdue ends. */
export async function listExams(
  tx: Tx,
  looking: Looking & Settling & { ports: Pick<ExamPorts, 'needsLicence'> },
): Promise<MemberExams> {
  const { communityId, memberId, now } = looking;
  const memberIds = await partsOf(tx, communityId, memberId);
  const attempts = await listSettled(tx, looking, memberIds);
  const open = attempts.find(({ finishedAt, endsAt }) => finishedAt === null && endsAt > now);
  const papers = (await listPapers(tx, communityId)).filter(
    ({ id, state }) => state === 'open' || id === open?.paperId,
  );
  const askedFor = await listAsked(tx, memberIds);
  const answered = open ? (await listItems(tx, open.id)).filter(({ choice }) => choice !== null).length : 0;
  const exams: MemberExams['exams'] = [];
  for (const paper of papers) {
    const may = await mayBegin(tx, looking, paper, attempts);
    const mine = open?.paperId === paper.id ? open : undefined;
    exams.push({
      id: paper.id,
      purpose: paper.purpose,
      name: paper.name,
      description: paper.description,
      questions: questionsOf(paper),
      passPercent: paper.passPercent,
      minutes: paper.minutes,
      coolDownHours: paper.coolDownHours,
      attemptsLeft: may.left,
      refusal: mine ? null : (may.refusal ?? (open ? 'other_attempt_open' : null)),
      at: mine ? null : (may.at?.toISOString() ?? null),
      openAttempt: mine ? { id: mine.id, endsAt: mine.endsAt.toISOString(), answered, total: mine.total } : null,
      asked: askedFor.has(paper.id),
    });
  }
  const past = attempts.filter(({ finishedAt }) => finishedAt !== null).slice(0, PAST);
  return {
    exams,
    past: past.map(({ id, paperName, purpose, finishedAt, passed, correct, total }) => ({
      id,
      name: paperName,
      purpose,
      finishedAt: finishedAt!.toISOString(),
      passed: passed!,
      correct: correct!,
      total,
    })),
  };
}

async function listAsked(tx: Tx, memberIds: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    SELECT DISTINCT paper_id AS id FROM exam_asks WHERE member_id = ANY(${[...memberIds]}::uuid[])
  `.execute(tx);
  return new Set(rows.map(({ id }) => id));
}
