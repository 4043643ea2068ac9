import { queryOptions } from '@tanstack/react-query';
import { accessReply, personalLinkReply } from '../../../../src/modules/member-access/contract.ts';
import { call, send } from './client.ts';

const base = (communityId: string, memberId: string) => `/api/v1/communities/${communityId}/members/${memberId}/access`;

/** Where a member is signed in on member pages, and the address of these. */
export const memberAccessQuery = (communityId: string, memberId: string) =>
  queryOptions({
    queryKey: ['member-access', communityId, memberId],
    queryFn: ({ signal }) => call(accessReply, base(communityId, memberId), { signal }),
  });

export const makePersonalLink = (communityId: string, memberId: string) =>
  call(personalLinkReply, `${base(communityId, memberId)}/link`, { method: 'POST' });

/** Signs a member out of one browser, or everywhere. */
export const endMemberSession = (communityId: string, memberId: string, sessionId?: string) =>
  send(`${base(communityId, memberId)}/sessions${sessionId === undefined ? '' : `/${sessionId}`}`, {
    method: 'DELETE',
  });
