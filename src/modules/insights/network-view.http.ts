import { z } from 'zod';
import { communityParams, getCommunity } from '#modules/communities/index.ts';
import { memberParams } from '#modules/members/contract.ts';
import { grantScope } from '#platform/clickhouse/index.ts';
import { type Route, route } from '#platform/http/index.ts';
import type { InsightServices } from './evaluate-community.ts';
import type { Evaluation } from './evaluation-store.ts';
import type { NetworkOf } from './network-people.query.ts';
import { readNetwork } from './network-picture.read-model.ts';
import { findOptionalNetwork } from './network-store.ts';
import { egoQuery, egoReply, networkReply, type NetworkSummary, pathReply } from './network-view.contract.ts';
import { monthParams, networkMonthReply, networkMonthsReply } from './network-months.contract.ts';
import { listMonths } from './network-months-store.ts';
import { presentMonths, readMonth } from './network-months.read-model.ts';
import { findOptionalRisks } from './keep-network-risks.ts';
import { networkRisksReply } from './network-risks.contract.ts';
import { introduceRisks } from './network-risks.read-model.ts';
import { readEgo, readPath } from './network-walk.read-model.ts';
import { latestEvaluation } from './overview.ts';

const BASE = '/api/v1/communities/:communityId/network';

/** The network as a whole, around one member, and between two. */
export const networkRoutes = (services: InsightServices): Route[] => [
  networkRoute(services),
  egoRoute(services),
  pathRoute(services),
  monthsRoute(services),
  monthRoute(services),
  risksRoute(services),
];

type Opened = { network: NetworkOf; evaluation: Evaluation; summary: NetworkSummary | undefined };

/** The latest evaluation of the caller's community with its network. Throws NotFound. */
async function open(services: InsightServices, workspaceId: string, communityId: string): Promise<Opened> {
  const { database, engine } = services;
  const community = await database.inWorkspace(workspaceId, (tx) => getCommunity(tx, communityId));
  const evaluation = await latestEvaluation(services, workspaceId, community.id);
  const asked = { communityId: community.id, evaluationId: evaluation.id };
  return {
    network: { engine, scope: grantScope(workspaceId, community.id), evaluationId: evaluation.id },
    evaluation,
    summary: await database.inWorkspace(workspaceId, (tx) => findOptionalNetwork(tx, asked)),
  };
}

const networkRoute = (services: InsightServices): Route =>
  route({
    id: 'insights.network',
    method: 'GET',
    path: BASE,
    summary: 'Who knows whom: figures, circles, a picture of the most tied members, and who is at risk',
    params: communityParams,
    reply: networkReply,
    async handle({ caller, params }) {
      const { network, evaluation, summary } = await open(services, caller.workspaceId, params.communityId);
      return {
        asOf: evaluation.asOf,
        evaluatedAt: evaluation.evaluatedAt.toISOString(),
        network: summary ? await readNetwork(network, summary) : null,
      };
    },
  });

const egoRoute = (services: InsightServices): Route =>
  route({
    id: 'insights.network-member',
    method: 'GET',
    path: `${BASE}/members/:memberId`,
    summary: 'A member and those around them within one step or two',
    params: memberParams,
    query: egoQuery,
    reply: egoReply,
    async handle({ caller, params: { communityId, memberId }, query: { steps } }) {
      const { network, evaluation, summary } = await open(services, caller.workspaceId, communityId);
      const betweenness = summary?.betweenness ?? 'left_out';
      return { asOf: evaluation.asOf, ...(await readEgo(network, { memberId, steps, betweenness })) };
    },
  });

const pathParams = memberParams.extend({ otherId: z.uuid() });

const pathRoute = (services: InsightServices): Route =>
  route({
    id: 'insights.network-path',
    method: 'GET',
    path: `${BASE}/members/:memberId/path/:otherId`,
    summary: 'A shortest way from one member to another over their ties',
    params: pathParams,
    reply: pathReply,
    async handle({ caller, params: { communityId, memberId, otherId } }) {
      const { network, evaluation } = await open(services, caller.workspaceId, communityId);
      return { asOf: evaluation.asOf, ...(await readPath(network, memberId, otherId)) };
    },
  });

const monthsRoute = (services: InsightServices): Route =>
  route({
    id: 'insights.network-months',
    method: 'GET',
    path: `${BASE}/months`,
    summary: 'Figures of the network at the end of each month, to see it grow',
    params: communityParams,
    reply: networkMonthsReply,
    async handle({ caller, params: { communityId } }) {
      const { network, evaluation, summary } = await open(services, caller.workspaceId, communityId);
      return services.database.inWorkspace(caller.workspaceId, async (tx) => {
        const risks = await findOptionalRisks(tx, network.scope.communityId);
        const kept = (await listMonths(tx, network.scope.communityId)).filter(({ day }) => day < evaluation.asOf);
        // Risks are the last of what is worked out after an evaluation.
        return presentMonths(evaluation, { kept, summary, upToDate: risks?.evaluationId === evaluation.id });
      });
    },
  });

const monthRoute = (services: InsightServices): Route =>
  route({
    id: 'insights.network-month',
    method: 'GET',
    path: `${BASE}/months/:day`,
    summary: 'The picture of the network at the end of a past month',
    params: monthParams,
    reply: networkMonthReply,
    async handle({ caller, params: { communityId, day } }) {
      const { network, summary } = await open(services, caller.workspaceId, communityId);
      const months = await services.database.inWorkspace(caller.workspaceId, (tx) =>
        listMonths(tx, network.scope.communityId),
      );
      const month = months.find((one) => one.day === day);
      return readMonth(network, { month, circlesNow: summary?.circlesInAll ?? 0 });
    },
  });

const risksRoute = (services: InsightServices): Route =>
  route({
    id: 'insights.network-risks',
    method: 'GET',
    path: `${BASE}/risks`,
    summary: 'Groups held by one person, only links, leaders and ties that fade',
    params: communityParams,
    reply: networkRisksReply,
    async handle({ caller, params: { communityId } }) {
      const { network, evaluation } = await open(services, caller.workspaceId, communityId);
      const kept = await services.database.inWorkspace(caller.workspaceId, (tx) =>
        findOptionalRisks(tx, network.scope.communityId),
      );
      return {
        asOf: evaluation.asOf,
        upToDate: kept?.evaluationId === evaluation.id,
        risks: kept ? await introduceRisks(network, kept.risks) : null,
      };
    },
  });
