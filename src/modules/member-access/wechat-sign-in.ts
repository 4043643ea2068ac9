import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import { AppError, Conflict } from '#kernel/errors.ts';
import { findOptionalWebSignIn, openWebSignIn } from '#modules/connections/index.ts';
import { recordChange } from '#modules/identity/index.ts';
import { mergeMembers } from '#modules/members/index.ts';
import { type Caller, memberOf, type Route, route } from '#platform/http/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { claimWechatReply, codeParams, wechatQuery } from './contract.ts';
import { entranceCode } from './entrance-store.ts';
import { NoSuchWay, SignInOver } from './errors.ts';
import { placeOf } from './pages.http.ts';
import { openSession } from './session-store.ts';
import { beginningOf, deviceOf, giveBeginning, giveSession, inSignIn, type SignInParts } from './sign-in.http.ts';
import { beginSignIn, endSignIn, type SignIn } from './sign-in-store.ts';

type Place = { workspaceId: string; communityId: string };

/** Signing in with the account of a platform that pages are opened in. */
export type WechatSignIn = {
  findOptional(place: Place): ReturnType<typeof findOptionalWebSignIn>;
  open(order: { workspaceId: string; connectionId: string }): ReturnType<typeof openWebSignIn>;
  /** Where the platform sends people back to, of the community with this code. */
  returnTo(code: string): string;
};

/** Where the platform sends people back to: the community is in the path, so that whatever fails leads back to its pages. */
const donePath = (code: string): string => `/api/m/v1/communities/${encodeURIComponent(code)}/sign-in/wechat/done`;

/** Undefined where the server does not know its own address: the platform sends people back to no other. */
export function createWechatSignIn(
  connections: Parameters<typeof findOptionalWebSignIn>[0] & Parameters<typeof openWebSignIn>[0],
  publicUrl: string | undefined,
): WechatSignIn | undefined {
  if (publicUrl === undefined) return undefined;
  return {
    findOptional: (place) => findOptionalWebSignIn(connections, place),
    open: (order) => openWebSignIn(connections, order),
    returnTo: (code) => `${publicUrl.replace(/\/+$/, '')}${donePath(code)}`,
  };
}

/** The platform does not answer. */
class Unavailable extends AppError {
  constructor() {
    super({ code: 'unavailable', status: 503, message: 'WeChat does not answer now: try again later' });
  }
}

/** An account that is no member's here. */
class UnknownAccount extends AppError {
  constructor() {
    super({ code: 'unknown_account', status: 403, message: 'this account is no member of the community yet' });
  }
}

/**
 * To WeChat and back. Pages come here by themselves, so failures lead back to the page and are named in its address. Whoever is signed
 * in adds an account by a POST of their page: an address that somebody else makes them open signs in, and joins nobody to anybody.
 */
export const wechatRoutes = (parts: SignInParts): Route[] => [
  route({
    id: 'm.access.begin-wechat',
    method: 'GET',
    path: '/api/m/v1/communities/:code/sign-in/wechat',
    summary: 'Sign in with WeChat',
    params: codeParams,
    rateLimit: { max: 60, perSeconds: 600 },
    reply: 'stream',
    handle: ({ params: { code }, response }) =>
      backTo(parts, response, pageOf(code), async () => {
        const begun = await begin(parts, await placeOf(parts, code), { code });
        giveBeginning(response, begun.words, parts);
        return begun.address;
      }),
  }),
  route({
    id: 'm.access.claim-wechat',
    method: 'POST',
    path: '/api/m/v1/wechat',
    summary: 'Where to go to add one’s WeChat account; this browser comes back with it',
    rateLimit: { max: 60, perSeconds: 600 },
    reply: claimWechatReply,
    async handle({ caller, response }) {
      const { workspaceId, communityId, memberId } = memberOf(caller);
      const place = { workspaceId, communityId };
      const code = await parts.database.inWorkspace(workspaceId, (tx) => entranceCode(tx, place));
      const begun = await begin(parts, place, { code, addsTo: memberId });
      giveBeginning(response, begun.words, parts);
      return { address: begun.address };
    },
  }),
  route({
    id: 'm.access.finish-wechat',
    method: 'GET',
    path: '/api/m/v1/communities/:code/sign-in/wechat/done',
    summary: 'Where WeChat sends people back to',
    params: codeParams,
    query: wechatQuery,
    rateLimit: { max: 60, perSeconds: 600 },
    hidden: true,
    reply: 'stream',
    handle: ({ params: { code }, query, caller, request, response }) =>
      backTo(parts, response, pageOf(code, caller.kind === 'member' ? 'me/accounts' : ''), () =>
        finish(parts, query, { page: (path) => pageOf(code, path), caller, request, response }),
      ),
  }),
];

