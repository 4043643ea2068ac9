import { communityParams, getCommunity } from '#modules/communities/index.ts';
import { type Route, route } from '#platform/http/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { communityTagsReply, memberParams, setTagsBody, standingsBody, tagsReply } from './contract.ts';
import { listTags, setTags, tagsOf } from './member-tags.ts';
import { findByIds } from './people.read-model.ts';
import { setStandings } from './standing.ts';

export function membersRoutes({ database }: { database: Database }): Route[] {
  return [
    route({
      id: 'members.tags',
      method: 'GET',
      path: '/api/v1/communities/:communityId/tags',
      summary: 'The tags of a community and how many members carry each',
      params: communityParams,
      reply: communityTagsReply,
      handle: ({ caller, params }) =>
        database.inWorkspace(caller.workspaceId, async (tx) => {
          const { id } = await getCommunity(tx, params.communityId);
          return { tags: await listTags(tx, id) };
        }),
    }),
    route({
      id: 'members.set-tags',
      method: 'PUT',
      path: '/api/v1/communities/:communityId/members/:memberId/tags',
      summary: 'Replace the tags set by hand of a member',
      params: memberParams,
      body: setTagsBody,
      reply: tagsReply,
      handle: ({ caller, params, body }) =>
        database.inWorkspace(caller.workspaceId, async (tx) => {
          const { id: communityId } = await getCommunity(tx, params.communityId);
          const { memberId } = params;
          await setTags(tx, { communityId, memberId, tags: body.tags, source: 'hand', operatorId: caller.operatorId });
          return { tags: await tagsOf(tx, communityId, memberId) };
        }),
    }),
    route({
      id: 'members.set-standings',
      method: 'PUT',
      path: '/api/v1/communities/:communityId/members/:memberId/standings',
      summary: 'Say whether a member is a certified expert or one of the team; counts from the next evaluation on',
      params: memberParams,
      body: standingsBody,
      reply: standingsBody,
      handle: ({ caller, params, body }) =>
        database.inWorkspace(caller.workspaceId, async (tx) => {
          const { id: communityId } = await getCommunity(tx, params.communityId);
          const { memberId } = params;
          await setStandings(tx, {
            communityId,
            memberId,
            standings: body.standings,
            operatorId: caller.operatorId,
          });
          const [person] = await findByIds(tx, communityId, [memberId]);
          return { standings: person?.standings ?? [] };
        }),
    }),
  ];
}
