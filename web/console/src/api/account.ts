import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import {
  acceptReply,
  beginSecondFactorReply,
  lookReply,
  meReply,
  recoveryCodesReply,
  secondFactorReply,
  sessionsReply,
  workspaceReply,
  type acceptBody,
} from '../../../../src/modules/identity/contract.ts';
import { call, send } from './client.ts';

/** Where the operator is signed in. */
export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: async ({ signal }) => (await call(sessionsReply, '/api/v1/me/sessions', { signal })).sessions,
});

/** Whether signing in asks for a code. */
export const secondFactorQuery = queryOptions({
  queryKey: ['second-factor'],
  queryFn: ({ signal }) => call(secondFactorReply, '/api/v1/me/second-factor', { signal }),
});

/** Asks every operator of the workspace for an authenticator app, or no more. */
export const requireSecondFactor = (required: boolean) =>
  send('/api/v1/workspace/second-factor', { method: 'PUT', body: { required } });

export const renameMe = (name: string) => call(meReply, '/api/v1/me', { method: 'PATCH', body: { name } });

/** Ends a session of one's own; some minutes after signing in only with the password (code `password_needed`). */
export const revokeSession = (id: string, password?: string) =>
  send(`/api/v1/me/sessions/${id}/end`, { method: 'POST', body: { password } });

/** Ends all sessions of one's own but this one; the password as above. */
export const revokeOtherSessions = (password?: string) =>
  send('/api/v1/me/sessions/end-others', { method: 'POST', body: { password } });

/** Changes the password; the browser gets a new session, all others end. */
export const changePassword = (currentPassword: string, newPassword: string) =>
  send('/api/auth/change-password', { method: 'POST', body: { currentPassword, newPassword } });

const factor = '/api/v1/me/second-factor';

/** Begins to set up an authenticator app. */
export const beginSecondFactor = (password: string) =>
  call(beginSecondFactorReply, factor, { method: 'POST', body: { password } });

/** Turns it on with a first code; gives recovery codes. */
export const confirmSecondFactor = (code: string) =>
  call(recoveryCodesReply, `${factor}/confirm`, { method: 'POST', body: { code } });

export const renewRecoveryCodes = (password: string) =>
  call(recoveryCodesReply, `${factor}/recovery-codes`, { method: 'POST', body: { password } });

export const disableSecondFactor = (password: string) =>
  send(`${factor}/disable`, { method: 'POST', body: { password } });

/** Has a link for a new password mailed; answers the same for every e-mail. */
export const forgotPassword = (email: string) => send('/api/auth/forgot-password', { method: 'POST', body: { email } });

/** Sets a new password with the secret of a one-time link. */
export const resetPassword = (token: string, password: string) =>
  send('/api/auth/reset-password', { method: 'POST', body: { token, password } });

/** What the secret of an invitation's link invites to. */
export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) => call(lookReply, '/api/v1/invitations/look', { method: 'POST', body: { token }, signal }),
    retry: false,
  });

export const acceptInvitation = (body: z.infer<typeof acceptBody>) =>
  call(acceptReply, '/api/v1/invitations/accept', { method: 'POST', body });

/** Goes on in another workspace with this session. */
export const switchWorkspace = (workspaceId: string) =>
  send('/api/v1/me/workspace', { method: 'PUT', body: { workspaceId } });

export const createWorkspace = (name: string) =>
  call(workspaceReply, '/api/v1/workspaces', { method: 'POST', body: { name } });

export const renameWorkspace = (name: string) =>
  call(workspaceReply, '/api/v1/workspace', { method: 'PATCH', body: { name } });
