import { z } from 'zod';
import { type Caller, type Route, route } from '#platform/http/index.ts';
import {
  beginSecondFactorReply,
  confirmPasswordBody,
  confirmSecondFactorBody,
  recoveryCodesReply,
  secondFactorReply,
} from '../contract.ts';
import { confirmPassword } from '../password/operator-password.ts';
import { beginEnrolment, confirmEnrolment, disable, renewCodes } from '../second-factor/enrol.ts';
import { countRecoveryCodes, findOptionalSecondFactor } from '../second-factor/second-factor-store.ts';
import { GUESSES, type IdentityRoutesOptions, operatorOnly } from './identity-routes-options.ts';

/** The authenticator app of who is signed in. Whatever changes it asks for the password, or a code, again. */
export function secondFactorRoutes(options: IdentityRoutesOptions): Route[] {
  const { database, secrets } = options;
  const confirmed = async (caller: Caller, password: string): Promise<string> => {
    const { operatorId } = operatorOnly(caller);
    await confirmPassword(options, { operatorId, password, where: '/body/password' });
    return operatorId;
  };
  return [
    route({
      id: 'me.second-factor',
      method: 'GET',
      path: '/api/v1/me/second-factor',
      summary: 'Whether signing in asks for a code of an authenticator app',
      reply: secondFactorReply,
      handle: ({ caller }) => {
        const { operatorId } = operatorOnly(caller);
        return database.asSystem(async (tx) => {
          const since = (await findOptionalSecondFactor(tx, secrets, operatorId))?.confirmedAt ?? null;
          const left = await countRecoveryCodes(tx, operatorId);
          return { enabled: since !== null, since: since && since.toISOString(), recoveryCodesLeft: left };
        });
      },
    }),
    route({
      id: 'me.begin-second-factor',
      method: 'POST',
      path: '/api/v1/me/second-factor',
      summary: 'Begin to set up an authenticator app',
      body: confirmPasswordBody,
      rateLimit: GUESSES,
      reply: beginSecondFactorReply,
      handle: async ({ caller, body }) => beginEnrolment(options, await confirmed(caller, body.password)),
    }),
    route({
      id: 'me.confirm-second-factor',
      method: 'POST',
      path: '/api/v1/me/second-factor/confirm',
      summary: 'Turn the authenticator app on with a first code; answers with recovery codes',
      body: confirmSecondFactorBody,
      rateLimit: GUESSES,
      reply: recoveryCodesReply,
      handle: async ({ caller, body }) => ({
        recoveryCodes: await confirmEnrolment(options, operatorOnly(caller).operatorId, body.code),
      }),
    }),
    route({
      id: 'me.renew-recovery-codes',
      method: 'POST',
      path: '/api/v1/me/second-factor/recovery-codes',
      summary: 'Make new recovery codes; those before stop working',
      body: confirmPasswordBody,
      rateLimit: GUESSES,
      reply: recoveryCodesReply,
      handle: async ({ caller, body }) => ({
        recoveryCodes: await renewCodes(options, await confirmed(caller, body.password)),
      }),
    }),
    route({
      id: 'me.disable-second-factor',
      method: 'POST',
      path: '/api/v1/me/second-factor/disable',
      summary: 'Turn the authenticator app off',
      body: confirmPasswordBody,
      rateLimit: GUESSES,
      reply: z.undefined(),
      handle: async ({ caller, body }) => disable(options, await confirmed(caller, body.password)),
    }),
  ];
}