const pageOf = (code: string, path = ''): string => `/m/${encodeURIComponent(code)}/${path}`;

/** Leads on to where the work says; a failure of it to the page, which says what it was. */
async function backTo(
  { log }: SignInParts,
  response: FastifyReply,
  page: string,
  work: () => Promise<string>,
): Promise<FastifyReply> {
  const next = await work().catch((error: unknown) => {
    if (error instanceof AppError) return `${page}?problem=${error.code}`;
    log.error({ err: error }, 'a sign-in with WeChat failed');
    return `${page}?problem=unavailable`;
  });
  return response.header('cache-control', 'no-store').redirect(next, 303);
}

/** Begins a sign-in, of `addsTo` another account. @returns where the browser goes, and what it keeps. NoSuchWay */
async function begin(
  parts: SignInParts,
  place: Place,
  { code, addsTo }: { code: string; addsTo?: string },
): Promise<{ address: string; words: string }> {
  const found = await parts.wechat?.findOptional(place);
  const opened = found && (await parts.wechat!.open({ ...place, connectionId: found.connectionId }));
  if (!found || !opened) throw new NoSuchWay();
  const { words } = await parts.database.inWorkspace(place.workspaceId, (tx) =>
    beginSignIn(tx, {
      ...place,
      way: 'wechat',
      codeHashOf: () => randomBytes(32),
      addsTo,
      connectionId: found.connectionId,
      now: new Date(parts.clock.now()),
    }),
  );
  return { address: opened.signIn.address({ returnTo: parts.wechat!.returnTo(code), session: words }), words };
}

type Exchange = {
  page: (path?: string) => string;
  caller: Caller;
  request: FastifyRequest;
  response: FastifyReply;
};

/** Takes what the platform sent back. @returns the page to show. SignInOver, NoSuchWay, Unavailable, UnknownAccount */
async function finish(
  parts: SignInParts,
  { code, state }: { code: string; state: string },
  { page, caller, request, response }: Exchange,
): Promise<string> {
  const { workspaceId, words: session } = beginningOf(request, parts);
  // Taken at once, so that the answer of the platform is used by one request alone; asking it takes a while, outside of the lock.
  const signIn = await inSignIn(parts, request, async (tx, found) => {
    if (found.way !== 'wechat' || found.connectionId === null) throw new SignInOver();
    await endSignIn(tx, found.id);
    return { ...found, connectionId: found.connectionId };
  });
  const { communityId, connectionId } = signIn;
  // An account is added to who is signed in here now, not to who was.
  if (signIn.addsTo !== null && signIn.addsTo !== caller.memberId) throw new SignInOver();
  const opened = await parts.wechat?.open({ workspaceId, connectionId });
  if (!opened) throw new NoSuchWay();
  const outcome = await opened.signIn.finish({ code, state, session });
  if (outcome.fate !== 'done') throw outcome.fate === 'refused' ? new SignInOver() : new Unavailable();
  const account = { platform: opened.platform, externalId: outcome.account };
  const order = { workspaceId, signIn, account, device: deviceOf(request), now: new Date(parts.clock.now()) };
  const words = await parts.database.inWorkspace(workspaceId, (tx) => signInAs(tx, order));
  if (words === undefined) parts.onPeopleChanged({ workspaceId, communityId });
  else giveSession(response, words, parts);
  return words === undefined ? page('me/accounts') : page();
}

type Proven = {
  workspaceId: string;
  signIn: SignIn;
  account: { platform: string; externalId: string };
  device: string;
  now: Date;
};

/** Signs in as the member of an account, or makes the account theirs who began. @returns the words for the cookie of a sign-in */
async function signInAs(tx: Tx, { workspaceId, signIn, account, device, now }: Proven): Promise<string | undefined> {
  const { communityId, addsTo } = signIn;
  const { rows } = await sql<{ memberId: string }>`
    SELECT member_id AS "memberId" FROM accounts
    WHERE community_id = ${communityId} AND platform = ${account.platform} AND external_id = ${account.externalId} AND NOT bot
  `.execute(tx);
  const memberId = rows[0]?.memberId;
  if (memberId === undefined) throw new UnknownAccount();
  if (addsTo === null)
    return (await openSession(tx, { workspaceId, communityId, memberId, way: 'wechat', device, now })).words;
  const merge = await mergeMembers(tx, { communityId, intoId: addsTo, memberId, reason: 'web_sign_in' }).catch(
    (error: unknown) => {
      if (error instanceof Conflict) return undefined;
      throw error;
    },
  );
  if (merge)
    await recordChange(
      tx,
      { kind: 'member', workspaceId },
      {
        action: 'm.access.claim-wechat',
        subject: { kind: 'member', id: addsTo },
        communityId,
        after: { memberId, merge: merge.mergeId },
      },
    );
  return undefined;
}
