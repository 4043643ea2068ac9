import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { egoReply, networkReply, pathReply } from '../../../../src/modules/insights/network-view.contract.ts';
import { call } from './client.ts';

export type {
  Circle,
  Ego,
  NetworkPath,
  NetworkPerson,
  NetworkPicture,
  NetworkReply,
} from '../../../../src/modules/insights/network-view.contract.ts';

const path = (communityId: string, rest = '') => `/api/v1/communities/${communityId}/network${rest}`;

/** The network of the latest evaluation: figures, circles, picture, who is at risk. */
export const networkQuery = (communityId: string) =>
  queryOptions({
    queryKey: ['overview', communityId, 'network'],
    queryFn: ({ signal }) => call(networkReply, path(communityId), { signal }),
    staleTime: 300_000,
  });

/** A member and those around them within one step or two. */
export const egoQuery = (communityId: string, memberId: string, steps: number) =>
  queryOptions({
    queryKey: ['overview', communityId, 'network', memberId, steps],
    queryFn: ({ signal }) => call(egoReply, path(communityId, `/members/${memberId}`), { query: { steps }, signal }),
    placeholderData: keepPreviousData,
    staleTime: 300_000,
  });

/** A shortest way from one member to another. */
export const pathQuery = (communityId: string, from: string, to: string) =>
  queryOptions({
    queryKey: ['overview', communityId, 'network', from, 'to', to],
    queryFn: ({ signal }) => call(pathReply, path(communityId, `/members/${from}/path/${to}`), { signal }),
    staleTime: 300_000,
  });
