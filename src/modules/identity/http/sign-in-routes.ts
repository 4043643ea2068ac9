import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Route, route } from '#platform/http/index.ts';
import { signInBody, signInReply } from '../contract.ts';
import { SecondStepNeeded } from '../errors.ts';
import type { IdentityTables } from '../identity-tables.ts';
import { asksForCode } from '../second-factor/second-factor-store.ts';
import { verifyCode } from '../second-factor/verify-code.ts';
import { clearAttempts, countAttempt } from '../sign-in-throttle.ts';
import { GUESSES, type IdentityRoutesOptions } from './identity-routes-options.ts';
import { askAuth, passCookies, signedIn } from './pass-on.ts';

export function signInRoutes(options: IdentityRoutesOptions): Route[] {
  const { database, auth, clock } = options;
  return [
    route({
      id: 'auth.sign-in',
      method: 'POST',
      path: '/api/auth/sign-in/email',
      summary: 'Sign in with e-mail, password and, where asked for, a code; answers with a session cookie',
      body: signInBody,
      rateLimit: GUESSES,
      reply: signInReply,
      async handle({ body, request, response }) {
        const { code, ...credentials } = body;
        await countAttempt(database, clock, 'sign-in', body.email);
        const answer = await askAuth(auth, '/sign-in/email', request, credentials).catch((error: unknown) => {
          request.log.warn({ security: 'sign_in_refused', address: request.ip, err: error }, 'sign-in refused');
          throw error;
        });
        const { user, token } = signedIn.parse(answer.body);
        try {
          await secondStep(options, request, user.id, code);
        } catch (error) {
          await forgetSession(options, token);
          throw error;
        }
        await database.asSystem((tx) => clearAttempts(tx, 'sign-in', body.email));
        passCookies(response, answer);
        request.log.info({ security: 'signed_in', operatorId: user.id, address: request.ip }, 'signed in');
        return { operator: { id: user.id, name: user.name, email: user.email } };
      },
    }),
    route({
      id: 'auth.sign-out',
      method: 'POST',
      path: '/api/auth/sign-out',
      summary: 'End the session',
      reply: z.undefined(),
      async handle({ caller, request, response }) {
        passCookies(response, await askAuth(auth, '/sign-out', request, {}));
        if (!caller.operatorId) return;
        options.streams.closeOf(caller.operatorId);
        request.log.info({ security: 'signed_out', operatorId: caller.operatorId }, 'signed out');
      },
    }),
  ];
}

/** Asks for the code of the authenticator app where one is set up. SecondStepNeeded, CodeRefused, SignInThrottled. */
async function secondStep(
  options: IdentityRoutesOptions,
  request: FastifyRequest,
  operatorId: string,
  code: string | undefined,
): Promise<void> {
  if (!(await options.database.asSystem((tx) => asksForCode(tx, operatorId)))) return;
  if (!code?.trim()) throw new SecondStepNeeded();
  await verifyCode(options, operatorId, code).catch((error: unknown) => {
    request.log.warn({ security: 'code_refused', operatorId, address: request.ip }, 'second step refused');
    throw error;
  });
}

/** The session that better-auth opened for the right password alone; nobody has its cookie. */
async function forgetSession({ database }: IdentityRoutesOptions, token: string): Promise<void> {
  await database.asSystem((tx) =>
    tx.withTables<IdentityTables>().deleteFrom('auth.sessions').where('token', '=', token).execute(),
  );
}
