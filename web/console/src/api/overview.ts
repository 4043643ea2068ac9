import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { overviewReply } from '../../../../src/modules/insights/members.contract.ts';
import { evaluationsReply, flowsReply } from '../../../../src/modules/insights/trends.contract.ts';
import { call } from './client.ts';

export type { EvaluationsReply, FlowsReply, Place } from '../../../../src/modules/insights/trends.contract.ts';
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

/** How the main figures went: the evaluations that were kept, one a day, up to a day. */
export const evaluationsQuery = (communityId: string, until?: string) =>
  queryOptions({
    queryKey: ['overview', communityId, 'evaluations', until ?? 'latest'],
    queryFn: ({ signal }) =>
      call(evaluationsReply, `/api/v1/communities/${communityId}/evaluations`, { query: { until }, signal }),
    staleTime: 60_000,
  });

/** Who moved between tiers in the 28 days before the latest day or a past one. */
export const flowsQuery = (communityId: string, asOf?: string) =>
  queryOptions({
    queryKey: ['overview', communityId, 'flows', asOf ?? 'latest'],
    queryFn: ({ signal }) => call(flowsReply, `/api/v1/communities/${communityId}/flows`, { query: { asOf }, signal }),
    staleTime: 300_000,
  });
