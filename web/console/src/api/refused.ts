import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { refusedReply, retriedReply } from '../../../../src/modules/events/contract.ts';
import { call } from './client.ts';

export type RefusedEvent = z.output<typeof refusedReply>['refused'][number];

/** Live events that were accepted and could not be written, latest first. */
export const refusedQuery = (communityId: string) =>
  queryOptions({
    queryKey: ['refused', communityId],
    queryFn: async ({ signal }) =>
      (await call(refusedReply, `/api/v1/communities/${communityId}/events/refused`, { signal })).refused,
  });

/** Puts all refused events of a community back into the inbox, to be tried again. */
export const retryRefused = (communityId: string) =>
  call(retriedReply, `/api/v1/communities/${communityId}/events/refused/retry`, { method: 'POST' });
