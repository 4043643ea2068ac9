import { z } from 'zod';
import { Conflict } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { type Route, route } from '#platform/http/index.ts';
import { recordChange } from '../audit/record-change.ts';
import { requireSecondFactorBody, workspaceBody, workspaceReply } from '../contract.ts';
import { asksForCode } from '../second-factor/second-factor-store.ts';
import { assignSeat, createWorkspace, renameWorkspace, requireSecondFactor } from '../seat-store.ts';
import { listTeamSeats } from '../team/team.read-model.ts';
import { type IdentityRoutesOptions, operatorOnly } from './identity-routes-options.ts';

export function workspaceRoutes({ database, clock, streams }: IdentityRoutesOptions): Route[] {
  return [
    route({
      id: 'workspaces.create',
      method: 'POST',
      path: '/api/v1/workspaces',
      summary: 'Make a further workspace and become its owner',
      body: workspaceBody,
      reply: workspaceReply,
      status: 201,
      handle({ caller, body }) {
        const { operatorId } = operatorOnly(caller);
        const id = newId();
        return database.inWorkspace(id, async (tx) => {
          await createWorkspace(tx, body.name, id);
          await assignSeat(tx, { workspaceId: id, operatorId, role: 'owner' });
          const subject = { kind: 'workspace', id, label: body.name };
          const actor = { kind: 'operator', workspaceId: id, operatorId } as const;
          await recordChange(tx, actor, { action: 'workspaces.create', subject, after: body });
          return { id, name: body.name };
        });
      },
    }),
    route({
      id: 'workspace.rename',
      method: 'PATCH',
      path: '/api/v1/workspace',
      summary: 'Give the workspace another name',
      body: workspaceBody,
      reply: workspaceReply,
      handle: ({ caller, body }) =>
        database.inWorkspace(caller.workspaceId, async (tx) => {
          const id = caller.workspaceId;
          const before = { name: await renameWorkspace(tx, id, body.name) };
          const subject = { kind: 'workspace', id, label: body.name };
          await recordChange(tx, caller, { action: 'workspace.rename', subject, before, after: body });
          return { id, name: body.name };
        }),
    }),
    route({
      id: 'workspace.require-second-factor',
      method: 'PUT',
      path: '/api/v1/workspace/second-factor',
      summary: 'Ask every operator of the workspace for an authenticator app, or no more',
      body: requireSecondFactorBody,
      reply: z.undefined(),
      async handle({ caller, body: { required } }) {
        const locked = await database.inWorkspace(caller.workspaceId, async (tx) => {
          if (required && caller.operatorId && !(await asksForCode(tx, caller.operatorId)))
            throw new Conflict('set up an authenticator app of your own first', 'second_factor_missing');
          const before = { required: await requireSecondFactor(tx, caller.workspaceId, required) };
          const subject = { kind: 'workspace', id: caller.workspaceId };
          const change = { action: 'workspace.require-second-factor', subject, before, after: { required } };
          await recordChange(tx, caller, change);
          const seats = await listTeamSeats(tx, caller.workspaceId, clock.now());
          return required ? seats.filter(({ secondFactor }) => !secondFactor) : [];
        });
        for (const { operatorId } of locked) streams.closeOf(operatorId);
      },
    }),
  ];
}
