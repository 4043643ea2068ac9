import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { communityReportSchema } from '../../../../src/modules/insights/contract.ts';
import { call } from './client.ts';

export const overviewSchema = z.object({
  report: communityReportSchema,
  evaluatedAt: z.string(),
  previous: z.object({ health: z.number().nullable(), members: z.number(), mau: z.number() }).partial().optional(),
});
export type Overview = z.infer<typeof overviewSchema>;

/** The report of a community, at its latest day or as of a past one. */
export const overviewQuery = (communityId: string, asOf?: string) =>
  queryOptions({
    queryKey: ['overview', communityId, asOf ?? 'latest'],
    queryFn: ({ signal }) =>
      call(overviewSchema, `/api/v1/communities/${communityId}/overview`, { query: { asOf }, signal }),
    staleTime: 60_000,
  });

/** Computes the report anew. */
export const evaluate = (communityId: string) =>
  call(z.unknown(), `/api/v1/communities/${communityId}/evaluate`, { method: 'POST', body: {} });
