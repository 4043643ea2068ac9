import { Unauthenticated } from '#kernel/errors.ts';
import type { Clock } from '#kernel/clock.ts';
import type { Database } from '#platform/postgres/index.ts';
import type { Auth } from '../auth-server.ts';
import { PasswordNeeded } from '../errors.ts';
import { confirmPassword } from '../password/operator-password.ts';
import { signedInAt } from './session-store.ts';

/** Who signed in this short a time ago has just shown who they are. Milliseconds. */
const FRESH = 5 * 60_000;

/**
 * Asks who is signed in for their password again before sessions end, unless they have just signed in; a password that
 * is sent is looked at in any case. It counts for this one request, so a session never becomes more than it was.
 * PasswordNeeded, PasswordWrong, SignInThrottled.
 */
export async function askAgain(
  parts: { database: Database; auth: Auth; clock: Clock },
  caller: { operatorId: string; sessionId: string },
  password: string | undefined,
): Promise<void> {
  const where = '/body/password';
  if (password !== undefined) return confirmPassword(parts, { operatorId: caller.operatorId, password, where });
  const since = await parts.database.asSystem((tx) => signedInAt(tx, caller.sessionId));
  if (!since) throw new Unauthenticated();
  if (parts.clock.now() - since.getTime() >= FRESH) throw new PasswordNeeded(where);
}
