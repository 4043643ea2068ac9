import { z } from 'zod';
import { communityParams } from '#modules/communities/index.ts';
import { type Route, route } from '#platform/http/index.ts';
import { decideAppeal } from './appeal.ts';
import { listAppeals } from './appeal-store.ts';
import { appealParams, appealsQuery, appealsReply, decideBody } from './contract.ts';
import type { InCommunity } from './http.ts';
import { presentViolations } from './present-violations.ts';
import type { CreditParts } from './record-violation.ts';
import { listByIds } from './violation-store.ts';

const APPEALS = '/api/v1/communities/:communityId/appeals';

/** Appeals: those that wait for a decision, and deciding. */
export const appealRoutes = (parts: CreditParts, inCommunity: InCommunity): Route[] => [
  route({
    id: 'appeals.list',
    method: 'GET',
    path: APPEALS,
    summary: 'Appeals with their violation; open ones by when they are to be decided',
    params: communityParams,
    query: appealsQuery,
    reply: appealsReply,
    handle: ({ caller, params, query: { state } }) =>
      inCommunity(caller, params.communityId, async (tx, communityId, frame) => {
        const order = (await listAppeals(tx, communityId, state)).map(({ violationId }) => violationId);
        const found = new Map((await listByIds(tx, order)).map((one) => [one.id, one]));
        const shown = await presentViolations(
          tx,
          frame,
          order.map((id) => found.get(id)!),
        );
        return { appeals: shown.flatMap((one) => (one.appeal ? [{ ...one, appeal: one.appeal }] : [])) };
      }),
  }),
  route({
    id: 'credit.decide',
    method: 'POST',
    path: `${APPEALS}/:appealId/decision`,
    summary: 'Decide an appeal with reasons; upheld, everything that the violation caused is undone',
    params: appealParams,
    body: decideBody,
    reply: z.undefined(),
    handle: ({ caller, params: { communityId: key, appealId }, body }) =>
      inCommunity(caller, key, async (tx, communityId, { now }) => {
        await decideAppeal(tx, parts, { actor: caller, communityId, appealId, ...body, now });
        return undefined;
      }),
  }),
];
