import { communityParams, getCommunity } from '#modules/communities/index.ts';
import { type Caller, type Route, route } from '#platform/http/index.ts';
import { compose, rehearseCompose } from './compose/compose.ts';
import {
  composeBody,
  composeReply,
  decisionsBody,
  decisionsReply,
  deliveriesQuery,
  deliveriesReply,
  deliveryDetailSchema,
  deliveryParams,
  quotasReply,
  rehearsalReply,
} from './contract.ts';
import { decideDeliveries } from './decide-deliveries.ts';
import { getDelivery, searchDeliveries } from './deliveries.read-model.ts';
import type { RouteParts } from './http.ts';
import { readQuotas } from './quotas.ts';

const LIST = '/api/v1/communities/:communityId/deliveries';

/** The outbox of a community: what was and will be sent, deciding over it, and writing to people. */
export const deliveriesRoutes = (parts: RouteParts): Route[] => [...readRoutes(parts), ...changeRoutes(parts)];

const readRoutes = ({ inCommunity, listChannels, clock }: RouteParts): Route[] => [
  route({
    id: 'deliveries.list',
    method: 'GET',
    path: LIST,
    summary: 'Messages that were sent, will be, or were left out',
    params: communityParams,
    query: deliveriesQuery,
    reply: deliveriesReply,
    handle: ({ caller, params, query }) =>
      inCommunity(caller, params.communityId, async (tx, { id }) =>
        searchDeliveries(tx, id, { query, channels: await listChannels(tx) }),
      ),
  }),
  route({
    id: 'deliveries.quotas',
    method: 'GET',
    path: `${LIST}/quotas`,
    summary: 'How much of the platforms’ limits is used now',
    params: communityParams,
    reply: quotasReply,
    handle: ({ caller, params }) =>
      inCommunity(caller, params.communityId, async (tx, { id }) =>
        readQuotas(tx, id, { channels: await listChannels(tx), now: clock.now() }),
      ),
  }),
  route({
    id: 'deliveries.get',
    method: 'GET',
    path: `${LIST}/:deliveryId`,
    summary: 'One message with everything that was tried',
    params: deliveryParams,
    reply: deliveryDetailSchema,
    handle: ({ caller, params: { communityId, deliveryId } }) =>
      inCommunity(caller, communityId, async (tx, { id }) =>
        getDelivery(tx, id, { id: deliveryId, channels: await listChannels(tx) }),
      ),
  }),
];

function changeRoutes(parts: RouteParts): Route[] {
  const { inCommunity, listChannels, clock, database } = parts;
  const communityOf = async (caller: Caller, key: string): Promise<string> =>
    (await database.inWorkspace(caller.workspaceId, (tx) => getCommunity(tx, key))).id;
  return [
    route({
      id: 'deliveries.decide',
      method: 'POST',
      path: `${LIST}/decisions`,
      summary: 'Confirm, cancel, try again or replay messages',
      params: communityParams,
      body: decisionsBody,
      reply: decisionsReply,
      handle: ({ caller, params, body }) =>
        inCommunity(caller, params.communityId, async (tx, { id }) =>
          decideDeliveries(tx, {
            ...body,
            actor: caller,
            communityId: id,
            channels: await listChannels(tx),
            now: clock.now(),
          }),
        ),
    }),
    route({
      id: 'deliveries.rehearse',
      method: 'POST',
      path: `${LIST}/rehearsal`,
      summary: 'Who would get a message when, and who is left out and why; nothing is sent',
      params: communityParams,
      body: composeBody,
      reply: rehearsalReply,
      handle: async ({ caller, params, body }) =>
        rehearseCompose(parts, { actor: caller, communityId: await communityOf(caller, params.communityId), body }),
    }),
    route({
      id: 'deliveries.compose',
      method: 'POST',
      path: LIST,
      summary: 'Send a message to a segment, members, chats, or all who follow an account',
      params: communityParams,
      body: composeBody,
      reply: composeReply,
      status: 202,
      handle: async ({ caller, params, body }) =>
        compose(parts, { actor: caller, communityId: await communityOf(caller, params.communityId), body }),
    }),
  ];
}
