import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import type { Content } from '../../../../src/modules/connections/content.contract.ts';
import {
  sayReply,
  sessionReply,
  sessionSchema,
  sessionsReply,
  type SessionState,
} from '../../../../src/modules/relay/contract.ts';
import { call } from './client.ts';

const base = (communityId: string) => `/api/v1/communities/${communityId}/relays`;

/** What of relays is asked anew after any change of them. */
export const relaysKey = (communityId: string) => ['relays', communityId] as const;

export const relaysQuery = (communityId: string) =>
  queryOptions({
    queryKey: [...relaysKey(communityId), 'list'],
    queryFn: ({ signal }) => call(sessionsReply, base(communityId), { signal }),
  });

/** One session; asked again every three seconds while it is live. */
export const relayQuery = (communityId: string, relayId: string) =>
  queryOptions({
    queryKey: [...relaysKey(communityId), relayId],
    queryFn: ({ signal }) => call(sessionReply, `${base(communityId)}/${relayId}`, { signal }),
    refetchInterval: ({ state: { data } }) =>
      data?.session.state === 'live' || (data?.session.progress.waiting ?? 0) > 0 ? 3000 : false,
  });

/** Prepares a session, or changes the one named. */
export const saveRelay = (communityId: string, relayId: string | undefined, body: object) =>
  call(sessionSchema, `${base(communityId)}${relayId ? `/${relayId}` : ''}`, {
    method: relayId ? 'PATCH' : 'POST',
    body,
  });
export const deleteRelay = (communityId: string, relayId: string) =>
  call(z.undefined(), `${base(communityId)}/${relayId}`, { method: 'DELETE' });
export const setRelayState = (communityId: string, relayId: string, state: Exclude<SessionState, 'ready'>) =>
  call(sessionSchema, `${base(communityId)}/${relayId}/state`, { method: 'POST', body: { state } });
export const sayInRelay = (communityId: string, relayId: string, body: { content: Content; answers?: string | null }) =>
  call(sayReply, `${base(communityId)}/${relayId}/messages`, { method: 'POST', body });
export const correctInRelay = (communityId: string, relayId: string, key: string, content: Content) =>
  call(sayReply, `${base(communityId)}/${relayId}/messages/${key}`, { method: 'PUT', body: { content } });
export const setQuestion = (communityId: string, relayId: string, eventId: string, state: 'open' | 'put_aside') =>
  call(z.undefined(), `${base(communityId)}/${relayId}/questions/${eventId}`, { method: 'PUT', body: { state } });
