import type { Clock } from '#kernel/clock.ts';
import { Conflict, NotFound } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import type { Caller } from '#platform/http/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { recordChange } from '../audit/record-change.ts';
import type { Role } from '../contract.ts';
import type { IdentityTables } from '../identity-tables.ts';
import { hashSecret, newSecret } from '../secret-token.ts';
import { checkRoleChange } from './team-rules.ts';

const LIFE = 7 * 86_400_000;

/**
 * Asks somebody to take a seat: a link that works once and takes the place of an earlier one for the same e-mail. The
 * secret is kept nowhere. Forbidden, Conflict when the e-mail has a seat here.
 */
export async function inviteOperator(
  tx: Tx,
  clock: Clock,
  caller: Caller,
  order: { email: string; role: Role },
): Promise<{ id: string; path: string; expiresAt: Date }> {
  checkRoleChange(caller, { to: order.role });
  const { workspaceId } = caller;
  const email = order.email.trim().toLowerCase();
  const db = tx.withTables<IdentityTables>();
  const seated = await db
    .selectFrom('auth.seats as seat')
    .innerJoin('auth.operators as operator', 'operator.id', 'seat.operator_id')
    .select('operator.id')
    .where('seat.workspace_id', '=', workspaceId)
    .where('operator.email', '=', email)
    .executeTakeFirst();
  if (seated) throw new Conflict(`${email} has a seat in this workspace already`, 'seat_taken');
  const now = clock.now();
  const [id, secret, expiresAt] = [newId(), newSecret('invite'), new Date(now + LIFE)];
  await db
    .updateTable('auth.invitations')
    .set({ revoked_at: new Date(now) })
    .where('workspace_id', '=', workspaceId)
    .where('email', '=', email)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .execute();
  await db
    .insertInto('auth.invitations')
    .values({
      id,
      workspace_id: workspaceId,
      email,
      role: order.role,
      hash: hashSecret(secret),
      invited_by: caller.operatorId ?? null,
      created_at: new Date(now),
      expires_at: expiresAt,
    })
    .execute();
  const subject = { kind: 'invitation', id, label: email };
  await recordChange(tx, caller, { action: 'team.invite', subject, after: { email, role: order.role } });
  return { id, path: `/invite#${secret}`, expiresAt };
}

/** Takes an invitation of the caller's workspace back. NotFound when it was accepted, taken back, or is not theirs. */
export async function revokeInvitation(tx: Tx, clock: Clock, caller: Caller, id: string): Promise<void> {
  const row = await tx
    .withTables<IdentityTables>()
    .updateTable('auth.invitations')
    .set({ revoked_at: new Date(clock.now()) })
    .where('workspace_id', '=', caller.workspaceId)
    .where('id', '=', id)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .returning(['email', 'role'])
    .executeTakeFirst();
  if (!row) throw new NotFound('the invitation');
  checkRoleChange(caller, { from: row.role });
  const subject = { kind: 'invitation', id, label: row.email };
  await recordChange(tx, caller, { action: 'team.revoke-invitation', subject, before: row });
}
