import type { Clock } from '#kernel/clock.ts';
import { NotFound } from '#kernel/errors.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import { recordOfOperator } from '../audit/record-in.ts';
import type { Auth } from '../auth-server.ts';
import { LinkInvalid } from '../errors.ts';
import type { IdentityTables } from '../identity-tables.ts';
import { removeSecondFactor } from '../second-factor/second-factor-store.ts';
import { revokeSessions } from '../sessions/session-store.ts';
import { clearAttempts } from '../sign-in-throttle.ts';
import { checkPassword } from './check-password.ts';
import { hashPassword, passwordContextOf, setPassword } from './operator-password.ts';
import { findOptionalResetLink, issueResetLink, RESET_LIFE, useResetLink } from './reset-link-store.ts';

type Parts = { database: Database; auth: Auth; clock: Clock };

/**
 * Redeems a link for a new password: all sessions end, and e-mail and new password sign in (with the authenticator app
 * where one is set up). A password that is refused leaves the link as it is. LinkInvalid, PasswordRefused.
 * @returns the operator's id
 */
export async function redeemResetLink(
  { database, auth, clock }: Parts,
  { token, password }: { token: string; password: string },
): Promise<string> {
  const { operatorId, context } = await database.asSystem(async (tx) => {
    const found = await findOptionalResetLink(tx, token, clock.now());
    if (!found) throw new LinkInvalid();
    return { operatorId: found, context: await passwordContextOf(tx, found) };
  });
  await checkPassword(password, context);
  const passwordHash = await hashPassword(auth, password);
  await database.asSystem(async (tx) => {
    if (!(await useResetLink(tx, token, clock.now()))) throw new LinkInvalid();
    await setPassword(tx, operatorId, passwordHash);
    const sessions = await revokeSessions(tx, operatorId);
    await clearAttempts(tx, 'sign-in', context.email);
    await recordOfOperator(tx, operatorId, { action: 'auth.reset-password', after: { sessionsEnded: sessions } });
  });
  return operatorId;
}

/** The operator who has an e-mail, however it is spelt. */
export async function findOptionalOperatorByEmail(
  tx: Tx,
  email: string,
): Promise<{ id: string; email: string } | undefined> {
  return tx
    .withTables<IdentityTables>()
    .selectFrom('auth.operators')
    .select(['id', 'email'])
    .where('email', '=', email.trim().toLowerCase())
    .executeTakeFirst();
}

/**
 * For whoever runs the server: a one-time link by which an operator sets a new password, and, where their authenticator
 * app and recovery codes are lost, without asking for a code any more. NotFound when nobody has the e-mail.
 */
export async function issueResetLinkFor(
  { database, clock }: Pick<Parts, 'database' | 'clock'>,
  { email, removeSecondFactor: remove }: { email: string; removeSecondFactor: boolean },
): Promise<{ path: string; expiresAt: Date }> {
  return database.asSystem(async (tx) => {
    const operator = await findOptionalOperatorByEmail(tx, email);
    if (!operator) throw new NotFound(`an operator with the e-mail ${email}`);
    const link = await issueResetLink(tx, clock, { operatorId: operator.id, life: RESET_LIFE.handed });
    const removed = remove && (await removeSecondFactor(tx, operator.id));
    const change = { action: 'command.reset-password', after: removed ? { secondFactor: false } : {} };
    await recordOfOperator(tx, operator.id, change, 'system');
    return link;
  });
}

/** Gives an operator a password and ends their sessions, for the demo, whose password is printed. NotFound. */
export async function resetPassword(
  { database, auth }: Pick<Parts, 'database' | 'auth'>,
  { email, password }: { email: string; password: string },
): Promise<void> {
  const passwordHash = await hashPassword(auth, password);
  await database.asSystem(async (tx) => {
    const operator = await findOptionalOperatorByEmail(tx, email);
    if (!operator) throw new NotFound(`an operator with the e-mail ${email}`);
    await setPassword(tx, operator.id, passwordHash);
    await revokeSessions(tx, operator.id);
    await recordOfOperator(tx, operator.id, { action: 'command.demo-password' }, 'system');
  });
}
