import type { Clock } from '#kernel/clock.ts';
import { Forbidden } from '#kernel/errors.ts';
import type { Caller, EventStreams, Route } from '#platform/http/index.ts';
import type { Log } from '#platform/log.ts';
import type { Database } from '#platform/postgres/index.ts';
import type { SecretBox } from '#platform/secrets/index.ts';
import type { Auth } from '../auth-server.ts';
import type { Authenticator } from '../authenticate.ts';
import type { LinkMailer } from '../link-mail.ts';
import type { Owner } from '../setup-workspace.ts';

export type IdentityRoutesOptions = LinkMailer & {
  database: Database;
  auth: Auth;
  authenticator: Authenticator;
  clock: Clock;
  log: Log;
  secrets: SecretBox;
  streams: EventStreams;
  /** Called after the first owner came in. */
  onOwner?(owner: Owner): Promise<void>;
};

/** Tight, by address: guessing is slow from one place, and by whose secret it is from many (`countAttempt`). */
export const GUESSES: NonNullable<Route['rateLimit']> = { max: 30, perSeconds: 60 };

export type OperatorCaller = Caller & { operatorId: string; sessionId: string };

/** The caller as somebody who is signed in; Forbidden for a token, which has no account. */
export function operatorOnly(caller: Caller): OperatorCaller {
  if (caller.kind !== 'operator' || !caller.operatorId || !caller.sessionId)
    throw new Forbidden('a token has no account: sign in');
  return caller as OperatorCaller;
}
