import { Conflict, Forbidden, NotFound } from '#kernel/errors.ts';
import type { Caller } from '#platform/http/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { recordChange } from '../audit/record-change.ts';
import type { SeatSessions } from '../contract.ts';
import { findOperatorName, listSeats, ownsAll } from '../seat-store.ts';
import { closeSessions, listSessions, revokeSession, revokeSessions } from '../sessions/session-store.ts';

/*
 * A session is signed in to the installation and may move between all workspaces of its operator. So whoever owns all
 * of them sees every session and ends it. Whoever owns only one sees none of them, since device, address and hour may
 * tell of the work for another; what they can do is to end them all in their own workspace: each has to sign in anew to
 * come in there again, and goes on elsewhere as if nothing had been.
 */

type Held = { owned: boolean; name: string };

/** The operator of a seat in the caller's workspace, and whether all their workspaces are the caller's. NotFound, Conflict. */
async function findSeat(tx: Tx, caller: Caller, operatorId: string): Promise<Held> {
  const seats = await listSeats(tx, operatorId);
  if (!seats.some(({ workspaceId }) => workspaceId === caller.workspaceId)) throw new NotFound('the seat');
  if (caller.operatorId === operatorId)
    throw new Conflict('these are your own sessions: /api/v1/me/sessions has them', 'own_sessions');
  return { owned: await ownsAll(tx, caller, seats), name: await findOperatorName(tx, operatorId) };
}

/** Where an operator of the caller's workspace is signed in; nothing unless the caller owns all their workspaces. NotFound, Conflict. */
export async function listSeatSessions(
  tx: Tx,
  caller: Caller,
  order: { operatorId: string; now: number },
): Promise<SeatSessions> {
  const { owned } = await findSeat(tx, caller, order.operatorId);
  return { owned, sessions: owned ? await listSessions(tx, order.operatorId, { now: order.now }) : [] };
}

/** Ends one session of an operator whose workspaces the caller owns. NotFound, Conflict, Forbidden. */
export async function endSeatSession(
  tx: Tx,
  caller: Caller,
  order: { operatorId: string; sessionId: string },
): Promise<void> {
  const { owned, name } = await findSeat(tx, caller, order.operatorId);
  if (!owned)
    throw new Forbidden('only who owns every workspace of this operator can end one session; end all of them here');
  const before = await revokeSession(tx, order.operatorId, order.sessionId);
  const subject = { kind: 'operator', id: order.operatorId, label: name };
  await recordChange(tx, caller, { action: 'team.end-session', subject, before });
}

/**
 * Ends all sessions of an operator: everywhere where the caller owns all their workspaces, else in the caller's
 * workspace only. NotFound, Conflict.
 */
export async function endSeatSessions(tx: Tx, caller: Caller, operatorId: string): Promise<void> {
  const { owned, name } = await findSeat(tx, caller, operatorId);
  const subject = { kind: 'operator', id: operatorId, label: name };
  // How many there are elsewhere is nobody's business here.
  const after = owned ? { sessionsEnded: await revokeSessions(tx, operatorId) } : undefined;
  if (!owned) await closeSessions(tx, operatorId, caller.workspaceId);
  await recordChange(tx, caller, { action: 'team.end-sessions', subject, ...(after && { after }) });
}
