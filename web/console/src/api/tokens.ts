import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { createTokenReply, tokensReply, type createTokenBody } from '../../../../src/modules/identity/contract.ts';
import { call, send } from './client.ts';

/** The API tokens of the workspace; never their secrets. */
export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: async ({ signal }) => (await call(tokensReply, '/api/v1/tokens', { signal })).tokens,
});

/** Makes a token; the answer holds its secret, this once. */
export const createToken = (token: z.input<typeof createTokenBody>) =>
  call(createTokenReply, '/api/v1/tokens', { method: 'POST', body: token });

/** Revokes a token for good. */
export const revokeToken = (tokenId: string) => send(`/api/v1/tokens/${tokenId}`, { method: 'DELETE' });
