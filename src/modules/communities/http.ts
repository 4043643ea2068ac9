import { type Route, route } from '#platform/http/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { createCommunity, getCommunity, listCommunities, listGroups } from './community-store.ts';
import { communitiesReply, communityParams, communitySchema, createCommunityBody, groupsReply } from './contract.ts';

export function communitiesRoutes({ database }: { database: Database }): Route[] {
  return [
    route({
      id: 'communities.list',
      method: 'GET',
      path: '/api/v1/communities',
      summary: 'The communities of the workspace',
      reply: communitiesReply,
      handle: ({ caller }) =>
        database.inWorkspace(caller.workspaceId, async (tx) => ({ communities: await listCommunities(tx) })),
    }),
    route({
      id: 'communities.create',
      method: 'POST',
      path: '/api/v1/communities',
      summary: 'Make a community',
      body: createCommunityBody,
      reply: communitySchema,
      status: 201,
      handle: ({ caller, body }) =>
        database.inWorkspace(caller.workspaceId, (tx) => createCommunity(tx, caller.workspaceId, body)),
    }),
    route({
      id: 'communities.get',
      method: 'GET',
      path: '/api/v1/communities/:communityId',
      summary: 'One community',
      params: communityParams,
      reply: communitySchema,
      handle: ({ caller, params }) =>
        database.inWorkspace(caller.workspaceId, (tx) => getCommunity(tx, params.communityId)),
    }),
    route({
      id: 'communities.groups',
      method: 'GET',
      path: '/api/v1/communities/:communityId/groups',
      summary: 'The groups of a community',
      params: communityParams,
      reply: groupsReply,
      handle: ({ caller, params }) =>
        database.inWorkspace(caller.workspaceId, async (tx) => {
          const { id } = await getCommunity(tx, params.communityId);
          return { groups: await listGroups(tx, id) };
        }),
    }),
  ];
}
