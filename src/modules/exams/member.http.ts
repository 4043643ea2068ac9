import type { Clock } from '#kernel/clock.ts';
import { asMember } from '#modules/member-access/index.ts';
import { type Caller, type Route, route } from '#platform/http/index.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import { answerQuestion } from './answer-question.ts';
import {
  answerBody,
  answerParams,
  answerReply,
  memberAttemptParams,
  memberAttemptSchema,
  memberExamsReply,
  memberPaperParams,
} from './attempt.contract.ts';
import { listExams, showAttempt } from './exams-of-member.ts';
import type { ExamPorts } from './ports.ts';
import { settleOwn } from './settle-attempt.ts';
import { type Starting, startAttempt } from './start-attempt.ts';

export type MemberExamParts = {
  database: Database;
  clock: Clock;
  ports: ExamPorts;
  /** A number from 0 to 2³² − 1 that nobody can foretell. */
  seed(): number;
};

const EXAMS = '/api/m/v1/exams';
const ATTEMPT = `${EXAMS}/attempts/:attemptId`;

/** Exams as members take them. Whose they are comes from the caller, and what is right stays here until the end. */
export function examsMemberRoutes(parts: MemberExamParts): Route[] {
  const { ports, clock, seed } = parts;
  const inWork = asMember(parts);
  const looking = <T>(caller: Caller, work: (tx: Tx, asked: Starting) => Promise<T>) =>
    inWork(caller, (tx, { communityId, memberId }) =>
      work(tx, { ports, communityId, memberId, now: new Date(clock.now()) }),
    );
  /** What is over by the clock is over before anybody looks at it. */
  const shown = async (tx: Tx, asked: Starting, id: string, handedIn = false) =>
    showAttempt(tx, asked, await settleOwn(tx, asked, { id, memberId: asked.memberId, handedIn }));
  return [
    route({
      id: 'm.exams.list',
      method: 'GET',
      path: EXAMS,
      summary: 'Exams that a member can take, what keeps them from it, and those they took',
      reply: memberExamsReply,
      handle: ({ caller }) => looking(caller, (tx, asked) => listExams(tx, asked)),
    }),
    route({
      id: 'm.exams.start',
      method: 'POST',
      path: `${EXAMS}/:paperId/attempts`,
      summary: 'Begin an exam, or go on with it',
      params: memberPaperParams,
      reply: memberAttemptSchema,
      status: 201,
      handle: ({ caller, params: { paperId } }) =>
        looking(caller, async (tx, asked) => {
          const { id } = await startAttempt(tx, asked, { paperId, seed: seed() });
          return shown(tx, asked, id);
        }),
    }),
    route({
      id: 'm.exams.attempt',
      method: 'GET',
      path: ATTEMPT,
      summary: 'An exam under way, or one that is over with its explanations',
      params: memberAttemptParams,
      reply: memberAttemptSchema,
      handle: ({ caller, params: { attemptId } }) => looking(caller, (tx, asked) => shown(tx, asked, attemptId)),
    }),
    route({
      id: 'm.exams.answer',
      method: 'PUT',
      path: `${ATTEMPT}/answers/:position`,
      summary: 'Answer a question, or change the answer',
      params: answerParams,
      body: answerBody,
      reply: answerReply,
      handle: ({ caller, params: { attemptId: id, position }, body: { choice } }) =>
        looking(caller, async (tx, asked) => {
          const { answered, endsAt } = await answerQuestion(tx, asked, { id, position, choice });
          return { answered, endsAt: endsAt.toISOString(), now: asked.now.toISOString() };
        }),
    }),
    route({
      id: 'm.exams.finish',
      method: 'POST',
      path: `${ATTEMPT}/finish`,
      summary: 'Hand an exam in',
      params: memberAttemptParams,
      reply: memberAttemptSchema,
      handle: ({ caller, params: { attemptId } }) => looking(caller, (tx, asked) => shown(tx, asked, attemptId, true)),
    }),
  ];
}
