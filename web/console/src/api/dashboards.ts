import { queryOptions } from '@tanstack/react-query';
import {
  type CreateAnalysis,
  type CreateDashboard,
  dashboardSchema,
  dashboardsReply,
  savedAnalysesReply,
  savedAnalysisSchema,
  type UpdateAnalysis,
  type UpdateDashboard,
} from '../../../../src/modules/analyses/saved.contract.ts';
import { call, send } from './client.ts';

export type { Dashboard, SavedAnalysis } from '../../../../src/modules/analyses/saved.contract.ts';

const path = (communityId: string, rest: string) => `/api/v1/communities/${communityId}${rest}`;

/** The analyses that were kept, by name. */
export const savedAnalysesQuery = (communityId: string) =>
  queryOptions({
    queryKey: ['saved-analyses', communityId],
    queryFn: async ({ signal }) =>
      (await call(savedAnalysesReply, path(communityId, '/analyses'), { signal })).analyses,
  });

/** Keeps an analysis. */
export const createAnalysis = (communityId: string, body: CreateAnalysis) =>
  call(savedAnalysisSchema, path(communityId, '/analyses'), { method: 'POST', body });

/** Changes the name, the description or the choices of a kept analysis. */
export const updateAnalysis = (communityId: string, id: string, body: UpdateAnalysis) =>
  call(savedAnalysisSchema, path(communityId, `/analyses/${id}`), { method: 'PATCH', body });

/** Deletes a kept analysis, also from the dashboards that show it. */
export const deleteAnalysis = (communityId: string, id: string) =>
  send(path(communityId, `/analyses/${id}`), { method: 'DELETE' });

/** The dashboards of a community, by name. */
export const dashboardsQuery = (communityId: string) =>
  queryOptions({
    queryKey: ['dashboards', communityId],
    queryFn: async ({ signal }) =>
      (await call(dashboardsReply, path(communityId, '/dashboards'), { signal })).dashboards,
  });

/** One dashboard with its tiles. */
export const dashboardQuery = (communityId: string, id: string) =>
  queryOptions({
    queryKey: ['dashboards', communityId, id],
    queryFn: ({ signal }) => call(dashboardSchema, path(communityId, `/dashboards/${id}`), { signal }),
  });

/** Makes a dashboard. */
export const createDashboard = (communityId: string, body: Partial<CreateDashboard> & { name: string }) =>
  call(dashboardSchema, path(communityId, '/dashboards'), { method: 'POST', body });

/** Changes a dashboard; `tiles` are all of them in their new order. */
export const updateDashboard = (communityId: string, id: string, body: UpdateDashboard) =>
  call(dashboardSchema, path(communityId, `/dashboards/${id}`), { method: 'PATCH', body });

/** The same tiles under another name. */
export const duplicateDashboard = (communityId: string, id: string, name: string) =>
  call(dashboardSchema, path(communityId, `/dashboards/${id}/duplicate`), { method: 'POST', body: { name } });

/** Deletes a dashboard; its analyses stay. */
export const deleteDashboard = (communityId: string, id: string) =>
  send(path(communityId, `/dashboards/${id}`), { method: 'DELETE' });
