import { newId } from '#kernel/ids.ts';
import { type Route, route } from '#platform/http/index.ts';
import { recordChange } from '../audit/record-change.ts';
import { workspaceBody, workspaceReply } from '../contract.ts';
import { assignSeat, createWorkspace, renameWorkspace } from '../seat-store.ts';
import { type IdentityRoutesOptions, operatorOnly } from './identity-routes-options.ts';

export function workspaceRoutes({ database }: IdentityRoutesOptions): Route[] {
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
  ];
}
