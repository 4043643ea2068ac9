import { Forbidden } from '#kernel/errors.ts';
import { communityParams, getCommunity } from '#modules/communities/index.ts';
import { recordChange } from '#modules/identity/index.ts';
import { csvLine } from '#platform/csv/index.ts';
import { type EventStreams, type Route, route } from '#platform/http/index.ts';
import { peopleBody, peopleReply, runBody, runReply } from './contract.ts';
import { brandsRoutes } from './mentions/brands-http.ts';
import { FiguresWatch } from './figures-watch.ts';
import { openPeople } from './open-people.ts';
import { kindOf } from './registry.ts';
import { runAnalysis, tableOf, type AnalysisServices } from './run-analysis.ts';
import { dashboardsRoutes } from './saved/dashboards-http.ts';
import { savedAnalysesRoutes } from './saved/saved-http.ts';

const BASE = '/api/v1/communities/:communityId/analyses';

type AnalysesRoutesParts = AnalysisServices & { streams: EventStreams };

/** Analyses: asked, the people behind a point, as a file; kept, on dashboards; and word of new figures. */
export const analysesRoutes = (services: AnalysesRoutesParts): Route[] => [
  runRoute(services),
  peopleRoute(services),
  csvRoute(services),
  streamRoute(services),
  ...brandsRoutes(services),
  ...savedAnalysesRoutes(services),
  ...dashboardsRoutes(services),
];

const runRoute = (services: AnalysisServices): Route =>
  route({
    id: 'analyses.run',
    method: 'POST',
    path: `${BASE}/run`,
    summary: 'Work an analysis out as of the latest evaluation',
    params: communityParams,
    body: runBody,
    reply: runReply,
    async handle({ caller: { workspaceId, rights }, params: { communityId: communityKey }, body }) {
      if (kindOf(body.kind).shows !== undefined && !rights.has('members.read'))
        throw new Forbidden(`${body.kind} shows members, which needs the right members.read`);
      const { kind, params, result, evaluated } = await runAnalysis(services, { workspaceId, communityKey }, body);
      const { asOf, evaluatedAt } = evaluated.evaluation;
      return { kind, params, result, asOf, evaluatedAt: evaluatedAt.toISOString() };
    },
  });

const peopleRoute = (services: AnalysisServices): Route =>
  route({
    id: 'analyses.people',
    method: 'POST',
    path: `${BASE}/people`,
    summary: 'The people behind a point of an analysis, as a set that lists, exports and bulk actions take',
    params: communityParams,
    body: peopleBody,
    reply: peopleReply,
    handle: ({ caller: { workspaceId, operatorId }, params, body }) =>
      openPeople(services, { workspaceId, communityKey: params.communityId }, body, operatorId ?? null),
  });

const csvRoute = (services: AnalysisServices): Route =>
  route({
    id: 'analyses.csv',
    method: 'POST',
    path: `${BASE}/csv`,
    summary: 'An analysis as CSV; written down in the audit trail',
    params: communityParams,
    body: runBody,
    reply: 'stream',
    rateLimit: { max: 60, perSeconds: 60 },
    async handle({ caller, params: { communityId: communityKey }, body, response }) {
      const { workspaceId } = caller;
      const answered = await runAnalysis(services, { workspaceId, communityKey }, body);
      const { community, evaluation } = answered.evaluated;
      const { columns, rows } = tableOf(answered);
      await services.database.inWorkspace(workspaceId, (tx) =>
        recordChange(tx, caller, {
          action: 'analyses.csv',
          subject: { kind: 'community', id: community.id, label: community.name },
          communityId: community.id,
          after: { kind: answered.kind, params: answered.params },
        }),
      );
      await response
        .header('content-type', 'text/csv; charset=utf-8')
        .header('cache-control', 'no-store')
        .header(
          'content-disposition',
          `attachment; filename="${answered.kind}-${community.key}-${evaluation.asOf}.csv"`,
        )
        .send(`\uFEFF${[columns, ...rows].map(csvLine).join('')}`);
    },
  });

function streamRoute({ database, streams }: AnalysesRoutesParts): Route {
  const watch = new FiguresWatch(database);
  return route({
    id: 'analyses.stream',
    method: 'GET',
    path: `${BASE}/stream`,
    summary: 'When figures changed, as server-sent events: the latest evaluation now and each new one',
    params: communityParams,
    reply: 'stream',
    async handle({ caller: { workspaceId }, params, request, response }) {
      const { id: communityId } = await database.inWorkspace(workspaceId, (tx) => getCommunity(tx, params.communityId));
      const stream = streams.open(request, response);
      await watch.watch({ workspaceId, communityId }, (change) => stream.send('figures', change), stream.signal);
    },
  });
}
