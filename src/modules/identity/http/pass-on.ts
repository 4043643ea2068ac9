import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Auth, authHeaders, callAuth } from '../auth-server.ts';
import { SignInRefused } from '../errors.ts';

export type AuthAnswer = { body: unknown; cookies: string[] };

/** Asks better-auth; its refusals become problems. Its cookies are not passed on yet. */
export async function askAuth(auth: Auth, path: string, request: FastifyRequest, body: unknown): Promise<AuthAnswer> {
  const answer = await callAuth(auth, path, authHeaders(request), body);
  const reply = (await answer.json().catch(() => null)) as { code?: string; message?: string } | null;
  if (answer.status >= 500) throw new Error(`better-auth answered ${answer.status}: ${JSON.stringify(reply)}`);
  if (!answer.ok) {
    const code = (reply?.code ?? 'refused').toLowerCase();
    throw new SignInRefused(code, answer.status, reply?.message ?? 'this was refused');
  }
  return { body: reply, cookies: answer.headers.getSetCookie() };
}

/** Hands better-auth's cookies to the browser. */
export function passCookies(response: FastifyReply, { cookies }: AuthAnswer): void {
  for (const cookie of cookies) response.header('set-cookie', cookie);
}

export const signedIn = z.object({
  token: z.string(),
  user: z.object({ id: z.string(), name: z.string(), email: z.string() }),
});

/** Opens a session for somebody who has just shown that they may: a new account, a changed password. */
export async function openSession(
  auth: Auth,
  request: FastifyRequest,
  response: FastifyReply,
  credentials: { email: string; password: string },
): Promise<void> {
  passCookies(response, await askAuth(auth, '/sign-in/email', request, credentials));
}
