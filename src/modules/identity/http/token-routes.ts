import { z } from 'zod';
import { Forbidden } from '#kernel/errors.ts';
import { type Caller, type Route, route } from '#platform/http/index.ts';
import { createToken, listTokens, revokeToken } from '../api-token-store.ts';
import { recordChange } from '../audit/record-change.ts';
import { createTokenBody, createTokenReply, type Right, tokenParams, tokensReply } from '../contract.ts';
import type { IdentityRoutesOptions } from './identity-routes-options.ts';

export function tokenRoutes({ database, authenticator, clock }: IdentityRoutesOptions): Route[] {
  return [
    route({
      id: 'tokens.list',
      method: 'GET',
      path: '/api/v1/tokens',
      summary: 'The API tokens of the workspace',
      reply: tokensReply,
      handle: async ({ caller }) => ({ tokens: await database.asSystem((tx) => listTokens(tx, caller.workspaceId)) }),
    }),
    route({
      id: 'tokens.create',
      method: 'POST',
      path: '/api/v1/tokens',
      summary: 'Make an API token; the secret is shown this once',
      body: createTokenBody,
      reply: createTokenReply,
      status: 201,
      async handle({ caller, body }) {
        refuseMoreThanOwn(caller, body.rights);
        const days = body.expiresInDays ?? null;
        const expiresAt = days === null ? null : new Date(clock.now() + days * 86_400_000);
        const rights = [...new Set(body.rights)];
        return database.inWorkspace(caller.workspaceId, async (tx) => {
          const { workspaceId, operatorId: createdBy = null } = caller;
          const made = await createToken(tx, { workspaceId, name: body.name, rights, createdBy, expiresAt });
          await recordChange(tx, caller, {
            action: 'tokens.create',
            subject: { kind: 'token', id: made.id, label: body.name },
            after: { name: body.name, rights, expiresAt },
          });
          const details = (await listTokens(tx, workspaceId)).find(({ id }) => id === made.id)!;
          return { token: made.secret, details };
        });
      },
    }),
    route({
      id: 'tokens.revoke',
      method: 'DELETE',
      path: '/api/v1/tokens/:tokenId',
      summary: 'Revoke an API token for good',
      params: tokenParams,
      reply: z.undefined(),
      async handle({ caller, params }) {
        await database.inWorkspace(caller.workspaceId, async (tx) => {
          const before = await revokeToken(tx, caller.workspaceId, params.tokenId, clock.now());
          const subject = { kind: 'token', id: params.tokenId, label: before.name };
          await recordChange(tx, caller, { action: 'tokens.revoke', subject, before });
        });
        authenticator.forget(params.tokenId);
      },
    }),
  ];
}

function refuseMoreThanOwn(caller: Caller, rights: readonly Right[]): void {
  const missing = rights.filter((right) => !caller.rights.has(right));
  if (missing.length > 0) throw new Forbidden(`you cannot give what you do not have: ${missing.join(', ')}`);
}
