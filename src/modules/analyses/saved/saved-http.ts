import { z } from 'zod';
import { communityParams, getCommunity } from '#modules/communities/index.ts';
import { recordChange } from '#modules/identity/index.ts';
import { type Caller, type Route, route } from '#platform/http/index.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import {
  analysisParams,
  createAnalysisBody,
  savedAnalysesReply,
  savedAnalysisSchema,
  updateAnalysisBody,
} from '../saved.contract.ts';
import { addAnalysis, changeAnalysis, getAnalysis, listAnalyses, removeAnalysis } from './analysis-store.ts';

const LIST = '/api/v1/communities/:communityId/analyses';

/** Analyses that were kept. Their address is a link that works for everybody in the workspace who may read the community. */
export function savedAnalysesRoutes({ database }: { database: Database }): Route[] {
  const inCommunity = <T>(caller: Caller, key: string, work: (tx: Tx, communityId: string) => Promise<T>) =>
    database.inWorkspace(caller.workspaceId, async (tx) => work(tx, (await getCommunity(tx, key)).id));
  return [
    route({
      id: 'analyses.list',
      method: 'GET',
      path: LIST,
      summary: 'The analyses that are kept',
      params: communityParams,
      reply: savedAnalysesReply,
      handle: ({ caller, params }) =>
        inCommunity(caller, params.communityId, async (tx, communityId) => ({
          analyses: await listAnalyses(tx, communityId),
        })),
    }),
    route({
      id: 'analyses.create',
      method: 'POST',
      path: LIST,
      summary: 'Keep an analysis under a name',
      params: communityParams,
      body: createAnalysisBody,
      reply: savedAnalysisSchema,
      status: 201,
      handle: ({ caller, params, body }) =>
        inCommunity(caller, params.communityId, async (tx, communityId) => {
          const id = await addAnalysis(tx, communityId, body, caller.operatorId);
          const subject = { kind: 'analysis', id, label: body.name };
          await recordChange(tx, caller, { action: 'analyses.create', subject, communityId, after: body });
          return getAnalysis(tx, communityId, id);
        }),
    }),
    route({
      id: 'analyses.get',
      method: 'GET',
      path: `${LIST}/:analysisId`,
      summary: 'One analysis that is kept',
      params: analysisParams,
      reply: savedAnalysisSchema,
      handle: ({ caller, params }) =>
        inCommunity(caller, params.communityId, (tx, communityId) => getAnalysis(tx, communityId, params.analysisId)),
    }),
    route({
      id: 'analyses.update',
      method: 'PATCH',
      path: `${LIST}/:analysisId`,
      summary: 'Rename an analysis, describe it, or ask it otherwise',
      params: analysisParams,
      body: updateAnalysisBody,
      reply: savedAnalysisSchema,
      handle: ({ caller, params, body }) =>
        inCommunity(caller, params.communityId, async (tx, communityId) => {
          const before = await getAnalysis(tx, communityId, params.analysisId);
          await changeAnalysis(tx, before, body);
          const after = await getAnalysis(tx, communityId, before.id);
          const subject = { kind: 'analysis', id: after.id, label: after.name };
          await recordChange(tx, caller, { action: 'analyses.update', subject, communityId, before, after });
          return after;
        }),
    }),
    route({
      id: 'analyses.delete',
      method: 'DELETE',
      path: `${LIST}/:analysisId`,
      summary: 'Forget an analysis; dashboards lose it',
      params: analysisParams,
      reply: z.undefined(),
      handle: ({ caller, params }) =>
        inCommunity(caller, params.communityId, async (tx, communityId) => {
          const before = await getAnalysis(tx, communityId, params.analysisId);
          await removeAnalysis(tx, before.id);
          const subject = { kind: 'analysis', id: before.id, label: before.name };
          await recordChange(tx, caller, { action: 'analyses.delete', subject, communityId, before });
          return undefined;
        }),
    }),
  ];
}
