import { z } from 'zod';
import { type Route, route } from '#platform/http/index.ts';
import type { Mail } from '#platform/mail/index.ts';
import {
  changeRoleBody,
  inviteBody,
  invitationParams,
  inviteReply,
  linkReply,
  removeSeatQuery,
  seatParams,
  seatSessionParams,
  seatSessionsReply,
  teamReply,
} from '../contract.ts';
import { invitationMail, mailable, resetMail } from '../link-mail.ts';
import { changeRole, removeSeat } from '../team/change-seat.ts';
import { inviteOperator, revokeInvitation } from '../team/invite-operator.ts';
import { resetSeatPassword } from '../team/reset-seat-password.ts';
import { endSeatSession, endSeatSessions, listSeatSessions } from '../team/seat-sessions.ts';
import { listInvitations, listTeamSeats } from '../team/team.read-model.ts';
import { findOptionalWorkspace } from '../seat-store.ts';
import type { IdentityRoutesOptions } from './identity-routes-options.ts';

/** Makes of one address at most so many links a minute, each of which may become a mail to anybody. */
const LINKS = { max: 20, perSeconds: 60 };

export function teamRoutes(options: IdentityRoutesOptions): Route[] {
  return [...linkRoutes(options), ...seatRoutes(options), ...sessionRoutes(options)];
}

/** Sends a mail where the server can; whoever made the link has it in any case. @returns whether it was sent */
async function mail(options: IdentityRoutesOptions, make: (base: string) => Mail): Promise<boolean> {
  if (!mailable(options)) return false;
  try {
    await options.mailer!.send(make(options.publicUrl!));
    return true;
  } catch (error) {
    options.log.error({ err: error }, 'a mail with a one-time link was not sent; it is shown to who made it');
    return false;
  }
}

function linkRoutes(options: IdentityRoutesOptions): Route[] {
  const { database, clock } = options;
  return [
    route({
      id: 'team.invite',
      method: 'POST',
      path: '/api/v1/team/invitations',
      summary: 'Invite somebody to a seat; the one-time link is shown this once, and mailed where mail is set up',
      body: inviteBody,
      rateLimit: LINKS,
      reply: inviteReply,
      status: 201,
      async handle({ caller, body }) {
        const made = await database.inWorkspace(caller.workspaceId, async (tx) => {
          const { id, path, expiresAt } = await inviteOperator(tx, clock, caller, body);
          const invitation = (await listInvitations(tx, caller.workspaceId, clock.now())).find((one) => one.id === id)!;
          const workspace = (await findOptionalWorkspace(tx, caller.workspaceId))!.name;
          return { path, expiresAt: expiresAt.toISOString(), invitation, workspace };
        });
        const { workspace, ...reply } = made;
        const { email, invitedBy } = reply.invitation;
        const mailed = await mail(options, (base) =>
          invitationMail(email, { workspace, invitedBy: invitedBy ?? workspace, link: base + reply.path }),
        );
        return { ...reply, mailed };
      },
    }),
    route({
      id: 'team.revoke-invitation',
      method: 'DELETE',
      path: '/api/v1/team/invitations/:invitationId',
      summary: 'Take an invitation back',
      params: invitationParams,
      reply: z.undefined(),
      handle: ({ caller, params }) =>
        database.inWorkspace(caller.workspaceId, (tx) => revokeInvitation(tx, clock, caller, params.invitationId)),
    }),
    route({
      id: 'team.reset-link',
      method: 'POST',
      path: '/api/v1/team/seats/:operatorId/reset-link',
      summary: 'Make a one-time link by which an operator sets a new password; for who owns all their workspaces',
      params: seatParams,
      rateLimit: LINKS,
      reply: linkReply,
      async handle({ caller, params }) {
        const { path, expiresAt, email } = await database.inWorkspace(caller.workspaceId, (tx) =>
          resetSeatPassword(tx, clock, caller, params.operatorId),
        );
        const mailed = await mail(options, (base) => resetMail(email, base + path, 24));
        return { path, expiresAt: expiresAt.toISOString(), mailed };
      },
    }),
  ];
}

function seatRoutes({ database, clock, authenticator, streams }: IdentityRoutesOptions): Route[] {
  return [
    route({
      id: 'team.list',
      method: 'GET',
      path: '/api/v1/team',
      summary: 'The seats of the workspace and the invitations that wait',
      reply: teamReply,
      handle: ({ caller }) =>
        database.asSystem(async (tx) => ({
          seats: await listTeamSeats(tx, caller.workspaceId, clock.now()),
          invitations: await listInvitations(tx, caller.workspaceId, clock.now()),
        })),
    }),
    route({
      id: 'team.change-role',
      method: 'PATCH',
      path: '/api/v1/team/seats/:operatorId',
      summary: 'Give an operator another role',
      params: seatParams,
      body: changeRoleBody,
      reply: z.undefined(),
      async handle({ caller, params, body }) {
        await database.inWorkspace(caller.workspaceId, (tx) => changeRole(tx, caller, { ...params, ...body }));
        streams.closeOf(params.operatorId);
      },
    }),
    route({
      id: 'team.remove-seat',
      method: 'DELETE',
      path: '/api/v1/team/seats/:operatorId',
      summary: 'Take a seat away; the operator’s sessions lose the workspace at once',
      params: seatParams,
      query: removeSeatQuery,
      reply: z.undefined(),
      async handle({ caller, params, query }) {
        const order = { ...params, revokeTokens: query.tokens === 'revoke', now: clock.now() };
        const tokens = await database.inWorkspace(caller.workspaceId, (tx) => removeSeat(tx, caller, order));
        for (const token of tokens) authenticator.forget(token);
        streams.closeOf(params.operatorId);
      },
    }),
  ];
}

function sessionRoutes({ database, clock, streams }: IdentityRoutesOptions): Route[] {
  return [
    route({
      id: 'team.sessions',
      method: 'GET',
      path: '/api/v1/team/seats/:operatorId/sessions',
      summary: 'Where an operator is signed in, for who owns all their workspaces',
      params: seatParams,
      reply: seatSessionsReply,
      handle: ({ caller, params }) =>
        database.asSystem((tx) => listSeatSessions(tx, caller, { ...params, now: clock.now() })),
    }),
    route({
      id: 'team.end-session',
      method: 'DELETE',
      path: '/api/v1/team/seats/:operatorId/sessions/:seatSessionId',
      summary: 'End a session of an operator, for who owns all their workspaces',
      params: seatSessionParams,
      reply: z.undefined(),
      async handle({ caller, params: { operatorId, seatSessionId: sessionId } }) {
        await database.inWorkspace(caller.workspaceId, (tx) => endSeatSession(tx, caller, { operatorId, sessionId }));
        streams.closeOf(operatorId);
      },
    }),
    route({
      id: 'team.end-sessions',
      method: 'DELETE',
      path: '/api/v1/team/seats/:operatorId/sessions',
      summary: 'End all sessions of an operator: everywhere for who owns all their workspaces, else in this one',
      params: seatParams,
      reply: z.undefined(),
      async handle({ caller, params: { operatorId } }) {
        await database.inWorkspace(caller.workspaceId, (tx) => endSeatSessions(tx, caller, operatorId));
        streams.closeOf(operatorId);
      },
    }),
  ];
}
