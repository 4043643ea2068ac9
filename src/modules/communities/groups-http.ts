import { type Actor, recordChange } from '#modules/identity/index.ts';
import { type Route, route } from '#platform/http/index.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import { getCommunity } from './community-store.ts';
import {
  adoptGroupBody,
  communityParams,
  createGroupBody,
  type Group,
  groupParams,
  groupSchema,
  groupsReply,
  updateGroupBody,
} from './contract.ts';
import { adoptGroup, createGroup, listGroups, updateGroup } from './group-store.ts';

const BASE = '/api/v1/communities/:communityId/groups';

/** The groups of a community: read, made by hand, described, archived. */
export function groupsRoutes({ database }: { database: Database }): Route[] {
  const inCommunity = <T>(
    { workspaceId }: { workspaceId: string },
    { communityId }: { communityId: string },
    work: (tx: Tx, id: string) => Promise<T>,
  ): Promise<T> => database.inWorkspace(workspaceId, async (tx) => work(tx, (await getCommunity(tx, communityId)).id));

  return [
    route({
      id: 'communities.groups',
      method: 'GET',
      path: BASE,
      summary: 'The groups of a community',
      params: communityParams,
      reply: groupsReply,
      handle: async ({ caller, params }) => ({ groups: await inCommunity(caller, params, listGroups) }),
    }),
    route({
      id: 'communities.create-group',
      method: 'POST',
      path: BASE,
      summary: 'Make a group by hand: one that meets in person, or one that history will meet later',
      params: communityParams,
      body: createGroupBody,
      reply: groupSchema,
      status: 201,
      handle: ({ caller, params, body }) =>
        inCommunity(caller, params, async (tx, communityId) => {
          const after = await createGroup(tx, communityId, body);
          await record(tx, caller, { action: 'communities.create-group', communityId, after });
          return after;
        }),
    }),
    route({
      id: 'communities.update-group',
      method: 'PATCH',
      path: `${BASE}/:groupId`,
      summary: 'Name a group, give it a purpose, describe or archive it; what is absent stays',
      params: groupParams,
      body: updateGroupBody,
      reply: groupSchema,
      handle: ({ caller, params, body }) =>
        inCommunity(caller, params, async (tx, communityId) => {
          const changed = await updateGroup(tx, communityId, params.groupId, body);
          await record(tx, caller, { action: 'communities.update-group', communityId, ...changed });
          return changed.after;
        }),
    }),
    route({
      id: 'communities.adopt-group',
      method: 'POST',
      path: `${BASE}/:groupId/adopt`,
      summary: 'A group that was seen is the one made by hand: it takes over what was said about that one',
      params: groupParams,
      body: adoptGroupBody,
      reply: groupSchema,
      handle: ({ caller, params, body }) =>
        inCommunity(caller, params, async (tx, communityId) => {
          const { from, ...changed } = await adoptGroup(tx, communityId, params.groupId, body.from);
          await record(tx, caller, { action: 'communities.adopt-group', communityId, before: from, after: null });
          await record(tx, caller, { action: 'communities.adopt-group', communityId, ...changed });
          return changed.after;
        }),
    }),
  ];
}

type Changed = { action: string; communityId: string; before?: Group | null; after?: Group | null };

const record = async (tx: Tx, caller: Actor, { action, communityId, before, after }: Changed): Promise<void> => {
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  const { id, name } = (after ?? before)!;
  return recordChange(tx, caller, {
    action,
    subject: { kind: 'group', id, label: name },
    communityId,
    before,
    after,
  });
};
