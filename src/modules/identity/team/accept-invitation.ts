import type { Clock } from '#kernel/clock.ts';
import { BadInput, Conflict, Forbidden } from '#kernel/errors.ts';
import type { Caller } from '#platform/http/index.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import { recordIn } from '../audit/record-in.ts';
import type { Auth } from '../auth-server.ts';
import type { Role } from '../contract.ts';
import { LinkInvalid } from '../errors.ts';
import type { IdentityTables } from '../identity-tables.ts';
import { checkPassword } from '../password/check-password.ts';
import { hashPassword } from '../password/operator-password.ts';
import { createOperator, insertSeat } from '../seat-store.ts';
import { hashSecret } from '../secret-token.ts';

type Open = {
  id: string;
  workspaceId: string;
  workspace: string;
  email: string;
  role: Role;
  invitedBy: string | null;
  /** The operator who has the e-mail, if anybody. */
  operatorId: string | null;
};

/** What a link invites to, while it can be accepted. LinkInvalid. */
export async function getInvitation(tx: Tx, token: string, now: number): Promise<Open> {
  const row = await tx
    .withTables<IdentityTables>()
    .selectFrom('auth.invitations as invitation')
    .innerJoin('auth.workspaces as workspace', 'workspace.id', 'invitation.workspace_id')
    .leftJoin('auth.operators as inviter', 'inviter.id', 'invitation.invited_by')
    .leftJoin('auth.operators as invited', 'invited.email', 'invitation.email')
    .select([
      'invitation.id',
      'invitation.workspace_id as workspaceId',
      'workspace.name as workspace',
      'invitation.email',
      'invitation.role',
      'inviter.name as invitedBy',
      'invited.id as operatorId',
    ])
    .where('invitation.hash', '=', hashSecret(token))
    .where('invitation.accepted_at', 'is', null)
    .where('invitation.revoked_at', 'is', null)
    .where('invitation.expires_at', '>', new Date(now))
    .executeTakeFirst();
  if (!row) throw new LinkInvalid();
  return row;
}

type Acceptance = { token: string; name?: string; password?: string };
export type Accepted = { workspaceId: string; operatorId: string; email: string; isNew: boolean };

/** Name and hash of who is new here; undefined for an operator who is signed in as the one invited. */
async function newcomer(
  auth: Auth,
  caller: Caller,
  invitation: Open,
  { name, password }: Acceptance,
): Promise<{ name: string; passwordHash: string } | undefined> {
  if (invitation.operatorId !== null) {
    if (caller.kind !== 'operator')
      throw new Conflict('this e-mail has an account: sign in to accept', 'sign_in_first');
    if (caller.operatorId !== invitation.operatorId) throw new Forbidden('this invitation is for another e-mail');
    return undefined;
  }
  const faults = [
    ...(name === undefined ? [{ where: '/body/name', what: 'is missing' }] : []),
    ...(password === undefined ? [{ where: '/body/password', what: 'is missing' }] : []),
  ];
  if (name === undefined || password === undefined) throw new BadInput('a new account needs name and password', faults);
  await checkPassword(password, { email: invitation.email, names: [name, invitation.workspace] });
  return { name, passwordHash: await hashPassword(auth, password) };
}

/**
 * Accepts an invitation: as the operator who is signed in and has its e-mail, or as a new one. Link, account and seat in
 * one transaction; a password that is refused leaves the link as it is.
 * LinkInvalid, Conflict (sign in first), Forbidden, BadInput, PasswordRefused.
 */
export async function acceptInvitation(
  { database, auth, clock }: { database: Database; auth: Auth; clock: Clock },
  caller: Caller,
  acceptance: Acceptance,
): Promise<Accepted> {
  const now = clock.now();
  const invitation = await database.asSystem((tx) => getInvitation(tx, acceptance.token, now));
  const { workspaceId, role, email } = invitation;
  const person = await newcomer(auth, caller, invitation, acceptance);
  return database.asSystem(async (tx) => {
    const { numUpdatedRows } = await tx
      .withTables<IdentityTables>()
      .updateTable('auth.invitations')
      .set({ accepted_at: new Date(now) })
      .where('id', '=', invitation.id)
      .where('accepted_at', 'is', null)
      .where('revoked_at', 'is', null)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) throw new LinkInvalid();
    const operatorId = person ? await createOperator(tx, { ...person, email }) : invitation.operatorId!;
    // A seat given meanwhile stays as it is: an invitation never changes a role.
    await insertSeat(tx, { workspaceId, operatorId, role });
    await recordIn(
      tx,
      { kind: 'operator', workspaceId, operatorId },
      { action: 'invitations.accept', subject: { kind: 'operator', id: operatorId, label: email }, after: { role } },
    );
    return { workspaceId, operatorId, email, isNew: person !== undefined };
  });
}
