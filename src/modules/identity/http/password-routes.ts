import { z } from 'zod';
import { type Route, route } from '#platform/http/index.ts';
import { changePasswordBody, forgotPasswordBody, resetPasswordBody } from '../contract.ts';
import { changePassword } from '../password/change-password.ts';
import { forgotPassword } from '../password/forgot-password.ts';
import { passwordContextOf } from '../password/operator-password.ts';
import { redeemResetLink } from '../password/reset-password.ts';
import { GUESSES, type IdentityRoutesOptions, operatorOnly } from './identity-routes-options.ts';
import { openSession } from './pass-on.ts';

export function passwordRoutes(options: IdentityRoutesOptions): Route[] {
  const { database, auth, streams } = options;
  return [
    route({
      id: 'auth.change-password',
      method: 'POST',
      path: '/api/auth/change-password',
      summary: 'Change the password; every other session ends',
      body: changePasswordBody,
      rateLimit: GUESSES,
      reply: z.undefined(),
      async handle({ caller, body, request, response }) {
        const { operatorId } = operatorOnly(caller);
        await changePassword(options, { operatorId, ...body });
        streams.closeOf(operatorId);
        const { email } = await database.asSystem((tx) => passwordContextOf(tx, operatorId));
        await openSession(auth, request, response, { email, password: body.newPassword });
        request.log.info({ security: 'password_changed', operatorId, address: request.ip }, 'password changed');
      },
    }),
    route({
      id: 'auth.forgot-password',
      method: 'POST',
      path: '/api/auth/forgot-password',
      summary: 'Have a link for a new password mailed; the answer is the same for every e-mail',
      body: forgotPasswordBody,
      rateLimit: GUESSES,
      reply: z.undefined(),
      handle: ({ body }) => forgotPassword(options, body.email),
    }),
    route({
      id: 'auth.reset-password',
      method: 'POST',
      path: '/api/auth/reset-password',
      summary: 'Set a new password with a one-time link; every session ends',
      body: resetPasswordBody,
      rateLimit: GUESSES,
      reply: z.undefined(),
      async handle({ body, request }) {
        const operatorId = await redeemResetLink(options, body);
        streams.closeOf(operatorId);
        request.log.info({ security: 'password_reset', operatorId, address: request.ip }, 'password reset by link');
      },
    }),
  ];
}
