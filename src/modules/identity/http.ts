import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Clock } from '#kernel/clock.ts';
import { Forbidden, Unauthenticated } from '#kernel/errors.ts';
import { type Caller, type Route, route } from '#platform/http/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { createToken, listTokens, revokeToken } from './api-token-store.ts';
import { type Auth, authHeaders, callAuth } from './auth-server.ts';
import type { Authenticator } from './authenticate.ts';
import {
  changePasswordBody,
  createTokenBody,
  createTokenReply,
  type Me,
  meReply,
  type Right,
  RIGHTS,
  type Role,
  setupBody,
  setupReply,
  setupStatusReply,
  signInBody,
  signInReply,
  tokenParams,
  tokensReply,
} from './contract.ts';
import { SignInRefused } from './errors.ts';
import type { IdentityTables } from './identity-tables.ts';
import { findOptionalWorkspaceName, listSeats } from './seat-store.ts';
import { needsSetup, type Owner, redeemSetup } from './setup-workspace.ts';
import { clearAttempts, countAttempt } from './sign-in-throttle.ts';

export type IdentityRoutesOptions = {
  database: Database;
  auth: Auth;
  authenticator: Authenticator;
  clock: Clock;
  /** Called after the first owner came in. */
  onOwner?(owner: Owner): Promise<void>;
};

/** Tight, by address: guessing is slow from one place, and by e-mail from many (`countAttempt`). */
const GUESSES = { max: 30, perSeconds: 60 };

export function identityRoutes(options: IdentityRoutesOptions): Route[] {
  return [...sessionRoutes(options), ...setupRoutes(options), meRoute(options), ...tokenRoutes(options)];
}

/** Passes better-auth's answer on: its cookies, and its refusals as problems. Returns its body. */
async function passOn(answer: Response, response: FastifyReply): Promise<unknown> {
  const body = (await answer.json().catch(() => null)) as { code?: string; message?: string } | null;
  if (answer.status >= 500) throw new Error(`better-auth answered ${answer.status}: ${JSON.stringify(body)}`);
  if (!answer.ok) {
    const code = (body?.code ?? 'refused').toLowerCase();
    throw new SignInRefused(code, answer.status, body?.message ?? 'this was refused');
  }
  for (const cookie of answer.headers.getSetCookie()) response.header('set-cookie', cookie);
  return body;
}

function sessionRoutes({ database, auth, clock }: IdentityRoutesOptions): Route[] {
  const call = (path: string, request: FastifyRequest, response: FastifyReply, body: unknown) =>
    callAuth(auth, path, authHeaders(request), body).then((answer) => passOn(answer, response));
  return [
    route({
      id: 'auth.sign-in',
      method: 'POST',
      path: '/api/auth/sign-in/email',
      summary: 'Sign in with e-mail and password; answers with a session cookie',
      body: signInBody,
      rateLimit: GUESSES,
      reply: signInReply,
      async handle({ body, request, response }) {
        await countAttempt(database, clock, body.email);
        const { user } = signedIn.parse(await call('/sign-in/email', request, response, body));
        await clearAttempts(database, body.email);
        return { operator: { id: user.id, name: user.name, email: user.email } };
      },
    }),
    route({
      id: 'auth.sign-out',
      method: 'POST',
      path: '/api/auth/sign-out',
      summary: 'End the session',
      reply: z.undefined(),
      async handle({ request, response }) {
        await call('/sign-out', request, response, {});
      },
    }),
    route({
      id: 'auth.change-password',
      method: 'POST',
      path: '/api/auth/change-password',
      summary: 'Change the password; other sessions end',
      body: changePasswordBody,
      rateLimit: GUESSES,
      reply: z.undefined(),
      async handle({ caller, body, request, response }) {
        if (caller.kind !== 'operator') throw new Forbidden('a token has no password');
        await call('/change-password', request, response, body);
      },
    }),
  ];
}

const signedIn = z.object({ user: z.object({ id: z.string(), name: z.string(), email: z.string() }) });

function setupRoutes({ database, auth, clock, onOwner }: IdentityRoutesOptions): Route[] {
  return [
    route({
      id: 'setup.get',
      method: 'GET',
      path: '/api/v1/setup',
      summary: 'Whether the first owner still has to come in',
      reply: setupStatusReply,
      handle: async () => ({ needed: await needsSetup(database) }),
    }),
    route({
      id: 'setup.redeem',
      method: 'POST',
      path: '/api/v1/setup',
      summary: 'Redeem the one-time owner link; makes the workspace and signs in',
      body: setupBody,
      rateLimit: GUESSES,
      reply: setupReply,
      status: 201,
      async handle({ body, request, response }) {
        const owner = await redeemSetup(database, auth, clock, body);
        await onOwner?.(owner);
        const credentials = { email: body.email, password: body.password };
        await passOn(await callAuth(auth, '/sign-in/email', authHeaders(request), credentials), response);
        return owner;
      },
    }),
  ];
}

function meRoute({ database }: IdentityRoutesOptions): Route {
  return route({
    id: 'me.get',
    method: 'GET',
    path: '/api/v1/me',
    summary: 'Who is calling, where, and what they may do',
    reply: meReply,
    handle: ({ caller }) =>
      database.asSystem(async (tx): Promise<Me> => {
        const workspace = await findOptionalWorkspaceName(tx, caller.workspaceId);
        if (!workspace) throw new Unauthenticated();
        const seats = caller.operatorId ? await listSeats(tx, caller.operatorId) : [];
        const operator = await tx
          .withTables<IdentityTables>()
          .selectFrom('auth.operators')
          .select(['id', 'name', 'email'])
          .where('id', '=', caller.operatorId ?? null)
          .executeTakeFirst();
        return {
          kind: caller.kind === 'token' ? 'token' : 'operator',
          operator: operator ?? null,
          workspace: { id: caller.workspaceId, name: workspace.name },
          role: (caller.role as Role | undefined) ?? null,
          rights: RIGHTS.filter((right) => caller.rights.has(right)),
          workspaces: seats.map((seat) => ({ id: seat.workspaceId, name: seat.workspaceName, role: seat.role })),
        };
      }),
  });
}

function tokenRoutes({ database, authenticator, clock }: IdentityRoutesOptions): Route[] {
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
        return database.asSystem(async (tx) => {
          const made = await createToken(tx, {
            workspaceId: caller.workspaceId,
            name: body.name,
            rights: [...new Set(body.rights)],
            createdBy: caller.operatorId ?? null,
            expiresAt,
          });
          const details = (await listTokens(tx, caller.workspaceId)).find(({ id }) => id === made.id)!;
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
        await database.asSystem((tx) => revokeToken(tx, caller.workspaceId, params.tokenId, clock.now()));
        authenticator.forget(params.tokenId);
      },
    }),
  ];
}

function refuseMoreThanOwn(caller: Caller, rights: readonly Right[]): void {
  const missing = rights.filter((right) => !caller.rights.has(right));
  if (missing.length > 0) throw new Forbidden(`you cannot give what you do not have: ${missing.join(', ')}`);
}
