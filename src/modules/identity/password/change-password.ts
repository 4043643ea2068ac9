import type { Clock } from '#kernel/clock.ts';
import type { Database } from '#platform/postgres/index.ts';
import { recordOfOperator } from '../audit/record-in.ts';
import type { Auth } from '../auth-server.ts';
import { revokeSessions } from '../sessions/session-store.ts';
import { checkPassword } from './check-password.ts';
import { confirmPassword, hashPassword, passwordContextOf, setPassword } from './operator-password.ts';
import { voidResetLinks } from './reset-link-store.ts';

/**
 * Sets a new password and ends every session of the operator, this one as well; who changes it is signed in anew.
 * PasswordWrong, PasswordRefused, SignInThrottled.
 */
export async function changePassword(
  parts: { database: Database; auth: Auth; clock: Clock },
  order: { operatorId: string; currentPassword: string; newPassword: string },
): Promise<void> {
  const { database, auth } = parts;
  const { operatorId, currentPassword, newPassword } = order;
  await confirmPassword(parts, { operatorId, password: currentPassword, where: '/body/currentPassword' });
  await checkPassword(newPassword, await database.asSystem((tx) => passwordContextOf(tx, operatorId)));
  const passwordHash = await hashPassword(auth, newPassword);
  await database.asSystem(async (tx) => {
    await setPassword(tx, operatorId, passwordHash);
    await voidResetLinks(tx, operatorId);
    const sessions = await revokeSessions(tx, operatorId);
    await recordOfOperator(tx, operatorId, { action: 'auth.change-password', after: { sessionsEnded: sessions } });
  });
}
