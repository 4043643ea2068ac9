import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';
import type { Invitation, Role, SeatDetails } from '../contract.ts';

const iso = (at: Date): string => at.toISOString();

/** The seats of a workspace, oldest first, each with what says how safe it is: last seen, authenticator app, tokens. */
export async function listTeamSeats(tx: Tx, workspaceId: string, now: number): Promise<SeatDetails[]> {
  const { rows } = await sql<{
    operatorId: string;
    name: string;
    email: string;
    role: Role;
    since: Date;
    lastSeen: Date | null;
    secondFactor: boolean;
    tokens: number;
  }>`
    SELECT operator.id AS "operatorId", operator.name, operator.email, seat.role, seat.created_at AS since,
      (SELECT max(session.last_seen_at) FROM auth.sessions session WHERE session.operator_id = operator.id) AS "lastSeen",
      EXISTS (SELECT FROM auth.second_factors factor
              WHERE factor.operator_id = operator.id AND factor.confirmed_at IS NOT NULL) AS "secondFactor",
      (SELECT count(*) FROM auth.api_tokens token
       WHERE token.workspace_id = seat.workspace_id AND token.created_by = operator.id AND token.revoked_at IS NULL
         AND (token.expires_at IS NULL OR token.expires_at > ${new Date(now)})) AS tokens
    FROM auth.seats seat JOIN auth.operators operator ON operator.id = seat.operator_id
    WHERE seat.workspace_id = ${workspaceId}
    ORDER BY seat.created_at, operator.id
  `.execute(tx);
  return rows.map(({ lastSeen, since, ...seat }) => ({
    ...seat,
    since: iso(since),
    lastSeenAt: lastSeen && iso(lastSeen),
  }));
}

/** The invitations of a workspace that can still be accepted, newest first. */
export async function listInvitations(tx: Tx, workspaceId: string, now: number): Promise<Invitation[]> {
  const { rows } = await sql<Omit<Invitation, 'createdAt' | 'expiresAt'> & { createdAt: Date; expiresAt: Date }>`
    SELECT invitation.id, invitation.email, invitation.role, operator.name AS "invitedBy",
      invitation.created_at AS "createdAt", invitation.expires_at AS "expiresAt"
    FROM auth.invitations invitation LEFT JOIN auth.operators operator ON operator.id = invitation.invited_by
    WHERE invitation.workspace_id = ${workspaceId} AND invitation.accepted_at IS NULL AND invitation.revoked_at IS NULL
      AND invitation.expires_at > ${new Date(now)}
    ORDER BY invitation.created_at DESC, invitation.id DESC
  `.execute(tx);
  return rows.map((row) => ({ ...row, createdAt: iso(row.createdAt), expiresAt: iso(row.expiresAt) }));
}
