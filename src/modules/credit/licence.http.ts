import { z } from 'zod';
import { communityParams } from '#modules/communities/index.ts';
import { type Route, route } from '#platform/http/index.ts';
import {
  actParams,
  liftBody,
  memberCreditReply,
  memberParams,
  recordsQuery,
  recordsReply,
  sanctionParams,
  settleTaskBody,
  tasksQuery,
  tasksReply,
  waitingReply,
} from './contract.ts';
import type { InCommunity } from './http.ts';
import { readLicence } from './licence.read-model.ts';
import type { CreditParts } from './record-violation.ts';
import { countOpen, readRecords } from './records.read-model.ts';
import { liftSanction } from './take-back.ts';
import { listActs, listTasks, settleTask } from './tasks.ts';

const BASE = '/api/v1/communities/:communityId';

/** Licences, sanctions, and what is left for people to do. */
export const licenceRoutes = (parts: CreditParts, inCommunity: InCommunity): Route[] => [
  route({
    id: 'credit.records',
    method: 'GET',
    path: `${BASE}/credit`,
    summary: 'Members below full credit or under a sanction, and how many',
    params: communityParams,
    query: recordsQuery,
    reply: recordsReply,
    handle: ({ caller, params, query }) =>
      inCommunity(caller, params.communityId, (tx, _, frame) => readRecords(tx, frame, query)),
  }),
  route({
    id: 'credit.waiting',
    method: 'GET',
    path: `${BASE}/credit/waiting`,
    summary: 'How many appeals and tasks wait for somebody of the team',
    params: communityParams,
    reply: waitingReply,
    handle: ({ caller, params }) =>
      inCommunity(caller, params.communityId, (tx, communityId, { now }) => countOpen(tx, communityId, now)),
  }),
  route({
    id: 'credit.member',
    method: 'GET',
    path: `${BASE}/members/:memberId/credit`,
    summary: 'A member’s licence, why it is so, their violations and what sanctions came to',
    params: memberParams,
    reply: memberCreditReply,
    handle: ({ caller, params: { communityId: key, memberId } }) =>
      inCommunity(caller, key, async (tx, communityId, frame) => {
        const { sanctions, ...shown } = await readLicence(tx, frame, memberId);
        const ids = sanctions.map(({ id }) => id);
        return { ...shown, acts: await listActs(tx, communityId, ids) };
      }),
  }),
  route({
    id: 'credit.lift',
    method: 'POST',
    path: `${BASE}/sanctions/:sanctionId/lift`,
    summary: 'End a sanction before its time; what the violation cost stays',
    params: sanctionParams,
    body: liftBody,
    reply: z.undefined(),
    handle: ({ caller, params: { communityId: key, sanctionId }, body }) =>
      inCommunity(caller, key, async (tx, communityId, { now }) => {
        await liftSanction(tx, parts, { actor: caller, communityId, sanctionId, reason: body.reason, now });
        return undefined;
      }),
  }),
  route({
    id: 'credit.tasks',
    method: 'GET',
    path: `${BASE}/credit/tasks`,
    summary: 'What of sanctions a moderator has to do, because no platform can or would',
    params: communityParams,
    query: tasksQuery,
    reply: tasksReply,
    handle: ({ caller, params, query: { done } }) =>
      inCommunity(caller, params.communityId, async (tx, communityId, { now }) => ({
        tasks: await listTasks(tx, communityId, { done, now }),
      })),
  }),
  route({
    id: 'credit.settle-task',
    method: 'POST',
    path: `${BASE}/credit/tasks/:actId`,
    summary: 'Say what became of a task',
    params: actParams,
    body: settleTaskBody,
    reply: z.undefined(),
    handle: ({ caller, params: { communityId: key, actId }, body }) =>
      inCommunity(caller, key, async (tx, communityId, { now }) => {
        await settleTask(tx, { actor: caller, communityId, actId, ...body, now });
        return undefined;
      }),
  }),
];
