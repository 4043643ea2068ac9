import type { FileStore, ScanFile } from '#platform/files/index.ts';
import { IMAGE_LIMITS, readUpload } from '#platform/files/index.ts';
import { recordChange } from '#modules/identity/index.ts';
import { type Route, route } from '#platform/http/index.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import {
  type CommunityImage,
  createCommunity,
  getCommunity,
  getCommunityDetail,
  listCommunities,
  updateCommunity,
} from './community-store.ts';
import {
  communitiesReply,
  communityDetailSchema,
  communityParams,
  communitySchema,
  createCommunityBody,
  updateCommunityBody,
} from './contract.ts';
import { groupsRoutes } from './groups-http.ts';
import type { Ritual } from './profile.contract.ts';
import { setImage } from './set-image.ts';
import { listTemplates } from './templates/list-templates.ts';
import { templatesQuery, templatesReply } from './templates.contract.ts';

type Parts = {
  database: Database;
  fileStore: FileStore;
  scanFile: ScanFile;
  /** Whether rituals can be posted as they say. BadInput */
  checkRituals(tx: Tx, communityId: string, rituals: readonly Ritual[]): Promise<void>;
};

export function communitiesRoutes(parts: Parts): Route[] {
  return [
    ...readRoutes(parts),
    ...changeRoutes(parts),
    ...imageRoutes(parts, 'logo'),
    ...imageRoutes(parts, 'avatar'),
    ...groupsRoutes(parts),
  ];
}

const BASE = '/api/v1/communities/:communityId';

const readRoutes = ({ database }: Parts): Route[] => [
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
    id: 'communities.get',
    method: 'GET',
    path: BASE,
    summary: 'One community',
    params: communityParams,
    reply: communitySchema,
    handle: ({ caller, params }) =>
      database.inWorkspace(caller.workspaceId, (tx) => getCommunity(tx, params.communityId)),
  }),
  route({
    id: 'communities.profile',
    method: 'GET',
    path: `${BASE}/profile`,
    summary: 'One community with its positioning, culture, operating mode and rules',
    params: communityParams,
    reply: communityDetailSchema,
    handle: ({ caller, params }) =>
      database.inWorkspace(caller.workspaceId, (tx) => getCommunityDetail(tx, params.communityId)),
  }),
  route({
    id: 'communities.templates',
    method: 'GET',
    path: '/api/v1/community-templates',
    summary: 'What each type of community begins with, and what each purpose of a group presets',
    query: templatesQuery,
    reply: templatesReply,
    handle: ({ query }) => listTemplates(query.language),
  }),
];

const changeRoutes = ({ database, checkRituals }: Parts): Route[] => [
  route({
    id: 'communities.create',
    method: 'POST',
    path: '/api/v1/communities',
    summary: 'Make a community',
    body: createCommunityBody,
    reply: communitySchema,
    status: 201,
    handle: ({ caller, body }) =>
      database.inWorkspace(caller.workspaceId, async (tx) => {
        const made = await createCommunity(tx, caller.workspaceId, body);
        await checkRituals(tx, made.id, body.profile.rituals ?? []);
        const { name, key, type, zone, positioning } = made;
        await recordChange(tx, caller, {
          action: 'communities.create',
          subject: { kind: 'community', id: made.id, label: name },
          communityId: made.id,
          after: { name, key, type, zone, positioning, ...body.profile, groups: body.groups.map((one) => one.name) },
        });
        return made;
      }),
  }),
  route({
    id: 'communities.update',
    method: 'PATCH',
    path: BASE,
    summary: 'Change what a community is, its culture, operating mode or rules; what is absent stays',
    params: communityParams,
    body: updateCommunityBody,
    reply: communityDetailSchema,
    handle: ({ caller, params, body }) =>
      database.inWorkspace(caller.workspaceId, async (tx) => {
        const { before, after } = await updateCommunity(tx, params.communityId, body);
        await checkRituals(tx, after.id, body.profile?.rituals ?? []);
        const flat = ({ name, type, positioning, profile }: typeof after) => ({ name, type, positioning, ...profile });
        await recordChange(tx, caller, {
          action: 'communities.update',
          subject: { kind: 'community', id: after.id, label: after.name },
          communityId: after.id,
          before: flat(before),
          after: flat(after),
        });
        return after;
      }),
  }),
];

const imageRoutes = (parts: Parts, image: CommunityImage): Route[] => [
  route({
    id: `communities.set-${image}`,
    method: 'PUT',
    path: `${BASE}/${image}`,
    summary: `Give a community another ${image} (multipart, one picture)`,
    params: communityParams,
    bodyKind: 'multipart',
    rateLimit: { max: 30, perSeconds: 60 },
    reply: communityDetailSchema,
    async handle({ caller, params, request }) {
      // Before the picture is read, so that a community of others costs nothing.
      await parts.database.inWorkspace(caller.workspaceId, (tx) => getCommunity(tx, params.communityId));
      const upload = await readUpload(request, { most: IMAGE_LIMITS.bytes, scanFile: parts.scanFile });
      return setImage(parts, { caller, communityId: params.communityId, image }, upload);
    },
  }),
  route({
    id: `communities.remove-${image}`,
    method: 'DELETE',
    path: `${BASE}/${image}`,
    summary: `Take the ${image} of a community away`,
    params: communityParams,
    reply: communityDetailSchema,
    handle: ({ caller, params }) => setImage(parts, { caller, communityId: params.communityId, image }, null),
  }),
];
