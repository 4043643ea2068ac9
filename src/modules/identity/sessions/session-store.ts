import { NotFound } from '#kernel/errors.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { OperatorSession } from '../contract.ts';
import type { IdentityTables } from '../identity-tables.ts';

/** The sessions of an operator that have not ended, last seen first. */
export async function listSessions(
  tx: Tx,
  operatorId: string,
  { currentId, now }: { currentId?: string; now: number },
): Promise<OperatorSession[]> {
  const rows = await tx
    .withTables<IdentityTables>()
    .selectFrom('auth.sessions')
    .select(['id', 'ip_address', 'user_agent', 'created_at', 'last_seen_at'])
    .where('operator_id', '=', operatorId)
    .where('expires_at', '>', new Date(now))
    .orderBy('last_seen_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    current: row.id === currentId,
    address: row.ip_address || null,
    device: row.user_agent || null,
    createdAt: row.created_at.toISOString(),
    lastSeenAt: row.last_seen_at.toISOString(),
  }));
}

/** Ends one session of an operator; NotFound when they have none such. */
export async function revokeSession(tx: Tx, operatorId: string, sessionId: string): Promise<{ device: string | null }> {
  const row = await tx
    .withTables<IdentityTables>()
    .deleteFrom('auth.sessions')
    .where('operator_id', '=', operatorId)
    .where('id', '=', sessionId)
    .returning('user_agent as device')
    .executeTakeFirst();
  if (!row) throw new NotFound('the session');
  return row;
}

/** Ends all sessions of an operator, or all but one. @returns how many */
export async function revokeSessions(tx: Tx, operatorId: string, exceptId?: string): Promise<number> {
  let ended = tx.withTables<IdentityTables>().deleteFrom('auth.sessions').where('operator_id', '=', operatorId);
  if (exceptId) ended = ended.where('id', '!=', exceptId);
  return Number((await ended.executeTakeFirstOrThrow()).numDeletedRows);
}

/** When a session was signed in to; undefined once it ended. */
export async function signedInAt(tx: Tx, sessionId: string): Promise<Date | undefined> {
  const row = await tx
    .withTables<IdentityTables>()
    .selectFrom('auth.sessions')
    .select('created_at')
    .where('id', '=', sessionId)
    .executeTakeFirst();
  return row?.created_at;
}

/** Notes that a session was used. */
export async function markSeen(tx: Tx, sessionId: string, seen: { at: number; address: string }): Promise<void> {
  await tx
    .withTables<IdentityTables>()
    .updateTable('auth.sessions')
    .set({ last_seen_at: new Date(seen.at), ip_address: seen.address })
    .where('id', '=', sessionId)
    .execute();
}

/** Ends all sessions of an operator in one workspace: none of them comes in there again, they go on in others. */
export async function closeSessions(tx: Tx, operatorId: string, workspaceId: string): Promise<void> {
  const db = tx.withTables<IdentityTables>();
  await db
    .insertInto('auth.closed_sessions')
    .columns(['session_id', 'workspace_id'])
    .expression(
      db
        .selectFrom('auth.sessions')
        .select((eb) => ['id', eb.val(workspaceId).as('workspace_id')])
        .where('operator_id', '=', operatorId),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Which workspace a session is in, null until the operator chose one; and those where it was ended by an owner. */
export async function whereaboutsOfSession(
  tx: Tx,
  sessionId: string,
): Promise<{ chosen: string | null; closed: readonly string[] }> {
  const rows = await tx
    .withTables<IdentityTables>()
    .selectFrom('auth.sessions as session')
    .leftJoin('auth.closed_sessions as closed', 'closed.session_id', 'session.id')
    .select(['session.workspace_id as chosen', 'closed.workspace_id as closed'])
    .where('session.id', '=', sessionId)
    .execute();
  return { chosen: rows[0]?.chosen ?? null, closed: rows.flatMap(({ closed }) => closed ?? []) };
}

/** Moves a session to another workspace. That the operator has a seat there is the caller's to check. */
export async function moveSession(tx: Tx, sessionId: string, workspaceId: string): Promise<void> {
  await tx
    .withTables<IdentityTables>()
    .updateTable('auth.sessions')
    .set({ workspace_id: workspaceId })
    .where('id', '=', sessionId)
    .execute();
}
