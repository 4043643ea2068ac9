import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import { AppError, Conflict } from '#kernel/errors.ts';
import { findOptionalWebSignIn, openWebSignIn } from '#modules/connections/index.ts';
import { recordChange } from '#modules/identity/index.ts';
import { mergeMembers } from '#modules/members/index.ts';
import { type Caller, type Route, route } from '#platform/http/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { codeParams, wechatQuery } from './contract.ts';
import { entranceCode } from './entrance-store.ts';
import { NoSuchWay, SignInOver } from './errors.ts';
import { browserCookie, cookieWords } from './member-cookie.ts';
import { placeOf } from './pages.http.ts';
import { openSession } from './session-store.ts';
import { beginningOf, deviceOf, giveSession, inSignIn, type SignInParts } from './sign-in.http.ts';
import { beginSignIn, endSignIn, type SignIn, SIGN_IN_MINUTES } from './sign-in-store.ts';

type Place = { workspaceId: string; communityId: string };

/** Signing in with the account of a platform that pages are opened in. */
export type WechatSignIn = {
  findOptional(place: Place): ReturnType<typeof findOptionalWebSignIn>;
  open(order: { workspaceId: string; connectionId: string }): ReturnType<typeof openWebSignIn>;
  /** Where the platform sends people back to. */
  returnTo: string;
};

const DONE = '/api/m/v1/sign-in/wechat/done';

/** Undefined where the server does not know its own address: the platform sends people back to no other. */
export function createWechatSignIn(
  connections: Parameters<typeof findOptionalWebSignIn>[0] & Parameters<typeof openWebSignIn>[0],
  publicUrl: string | undefined,
): WechatSignIn | undefined {
  if (publicUrl === undefined) return undefined;
  return {
    findOptional: (place) => findOptionalWebSignIn(connections, place),
    open: (order) => openWebSignIn(connections, order),
    returnTo: `${publicUrl.replace(/\/+$/, '')}${DONE}`,
  };
}

/** An account that is no member's here. */
class UnknownAccount extends AppError {
  constructor() {
    super({ code: 'unknown_account', status: 403, message: 'this account is no member of the community yet' });
  }
}

/** To WeChat and back. Pages come here by themselves, so failures lead back to the page and are named in its address. */
export const wechatRoutes = (parts: SignInParts): Route[] => [
  route({
    id: 'm.access.begin-wechat',
    method: 'GET',
    path: '/api/m/v1/communities/:code/sign-in/wechat',
    summary: 'Sign in with WeChat; who is signed in adds that account to theirs',
    params: codeParams,
    rateLimit: { max: 60, perSeconds: 600 },
    reply: 'stream',
    handle: ({ params, caller, response }) => begin(parts, { code: params.code, caller, response }),
  }),
  route({
    id: 'm.access.finish-wechat',
    method: 'GET',
    path: DONE,
    summary: 'Where WeChat sends people back to',
    query: wechatQuery,
    rateLimit: { max: 60, perSeconds: 600 },
    hidden: true,
    reply: 'stream',
    async handle({ query, request, response }) {
      const page = await finish(parts, query, { request, response });
      return response.header('cache-control', 'no-store').redirect(page, 303);
    },
  }),
];

async function begin(
  parts: SignInParts,
  { code, caller, response }: { code: string; caller: Caller; response: FastifyReply },
): Promise<FastifyReply> {
  const place = await placeOf(parts, code);
  const found = await parts.wechat?.findOptional(place);
  const opened = found && (await parts.wechat!.open({ ...place, connectionId: found.connectionId }));
  if (!found || !opened) throw new NoSuchWay();
  const addsTo = caller.kind === 'member' && caller.communityId === place.communityId ? caller.memberId : undefined;
  const begun = await parts.database.inWorkspace(place.workspaceId, (tx) =>
    beginSignIn(tx, {
      ...place,
      way: 'wechat',
      codeHashOf: () => randomBytes(32),
      addsTo,
      connectionId: found.connectionId,
      now: new Date(parts.clock.now()),
    }),
  );
  const secure = parts.secureCookies;
  response.header('set-cookie', browserCookie('qunluo.sign-in', begun.words, { maxAge: SIGN_IN_MINUTES * 60, secure }));
  const address = opened.signIn.address({ returnTo: parts.wechat!.returnTo, session: begun.words });
  return response.header('cache-control', 'no-store').redirect(address, 303);
}

type Exchange = { request: FastifyRequest; response: FastifyReply };

/** Takes what the platform sent back. @returns the page to show */
async function finish(
  parts: SignInParts,
  { code, state }: { code: string; state: string },
  exchange: Exchange,
): Promise<string> {
  const { workspaceId } = beginningOf(exchange.request);
  const session = cookieWords(exchange.request.headers.cookie, 'qunluo.sign-in')!;
  // Taken at once, so that the answer of the platform is used by one request alone; asking it takes a while, outside of the lock.
  const signIn = await inSignIn(parts, exchange.request, async (tx, found) => {
    if (found.way !== 'wechat' || found.connectionId === null) throw new SignInOver();
    await endSignIn(tx, found.id);
    return { ...found, connectionId: found.connectionId };
  });
  const { communityId, connectionId } = signIn;
  const home = await parts.database.inWorkspace(workspaceId, (tx) => entranceCode(tx, { workspaceId, communityId }));
  const problem = (name: string): string => `/m/${home}/?problem=${name}`;
  const opened = await parts.wechat?.open({ workspaceId, connectionId });
  if (!opened) return problem('no_such_way');
  const outcome = await opened.signIn.finish({ code, state, session });
  if (outcome.fate !== 'done') return problem(outcome.fate === 'refused' ? 'sign_in_over' : 'unavailable');
  const account = { platform: opened.platform, externalId: outcome.account };
  try {
    const words = await parts.database.inWorkspace(workspaceId, (tx) =>
      signInAs(tx, {
        workspaceId,
        signIn,
        account,
        device: deviceOf(exchange.request),
        now: new Date(parts.clock.now()),
      }),
    );
    if (words === undefined) parts.onPeopleChanged({ workspaceId, communityId });
    else giveSession(exchange.response, words, parts);
    return words === undefined ? `/m/${home}/me/accounts` : `/m/${home}/`;
  } catch (error) {
    if (error instanceof UnknownAccount) return problem(error.code);
    throw error;
  }
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
        action: 'm.access.begin-wechat',
        subject: { kind: 'member', id: addsTo },
        communityId,
        after: { memberId, merge: merge.mergeId },
      },
    );
  return undefined;
}
