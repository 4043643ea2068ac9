import { z } from 'zod';
import { Forbidden, Unauthenticated } from '#kernel/errors.ts';
import { type Caller, type Route, route } from '#platform/http/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { recordChange } from '../audit/record-change.ts';
import { recordOfOperator } from '../audit/record-in.ts';
import {
  endSessionBody,
  type Me,
  meReply,
  renameMeBody,
  RIGHTS,
  type Role,
  sessionParams,
  sessionsReply,
  switchWorkspaceBody,
} from '../contract.ts';
import { SignInAgain } from '../errors.ts';
import type { IdentityTables } from '../identity-tables.ts';
import { findOptionalWorkspace, listSeats, renameOperator } from '../seat-store.ts';
import { asksForCode } from '../second-factor/second-factor-store.ts';
import { askAgain } from '../sessions/ask-again.ts';
import {
  listSessions,
  moveSession,
  revokeSession,
  revokeSessions,
  whereaboutsOfSession,
} from '../sessions/session-store.ts';
import { GUESSES, type IdentityRoutesOptions, operatorOnly } from './identity-routes-options.ts';

export function meRoutes(options: IdentityRoutesOptions): Route[] {
  return [...whoRoutes(options), ...sessionListRoutes(options)];
}

async function present(tx: Tx, caller: Caller): Promise<Me> {
  const workspace = await findOptionalWorkspace(tx, caller.workspaceId);
  if (!workspace) throw new Unauthenticated();
  const seats = caller.operatorId ? await listSeats(tx, caller.operatorId) : [];
  const operator = await tx
    .withTables<IdentityTables>()
    .selectFrom('auth.operators')
    .select(['id', 'name', 'email'])
    .where('id', '=', caller.operatorId ?? null)
    .executeTakeFirst();
  return {
    kind: caller.kind === 'token' ? 'token' : 'operator',
    operator: operator ? { ...operator, secondFactor: await asksForCode(tx, operator.id) } : null,
    workspace: { id: caller.workspaceId, ...workspace },
    role: (caller.role as Role | undefined) ?? null,
    rights: RIGHTS.filter((right) => caller.rights.has(right)),
    workspaces: seats.map((seat) => ({ id: seat.workspaceId, name: seat.workspaceName, role: seat.role })),
  };
}

function whoRoutes({ database, streams }: IdentityRoutesOptions): Route[] {
  return [
    route({
      id: 'me.get',
      method: 'GET',
      path: '/api/v1/me',
      summary: 'Who is calling, where, and what they may do',
      reply: meReply,
      handle: ({ caller }) => database.asSystem((tx) => present(tx, caller)),
    }),
    route({
      id: 'me.rename',
      method: 'PATCH',
      path: '/api/v1/me',
      summary: 'Change one’s own name',
      body: renameMeBody,
      reply: meReply,
      handle: ({ caller, body }) =>
        database.asSystem(async (tx) => {
          const { operatorId } = operatorOnly(caller);
          const before = await renameOperator(tx, operatorId, body.name);
          await recordOfOperator(tx, operatorId, { action: 'me.rename', before: { name: before }, after: body });
          return present(tx, caller);
        }),
    }),
    route({
      id: 'me.switch-workspace',
      method: 'PUT',
      path: '/api/v1/me/workspace',
      summary: 'Go on in another workspace with this session',
      body: switchWorkspaceBody,
      reply: z.undefined(),
      async handle({ caller, body }) {
        const { operatorId, sessionId } = operatorOnly(caller);
        await database.asSystem(async (tx) => {
          const seats = await listSeats(tx, operatorId);
          if (!seats.some(({ workspaceId }) => workspaceId === body.workspaceId))
            throw new Forbidden('you have no seat in this workspace');
          if ((await whereaboutsOfSession(tx, sessionId)).closed.includes(body.workspaceId)) throw new SignInAgain();
          await moveSession(tx, sessionId, body.workspaceId);
        });
        streams.closeOf(operatorId);
      },
    }),
  ];
}

function sessionListRoutes(options: IdentityRoutesOptions): Route[] {
  const { database, clock, streams } = options;
  return [
    route({
      id: 'me.sessions',
      method: 'GET',
      path: '/api/v1/me/sessions',
      summary: 'Where one is signed in: device, address, last seen',
      reply: sessionsReply,
      handle: ({ caller }) => {
        const { operatorId, sessionId } = operatorOnly(caller);
        return database.asSystem(async (tx) => ({
          sessions: await listSessions(tx, operatorId, { currentId: sessionId, now: clock.now() }),
        }));
      },
    }),
    route({
      id: 'me.revoke-session',
      method: 'POST',
      path: '/api/v1/me/sessions/:sessionId/end',
      summary: 'End a session of one’s own; asks for the password again',
      params: sessionParams,
      body: endSessionBody,
      rateLimit: GUESSES,
      reply: z.undefined(),
      async handle({ caller, params, body }) {
        const { operatorId, sessionId } = operatorOnly(caller);
        await askAgain(options, { operatorId, sessionId }, body?.password);
        await database.inWorkspace(caller.workspaceId, async (tx) => {
          const before = await revokeSession(tx, operatorId, params.sessionId);
          const subject = { kind: 'session', id: params.sessionId };
          await recordChange(tx, caller, { action: 'me.revoke-session', subject, before });
        });
        streams.closeOf(operatorId);
      },
    }),
    route({
      id: 'me.revoke-other-sessions',
      method: 'POST',
      path: '/api/v1/me/sessions/end-others',
      summary: 'End all sessions of one’s own but this one; asks for the password again',
      body: endSessionBody,
      rateLimit: GUESSES,
      reply: z.undefined(),
      async handle({ caller, body }) {
        const { operatorId, sessionId } = operatorOnly(caller);
        await askAgain(options, { operatorId, sessionId }, body?.password);
        await database.asSystem(async (tx) => {
          const ended = await revokeSessions(tx, operatorId, sessionId);
          const change = { action: 'me.revoke-other-sessions', after: { sessionsEnded: ended } };
          await recordOfOperator(tx, operatorId, change);
        });
        streams.closeOf(operatorId);
      },
    }),
  ];
}
