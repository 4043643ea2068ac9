import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import {
  type Decision,
  introductionSchema,
  introductionsReply,
  type Introductions,
  type ReasonKind,
} from '../../../../src/modules/introductions/contract.ts';
import { call } from './client.ts';

export type { Introduction, Introductions, Reason } from '../../../../src/modules/introductions/contract.ts';
export { DISMISSALS, REASON_KINDS, STATES } from '../../../../src/modules/introductions/contract.ts';

export interface IntroductionsFilter {
  state?: keyof Introductions['counts'] | undefined;
  reason?: ReasonKind | undefined;
  member?: string | undefined;
}

const path = (communityId: string, rest = '') => `/api/v1/communities/${communityId}/introductions${rest}`;

export const introductionsKey = (communityId: string) => ['overview', communityId, 'introductions'];

/** Who should meet and why, what was done about it, and what became of it. */
export const introductionsQuery = (communityId: string, filter: IntroductionsFilter) =>
  queryOptions({
    queryKey: [...introductionsKey(communityId), filter],
    queryFn: ({ signal }) => call(introductionsReply, path(communityId), { query: { ...filter }, signal }),
    placeholderData: keepPreviousData,
  });

/** Looks for members who should meet, in the background. */
export const proposeIntroductions = (communityId: string) =>
  call(introductionsReply, path(communityId, '/propose'), { method: 'POST' });

/** Says that an introduction was made, dismisses it, or takes either back. */
export const decideIntroduction = (communityId: string, id: string, body: Decision) =>
  call(introductionSchema, path(communityId, `/${id}/decision`), { method: 'POST', body });
