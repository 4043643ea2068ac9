import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { networkMonthReply, networkMonthsReply } from '../../../../src/modules/insights/network-months.contract.ts';
import { networkRisksReply } from '../../../../src/modules/insights/network-risks.contract.ts';
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

export type { MonthFigures, NetworkMonths } from '../../../../src/modules/insights/network-months.contract.ts';
export type { NetworkRisks } from '../../../../src/modules/insights/network-risks.contract.ts';

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

/** What is worked out in the background after an evaluation is asked for again until it is there. */
const WAIT = 10_000;
const untilUpToDate = ({ state }: { state: { data?: { upToDate: boolean } | undefined } }): number | false =>
  state.data?.upToDate === false ? WAIT : false;

/** Figures of the network at each month's end. */
export const monthsQuery = (communityId: string) =>
  queryOptions({
    queryKey: ['overview', communityId, 'network', 'months'],
    queryFn: ({ signal }) => call(networkMonthsReply, path(communityId, '/months'), { signal }),
    staleTime: 300_000,
    refetchInterval: untilUpToDate,
  });

/** The picture of the network at the end of a past month. */
export const monthQuery = (communityId: string, day: string) =>
  queryOptions({
    queryKey: ['overview', communityId, 'network', 'months', day],
    queryFn: ({ signal }) => call(networkMonthReply, path(communityId, `/months/${day}`), { signal }),
    placeholderData: keepPreviousData,
    staleTime: 300_000,
  });

/** Groups that hang on one person, only links, leaders and ties that fade. */
export const risksQuery = (communityId: string) =>
  queryOptions({
    queryKey: ['overview', communityId, 'network', 'risks'],
    queryFn: ({ signal }) => call(networkRisksReply, path(communityId, '/risks'), { signal }),
    staleTime: 300_000,
    refetchInterval: untilUpToDate,
  });
