import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '#kernel/clock.ts';
import { Forbidden, Unauthenticated } from '#kernel/errors.ts';
import { ANONYMOUS, type Caller } from '#platform/http/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { findOptionalGrant, looksLikeToken, type TokenGrant } from './api-token-store.ts';
import { type Auth, readSession } from './auth-server.ts';
import { ROLE_RIGHTS } from './contract.ts';
import { SignInAgain } from './errors.ts';
import { checkOrigin } from './same-origin.ts';
import { listSeats } from './seat-store.ts';
import { asksForCode } from './second-factor/second-factor-store.ts';
import { markSeen, whereaboutsOfSession } from './sessions/session-store.ts';

/** A token that was found good is not looked up again for this long; revoking it here takes effect at once. */
const GRANT_MS = 5_000;
const GRANTS_KEPT = 10_000;

/** A session ends this long after signing in, however much it is used; unused ones end sooner. */
const LONGEST_SESSION = 30 * 86_400_000;
const SEEN_MS = 60_000;
const SESSIONS_KEPT = 10_000;

const COOKIE = /(^|;\s*)(__Host-)?qunluo\.session_token=/;

type Options = { database: Database; auth: Auth; clock: Clock; publicUrl?: string };

/** Finds out who sends a request: an API token in `Authorization: Bearer`, else a session cookie, else nobody. */
export class Authenticator {
  readonly #options: Options;
  readonly #grants = new Map<string, { grant: TokenGrant; until: number }>();
  readonly #seen = new Map<string, number>();

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * Unauthenticated for a token or header that is not valid; a cookie that is not valid is nobody. An operator without
   * any seat is a caller without workspace and rights. Where an owner ended a session it is as if there were no seat,
   * and SignInAgain for who asks for that workspace by name.
   */
  async authenticate(request: FastifyRequest, reply: FastifyReply): Promise<Caller> {
    const { authorization } = request.headers;
    if (authorization !== undefined) return this.#byToken(authorization);
    const withCookie = COOKIE.test(request.headers.cookie ?? '');
    checkOrigin(request, withCookie, this.#options.publicUrl);
    return withCookie ? this.#bySession(request, reply) : ANONYMOUS;
  }

  /** Forgets what a token was found to allow, after it was revoked. */
  forget(tokenId: string): void {
    for (const [secret, { grant }] of this.#grants) if (grant.id === tokenId) this.#grants.delete(secret);
  }

  async #byToken(authorization: string): Promise<Caller> {
    const secret = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
    if (!secret || !looksLikeToken(secret)) throw new Unauthenticated('the header Authorization must be: Bearer ql_…');
    const now = this.#options.clock.now();
    const kept = this.#grants.get(secret);
    if (kept && kept.until > now && !(kept.grant.expiresAt !== null && kept.grant.expiresAt <= now)) {
      return tokenCaller(kept.grant);
    }
    const grant = await this.#options.database.asSystem((tx) => findOptionalGrant(tx, secret, now));
    this.#grants.delete(secret);
    if (!grant) throw new Unauthenticated('this API token is unknown, revoked or expired');
    if (this.#grants.size >= GRANTS_KEPT) this.#grants.clear();
    this.#grants.set(secret, { grant, until: now + GRANT_MS });
    return tokenCaller(grant);
  }

  async #bySession(request: FastifyRequest, reply: FastifyReply): Promise<Caller> {
    const { response: found, headers } = await readSession(this.#options.auth, request);
    const now = this.#options.clock.now();
    if (!found || found.session.createdAt.getTime() + LONGEST_SESSION <= now) return ANONYMOUS;
    for (const cookie of headers.getSetCookie()) reply.header('set-cookie', cookie);
    const { id: sessionId, userId: operatorId } = found.session;
    const { seats, chosen, closed, enrolled } = await this.#options.database.asSystem(async (tx) => {
      if (this.#isNews(sessionId, now)) await markSeen(tx, sessionId, { at: now, address: request.ip });
      const seats = await listSeats(tx, operatorId);
      const asked = seats.some(({ secondFactorRequired }) => secondFactorRequired);
      return {
        seats,
        ...(await whereaboutsOfSession(tx, sessionId)),
        enrolled: !asked || (await asksForCode(tx, operatorId)),
      };
    });
    const wanted = request.headers['x-qunluo-workspace'];
    const open = seats.filter(({ workspaceId }) => !closed.includes(workspaceId));
    if (seats.length > 0 && open.length === 0) return ANONYMOUS;
    const seat = open.find(({ workspaceId }) => workspaceId === (wanted ?? chosen)) ?? (wanted ? undefined : open[0]);
    if (!seat && wanted !== undefined) {
      if (seats.some(({ workspaceId }) => workspaceId === wanted)) throw new SignInAgain();
      throw new Forbidden('you have no seat in this workspace');
    }
    const lacksSecondFactor = seat !== undefined && seat.secondFactorRequired && !enrolled;
    return {
      kind: 'operator',
      workspaceId: seat?.workspaceId ?? '',
      operatorId,
      sessionId,
      ...(seat && { role: seat.role }),
      rights: new Set(seat && !lacksSecondFactor ? ROLE_RIGHTS[seat.role] : []),
      ...(lacksSecondFactor && { lacksSecondFactor }),
    };
  }

  /** Whether a session was not noted as seen for a while, so that a busy one does not write at each request. */
  #isNews(sessionId: string, now: number): boolean {
    if ((this.#seen.get(sessionId) ?? 0) > now - SEEN_MS) return false;
    if (this.#seen.size >= SESSIONS_KEPT) this.#seen.clear();
    this.#seen.set(sessionId, now);
    return true;
  }
}

const tokenCaller = (grant: TokenGrant): Caller => ({
  kind: 'token',
  workspaceId: grant.workspaceId,
  tokenId: grant.id,
  rights: new Set(grant.rights),
});
