import type { Clock } from '#kernel/clock.ts';
import { Conflict } from '#kernel/errors.ts';
import type { Database } from '#platform/postgres/index.ts';
import type { Auth } from './auth-server.ts';
import type { Setup } from './contract.ts';
import { SetupLinkInvalid } from './errors.ts';
import type { IdentityTables } from './identity-tables.ts';
import { assignSeat, createOperator, createWorkspace, findOptionalFirstWorkspace } from './seat-store.ts';
import { hashSecret, newSecret } from './secret-token.ts';

const LINK_LIFE = 7 * 86_400_000;

/** Whether nobody owns this installation yet. */
export const needsSetup = (database: Database): Promise<boolean> =>
  database.asSystem(async (tx) => (await findOptionalFirstWorkspace(tx)) === undefined);

/** Makes the one-time owner token, and voids those made before; undefined when there is an owner already. */
export function issueSetupToken(database: Database, clock: Clock): Promise<string | undefined> {
  return database.asSystem(async (tx) => {
    if (await findOptionalFirstWorkspace(tx)) return undefined;
    const secret = newSecret('setup');
    const db = tx.withTables<IdentityTables>();
    await db.deleteFrom('auth.setup_links').where('used_at', 'is', null).execute();
    await db
      .insertInto('auth.setup_links')
      .values({ hash: hashSecret(secret), expires_at: new Date(clock.now() + LINK_LIFE) })
      .execute();
    return secret;
  });
}

export type Owner = { operatorId: string; workspaceId: string };

/** Redeems the owner link: the owner, the workspace and the seat in one transaction, or nothing. SetupLinkInvalid. */
export async function redeemSetup(database: Database, auth: Auth, clock: Clock, setup: Setup): Promise<Owner> {
  const now = new Date(clock.now());
  const passwordHash = await hashPassword(auth, setup.password);
  return database.asSystem(async (tx) => {
    const { numUpdatedRows } = await tx
      .withTables<IdentityTables>()
      .updateTable('auth.setup_links')
      .set({ used_at: now })
      .where('hash', '=', hashSecret(setup.token))
      .where('used_at', 'is', null)
      .where('expires_at', '>', now)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) throw new SetupLinkInvalid();
    if (await findOptionalFirstWorkspace(tx)) throw new Conflict('this installation has an owner already: sign in');
    const operatorId = await createOperator(tx, { name: setup.name, email: setup.email, passwordHash });
    const workspaceId = await createWorkspace(tx, setup.workspace);
    await assignSeat(tx, { workspaceId, operatorId, role: 'owner' });
    return { operatorId, workspaceId };
  });
}

/** The hash that sign-in compares with. */
export async function hashPassword(auth: Auth, password: string): Promise<string> {
  const context = await auth.$context;
  return context.password.hash(password);
}
