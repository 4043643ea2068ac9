import { NotFound } from '#kernel/errors.ts';
import type { Caller } from '#platform/http/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { recordChange } from '../audit/record-change.ts';
import { revokeTokensOf } from '../api-token-store.ts';
import type { Role } from '../contract.ts';
import { LastOwner } from '../errors.ts';
import type { IdentityTables } from '../identity-tables.ts';
import { checkRoleChange } from './team-rules.ts';

type Held = { role: Role; name: string; email: string };

/**
 * The seat of an operator in the caller's workspace. The workspace's row is locked first, so that of two owners who
 * demote each other at the same time the second sees that it would be the last. NotFound.
 */
async function lockSeat(tx: Tx, workspaceId: string, operatorId: string): Promise<Held> {
  const db = tx.withTables<IdentityTables>();
  await db.selectFrom('auth.workspaces').select('id').where('id', '=', workspaceId).forUpdate().execute();
  const seat = await db
    .selectFrom('auth.seats as seat')
    .innerJoin('auth.operators as operator', 'operator.id', 'seat.operator_id')
    .select(['seat.role', 'operator.name', 'operator.email'])
    .where('seat.workspace_id', '=', workspaceId)
    .where('seat.operator_id', '=', operatorId)
    .executeTakeFirst();
  if (!seat) throw new NotFound('the seat');
  return seat;
}

async function refuseLastOwner(tx: Tx, workspaceId: string): Promise<void> {
  const { owners } = await tx
    .withTables<IdentityTables>()
    .selectFrom('auth.seats')
    .select((eb) => eb.fn.countAll<number>().as('owners'))
    .where('workspace_id', '=', workspaceId)
    .where('role', '=', 'owner')
    .executeTakeFirstOrThrow();
  if (owners <= 1) throw new LastOwner();
}

/** Gives a seat of the caller's workspace another role. Forbidden, NotFound, LastOwner. */
export async function changeRole(tx: Tx, caller: Caller, order: { operatorId: string; role: Role }): Promise<void> {
  const { workspaceId } = caller;
  const seat = await lockSeat(tx, workspaceId, order.operatorId);
  checkRoleChange(caller, { from: seat.role, to: order.role });
  if (seat.role === 'owner' && order.role !== 'owner') await refuseLastOwner(tx, workspaceId);
  await tx
    .withTables<IdentityTables>()
    .updateTable('auth.seats')
    .set({ role: order.role })
    .where('workspace_id', '=', workspaceId)
    .where('operator_id', '=', order.operatorId)
    .execute();
  await recordChange(tx, caller, {
    action: 'team.change-role',
    subject: { kind: 'operator', id: order.operatorId, label: seat.name },
    before: { role: seat.role },
    after: { role: order.role },
  });
}

/**
 * Takes a seat of the caller's workspace away, at once for every session; where asked, also the API tokens that the
 * operator made here. Forbidden, NotFound, LastOwner.
 * @returns the tokens revoked
 */
export async function removeSeat(
  tx: Tx,
  caller: Caller,
  order: { operatorId: string; revokeTokens: boolean; now: number },
): Promise<string[]> {
  const { workspaceId } = caller;
  const seat = await lockSeat(tx, workspaceId, order.operatorId);
  checkRoleChange(caller, { from: seat.role });
  if (seat.role === 'owner') await refuseLastOwner(tx, workspaceId);
  const db = tx.withTables<IdentityTables>();
  await db
    .deleteFrom('auth.seats')
    .where('workspace_id', '=', workspaceId)
    .where('operator_id', '=', order.operatorId)
    .execute();
  await db
    .updateTable('auth.sessions')
    .set({ workspace_id: null })
    .where('operator_id', '=', order.operatorId)
    .where('workspace_id', '=', workspaceId)
    .execute();
  const tokens = order.revokeTokens ? await revokeTokensOf(tx, workspaceId, order.operatorId, order.now) : [];
  await recordChange(tx, caller, {
    action: 'team.remove-seat',
    subject: { kind: 'operator', id: order.operatorId, label: seat.name },
    before: { role: seat.role, email: seat.email },
    after: { tokensRevoked: tokens.length },
  });
  return tokens;
}
