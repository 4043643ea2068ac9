import type { Tx } from '#platform/postgres/index.ts';
import type { RuleForExam } from './draft-questions.ts';
import type { Purpose } from './paper.contract.ts';

/** An exam that a member has just passed. */
export type PassedExam = {
  workspaceId: string;
  communityId: string;
  /** The person that the member is now, after all merges. */
  memberId: string;
  /** Of the attempt: each is told once. */
  attemptId: string;
  paperId: string;
  purpose: Purpose;
  startedAt: Date;
  /** When it ended; of one that ran out of time, when the time was over. */
  passedAt: Date;
  correct: number;
  total: number;
};

/** What other modules lend to exams; the application hands it in. */
export type ExamPorts = {
  /**
   * Told once of every attempt that is passed, in the transaction that ends it: what it does is done when the attempt
   * is over, and not otherwise, whoever asks again and whatever is killed.
   */
  onPassed(tx: Tx, passed: PassedExam): Promise<void>;
  /** Whether a member has to pass the licence exam to be let in again. */
  needsLicence(tx: Tx, asked: { communityId: string; memberId: string; now: Date }): Promise<boolean>;
  /** The rules of a community that are in force. */
  rulesOf(tx: Tx, communityId: string): Promise<RuleForExam[]>;
};
