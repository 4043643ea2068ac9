import { dayOf } from '#kernel/calendar.ts';
import { communityParams, getCommunity } from '#modules/communities/index.ts';
import { grantScope } from '#platform/clickhouse/index.ts';
import { type Route, route } from '#platform/http/index.ts';
import type { InsightServices } from './evaluate-community.ts';
import { findOptionalLatest } from './evaluation-store.ts';
import { readGroupActivity } from './group-activity.read-model.ts';
import { groupActivityReply } from './groups.contract.ts';

/** What happens in the groups of a community. */
export const groupActivityRoute = ({ database, engine, clock }: InsightServices): Route =>
  route({
    id: 'insights.groups',
    method: 'GET',
    path: '/api/v1/communities/:communityId/groups/activity',
    summary: 'What happens in each group: members, contributions of 28 days, the last event',
    params: communityParams,
    reply: groupActivityReply,
    async handle({ caller: { workspaceId }, params }) {
      const { community, latest } = await database.inWorkspace(workspaceId, async (tx) => {
        const community = await getCommunity(tx, params.communityId);
        return { community, latest: await findOptionalLatest(tx, community.id) };
      });
      const groups = await readGroupActivity(engine, grantScope(workspaceId, community.id), {
        today: dayOf(clock.now(), community.zone),
        evaluationId: latest?.id,
      });
      return { asOf: latest?.asOf ?? null, groups };
    },
  });
