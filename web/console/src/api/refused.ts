import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { refusedReply } from '../../../../src/modules/events/contract.ts';
import { call } from './client.ts';

export type RefusedEvent = z.output<typeof refusedReply>['refused'][number];

/** Live events that were accepted and could not be written, latest first. */
export const refusedQuery = (communityId: string) =>
  queryOptions({
    queryKey: ['refused', communityId],
    queryFn: async ({ signal }) =>
      (await call(refusedReply, `/api/v1/communities/${communityId}/events/refused`, { signal })).refused,
  });
