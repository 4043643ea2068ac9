import { queryOptions } from '@tanstack/react-query';
import { call, send } from './client.ts';
import { meReply } from '../../../../src/modules/identity/contract.ts';
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

/** Opens a session by e-mail and password; the cookie is the server's. */
export const signIn = (email: string, password: string): Promise<Response> =>
  send('/api/auth/sign-in/email', { method: 'POST', body: { email, password } });

/** Ends the session of this browser. */
export const signOut = (): Promise<Response> => send('/api/auth/sign-out', { method: 'POST', body: {} });
