import { betterAuth } from 'better-auth';
import { Kysely, PostgresDialect } from 'kysely';
import type pg from 'pg';
import { newId } from '#kernel/ids.ts';
import { translateFailure } from '#platform/postgres/index.ts';

/** Where better-auth thinks it lives; requests reach it through `callAuth` only, which has checked their origin. */
const HOME = 'http://qunluo.internal';
const DAY = 86_400;

/** Fields of better-auth under our names: its user is an operator, its account a credential. */
const times = { createdAt: 'created_at', updatedAt: 'updated_at' };
const MODELS = {
  user: { modelName: 'operators', fields: { ...times, emailVerified: 'email_verified' } },
  account: {
    modelName: 'credentials',
    fields: {
      ...times,
      userId: 'operator_id',
      accountId: 'account_id',
      providerId: 'provider_id',
      accessToken: 'access_token',
      refreshToken: 'refresh_token',
      idToken: 'id_token',
      accessTokenExpiresAt: 'access_token_expires_at',
      refreshTokenExpiresAt: 'refresh_token_expires_at',
    },
  },
  verification: { modelName: 'verifications', fields: { ...times, expiresAt: 'expires_at' } },
};

export type AuthOptions = { pool: pg.Pool; secret: string; secureCookies: boolean };

/**
 * Sessions and passwords by better-auth on schema `auth`. Nobody can sign up by themselves: operators come in by the
 * owner link. Cookies are HttpOnly, SameSite=Lax, and Secure where the public address is https.
 */
export function createAuth(options: AuthOptions) {
  return betterAuth({
    appName: 'Qunluo',
    baseURL: HOME,
    basePath: '/api/auth',
    secret: options.secret,
    telemetry: { enabled: false },
    logger: { level: 'error' },
    database: {
      db: new Kysely({ dialect: new PostgresDialect({ pool: options.pool }) }),
      type: 'postgres',
      schemaName: 'auth',
      transaction: true,
    },
    ...MODELS,
    session: {
      modelName: 'sessions',
      fields: {
        ...times,
        userId: 'operator_id',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
      },
      expiresIn: 14 * DAY,
      updateAge: DAY,
    },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 10, maxPasswordLength: 128 },
    rateLimit: { enabled: false }, // ours counts by e-mail in PostgreSQL and by address at the door
    advanced: {
      // __Host-: a browser takes such a cookie only with Secure, for / and without a domain, so no neighbour can set it.
      cookiePrefix: options.secureCookies ? '__Host-qunluo' : 'qunluo',
      useSecureCookies: false,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/', secure: options.secureCookies },
      ipAddress: { ipAddressHeaders: ['x-qunluo-address'] },
      database: { generateId: () => newId() },
    },
  });
}

export type Auth = ReturnType<typeof createAuth>;

type Source = { headers: Record<string, string | string[] | undefined>; ip: string };

/** Headers that better-auth may see; the origin is its own, since ours was checked before. */
export function authHeaders(source: Source): Headers {
  const headers = new Headers({ origin: HOME, 'x-qunluo-address': source.ip });
  for (const name of ['cookie', 'user-agent']) {
    const value = source.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  return headers;
}

/** The session of a request's cookie, if it is one, with the cookies that prolong it. Unavailable while the database is. */
export async function readSession(auth: Auth, source: Source) {
  try {
    return await auth.api.getSession({ headers: authHeaders(source), returnHeaders: true });
  } catch (error) {
    throw translateFailure(error);
  }
}

/** Sends a request to better-auth; `path` is below /api/auth. */
export function callAuth(auth: Auth, path: string, headers: Headers, body: unknown): Promise<Response> {
  headers.set('content-type', 'application/json');
  return auth.handler(new Request(`${HOME}/api/auth${path}`, { method: 'POST', headers, body: JSON.stringify(body) }));
}
