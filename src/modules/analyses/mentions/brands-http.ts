import { communityParams, getCommunity } from '#modules/communities/index.ts';
import { recordChange } from '#modules/identity/index.ts';
import { type Route, route } from '#platform/http/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { brandsBody, brandsReply } from '../mentions.contract.ts';
import { listBrands, setBrands } from './brand-store.ts';

const PATH = '/api/v1/communities/:communityId/analyses/brands';

/** The brands that a community watches. */
export const brandsRoutes = ({ database }: { database: Database }): Route[] => [
  route({
    id: 'analyses.brands',
    method: 'GET',
    path: PATH,
    summary: 'The brands whose mentions are watched, with their words',
    params: communityParams,
    reply: brandsReply,
    handle: ({ caller: { workspaceId }, params: { communityId: key } }) =>
      database.inWorkspace(workspaceId, async (tx) => ({
        brands: await listBrands(tx, (await getCommunity(tx, key)).id),
      })),
  }),
  route({
    id: 'analyses.set-brands',
    method: 'PUT',
    path: PATH,
    summary: 'Set all brands whose mentions are watched',
    params: communityParams,
    body: brandsBody,
    reply: brandsReply,
    handle: ({ caller, params: { communityId: key }, body }) =>
      database.inWorkspace(caller.workspaceId, async (tx) => {
        const community = await getCommunity(tx, key);
        const before = await listBrands(tx, community.id);
        const after = await setBrands(tx, community.id, body.brands);
        await recordChange(tx, caller, {
          action: 'analyses.set-brands',
          subject: { kind: 'community', id: community.id, label: community.name },
          communityId: community.id,
          before: { brands: before },
          after: { brands: after },
        });
        return { brands: after };
      }),
  }),
];
