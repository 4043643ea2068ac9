import { NotFound } from '#kernel/errors.ts';
import type { Clock } from '#kernel/clock.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import type { Auth } from '../auth-server.ts';
import { PasswordWrong } from '../errors.ts';
import type { IdentityTables } from '../identity-tables.ts';
import { listSeats } from '../seat-store.ts';
import { clearAttempts, countAttempt } from '../sign-in-throttle.ts';

/** The hash that sign-in compares with. */
export async function hashPassword(auth: Auth, password: string): Promise<string> {
  const context = await auth.$context;
  return context.password.hash(password);
}

/**
 * Asks for the present password before something important; guesses are counted as at sign-in.
 * @param where JSON pointer of the password in the request, for PasswordWrong
 */
export async function confirmPassword(
  { database, auth, clock }: { database: Database; auth: Auth; clock: Clock },
  { operatorId, password, where }: { operatorId: string; password: string; where: string },
): Promise<void> {
  await countAttempt(database, clock, 'password', operatorId);
  const kept = await database.asSystem((tx) =>
    tx
      .withTables<IdentityTables>()
      .selectFrom('auth.credentials')
      .select('password')
      .where('operator_id', '=', operatorId)
      .where('provider_id', '=', 'credential')
      .executeTakeFirst(),
  );
  const context = await auth.$context;
  if (!kept?.password || !(await context.password.verify({ hash: kept.password, password })))
    throw new PasswordWrong(where);
  await database.asSystem((tx) => clearAttempts(tx, 'password', operatorId));
}

/** Gives an operator a new password. The caller ends their sessions. */
export async function setPassword(tx: Tx, operatorId: string, passwordHash: string): Promise<void> {
  const { numUpdatedRows } = await tx
    .withTables<IdentityTables>()
    .updateTable('auth.credentials')
    .set({ password: passwordHash })
    .where('operator_id', '=', operatorId)
    .where('provider_id', '=', 'credential')
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) throw new NotFound('the operator');
}

/** What a new password is compared with: the operator's e-mail, name and workspaces. NotFound. */
export async function passwordContextOf(tx: Tx, operatorId: string): Promise<{ email: string; names: string[] }> {
  const operator = await tx
    .withTables<IdentityTables>()
    .selectFrom('auth.operators')
    .select(['email', 'name'])
    .where('id', '=', operatorId)
    .executeTakeFirst();
  if (!operator) throw new NotFound('the operator');
  const seats = await listSeats(tx, operatorId);
  return { email: operator.email, names: [operator.name, ...seats.map(({ workspaceName }) => workspaceName)] };
}
