import type { Clock } from '#kernel/clock.ts';
import { Conflict, NotFound } from '#kernel/errors.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
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

type NewOwner = Omit<Setup, 'token'>;

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
    return insertOwner(tx, { ...setup, passwordHash });
  });
}

/** Makes the first owner without a link, for a process that owns the data directory. Conflict when there is one. */
export async function createOwner(database: Database, auth: Auth, owner: NewOwner): Promise<Owner> {
  const passwordHash = await hashPassword(auth, owner.password);
  return database.asSystem((tx) => insertOwner(tx, { ...owner, passwordHash }));
}

async function insertOwner(tx: Tx, owner: NewOwner & { passwordHash: string }): Promise<Owner> {
  if (await findOptionalFirstWorkspace(tx)) throw new Conflict('this installation has an owner already: sign in');
  const operatorId = await createOperator(tx, owner);
  const workspaceId = await createWorkspace(tx, owner.workspace);
  await assignSeat(tx, { workspaceId, operatorId, role: 'owner' });
  return { operatorId, workspaceId };
}

/** Gives an operator a new password and ends their sessions. NotFound when nobody has the e-mail. */
export async function resetPassword(
  database: Database,
  auth: Auth,
  { email, password }: { email: string; password: string },
): Promise<void> {
  const passwordHash = await hashPassword(auth, password);
  await database.asSystem(async (tx) => {
    const db = tx.withTables<IdentityTables>();
    const operator = await db.selectFrom('auth.operators').select('id').where('email', '=', email).executeTakeFirst();
    if (!operator) throw new NotFound(`an operator with the e-mail ${email}`);
    await db
      .updateTable('auth.credentials')
      .set({ password: passwordHash })
      .where('operator_id', '=', operator.id)
      .where('provider_id', '=', 'credential')
      .execute();
    await db.deleteFrom('auth.sessions').where('operator_id', '=', operator.id).execute();
  });
}

/** The hash that sign-in compares with. */
export async function hashPassword(auth: Auth, password: string): Promise<string> {
  const context = await auth.$context;
  return context.password.hash(password);
}
