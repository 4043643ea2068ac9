import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import {
  communitySchema,
  groupsReply,
  type createCommunityBody,
} from '../../../../src/modules/communities/contract.ts';
import { call } from './client.ts';

/** Makes a community in the workspace. */
export const createCommunity = (community: z.infer<typeof createCommunityBody>) =>
  call(communitySchema, '/api/v1/communities', { method: 'POST', body: community });

/** The groups of a community over all platforms. */
export const groupsQuery = (communityId: string) =>
  queryOptions({
    queryKey: ['groups', communityId],
    queryFn: async ({ signal }) =>
      (await call(groupsReply, `/api/v1/communities/${communityId}/groups`, { signal })).groups,
    staleTime: 300_000,
  });
