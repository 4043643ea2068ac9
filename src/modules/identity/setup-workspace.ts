import type { Clock } from '#kernel/clock.ts';
import { Conflict } from '#kernel/errors.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import { recordIn } from './audit/record-in.ts';
import type { Auth } from './auth-server.ts';
import type { Setup } from './contract.ts';
import { SetupLinkInvalid } from './errors.ts';
import type { IdentityTables } from './identity-tables.ts';
import { checkPassword } from './password/check-password.ts';
import { hashPassword } from './password/operator-password.ts';
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

/**
 * Redeems the owner link: the owner, the workspace and the seat in one transaction, or nothing. SetupLinkInvalid,
 * PasswordRefused.
 */
export async function redeemSetup(database: Database, auth: Auth, clock: Clock, setup: Setup): Promise<Owner> {
  const now = new Date(clock.now());
  await checkPassword(setup.password, { email: setup.email, names: [setup.name, setup.workspace] });
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
  await recordIn(
    tx,
    { kind: 'operator', workspaceId, operatorId },
    {
      action: 'setup.redeem',
      subject: { kind: 'workspace', id: workspaceId, label: owner.workspace },
      after: { name: owner.workspace, owner: owner.name },
    },
  );
  return { operatorId, workspaceId };
}
