import { z } from 'zod';
import type { Clock } from '#kernel/clock.ts';
import { memberNames } from '#modules/members/index.ts';
import { type Caller, type MemberCaller, memberOf, type Route, route } from '#platform/http/index.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import { languageBody, memberMeReply, memberSessionsReply, sessionParams } from './contract.ts';
import { presentEntrance } from './entrance-store.ts';
import { sessionCookie } from './member-cookie.ts';
import { endAllSessions, endSession, listSessions, type ShownSession } from './session-store.ts';
import { readLanguage, setLanguage } from './language-store.ts';

export type MemberAccessParts = {
  database: Database;
  clock: Clock;
  /** People come by https: the cookie is for nothing else. */
  secureCookies: boolean;
  /** Parts of the product that pages are for, and whether a community uses each. Handed in: they know members, not their pages. */
  uses: Readonly<Record<string, (tx: Tx, communityId: string) => Promise<boolean>>>;
};

/** Work in the caller's workspace, as the member they are. */
export type AsMember = <T>(caller: Caller, work: (tx: Tx, member: MemberCaller) => Promise<T>) => Promise<T>;

/** Opens a transaction for a member's request; throws Unauthenticated for anybody else. */
export const asMember =
  ({ database }: { database: Database }): AsMember =>
  (caller, work) => {
    const member = memberOf(caller);
    return database.inWorkspace(member.workspaceId, (tx) => work(tx, member));
  };

/** Refuses where a sanction forbids a member more than looking; Conflict with the reason. Handed in: their pages do not know of sanctions. */
export type MayAct = (tx: Tx, memberId: string) => Promise<void>;

const presentSession = ({ createdAt, seenAt, ...session }: ShownSession, current: string | undefined) => ({
  ...session,
  createdAt: createdAt.toISOString(),
  seenAt: seenAt.toISOString(),
  current: session.id === current,
});

/** Sessions as the API shows them; `current` is the one that asks, if it is one of them. */
export const presentSessions = (sessions: readonly ShownSession[], current?: string) => ({
  sessions: sessions.map((session) => presentSession(session, current)),
});

async function usedParts(tx: Tx, uses: MemberAccessParts['uses'], communityId: string): Promise<string[]> {
  const used: string[] = [];
  for (const [part, isUsed] of Object.entries(uses)) if (await isUsed(tx, communityId)) used.push(part);
  return used;
}

/** Who is signed in, where else, and how they leave. */
export function memberSessionRoutes(parts: MemberAccessParts): Route[] {
  const inWork = asMember(parts);
  const now = () => new Date(parts.clock.now());
  const goodbye = sessionCookie('', { maxAge: 0, secure: parts.secureCookies });
  return [
    route({
      id: 'm.access.me',
      method: 'GET',
      path: '/api/m/v1/me',
      summary: 'Who is signed in on member pages, and in which community',
      reply: memberMeReply,
      handle: ({ caller }) =>
        inWork(caller, async (tx, { workspaceId, communityId, memberId }) => ({
          community: await presentEntrance(tx, { workspaceId, communityId }),
          name: (await memberNames(tx, [memberId])).get(memberId) ?? '',
          language: await readLanguage(tx, communityId, memberId),
          uses: await usedParts(tx, parts.uses, communityId),
        })),
    }),
    route({
      id: 'm.access.set-language',
      method: 'PUT',
      path: '/api/m/v1/language',
      summary: 'Choose the language of one’s pages',
      body: languageBody,
      reply: z.undefined(),
      handle: ({ caller, body }) =>
        inWork(caller, async (tx, { communityId, memberId }) => {
          await setLanguage(tx, communityId, memberId, body.language);
          return undefined;
        }),
    }),
    route({
      id: 'm.access.sessions',
      method: 'GET',
      path: '/api/m/v1/sessions',
      summary: 'Where a member is signed in',
      reply: memberSessionsReply,
      handle: ({ caller }) =>
        inWork(caller, async (tx, { communityId, memberId, sessionId }) =>
          presentSessions(await listSessions(tx, communityId, memberId, now()), sessionId),
        ),
    }),
    route({
      id: 'm.access.end-session',
      method: 'DELETE',
      path: '/api/m/v1/sessions/:sessionId',
      summary: 'Sign a browser out',
      params: sessionParams,
      reply: z.undefined(),
      handle: ({ caller, params, response }) =>
        inWork(caller, async (tx, { communityId, memberId: personId, sessionId }) => {
          await endSession(tx, { communityId, personId, sessionId: params.sessionId });
          if (params.sessionId === sessionId) response.header('set-cookie', goodbye);
          return undefined;
        }),
    }),
    route({
      id: 'm.access.sign-out-everywhere',
      method: 'DELETE',
      path: '/api/m/v1/sessions',
      summary: 'Sign out everywhere, here too; links that were sent before are void from now on',
      reply: z.undefined(),
      handle: ({ caller, response }) =>
        inWork(caller, async (tx, { communityId, memberId: personId }) => {
          await endAllSessions(tx, { communityId, personId, now: now() });
          response.header('set-cookie', goodbye);
          return undefined;
        }),
    }),
  ];
}
