import { z } from 'zod';
import { type Caller, type Route, route } from '#platform/http/index.ts';
import { linkBody, linkReply } from './contract.ts';
import { presentEntrance } from './entrance-store.ts';
import { MemberLinkInvalid } from './errors.ts';
import { lookAtLink, openLink } from './personal-link.ts';
import { deviceOf, giveSession, type SignInParts } from './sign-in.http.ts';

const LOOKS = { max: 120, perSeconds: 600 };

/** Personal links: looked at first, opened by a tap, so that programs that visit links in chats use none up. */
export function linkRoutes(parts: SignInParts): Route[] {
  const { database, keys, clock } = parts;
  const read = (token: string) => {
    const link = keys.openLink(token);
    if (!link) throw new MemberLinkInvalid();
    return link;
  };
  const visit = (caller: Caller) => ({
    now: clock.now(),
    sessionId: caller.kind === 'member' ? caller.sessionId : undefined,
  });
  return [
    route({
      id: 'm.access.look-at-link',
      method: 'POST',
      path: '/api/m/v1/link/look',
      summary: 'Whom a personal link signs in; uses nothing up',
      body: linkBody,
      rateLimit: LOOKS,
      reply: linkReply,
      handle({ body, caller }) {
        const { workspaceId, words } = read(body.token);
        return database.inWorkspace(workspaceId, async (tx) => ({
          ...(await lookAtLink(tx, words, visit(caller))),
          community: await presentEntrance(tx, { workspaceId, communityId: words.communityId }),
        }));
      },
    }),
    route({
      id: 'm.access.open-link',
      method: 'POST',
      path: '/api/m/v1/link/open',
      summary: 'Sign this browser in with a personal link; it opens once',
      body: linkBody,
      rateLimit: LOOKS,
      reply: z.undefined(),
      async handle({ body, caller, request, response }) {
        const { workspaceId, words } = read(body.token);
        const session = await database.inWorkspace(workspaceId, (tx) =>
          openLink(tx, workspaceId, words, { ...visit(caller), device: deviceOf(request) }),
        );
        if (session !== undefined) giveSession(response, session, parts);
        return undefined;
      },
    }),
  ];
}
