import type { Tx } from '#platform/postgres/index.ts';
import { NotFound } from '#kernel/errors.ts';
import type { Caller } from '#platform/http/index.ts';
import { newId } from '#kernel/ids.ts';
import type { Role } from './contract.ts';
import type { IdentityTables } from './identity-tables.ts';

export type Seat = { workspaceId: string; workspaceName: string; role: Role; secondFactorRequired: boolean };

/** The seats of an operator, oldest first. */
export function listSeats(tx: Tx, operatorId: string): Promise<Seat[]> {
  return tx
    .withTables<IdentityTables>()
    .selectFrom('auth.seats as seat')
    .innerJoin('auth.workspaces as workspace', 'workspace.id', 'seat.workspace_id')
    .select([
      'seat.workspace_id as workspaceId',
      'workspace.name as workspaceName',
      'seat.role',
      'workspace.second_factor_required as secondFactorRequired',
    ])
    .where('seat.operator_id', '=', operatorId)
    .orderBy('seat.created_at')
    .orderBy('seat.workspace_id')
    .execute();
}

/** Whether the caller is an operator who owns every workspace of these seats; a token owns none. */
export async function ownsAll(tx: Tx, caller: Caller, seats: readonly Seat[]): Promise<boolean> {
  if (caller.kind !== 'operator' || !caller.operatorId) return false;
  const mine = (await listSeats(tx, caller.operatorId)).filter(({ role }) => role === 'owner');
  const owned = new Set(mine.map(({ workspaceId }) => workspaceId));
  return seats.every(({ workspaceId }) => owned.has(workspaceId));
}

/** The name of an operator. NotFound. */
export async function findOperatorName(tx: Tx, operatorId: string): Promise<string> {
  const row = await tx
    .withTables<IdentityTables>()
    .selectFrom('auth.operators')
    .select('name')
    .where('id', '=', operatorId)
    .executeTakeFirst();
  if (!row) throw new NotFound('the operator');
  return row.name;
}

/** Makes a workspace without seats. */
export async function createWorkspace(tx: Tx, name: string, id: string = newId()): Promise<string> {
  await tx.withTables<IdentityTables>().insertInto('auth.workspaces').values({ id, name }).execute();
  return id;
}

/** Gives an operator a seat, or changes the role of the one they have. */
export async function assignSeat(tx: Tx, seat: { workspaceId: string; operatorId: string; role: Role }): Promise<void> {
  await tx
    .withTables<IdentityTables>()
    .insertInto('auth.seats')
    .values({ workspace_id: seat.workspaceId, operator_id: seat.operatorId, role: seat.role })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'operator_id']).doUpdateSet({ role: seat.role }))
    .execute();
}

/** Gives an operator a seat; one they have already stays as it is. */
export async function insertSeat(tx: Tx, seat: { workspaceId: string; operatorId: string; role: Role }): Promise<void> {
  await tx
    .withTables<IdentityTables>()
    .insertInto('auth.seats')
    .values({ workspace_id: seat.workspaceId, operator_id: seat.operatorId, role: seat.role })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Gives a workspace another name. @returns the one before; NotFound */
export async function renameWorkspace(tx: Tx, workspaceId: string, name: string): Promise<string> {
  const before = await findOptionalWorkspace(tx, workspaceId);
  if (!before) throw new NotFound('the workspace');
  await tx
    .withTables<IdentityTables>()
    .updateTable('auth.workspaces')
    .set({ name })
    .where('id', '=', workspaceId)
    .execute();
  return before.name;
}

/** Asks all operators of a workspace for an authenticator app, or no more. @returns whether it did before */
export async function requireSecondFactor(tx: Tx, workspaceId: string, required: boolean): Promise<boolean> {
  const db = tx.withTables<IdentityTables>();
  const { second_factor_required: before } = await db
    .selectFrom('auth.workspaces')
    .select('second_factor_required')
    .where('id', '=', workspaceId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  await db
    .updateTable('auth.workspaces')
    .set({ second_factor_required: required })
    .where('id', '=', workspaceId)
    .execute();
  return before;
}

/** Gives an operator another name. @returns the one before; NotFound */
export async function renameOperator(tx: Tx, operatorId: string, name: string): Promise<string> {
  const before = await findOperatorName(tx, operatorId);
  const db = tx.withTables<IdentityTables>();
  await db.updateTable('auth.operators').set({ name }).where('id', '=', operatorId).execute();
  return before;
}

/** Makes an operator who signs in with e-mail and password; Conflict (unique violation) when the e-mail is taken. */
export async function createOperator(
  tx: Tx,
  operator: { name: string; email: string; passwordHash: string },
): Promise<string> {
  const db = tx.withTables<IdentityTables>();
  const id = newId();
  await db
    .insertInto('auth.operators')
    .values({ id, name: operator.name, email: operator.email.trim().toLowerCase() })
    .execute();
  await db
    .insertInto('auth.credentials')
    .values({
      id: newId(),
      operator_id: id,
      provider_id: 'credential',
      account_id: id,
      password: operator.passwordHash,
    })
    .execute();
  return id;
}

/** The oldest workspace that has an owner, if any. */
export function findOptionalFirstWorkspace(tx: Tx): Promise<{ workspaceId: string; operatorId: string } | undefined> {
  return tx
    .withTables<IdentityTables>()
    .selectFrom('auth.seats')
    .select(['workspace_id as workspaceId', 'operator_id as operatorId'])
    .where('role', '=', 'owner')
    .orderBy('created_at')
    .orderBy('operator_id')
    .limit(1)
    .executeTakeFirst();
}

export function findOptionalWorkspace(
  tx: Tx,
  workspaceId: string,
): Promise<{ name: string; secondFactorRequired: boolean } | undefined> {
  return tx
    .withTables<IdentityTables>()
    .selectFrom('auth.workspaces')
    .select(['name', 'second_factor_required as secondFactorRequired'])
    .where('id', '=', workspaceId)
    .executeTakeFirst();
}

/** Every workspace, oldest first: for work that goes on by itself. */
export async function listWorkspaceIds(tx: Tx): Promise<string[]> {
  const rows = await tx
    .withTables<IdentityTables>()
    .selectFrom('auth.workspaces')
    .select('id')
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}
