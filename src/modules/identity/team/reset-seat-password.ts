import type { Clock } from '#kernel/clock.ts';
import { Forbidden, NotFound } from '#kernel/errors.ts';
import type { Caller } from '#platform/http/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { recordChange } from '../audit/record-change.ts';
import type { IdentityTables } from '../identity-tables.ts';
import { issueResetLink, RESET_LIFE } from '../password/reset-link-store.ts';
import { listSeats, ownsAll } from '../seat-store.ts';

/**
 * A one-time link by which an operator of the caller's workspace sets a new password. It opens every workspace that the
 * operator has a seat in, so the caller must own them all; else only who runs the server can make one. The second
 * factor stays. NotFound, Forbidden.
 */
export async function resetSeatPassword(
  tx: Tx,
  clock: Clock,
  caller: Caller,
  operatorId: string,
): Promise<{ path: string; expiresAt: Date; email: string }> {
  const seats = await listSeats(tx, operatorId);
  if (!seats.some(({ workspaceId }) => workspaceId === caller.workspaceId)) throw new NotFound('the seat');
  if (!(await ownsAll(tx, caller, seats)))
    throw new Forbidden(
      'only who owns every workspace of this operator can do this; who runs the server can: qunluo reset-password',
    );
  const operator = await tx
    .withTables<IdentityTables>()
    .selectFrom('auth.operators')
    .select(['name', 'email'])
    .where('id', '=', operatorId)
    .executeTakeFirstOrThrow();
  const link = await issueResetLink(tx, clock, { operatorId, life: RESET_LIFE.handed });
  const subject = { kind: 'operator', id: operatorId, label: operator.name };
  await recordChange(tx, caller, { action: 'team.reset-link', subject });
  return { ...link, email: operator.email };
}
