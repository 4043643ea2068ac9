import { type Route, route } from '#platform/http/index.ts';
import { acceptBody, acceptReply, lookBody, lookReply } from '../contract.ts';
import { moveSession } from '../sessions/session-store.ts';
import { acceptInvitation, getInvitation } from '../team/accept-invitation.ts';
import { GUESSES, type IdentityRoutesOptions } from './identity-routes-options.ts';
import { openSession } from './pass-on.ts';

/** For whoever holds the one-time link of an invitation: 256 random bits, so only the address is throttled. */
export function invitationRoutes(options: IdentityRoutesOptions): Route[] {
  const { database, auth, clock } = options;
  return [
    route({
      id: 'invitations.look',
      method: 'POST',
      path: '/api/v1/invitations/look',
      summary: 'What a one-time link invites to',
      body: lookBody,
      rateLimit: GUESSES,
      reply: lookReply,
      handle: ({ body }) =>
        database.asSystem(async (tx) => {
          const { operatorId, ...invitation } = await getInvitation(tx, body.token, clock.now());
          return { ...invitation, account: operatorId !== null };
        }),
    }),
    route({
      id: 'invitations.accept',
      method: 'POST',
      path: '/api/v1/invitations/accept',
      summary: 'Take the seat: signed in as the one invited, or with name and password for a new account',
      body: acceptBody,
      rateLimit: GUESSES,
      reply: acceptReply,
      status: 201,
      async handle({ caller, body, request, response }) {
        const { workspaceId, operatorId, email, isNew } = await acceptInvitation(options, caller, body);
        const { sessionId } = caller;
        if (isNew) await openSession(auth, request, response, { email, password: body.password! });
        else if (sessionId) await database.asSystem((tx) => moveSession(tx, sessionId, workspaceId));
        request.log.info({ security: 'invitation_accepted', operatorId, workspaceId }, 'invitation accepted');
        return { workspaceId, operatorId };
      },
    }),
  ];
}
