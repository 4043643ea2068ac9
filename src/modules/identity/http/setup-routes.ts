import { type Route, route } from '#platform/http/index.ts';
import { setupBody, setupReply, setupStatusReply } from '../contract.ts';
import { mailable } from '../link-mail.ts';
import { needsSetup, redeemSetup } from '../setup-workspace.ts';
import { GUESSES, type IdentityRoutesOptions } from './identity-routes-options.ts';
import { openSession } from './pass-on.ts';

export function setupRoutes(options: IdentityRoutesOptions): Route[] {
  const { database, auth, clock, onOwner } = options;
  return [
    route({
      id: 'setup.get',
      method: 'GET',
      path: '/api/v1/setup',
      summary: 'Whether the first owner still has to come in, and how a lost password is helped',
      reply: setupStatusReply,
      handle: async () => ({ needed: await needsSetup(database), resetByMail: mailable(options) }),
    }),
    route({
      id: 'setup.redeem',
      method: 'POST',
      path: '/api/v1/setup',
      summary: 'Redeem the one-time owner link; makes the workspace and signs in',
      body: setupBody,
      rateLimit: GUESSES,
      reply: setupReply,
      status: 201,
      async handle({ body, request, response }) {
        const owner = await redeemSetup(database, auth, clock, body);
        await onOwner?.(owner);
        await openSession(auth, request, response, { email: body.email, password: body.password });
        return owner;
      },
    }),
  ];
}
