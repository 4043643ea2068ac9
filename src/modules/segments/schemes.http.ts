import { z } from 'zod';
import { communityParams } from '#modules/communities/index.ts';
import { type Route, route } from '#platform/http/index.ts';
import {
  createSchemeBody,
  schemeParams,
  schemePeopleBody,
  schemeSchema,
  schemesReply,
  transientReply,
  updateSchemeBody,
} from './contract.ts';
import { createSet } from './create-set.ts';
import type { Open } from './http.ts';
import { createScheme, deleteScheme, readSchemes, tierMembers, updateScheme } from './save-scheme.ts';
import type { Asking } from './save-segment.ts';
import { getScheme } from './scheme-store.ts';
import { getSegment } from './segment-store.ts';
import type { SegmentServices } from './segment-services.ts';

const LIST = '/api/v1/communities/:communityId/tier-schemes';

/** Tiers of one's own: ordered lists of segments. */
export function schemeRoutes(services: SegmentServices, open: Open): Route[] {
  const present = async ({ evaluated }: Asking, id: string) =>
    (await readSchemes(services, evaluated)).find((one) => one.id === id)!;
  return [
    route({
      id: 'schemes.list',
      method: 'GET',
      path: LIST,
      summary: 'Own schemes of tiers with how many members stand in each tier',
      params: communityParams,
      reply: schemesReply,
      handle: async ({ caller, params }) => ({
        schemes: await readSchemes(services, (await open(caller, params.communityId)).evaluated),
      }),
    }),
    route({
      id: 'schemes.create',
      method: 'POST',
      path: LIST,
      summary: 'Make a scheme of tiers out of segments in order',
      params: communityParams,
      body: createSchemeBody,
      reply: schemeSchema,
      status: 201,
      async handle({ caller, params, body }) {
        const asking = await open(caller, params.communityId);
        return present(asking, await createScheme(services, asking, body));
      },
    }),
    route({
      id: 'schemes.update',
      method: 'PATCH',
      path: `${LIST}/:schemeId`,
      summary: 'Rename a scheme or put its tiers in another order',
      params: schemeParams,
      body: updateSchemeBody,
      reply: schemeSchema,
      async handle({ caller, params, body }) {
        const asking = await open(caller, params.communityId);
        await updateScheme(services, asking, params.schemeId, body);
        return present(asking, params.schemeId);
      },
    }),
    route({
      id: 'schemes.delete',
      method: 'DELETE',
      path: `${LIST}/:schemeId`,
      summary: 'Forget a scheme; its segments stay',
      params: schemeParams,
      reply: z.undefined(),
      async handle({ caller, params }) {
        await deleteScheme(services, await open(caller, params.communityId), params.schemeId);
        return undefined;
      },
    }),
    route({
      id: 'schemes.people',
      method: 'POST',
      path: `${LIST}/:schemeId/people`,
      summary: 'The members of a tier, or of none, as a transient segment',
      params: schemeParams,
      body: schemePeopleBody,
      reply: transientReply,
      async handle({ caller, params, body: { tier } }) {
        const { evaluated } = await open(caller, params.communityId);
        const { workspaceId } = caller;
        const communityId = evaluated.community.id;
        const inside = services.database.inWorkspace.bind(services.database);
        const scheme = await inside(workspaceId, (tx) => getScheme(tx, communityId, params.schemeId));
        const members = tierMembers(evaluated, scheme, tier);
        const name =
          tier === 'none' ? scheme.name : (await inside(workspaceId, (tx) => getSegment(tx, communityId, tier))).name;
        const set = { workspaceId, communityId, name, members, transient: true, createdBy: caller.operatorId ?? null };
        const segmentId = await createSet(services, set);
        const { members: total } = await inside(workspaceId, (tx) => getSegment(tx, communityId, segmentId));
        return { segmentId, total };
      },
    }),
  ];
}
