import { Readable } from 'node:stream';
import { communityParams, getCommunity } from '#modules/communities/index.ts';
import { recordChange } from '#modules/identity/index.ts';
import { grantScope } from '#platform/clickhouse/index.ts';
import { type Route, route } from '#platform/http/index.ts';
import { dressMembers } from './dress-members.ts';
import type { InsightServices } from './evaluate-community.ts';
import { exportMembers } from './export-members.ts';
import { peopleSets, segmentConditions, withPeopleSets } from './member-filter.ts';
import { exportQuery, membersQuery, membersReply } from './members.contract.ts';
import { evaluationOfCursor, listMembers } from './members-list.read-model.ts';
import { latestMark } from './overview.ts';

/** The member list, and the same as a file. */
export const memberListRoutes = (services: InsightServices): Route[] => [membersRoute(services), exportRoute(services)];

const membersRoute = (services: InsightServices): Route =>
  route({
    id: 'insights.members',
    method: 'GET',
    path: '/api/v1/communities/:communityId/members',
    summary: 'The members of a community with where they stand, filtered and sorted',
    params: communityParams,
    query: membersQuery,
    reply: membersReply,
    async handle({ caller: { workspaceId }, params, query }) {
      const { database, engine } = services;
      const { community, scope, sets, inSegment } = await database.inWorkspace(workspaceId, async (tx) => {
        const community = await getCommunity(tx, params.communityId);
        const scope = grantScope(workspaceId, community.id);
        const inSegment = await segmentConditions(services, tx, scope, query);
        return { community, scope, sets: await peopleSets(tx, community.id, query), inSegment };
      });
      const latest = await latestMark(services, workspaceId, community.id);
      const page = await withPeopleSets(engine, scope, sets, (conditions) =>
        listMembers(engine, scope, evaluationOfCursor(query.cursor) ?? latest.id, query, [...conditions, ...inSegment]),
      );
      const rows = await database.inWorkspace(workspaceId, (tx) => dressMembers(tx, community.id, page.rows));
      return { ...page, rows, asOf: latest.asOf };
    },
  });

const exportRoute = (services: InsightServices): Route =>
  route({
    id: 'insights.export-members',
    method: 'GET',
    path: '/api/v1/communities/:communityId/members.csv',
    summary: 'Every member of a filter as CSV; written down in the audit trail',
    params: communityParams,
    query: exportQuery,
    reply: 'stream',
    rateLimit: { max: 20, perSeconds: 60 },
    async handle({ caller, params, query, request, response }) {
      const { workspaceId } = caller;
      const community = await services.database.inWorkspace(workspaceId, (tx) => getCommunity(tx, params.communityId));
      const { id: evaluationId, asOf } = await latestMark(services, workspaceId, community.id);
      const gone = new AbortController();
      const lines = exportMembers(services, {
        scope: grantScope(workspaceId, community.id),
        evaluationId,
        query,
        signal: gone.signal,
      });
      // The headings are made before the answer begins, so that a wrong filter still gets a clear refusal.
      const head = await lines.next();
      const { language: _, ...filter } = query;
      await services.database.inWorkspace(workspaceId, (tx) =>
        recordChange(tx, caller, {
          action: 'insights.export-members',
          subject: { kind: 'community', id: community.id, label: community.name },
          communityId: community.id,
          after: filter,
        }),
      );
      request.raw.on('close', () => gone.abort());
      async function* all() {
        if (!head.done) yield head.value;
        yield* lines;
      }
      await response
        .header('content-type', 'text/csv; charset=utf-8')
        .header('cache-control', 'no-store')
        .header('content-disposition', `attachment; filename="members-${community.key}-${asOf}.csv"`)
        .send(Readable.from(all(), { objectMode: false }));
    },
  });
