import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isId } from '#kernel/ids.ts';
import { type AnyConnector, listAttachedChats } from '#modules/connections/index.ts';
import { newProofCode, proofCodeHash } from '#modules/reactions/index.ts';
import type { Log } from '#platform/log.ts';
import type { Mailer } from '#platform/mail/index.ts';
import { type Route, route } from '#platform/http/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import {
  codeParams,
  type Entrance,
  entranceReply,
  finishReply,
  groupCodeReply,
  mailBody,
  mailCodeBody,
  mailReply,
} from './contract.ts';
import { presentEntrance } from './entrance-store.ts';
import { NoSuchWay, SignInOver } from './errors.ts';
import { beginMailSignIn, takeMailCode } from './mail-code.ts';
import { browserCookie, type BrowserSecret, cookieWords, readBrowserSecret, sessionCookie } from './member-cookie.ts';
import type { MemberKeys } from './member-keys.ts';
import type { MemberAccessParts } from './member.http.ts';
import { type MemberPagesParts, placeOf } from './pages.http.ts';
import { LONGEST_SESSION_MS, openSession, type Way } from './session-store.ts';
import { beginSignIn, endSignIn, lockOptionalSignIn, type SignIn, SIGN_IN_MINUTES } from './sign-in-store.ts';
import type { WechatSignIn } from './wechat-sign-in.ts';

export type SignInParts = MemberAccessParts &
  MemberPagesParts & {
    keys: MemberKeys;
    log: Log;
    mailer: Mailer;
    connectors: readonly AnyConnector[];
    /** Signing in over a connection; undefined where the server does not know its own address. */
    wechat: WechatSignIn | undefined;
    /** Two people became one: figures are due. */
    onPeopleChanged(community: { workspaceId: string; communityId: string }): void;
  };

/** Many people sit behind one address of a mobile network; each of these is asked for once by a person. */
const BEGINNINGS = { max: 60, perSeconds: 600 };
const GUESSES = { max: 60, perSeconds: 600 };

/** Gives a browser the session of a member. */
export function giveSession(response: FastifyReply, words: string, { secureCookies: secure }: SignInParts): void {
  const over = browserCookie('qunluo.sign-in', '', { maxAge: 0, secure });
  response.header('set-cookie', [sessionCookie(words, { maxAge: LONGEST_SESSION_MS / 1000, secure }), over]);
}

/** Gives a browser the proof that it began a sign-in. */
export const giveBeginning = (response: FastifyReply, words: string, { secureCookies: secure }: SignInParts) =>
  response.header('set-cookie', browserCookie('qunluo.sign-in', words, { maxAge: SIGN_IN_MINUTES * 60, secure }));

/** What the browser of a request calls itself. */
export const deviceOf = (request: FastifyRequest): string => request.headers['user-agent'] ?? '';

/** The proof that a browser began a sign-in. SignInOver. */
export function beginningOf(
  request: FastifyRequest,
  { secureCookies }: Pick<SignInParts, 'secureCookies'>,
): BrowserSecret & { words: string } {
  const words = cookieWords(request.headers.cookie, 'qunluo.sign-in', secureCookies);
  const given = words === undefined ? undefined : readBrowserSecret(words);
  if (words === undefined || !given || !isId(given.workspaceId)) throw new SignInOver();
  return { ...given, words };
}

/** Works on the sign-in that a browser began. SignInOver. */
export async function inSignIn<T>(
  parts: SignInParts,
  request: FastifyRequest,
  work: (tx: Tx, signIn: SignIn, workspaceId: string) => Promise<T>,
): Promise<T> {
  const { workspaceId, secret } = beginningOf(request, parts);
  return parts.database.inWorkspace(workspaceId, async (tx) => {
    const signIn = await lockOptionalSignIn(tx, secret, new Date(parts.clock.now()));
    if (!signIn) throw new SignInOver();
    return work(tx, signIn, workspaceId);
  });
}

/** Signs the browser that began in. @returns the words for its cookie */
async function open(
  parts: SignInParts,
  tx: Tx,
  order: { workspaceId: string; communityId: string; memberId: string; way: Way; device: string },
): Promise<string> {
  return (await openSession(tx, { ...order, now: new Date(parts.clock.now()) })).words;
}

/** The ways into a community's pages, besides links. */
async function waysOf(parts: SignInParts, place: { workspaceId: string; communityId: string }) {
  const ways: Entrance['ways'] = [];
  const attached = await parts.database.inWorkspace(place.workspaceId, (tx) =>
    listAttachedChats(tx, place.communityId),
  );
  if (attached.length > 0) ways.push('group_code');
  if (parts.mailer.configured) ways.push('mail');
  if ((await parts.wechat?.findOptional(place)) !== undefined) ways.push('wechat');
  return ways;
}

