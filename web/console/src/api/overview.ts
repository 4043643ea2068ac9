import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { overviewReply } from '../../../../src/modules/insights/members.contract.ts';
import { call } from './client.ts';

export type { Overview } from '../../../../src/modules/insights/members.contract.ts';

/** The report of a community, at its latest day or as of a past one. */
export const overviewQuery = (communityId: string, asOf?: string) =>
  queryOptions({
    queryKey: ['overview', communityId, asOf ?? 'latest'],
    queryFn: ({ signal }) =>
      call(overviewReply, `/api/v1/communities/${communityId}/overview`, { query: { asOf }, signal }),
    staleTime: 60_000,
  });

/** Computes the report anew. */
export const evaluate = (communityId: string) =>
  call(z.unknown(), `/api/v1/communities/${communityId}/evaluate`, { method: 'POST', body: {} });
