import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import {
  communityDetailSchema,
  communitySchema,
  groupSchema,
  groupsReply,
  type createCommunityBody,
  type NewGroup,
  type updateCommunityBody,
  type updateGroupBody,
} from '../../../../src/modules/communities/contract.ts';
import { templatesReply, type TEMPLATE_LANGUAGES } from '../../../../src/modules/communities/templates.contract.ts';
import { groupActivityReply } from '../../../../src/modules/insights/groups.contract.ts';
import { zoneReply } from '../../../../src/modules/communities/zone.contract.ts';
import { call } from './client.ts';

export type { CommunityDetail, Group } from '../../../../src/modules/communities/contract.ts';

const path = (communityId: string, rest = '') => `/api/v1/communities/${communityId}${rest}`;

/** Where a file of the workspace is, for the `src` of a picture. */
export const fileAddress = (fileId: string): string => `/api/v1/files/${fileId}`;

/** Makes a community in the workspace. */
export const createCommunity = (community: z.input<typeof createCommunityBody>) =>
  call(communitySchema, '/api/v1/communities', { method: 'POST', body: community });

/** What each type of community begins with and each purpose presets, in the reader's language. */
export const templatesQuery = (language: (typeof TEMPLATE_LANGUAGES)[number]) =>
  queryOptions({
    queryKey: ['community-templates', language],
    queryFn: ({ signal }) => call(templatesReply, '/api/v1/community-templates', { query: { language }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** A community with its positioning, culture, operating mode and rules. */
export const profileQuery = (communityId: string) =>
  queryOptions({
    queryKey: ['community-profile', communityId],
    queryFn: ({ signal }) => call(communityDetailSchema, path(communityId, '/profile'), { signal }),
  });

/** The time zone of a community; asked again until a change of it is done. */
export const zoneQuery = (communityId: string) =>
  queryOptions({
    queryKey: ['community-zone', communityId],
    queryFn: ({ signal }) => call(zoneReply, path(communityId, '/zone'), { signal }),
    refetchInterval: ({ state }) => {
      const status = state.data?.change?.status;
      return status !== undefined && status !== 'done' ? 3_000 : false;
    },
  });

/** Gives a community another time zone; its days follow in the background. */
export const changeZone = (communityId: string, zone: string) =>
  call(zoneReply, path(communityId, '/zone'), { method: 'PUT', body: { zone } });

/** Changes what is given and leaves the rest. */
export const updateCommunity = (communityId: string, change: z.input<typeof updateCommunityBody>) =>
  call(communityDetailSchema, path(communityId), { method: 'PATCH', body: change });

/** Gives a community another logo or avatar; without a file takes it away. */
export function setCommunityImage(communityId: string, image: 'logo' | 'avatar', file: File | null) {
  if (file === null) return call(communityDetailSchema, path(communityId, `/${image}`), { method: 'DELETE' });
  const body = new FormData();
  body.append('file', file, file.name);
  return call(communityDetailSchema, path(communityId, `/${image}`), { method: 'PUT', body });
}

/** The groups of a community over all platforms, archived ones too. */
export const groupsQuery = (communityId: string) =>
  queryOptions({
    queryKey: ['groups', communityId],
    queryFn: async ({ signal }) => (await call(groupsReply, path(communityId, '/groups'), { signal })).groups,
    staleTime: 300_000,
  });

/** Members, contributions and the last event of each group. */
export const groupActivityQuery = (communityId: string) =>
  queryOptions({
    queryKey: ['group-activity', communityId],
    queryFn: ({ signal }) => call(groupActivityReply, path(communityId, '/groups/activity'), { signal }),
  });

/** Makes a group by hand. */
export const createGroup = (communityId: string, group: NewGroup) =>
  call(groupSchema, path(communityId, '/groups'), { method: 'POST', body: group });

/** Changes what is given of a group and leaves the rest. */
export const updateGroup = (communityId: string, groupId: string, change: z.input<typeof updateGroupBody>) =>
  call(groupSchema, path(communityId, `/groups/${groupId}`), { method: 'PATCH', body: change });

/** Lets a group that was seen take over what was said about one made by hand, which is gone then. */
export const adoptGroup = (communityId: string, groupId: string, from: string) =>
  call(groupSchema, path(communityId, `/groups/${groupId}/adopt`), { method: 'POST', body: { from } });