/** Ways in for those who have no link: a code posted in a group, a code by mail. */
export const signInRoutes = (parts: SignInParts): Route[] => [
  route({
    id: 'm.access.community',
    method: 'GET',
    path: '/api/m/v1/communities/:code',
    summary: 'Whose pages these are, and how one signs in',
    params: codeParams,
    reply: entranceReply,
    async handle({ params }) {
      const place = await placeOf(parts, params.code);
      const shown = await parts.database.inWorkspace(place.workspaceId, (tx) => presentEntrance(tx, place));
      return { ...shown, ways: await waysOf(parts, place) };
    },
  }),
  ...groupCodeRoutes(parts),
  ...mailRoutes(parts),
];

const groupCodeRoutes = (parts: SignInParts): Route[] => [
  route({
    id: 'm.access.begin-group-code',
    method: 'POST',
    path: '/api/m/v1/communities/:code/sign-in/group-code',
    summary: 'A code to post in any connected group: the browser that shows it is signed in as who posts it',
    params: codeParams,
    rateLimit: BEGINNINGS,
    reply: groupCodeReply,
    status: 201,
    async handle({ params, response }) {
      const place = await placeOf(parts, params.code);
      const now = new Date(parts.clock.now());
      const code = newProofCode();
      const begun = await parts.database.inWorkspace(place.workspaceId, async (tx) => {
        if ((await listAttachedChats(tx, place.communityId)).length === 0) throw new NoSuchWay();
        return beginSignIn(tx, { ...place, way: 'group_code', codeHashOf: () => proofCodeHash(code), now });
      });
      giveBeginning(response, begun.words, parts);
      return { code, endsAt: begun.endsAt.toISOString() };
    },
  }),
  route({
    id: 'm.access.finish',
    method: 'POST',
    path: '/api/m/v1/sign-in/finish',
    summary: 'Whether the code was posted: then this browser is signed in',
    reply: finishReply,
    handle: ({ request, response }) =>
      inSignIn(parts, request, async (tx, signIn, workspaceId) => {
        const { communityId, memberId, way } = signIn;
        if (way !== 'group_code') throw new SignInOver();
        if (signIn.provenAt === null || memberId === null) return { state: 'waiting' as const };
        await endSignIn(tx, signIn.id);
        const device = deviceOf(request);
        giveSession(response, await open(parts, tx, { workspaceId, communityId, memberId, way, device }), parts);
        return { state: 'done' as const };
      }),
  }),
];

const mailRoutes = (parts: SignInParts): Route[] => [
  route({
    id: 'm.access.begin-mail',
    method: 'POST',
    path: '/api/m/v1/communities/:code/sign-in/mail',
    summary: 'Mail six digits to a member’s address; the answer does not say whether anybody has it',
    params: codeParams,
    body: mailBody,
    rateLimit: BEGINNINGS,
    reply: mailReply,
    status: 202,
    async handle({ params, body, response }) {
      const place = await placeOf(parts, params.code);
      if (!parts.mailer.configured) throw new NoSuchWay();
      const now = new Date(parts.clock.now());
      const { words, endsAt, mail } = await parts.database.inWorkspace(place.workspaceId, (tx) =>
        beginMailSignIn(tx, parts.keys, { ...place, ...body, now }),
      );
      // Not waited for: how long it takes would say that somebody has the address.
      if (mail)
        parts.mailer
          .send(mail)
          .catch((error: unknown) => parts.log.warn({ err: error }, 'a code to sign in could not be mailed'));
      giveBeginning(response, words, parts);
      return { endsAt: endsAt.toISOString() };
    },
  }),
  route({
    id: 'm.access.take-mail-code',
    method: 'POST',
    path: '/api/m/v1/sign-in/mail-code',
    summary: 'Sign in with the six digits of a mail, in the browser that asked for it',
    body: mailCodeBody,
    rateLimit: GUESSES,
    reply: z.undefined(),
    async handle({ body, request, response }) {
      const outcome = await inSignIn(parts, request, async (tx, signIn, workspaceId) => {
        const taken = await takeMailCode(tx, parts.keys, { signIn, code: body.code });
        if ('refused' in taken) return taken;
        const { communityId } = signIn;
        const order = { workspaceId, communityId, memberId: taken.memberId, device: deviceOf(request) };
        return { words: await open(parts, tx, { ...order, way: 'mail' }) };
      });
      if ('refused' in outcome) throw outcome.refused;
      giveSession(response, outcome.words, parts);
      return undefined;
    },
  }),
];
