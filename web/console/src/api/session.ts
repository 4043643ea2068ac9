import { queryOptions } from '@tanstack/react-query';
import { call, send } from './client.ts';
import { meReply, setupReply, setupStatusReply, type Setup } from '../../../../src/modules/identity/contract.ts';
import { communitiesReply } from '../../../../src/modules/communities/contract.ts';

/** Who is signed in. Fails with 401 when nobody is. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => call(meReply, '/api/v1/me', { signal }),
  staleTime: 300_000,
});

/** The communities of the workspace, in the order the server gives. */
export const communitiesQuery = queryOptions({
  queryKey: ['communities'],
  queryFn: async ({ signal }) => (await call(communitiesReply, '/api/v1/communities', { signal })).communities,
  staleTime: 300_000,
});

/** Opens a session by e-mail, password and, where it is asked for, a code; the cookie is the server's. */
export const signIn = (email: string, password: string, code?: string): Promise<Response> =>
  send('/api/auth/sign-in/email', { method: 'POST', body: { email, password, ...(code && { code }) } });

/** Ends the session of this browser. */
export const signOut = (): Promise<Response> => send('/api/auth/sign-out', { method: 'POST', body: {} });

/** Whether the first owner still has to come in. */
export const setupQuery = queryOptions({
  queryKey: ['setup'],
  queryFn: ({ signal }) => call(setupStatusReply, '/api/v1/setup', { signal }),
});

/** Redeems the one-time owner link and signs the owner in. */
export const redeemSetup = (setup: Setup) => call(setupReply, '/api/v1/setup', { method: 'POST', body: setup });
