import { communityParams } from '#modules/communities/index.ts';
import { type Route, route } from '#platform/http/index.ts';
import { askEntry } from './ask-entry.ts';
import {
  askBody,
  askReply,
  attemptParams,
  attemptReply,
  attemptsQuery,
  attemptsReply,
  entryQuery,
  entryReply,
} from './attempt.contract.ts';
import { showAttemptDetail, showAttempts } from './attempts.read-model.ts';
import { showEntry } from './entry.read-model.ts';
import type { ExamParts, InCommunity } from './http.ts';

const BASE = '/api/v1/communities/:communityId';

/** Who took which exam, and who has yet to take the entry exam. */
export const attemptRoutes = (parts: ExamParts, inCommunity: InCommunity): Route[] => [
  route({
    id: 'exams.attempts',
    method: 'GET',
    path: `${BASE}/exam-attempts`,
    summary: 'The exams that members took, the latest first',
    params: communityParams,
    query: attemptsQuery,
    reply: attemptsReply,
    handle: ({ caller, params, query }) =>
      inCommunity(caller, params.communityId, (tx, { communityId }) => showAttempts(tx, communityId, query)),
  }),
  route({
    id: 'exams.attempt',
    method: 'GET',
    path: `${BASE}/exam-attempts/:attemptId`,
    summary: 'One exam of a member, question by question',
    params: attemptParams,
    reply: attemptReply,
    handle: ({ caller, params: { attemptId, communityId: key } }) =>
      inCommunity(caller, key, (tx, { communityId }) => showAttemptDetail(tx, communityId, attemptId)),
  }),
  route({
    id: 'exams.entry',
    method: 'GET',
    path: `${BASE}/entry-exam`,
    summary: 'Who has passed the entry exam and who has not',
    params: communityParams,
    query: entryQuery,
    reply: entryReply,
    handle: ({ caller, params, query }) =>
      inCommunity(caller, params.communityId, (tx, { communityId }) =>
        showEntry(tx, communityId, { query, now: parts.clock.now() }),
      ),
  }),
  route({
    id: 'exams.ask-entry',
    method: 'POST',
    path: `${BASE}/entry-exam/ask`,
    summary: 'Ask members to take the entry exam, each by a personal link',
    params: communityParams,
    body: askBody,
    reply: askReply,
    handle: ({ caller, params, body, request }) =>
      inCommunity(caller, params.communityId, (tx, { communityId }) => {
        const origin = parts.publicUrl ?? `${request.protocol}://${request.host}`;
        const now = new Date(parts.clock.now());
        return askEntry(
          tx,
          { ...parts, origin, maySignInAs: caller.rights.has('members.sign-in-as') },
          { actor: caller, communityId, body, now },
        );
      }),
  }),
];
