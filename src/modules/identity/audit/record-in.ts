import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';
import type { IdentityTables } from '../identity-tables.ts';
import { type Actor, type Change, recordChange } from './record-change.ts';

/**
 * Writes down a change in a workspace that the transaction is not of: those of accounts run without a workspace, or
 * concern several. Afterwards the transaction is of no workspace.
 */
export async function recordIn(tx: Tx, actor: Actor, change: Change): Promise<void> {
  await sql`SELECT set_config('app.workspace', ${actor.workspaceId}, true)`.execute(tx);
  await recordChange(tx, actor, change);
  await sql`SELECT set_config('app.workspace', '', true)`.execute(tx);
}

/** Writes down a change of an operator's account in each workspace where they have a seat. `by` defaults to themselves. */
export async function recordOfOperator(
  tx: Tx,
  operatorId: string,
  change: Omit<Change, 'subject'>,
  by?: 'system',
): Promise<void> {
  const seats = await tx
    .withTables<IdentityTables>()
    .selectFrom('auth.seats as seat')
    .innerJoin('auth.operators as operator', 'operator.id', 'seat.operator_id')
    .select(['seat.workspace_id as workspaceId', 'operator.name'])
    .where('seat.operator_id', '=', operatorId)
    .orderBy('seat.workspace_id')
    .execute();
  for (const { workspaceId, name } of seats) {
    const actor: Actor = by ? { kind: by, workspaceId } : { kind: 'operator', workspaceId, operatorId };
    await recordIn(tx, actor, { ...change, subject: { kind: 'operator', id: operatorId, label: name } });
  }
}
