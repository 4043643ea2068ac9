import { z } from 'zod';
import { communityParams, getCommunity } from '#modules/communities/index.ts';
import { recordChange } from '#modules/identity/index.ts';
import { type Caller, type Route, route } from '#platform/http/index.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import {
  createDashboardBody,
  dashboardParams,
  dashboardSchema,
  dashboardsReply,
  duplicateDashboardBody,
  updateDashboardBody,
  type Dashboard,
} from '../saved.contract.ts';
import { addDashboard, changeDashboard, getDashboard, listDashboards, removeDashboard } from './dashboard-store.ts';

const LIST = '/api/v1/communities/:communityId/dashboards';

/** What of a dashboard the audit trail keeps. */
const noted = ({ name, description, range, segmentId, tiles }: Dashboard) => ({
  name,
  description,
  range,
  segmentId,
  tiles: tiles.map(({ analysis }) => analysis.name),
});

/** Dashboards: analyses in an order, with one range and one segment for all. */
export function dashboardsRoutes({ database }: { database: Database }): Route[] {
  const inCommunity = <T>(caller: Caller, key: string, work: (tx: Tx, communityId: string) => Promise<T>) =>
    database.inWorkspace(caller.workspaceId, async (tx) => work(tx, (await getCommunity(tx, key)).id));
  const made = async (tx: Tx, caller: Caller, communityId: string, made: { id: string; action: string }) => {
    const after = await getDashboard(tx, communityId, made.id);
    const subject = { kind: 'dashboard', id: after.id, label: after.name };
    await recordChange(tx, caller, { action: made.action, subject, communityId, after: noted(after) });
    return after;
  };
  return [
    route({
      id: 'dashboards.list',
      method: 'GET',
      path: LIST,
      summary: 'The dashboards of a community',
      params: communityParams,
      reply: dashboardsReply,
      handle: ({ caller, params }) =>
        inCommunity(caller, params.communityId, async (tx, communityId) => ({
          dashboards: await listDashboards(tx, communityId),
        })),
    }),
    route({
      id: 'dashboards.create',
      method: 'POST',
      path: LIST,
      summary: 'Make a dashboard',
      params: communityParams,
      body: createDashboardBody,
      reply: dashboardSchema,
      status: 201,
      handle: ({ caller, params, body }) =>
        inCommunity(caller, params.communityId, async (tx, communityId) => {
          const id = await addDashboard(tx, communityId, body, caller.operatorId);
          return made(tx, caller, communityId, { id, action: 'dashboards.create' });
        }),
    }),
    route({
      id: 'dashboards.get',
      method: 'GET',
      path: `${LIST}/:dashboardId`,
      summary: 'One dashboard with its analyses',
      params: dashboardParams,
      reply: dashboardSchema,
      handle: ({ caller, params }) =>
        inCommunity(caller, params.communityId, (tx, communityId) => getDashboard(tx, communityId, params.dashboardId)),
    }),
    route({
      id: 'dashboards.update',
      method: 'PATCH',
      path: `${LIST}/:dashboardId`,
      summary: 'Rename a dashboard, put its analyses in another order, set its range or segment',
      params: dashboardParams,
      body: updateDashboardBody,
      reply: dashboardSchema,
      handle: ({ caller, params, body }) =>
        inCommunity(caller, params.communityId, async (tx, communityId) => {
          const before = await getDashboard(tx, communityId, params.dashboardId);
          await changeDashboard(tx, communityId, before, body);
          const after = await getDashboard(tx, communityId, before.id);
          const subject = { kind: 'dashboard', id: after.id, label: after.name };
          const change = { before: noted(before), after: noted(after) };
          await recordChange(tx, caller, { action: 'dashboards.update', subject, communityId, ...change });
          return after;
        }),
    }),
    route({
      id: 'dashboards.delete',
      method: 'DELETE',
      path: `${LIST}/:dashboardId`,
      summary: 'Take a dashboard away; its analyses stay',
      params: dashboardParams,
      reply: z.undefined(),
      handle: ({ caller, params }) =>
        inCommunity(caller, params.communityId, async (tx, communityId) => {
          const before = await getDashboard(tx, communityId, params.dashboardId);
          await removeDashboard(tx, before.id);
          const subject = { kind: 'dashboard', id: before.id, label: before.name };
          await recordChange(tx, caller, { action: 'dashboards.delete', subject, communityId, before: noted(before) });
          return undefined;
        }),
    }),
    route({
      id: 'dashboards.duplicate',
      method: 'POST',
      path: `${LIST}/:dashboardId/duplicate`,
      summary: 'Make a dashboard like another one',
      params: dashboardParams,
      body: duplicateDashboardBody,
      reply: dashboardSchema,
      status: 201,
      handle: ({ caller, params, body }) =>
        inCommunity(caller, params.communityId, async (tx, communityId) => {
          const { description, range, segmentId, tiles } = await getDashboard(tx, communityId, params.dashboardId);
          const copy = {
            ...body,
            description,
            range,
            segmentId,
            tiles: tiles.map(({ analysis, width }) => ({ analysisId: analysis.id, width })),
          };
          const id = await addDashboard(tx, communityId, copy, caller.operatorId);
          return made(tx, caller, communityId, { id, action: 'dashboards.duplicate' });
        }),
    }),
  ];
}
