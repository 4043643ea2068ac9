import { z } from 'zod';
import { communityParams, getCommunity } from '#modules/communities/index.ts';
import { recordChange } from '#modules/identity/index.ts';
import { type Caller, type Route, route } from '#platform/http/index.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import {
  createViewBody,
  preferenceBody,
  preferenceQuery,
  preferenceReply,
  savedViewSchema,
  updateViewBody,
  viewParams,
  viewsQuery,
  viewsReply,
} from './contract.ts';
import { getPreference, setPreference } from './preference-store.ts';
import { addView, changeView, checkMayChange, getView, listViews, removeView } from './view-store.ts';

const LIST = '/api/v1/communities/:communityId/views';

/** Saved views of a page, and how an operator likes a page. */
export function viewsRoutes({ database }: { database: Database }): Route[] {
  const inCommunity = <T>(caller: Caller, key: string, work: (tx: Tx, communityId: string) => Promise<T>) =>
    database.inWorkspace(caller.workspaceId, async (tx) => work(tx, (await getCommunity(tx, key)).id));
  return [
    route({
      id: 'views.list',
      method: 'GET',
      path: LIST,
      summary: 'The saved views of a page: one’s own and the shared ones',
      params: communityParams,
      query: viewsQuery,
      reply: viewsReply,
      handle: ({ caller, params, query }) =>
        inCommunity(caller, params.communityId, async (tx, communityId) => ({
          views: await listViews(tx, { communityId, page: query.page, askedBy: caller.operatorId }),
        })),
    }),
    route({
      id: 'views.create',
      method: 'POST',
      path: LIST,
      summary: 'Save a view of a page',
      params: communityParams,
      body: createViewBody,
      reply: savedViewSchema,
      status: 201,
      handle: ({ caller, params, body }) =>
        inCommunity(caller, params.communityId, async (tx, communityId) => {
          const id = await addView(tx, communityId, body, caller.operatorId);
          const subject = { kind: 'view', id, label: body.name };
          await recordChange(tx, caller, { action: 'views.create', subject, communityId, after: body });
          return getView(tx, communityId, id, caller.operatorId);
        }),
    }),
    route({
      id: 'views.update',
      method: 'PATCH',
      path: `${LIST}/:viewId`,
      summary: 'Rename a view, share it, or save it anew',
      params: viewParams,
      body: updateViewBody,
      reply: savedViewSchema,
      handle: ({ caller, params, body }) =>
        inCommunity(caller, params.communityId, async (tx, communityId) => {
          const before = await getView(tx, communityId, params.viewId, caller.operatorId);
          checkMayChange(before);
          await changeView(tx, before, body);
          const after = await getView(tx, communityId, params.viewId, caller.operatorId);
          const subject = { kind: 'view', id: after.id, label: after.name };
          await recordChange(tx, caller, { action: 'views.update', subject, communityId, before, after });
          return after;
        }),
    }),
    route({
      id: 'views.delete',
      method: 'DELETE',
      path: `${LIST}/:viewId`,
      summary: 'Forget a view',
      params: viewParams,
      reply: z.undefined(),
      handle: ({ caller, params }) =>
        inCommunity(caller, params.communityId, async (tx, communityId) => {
          const before = await getView(tx, communityId, params.viewId, caller.operatorId);
          checkMayChange(before);
          await removeView(tx, before.id);
          const subject = { kind: 'view', id: before.id, label: before.name };
          await recordChange(tx, caller, { action: 'views.delete', subject, communityId, before });
          return undefined;
        }),
    }),
    ...preferenceRoutes(database),
  ];
}

/** What somebody likes is their own affair: it stays out of the audit trail. A token likes nothing. */
const preferenceRoutes = (database: Database): Route[] => [
  route({
    id: 'preferences.get',
    method: 'GET',
    path: '/api/v1/preferences',
    summary: 'How the operator likes a page',
    query: preferenceQuery,
    reply: preferenceReply,
    handle: async ({ caller: { workspaceId, operatorId }, query }) => ({
      value:
        operatorId === undefined
          ? null
          : await database.inWorkspace(workspaceId, (tx) => getPreference(tx, operatorId, query.page)),
    }),
  }),
  route({
    id: 'preferences.set',
    method: 'PUT',
    path: '/api/v1/preferences',
    summary: 'Keep how the operator likes a page',
    query: preferenceQuery,
    body: preferenceBody,
    reply: preferenceReply,
    async handle({ caller: { workspaceId, operatorId }, query, body }) {
      if (operatorId !== undefined)
        await database.inWorkspace(workspaceId, (tx) => setPreference(tx, operatorId, query.page, body.value));
      return operatorId === undefined ? { value: null } : body;
    },
  }),
];
