import type { FastifyRequest } from 'fastify';
import type { Clock } from '#kernel/clock.ts';
import { isId } from '#kernel/ids.ts';
import { checkOrigin } from '#modules/identity/index.ts';
import { ANONYMOUS, type Caller } from '#platform/http/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { cookieWords, isSecure, readBrowserSecret } from './member-cookie.ts';
import { findOptionalSession } from './session-store.ts';

/** Where members’ routes are: their cookie is looked at there and nowhere else, and no operator’s is looked at there. */
export const MEMBER_API = '/api/m/';

/**
 * Finds out which member sends a request, by the session cookie. A cookie that is not valid is nobody; API tokens and the
 * sessions of operators count for nothing here. Forbidden for a change that another site asks for.
 */
export async function authenticateMember(
  { database, clock, publicUrl }: { database: Database; clock: Clock; publicUrl?: string | undefined },
  request: FastifyRequest,
): Promise<Caller> {
  const words = cookieWords(request.headers.cookie, 'qunluo.member', isSecure(publicUrl));
  checkOrigin(request, words !== undefined, publicUrl);
  const given = words === undefined ? undefined : readBrowserSecret(words);
  if (!given || !isId(given.workspaceId)) return ANONYMOUS;
  const { workspaceId, secret } = given;
  const found = await database.inWorkspace(workspaceId, (tx) => findOptionalSession(tx, secret, new Date(clock.now())));
  if (!found) return ANONYMOUS;
  const { id: sessionId, communityId, memberId } = found;
  return { kind: 'member', workspaceId, communityId, memberId, sessionId, rights: new Set() };
}
