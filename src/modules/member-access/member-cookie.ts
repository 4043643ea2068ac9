import { createHash, randomBytes } from 'node:crypto';
import { idBytes, idFromBytes } from '#kernel/ids.ts';

/** The session of a member, and a sign-in that a browser has begun. */
type CookieName = 'qunluo.member' | 'qunluo.sign-in';
/** By https the name says that nobody but this server gave the cookie: no other program below its domain, and nobody on the way. */
const nameOf = (name: CookieName, secure: boolean): string => (secure ? `__Host-${name}` : name);

/** Whether people come by https, by the address that they use. */
export const isSecure = (publicUrl: string | undefined): boolean => publicUrl?.startsWith('https:') ?? false;

const ID_BYTES = 16;
const SECRET_BYTES = 32;

/** What a browser proves itself with: 256 random bits, and the workspace where they are looked up. */
export type BrowserSecret = { workspaceId: string; secret: Buffer };

/** A secret for one browser, in words that fit a cookie and a JSON string. */
export function newBrowserSecret(workspaceId: string): { words: string; hash: Buffer } {
  const secret = randomBytes(SECRET_BYTES);
  const words = Buffer.concat([idBytes(workspaceId), secret]).toString('base64url');
  return { words, hash: hashOf(secret) };
}

/** What a secret says; undefined for anything else. */
export function readBrowserSecret(words: string): BrowserSecret | undefined {
  const bytes = Buffer.from(words, 'base64url');
  if (bytes.length !== ID_BYTES + SECRET_BYTES) return undefined;
  return { workspaceId: idFromBytes(bytes), secret: bytes.subarray(ID_BYTES) };
}

/** What is kept of a secret: whoever reads the table cannot sign in. */
export const hashOf = (secret: Buffer): Buffer => createHash('sha256').update('member ').update(secret).digest();

/** The words of one of our cookies among a request’s; by https under the name that only this server can give. */
export function cookieWords(cookies: string | undefined, name: CookieName, secure: boolean): string | undefined {
  const full = `${nameOf(name, secure)}=`;
  const found = cookies?.split(/;\s*/).find((one) => one.startsWith(full));
  return found && /^[\w-]+/.exec(found.slice(full.length))?.[0];
}

type CookieOptions = { maxAge: number; secure: boolean };

/** The header that gives a browser a cookie, or takes it away. `maxAge` in seconds; `secure`: people come by https. */
export function browserCookie(name: CookieName, words: string, { maxAge, secure }: CookieOptions): string {
  return `${nameOf(name, secure)}=${words}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
}

/** The cookie of a session. */
export const sessionCookie = (words: string, options: CookieOptions): string =>
  browserCookie('qunluo.member', words, options);
