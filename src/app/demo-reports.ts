import { dayOf, mondayOf } from '#kernel/calendar.ts';
import { getCommunity } from '#modules/communities/index.ts';
import { systemCaller } from '#modules/identity/index.ts';
import { decideInReport, makeReport, planReports } from '#modules/reports/index.ts';
import type { CommunityIds } from './evaluations.ts';
import { reportSources } from './report-sources.ts';
import type { Services } from './services.ts';

/** The reports of the last two weeks, with something decided over the first that the second looks back at. */
export async function demoReports(services: Services, { workspaceId, communityId }: CommunityIds): Promise<void> {
  const { database, clock } = services;
  const parts = { ...services, sources: reportSources(services) };
  const { zone } = await database.inWorkspace(workspaceId, (tx) => getCommunity(tx, communityId));
  const monday = mondayOf(dayOf(clock.now(), zone));
  const make = (first: number) =>
    makeReport(parts, {
      workspaceId,
      communityKey: communityId,
      kind: 'week',
      day: first,
      actor: systemCaller(workspaceId),
    });
  const earlier = await make(monday - 14);
  await database.inWorkspace(workspaceId, (tx) =>
    decideInReport(tx, earlier, {
      change: '每位新人加入当天，由一位老成员打招呼',
      reason: '上周有新人第一次发言没有人回应',
      ownerId: null,
      metric: 'newcomers_answered_24h',
    }),
  );
  await make(monday - 7);
  await database.inWorkspace(workspaceId, (tx) =>
    planReports(tx, communityId, { kind: 'week', first: monday - 7, language: 'zh-CN', recipients: [] }),
  );
}
