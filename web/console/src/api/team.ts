import { queryOptions } from '@tanstack/react-query';
import {
  inviteReply,
  linkReply,
  seatSessionsReply,
  teamReply,
  type Role,
} from '../../../../src/modules/identity/contract.ts';
import { call, send } from './client.ts';

/** The seats of the workspace and the invitations that wait. */
export const teamQuery = queryOptions({
  queryKey: ['team'],
  queryFn: ({ signal }) => call(teamReply, '/api/v1/team', { signal }),
});

/** Invites somebody; the answer holds the one-time link, this once. */
export const invite = (email: string, role: Role) =>
  call(inviteReply, '/api/v1/team/invitations', { method: 'POST', body: { email, role } });

export const revokeInvitation = (id: string) => send(`/api/v1/team/invitations/${id}`, { method: 'DELETE' });

export const changeRole = (operatorId: string, role: Role) =>
  send(`/api/v1/team/seats/${operatorId}`, { method: 'PATCH', body: { role } });

/** Takes a seat away, and revokes the API tokens its operator made unless told to keep them. */
export const removeSeat = (operatorId: string, tokens: 'keep' | 'revoke') =>
  send(`/api/v1/team/seats/${operatorId}`, { method: 'DELETE', query: { tokens } });

/** A one-time link by which an operator sets a new password. */
export const makeResetLink = (operatorId: string) =>
  call(linkReply, `/api/v1/team/seats/${operatorId}/reset-link`, { method: 'POST' });

const seatSessions = (operatorId: string) => `/api/v1/team/seats/${operatorId}/sessions`;

/** Where an operator is signed in: shown to who owns all their workspaces. */
export const seatSessionsQuery = (operatorId: string) =>
  queryOptions({
    queryKey: ['seat-sessions', operatorId],
    queryFn: ({ signal }) => call(seatSessionsReply, seatSessions(operatorId), { signal }),
  });

export const endSeatSession = (operatorId: string, id: string) =>
  send(`${seatSessions(operatorId)}/${id}`, { method: 'DELETE' });

/** Ends all sessions of an operator: everywhere for who owns all their workspaces, else in this workspace. */
export const endSeatSessions = (operatorId: string) => send(seatSessions(operatorId), { method: 'DELETE' });
