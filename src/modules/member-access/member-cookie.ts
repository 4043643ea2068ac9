import { createHash, randomBytes } from 'node:crypto';

const NAME = 'qunluo.member';
const COOKIE = /(?:^|;\s*)(?:__Host-)?qunluo\.member=([\w-]+)/;
const ID_BYTES = 16;
const SECRET_BYTES = 32;

/** What a browser proves itself with: 256 random bits, and the workspace where they are looked up. */
export type BrowserSecret = { workspaceId: string; secret: Buffer };

const uuidOf = (bytes: Buffer): string =>
  bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** A secret for one browser, in words that fit a cookie and a JSON string. */
export function newBrowserSecret(workspaceId: string): { words: string; hash: Buffer } {
  const secret = randomBytes(SECRET_BYTES);
  const words = Buffer.concat([Buffer.from(workspaceId.replaceAll('-', ''), 'hex'), secret]).toString('base64url');
  return { words, hash: hashOf(secret) };
}

/** What a secret says; undefined for anything else. */
export function readBrowserSecret(words: string): BrowserSecret | undefined {
  const bytes = Buffer.from(words, 'base64url');
  if (bytes.length !== ID_BYTES + SECRET_BYTES) return undefined;
  return { workspaceId: uuidOf(bytes.subarray(0, ID_BYTES)), secret: bytes.subarray(ID_BYTES) };
}

/** What is kept of a secret: whoever reads the table cannot sign in. */
export const hashOf = (secret: Buffer): Buffer => createHash('sha256').update('member ').update(secret).digest();

/** The words of the session cookie among a request’s cookies. */
export const sessionWords = (cookies: string | undefined): string | undefined => COOKIE.exec(cookies ?? '')?.[1];

/** The header that gives a browser its session, or takes it away. `maxAge` in seconds; `secure`: people come by https. */
export function sessionCookie(words: string, { maxAge, secure }: { maxAge: number; secure: boolean }): string {
  const name = secure ? `__Host-${NAME}` : NAME;
  return `${name}=${words}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
}
