import { parseDay } from '#kernel/calendar.ts';
import { NotFound } from '#kernel/errors.ts';
import { communityParams, getCommunity, type Community } from '#modules/communities/index.ts';
import { findByIds } from '#modules/members/index.ts';
import { memberParams } from '#modules/members/contract.ts';
import { grantScope, type Scope } from '#platform/clickhouse/index.ts';
import { recordChange } from '#modules/identity/index.ts';
import { type Route, route } from '#platform/http/index.ts';
import { evaluateCommunity, type InsightServices } from './evaluate-community.ts';
import { groupActivityRoute } from './group-activity.http.ts';
import { listEvaluations, type Evaluation } from './evaluation-store.ts';
import { nameTimeline } from './name-timeline.ts';
import { memberListRoutes } from './member-list.http.ts';
import { overviewQuery, overviewReply, portraitReply, timelineQuery, timelineReply } from './members.contract.ts';
import { networkRoutes } from './network-view.http.ts';
import { memberIdentity } from './member-identity.read-model.ts';
import { findEvaluation, latestEvaluation, present, readOverview } from './overview.ts';
import { readPortrait } from './portrait.read-model.ts';
import { readTierFlows } from './tier-flows.read-model.ts';
import { readTimeline } from './timeline.read-model.ts';
import { evaluationsQuery, evaluationsReply, flowsQuery, flowsReply } from './trends.contract.ts';

const BASE = '/api/v1/communities/:communityId';

/** Overview, evaluation, member list, portrait, timeline. */
export function insightsRoutes(services: InsightServices): Route[] {
  return [
    overviewRoute(services),
    evaluateRoute(services),
    ...memberListRoutes(services),
    groupActivityRoute(services),
    portraitRoute(services),
    timelineRoute(services),
    evaluationsRoute(services),
    flowsRoute(services),
    ...networkRoutes(services),
  ];
}

type Opened = { community: Community; scope: Scope };

/** The caller's community, and the right to read its rows in the engine. Throws NotFound. */
async function open({ database }: InsightServices, workspaceId: string, communityId: string): Promise<Opened> {
  const community = await database.inWorkspace(workspaceId, (tx) => getCommunity(tx, communityId));
  return { community, scope: grantScope(workspaceId, community.id) };
}

/** Whether the community has such a member, active or not. */
async function isKnown(
  { database }: InsightServices,
  workspaceId: string,
  communityId: string,
  memberId: string,
): Promise<boolean> {
  return (await database.inWorkspace(workspaceId, (tx) => findByIds(tx, communityId, [memberId]))).length > 0;
}

const overviewRoute = (services: InsightServices): Route =>
  route({
    id: 'insights.overview',
    method: 'GET',
    path: `${BASE}/overview`,
    summary: 'How a community is doing: the latest report, or one as of a past day',
    params: communityParams,
    query: overviewQuery,
    reply: overviewReply,
    async handle({ caller, params, query }) {
      const { community } = await open(services, caller.workspaceId, params.communityId);
      return readOverview(services, { workspaceId: caller.workspaceId, communityId: community.id, ...query });
    },
  });

const evaluateRoute = (services: InsightServices): Route =>
  route({
    id: 'insights.evaluate',
    method: 'POST',
    path: `${BASE}/evaluate`,
    summary: 'Compute the report of a community anew',
    params: communityParams,
    reply: overviewReply,
    async handle({ caller, params }) {
      const { workspaceId } = caller;
      const { community } = await open(services, workspaceId, params.communityId);
      const evaluation = await evaluateCommunity(services, { workspaceId, communityId: community.id });
      const { id: communityId, name } = community;
      await services.database.inWorkspace(workspaceId, (tx) =>
        recordChange(tx, caller, {
          action: 'insights.evaluate',
          subject: { kind: 'community', id: communityId, label: name },
          communityId,
          after: { asOf: evaluation.asOf },
        }),
      );
      return present(services, workspaceId, evaluation, community.id);
    },
  });

const portraitRoute = (services: InsightServices): Route =>
  route({
    id: 'insights.member',
    method: 'GET',
    path: `${BASE}/members/:memberId`,
    summary: 'The whole picture of one member: where they stand and why, activity, ties, words',
    params: memberParams,
    reply: portraitReply,
    async handle({ caller, params }) {
      const { workspaceId } = caller;
      const { community, scope } = await open(services, workspaceId, params.communityId);
      const evaluation = await latestEvaluation(services, workspaceId, community.id);
      const portrait = await readPortrait(services.engine, scope, evaluation, {
        today: parseDay(evaluation.asOf)!,
        zone: community.zone,
        memberId: params.memberId,
      });
      const [person] = await services.database.inWorkspace(workspaceId, (tx) =>
        findByIds(tx, community.id, [portrait.memberId]),
      );
      const { accounts = [], tags = [], attributes = [], standings = [] } = person ?? {};
      return { ...portrait, evaluatedAt: evaluation.evaluatedAt.toISOString(), accounts, tags, attributes, standings };
    },
  });

const timelineRoute = (services: InsightServices): Route =>
  route({
    id: 'insights.timeline',
    method: 'GET',
    path: `${BASE}/members/:memberId/timeline`,
    summary: 'What a member did, latest first',
    params: memberParams,
    query: timelineQuery,
    reply: timelineReply,
    async handle({ caller, params, query }) {
      const { engine } = services;
      const { community, scope } = await open(services, caller.workspaceId, params.communityId);
      const evaluation: Evaluation = await latestEvaluation(services, caller.workspaceId, community.id);
      const identity = await memberIdentity(engine, scope, evaluation.inputs.mapId, params.memberId);
      const page = await readTimeline({ engine, scope, identity, ...query });
      if (page.rows.length === 0 && !(await isKnown(services, caller.workspaceId, community.id, params.memberId))) {
        throw new NotFound('the member');
      }
      return { events: await nameTimeline(engine, scope, evaluation, page.rows), nextBefore: page.nextBefore };
    },
  });

const EVALUATIONS_SHOWN = 400;

const evaluationsRoute = (services: InsightServices): Route =>
  route({
    id: 'insights.evaluations',
    method: 'GET',
    path: `${BASE}/evaluations`,
    summary: 'Main figures of the evaluations that were kept, one a day',
    params: communityParams,
    query: evaluationsQuery,
    reply: evaluationsReply,
    async handle({ caller, params, query }) {
      const { workspaceId } = caller;
      const { community } = await open(services, workspaceId, params.communityId);
      const found = await services.database.inWorkspace(workspaceId, (tx) =>
        listEvaluations(tx, community.id, { until: query.until, limit: EVALUATIONS_SHOWN }),
      );
      return { evaluations: found.map((one) => ({ ...one, evaluatedAt: one.evaluatedAt.toISOString() })) };
    },
  });

const flowsRoute = (services: InsightServices): Route =>
  route({
    id: 'insights.flows',
    method: 'GET',
    path: `${BASE}/flows`,
    summary: 'How many members moved between tiers in 28 days',
    params: communityParams,
    query: flowsQuery,
    reply: flowsReply,
    async handle({ caller, params, query }) {
      const { workspaceId } = caller;
      const { community } = await open(services, workspaceId, params.communityId);
      const asked = { workspaceId, communityId: community.id };
      const evaluation = await findEvaluation(services, { ...asked, ...query });
      return readTierFlows(services, { ...asked, evaluation });
    },
  });
