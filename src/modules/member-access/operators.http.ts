import { z } from 'zod';
import { NotFound } from '#kernel/errors.ts';
import { getCommunity } from '#modules/communities/index.ts';
import { recordChange } from '#modules/identity/index.ts';
import { membersOf } from '#modules/members/index.ts';
import { type Caller, type Route, route } from '#platform/http/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { accessParams, accessReply, accessSessionParams, personalLinkReply } from './contract.ts';
import { presentSessions } from './member.http.ts';
import { entranceAddress, makePersonalLink } from './personal-link.ts';
import { endAllSessions, endSession, listSessions } from './session-store.ts';
import type { SignInParts } from './sign-in.http.ts';
import type { FastifyRequest } from 'fastify';

const BASE = '/api/v1/communities/:communityId/members/:memberId/access';

type Member = { communityId: string; personId: string };

/** What operators do for a member: a link, a look at where they are signed in, an end to it. */
export function operatorAccessRoutes(parts: SignInParts): Route[] {
  const now = () => new Date(parts.clock.now());
  const origin = (request: FastifyRequest): string => parts.publicUrl ?? `${request.protocol}://${request.host}`;
  const inMember = <T>(
    caller: Caller,
    params: { communityId: string; memberId: string },
    work: (tx: Tx, member: Member) => Promise<T>,
  ): Promise<T> =>
    parts.database.inWorkspace(caller.workspaceId, async (tx) => {
      const { id: communityId } = await getCommunity(tx, params.communityId);
      const found = await membersOf(tx, communityId, [params.memberId]);
      if (found.length === 0) throw new NotFound('the member');
      // The person stands first.
      return work(tx, { communityId, personId: found[0]!.member });
    });
  const record = (tx: Tx, caller: Caller, action: string, { communityId, personId }: Member, after?: object) =>
    recordChange(tx, caller, { action, subject: { kind: 'member', id: personId }, communityId, after });
  return [
    route({
      id: 'member-access.get',
      method: 'GET',
      path: BASE,
      summary: 'Where a member is signed in on member pages',
      params: accessParams,
      reply: accessReply,
      handle: ({ caller, params, request }) =>
        inMember(caller, params, async (tx, { communityId, personId }) => ({
          entrance: await entranceAddress(tx, { workspaceId: caller.workspaceId, communityId }, origin(request)),
          ...presentSessions(await listSessions(tx, communityId, personId, now())),
        })),
    }),
    route({
      id: 'member-access.make-link',
      method: 'POST',
      path: `${BASE}/link`,
      summary: 'A personal link for a member: it signs whoever opens it in as them, once',
      params: accessParams,
      reply: personalLinkReply,
      status: 201,
      handle: ({ caller, params, request }) =>
        inMember(caller, params, async (tx, member) => {
          const { address, endsAt } = await makePersonalLink(tx, parts.keys, {
            workspaceId: caller.workspaceId,
            communityId: member.communityId,
            memberId: member.personId,
            origin: origin(request),
            now: parts.clock.now(),
          });
          await record(tx, caller, 'member-access.make-link', member, { endsAt: endsAt.toISOString() });
          return { address, endsAt: endsAt.toISOString() };
        }),
    }),
    route({
      id: 'member-access.end-session',
      method: 'DELETE',
      path: `${BASE}/sessions/:memberSessionId`,
      summary: 'Sign a member out of one browser',
      params: accessSessionParams,
      reply: z.undefined(),
      handle: ({ caller, params }) =>
        inMember(caller, params, async (tx, member) => {
          await endSession(tx, { ...member, sessionId: params.memberSessionId });
          await record(tx, caller, 'member-access.end-session', member, { session: params.memberSessionId });
          return undefined;
        }),
    }),
    route({
      id: 'member-access.end-sessions',
      method: 'DELETE',
      path: `${BASE}/sessions`,
      summary: 'Sign a member out everywhere; links that were made before are void from now on',
      params: accessParams,
      reply: z.undefined(),
      handle: ({ caller, params }) =>
        inMember(caller, params, async (tx, member) => {
          const ended = await endAllSessions(tx, { ...member, now: now() });
          await record(tx, caller, 'member-access.end-sessions', member, { sessions: ended });
          return undefined;
        }),
    }),
  ];
}
