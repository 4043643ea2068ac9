import { AppError, Conflict, NotFound } from '#kernel/errors.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { addAttempt, type KeptAttempt, listAttemptsOf, lockPerson } from './attempt-store.ts';
import { drawQuestions } from './draw-questions.ts';
import { type MayStart, mayStart } from './may-start.ts';
import { getPaper, type KeptPaper } from './paper-store.ts';
import type { ExamPorts } from './ports.ts';
import { readBank } from './question-store.ts';
import { settleAttempt } from './settle-attempt.ts';

const MINUTE_MS = 60_000;

export type Starting = {
  ports: Pick<ExamPorts, 'onPassed' | 'needsLicence'>;
  communityId: string;
  memberId: string;
  now: Date;
};

const WHY = {
  already_passed: 'you have passed this exam',
  no_attempts_left: 'you have no tries left',
  cooling_down: 'the next try has to wait',
  not_needed: 'your licence is in order: you need no exam',
  bank_short: 'this exam has too few questions at the moment',
  other_attempt_open: 'you are in the middle of another exam: finish it first',
} as const;

/** An exam that cannot be begun now; the code says why. */
export class ExamRefused extends AppError {
  constructor(refusal: keyof typeof WHY, at: Date | null = null) {
    const until = at ? ` until ${at.toISOString()}` : '';
    super({ code: refusal, status: 409, message: `${WHY[refusal]}${until}` });
  }
}

/** Tries of one paper that are over, the latest first. */
export const pastOf = (attempts: readonly KeptAttempt[], paperId: string) =>
  attempts.flatMap(({ paperId: of, finishedAt, passed }) =>
    of === paperId && finishedAt !== null ? [{ finishedAt, passed: passed! }] : [],
  );

/**
 * Begins an exam, or gives back the try of it that is open: two tabs are in one exam. All of this waits in line by
 * person, so that no two requests begin two. NotFound for a paper that is not open; ExamRefused says why not yet.
 */
export async function startAttempt(
  tx: Tx,
  { ports, communityId, memberId, now }: Starting,
  { paperId, seed }: { paperId: string; seed: number },
): Promise<{ id: string; begun: boolean }> {
  const { personId, memberIds } = await lockPerson(tx, communityId, memberId);
  const paper = await getPaper(tx, communityId, paperId);
  const attempts = await listAttemptsOf(tx, communityId, memberIds);
  for (const { id, endsAt, paperId: of } of attempts.filter(({ finishedAt }) => finishedAt === null)) {
    if (endsAt > now) {
      if (of === paperId) return { id, begun: false };
      throw new ExamRefused('other_attempt_open');
    }
    const settled = await settleAttempt(tx, { ports, communityId, now }, { id, personId, handedIn: false });
    attempts[attempts.findIndex((one) => one.id === id)] = settled;
  }
  if (paper.state === 'closed') throw new Conflict('this exam is closed', 'exam_closed');
  if (paper.state !== 'open') throw new NotFound('the exam');
  const may = await mayBegin(tx, { ports, communityId, memberId: personId, now }, paper, attempts);
  if (may.refusal) throw new ExamRefused(may.refusal, may.at);
  const tags = paper.draw.map(({ tag }) => tag);
  const items = drawQuestions(paper.draw, await readBank(tx, communityId, tags), seed);
  if (!items) throw new ExamRefused('bank_short');
  const endsAt = new Date(now.getTime() + paper.minutes * MINUTE_MS);
  const { passPercent } = paper;
  const order = { paperId, memberId: personId, seed, passPercent, startedAt: now, endsAt, items };
  return { id: await addAttempt(tx, communityId, order), begun: true };
}

/** Whether a person may begin a paper now: what its tries say, and of the licence whether it is needed. */
export async function mayBegin(
  tx: Tx,
  { ports, communityId, memberId, now }: Omit<Starting, 'ports'> & { ports: Pick<ExamPorts, 'needsLicence'> },
  paper: KeptPaper,
  attempts: readonly KeptAttempt[],
): Promise<MayStart> {
  const may = mayStart(paper, pastOf(attempts, paper.id), now);
  if (paper.purpose !== 'licence' || (await ports.needsLicence(tx, { communityId, memberId, now }))) return may;
  return { refusal: 'not_needed', at: null, left: may.left };
}
