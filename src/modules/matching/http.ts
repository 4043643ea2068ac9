import { z } from 'zod';
import { communityParams, getCommunity } from '#modules/communities/index.ts';
import { recordChange } from '#modules/identity/index.ts';
import type { InsightServices } from '#modules/insights/index.ts';
import { type Route, route } from '#platform/http/index.ts';
import type { Jobs } from '#platform/jobs/index.ts';
import { pairBody, suggestionsQuery, suggestionsReply } from './contract.ts';
import { queueSearch } from './run-search.ts';
import { dismissPair, listSuggestions } from './suggestion-store.ts';

const LIST = '/api/v1/communities/:communityId/merge-suggestions';

/** Members who may be one person: the suggestions, a new search, and “these are two people”. */
export function matchingRoutes(services: InsightServices & { jobs: Jobs }): Route[] {
  const { database } = services;
  return [
    route({
      id: 'matching.list',
      method: 'GET',
      path: LIST,
      summary: 'Pairs of members who may be one person, with the reasons and their points',
      params: communityParams,
      query: suggestionsQuery,
      reply: suggestionsReply,
      handle: ({ caller, params, query }) =>
        database.inWorkspace(caller.workspaceId, async (tx) => {
          const { id } = await getCommunity(tx, params.communityId);
          return listSuggestions(tx, id, query.member);
        }),
    }),
    route({
      id: 'matching.search',
      method: 'POST',
      path: `${LIST}/search`,
      summary: 'Look for members who may be one person, in the background: the list says how far it is',
      params: communityParams,
      reply: suggestionsReply,
      status: 202,
      handle: ({ caller, params }) =>
        database.inWorkspace(caller.workspaceId, async (tx) => {
          const { id: communityId } = await getCommunity(tx, params.communityId);
          await queueSearch(tx, services.jobs, { workspaceId: caller.workspaceId, communityId });
          return listSuggestions(tx, communityId);
        }),
    }),
    ...dismissalRoutes(services),
  ];
}

const dismissalRoutes = ({ database }: InsightServices): Route[] =>
  (['POST', 'DELETE'] as const).map((method) => {
    const dismissed = method === 'POST';
    const id = dismissed ? 'matching.dismiss' : 'matching.reopen';
    return route({
      id,
      method,
      path: `${LIST}/dismissals`,
      summary: dismissed ? 'Say that two members are two people' : 'Take back that two members are two people',
      params: communityParams,
      body: pairBody,
      reply: z.undefined(),
      handle: ({ caller, params, body }) =>
        database.inWorkspace(caller.workspaceId, async (tx) => {
          const { id: communityId } = await getCommunity(tx, params.communityId);
          await dismissPair(tx, communityId, { ...body, operatorId: caller.operatorId, dismissed });
          const subject = { kind: 'member', id: body.firstId };
          await recordChange(tx, caller, { action: id, subject, communityId, [dismissed ? 'after' : 'before']: body });
          return undefined;
        }),
    });
  });
