import { join } from 'node:path';
import { analysesRoutes } from '#modules/analyses/index.ts';
import { bulkRoutes } from '#modules/bulk/index.ts';
import { communitiesRoutes } from '#modules/communities/index.ts';
import { connectionsRoutes } from '#modules/connections/index.ts';
import { creditMemberRoutes, creditRoutes } from '#modules/credit/index.ts';
import { deliveryRoutes, listChannels } from '#modules/delivery/index.ts';
import { eventsRoutes, retentionRoutes } from '#modules/events/index.ts';
import { examsMemberRoutes, examsRoutes } from '#modules/exams/index.ts';
import { goalsRoutes } from '#modules/goals/index.ts';
import { growthRoutes, publicGrowthRoutes } from '#modules/growth/index.ts';
import { ensureOwnerToken, identityRoutes } from '#modules/identity/index.ts';
import { importsRoutes } from '#modules/imports/index.ts';
import { insightsRoutes } from '#modules/insights/index.ts';
import { introductionsRoutes } from '#modules/introductions/index.ts';
import { matchingRoutes } from '#modules/matching/index.ts';
import { createWechatSignIn, isSecure, memberAccessRoutes } from '#modules/member-access/index.ts';
import { levelsMemberRoutes, levelsRoutes } from '#modules/levels/index.ts';
import { membersRoutes } from '#modules/members/index.ts';
import { playbooksRoutes } from '#modules/playbooks/index.ts';
import { pointsMemberRoutes, pointsRoutes } from '#modules/points/index.ts';
import { reactionsRoutes } from '#modules/reactions/index.ts';
import { relayRoutes } from '#modules/relay/index.ts';
import { reportsRoutes } from '#modules/reports/index.ts';
import { checkRituals } from '#modules/rituals/index.ts';
import { rewardsMemberRoutes, rewardsRoutes } from '#modules/rewards/index.ts';
import { segmentsRoutes } from '#modules/segments/index.ts';
import { viewsRoutes } from '#modules/views/index.ts';
import { filesRoutes } from '#platform/files/index.ts';
import type { Route } from '#platform/http/index.ts';
import { type CommunityIds, queueEvaluation } from './evaluations.ts';
import { creditParts, mayAct } from './credit-parts.ts';
import { examParts } from './exam-ports.ts';
import { guideRoutes } from './guide/guide-routes.ts';
import { MEMBER_PARTS } from './member-parts.ts';
import { memberDataRoutes } from './member-data-http.ts';
import { exportMemberRoutes } from './export-member.ts';
import { eraseMemberRoutes } from './erase-member-http.ts';
import { levelServices } from './levels-work.ts';
import { playbookServices } from './playbook-services.ts';
import { reportSources } from './report-sources.ts';
import type { Services } from './services.ts';
import { REPOSITORY } from './version.ts';
import { zoneChangeRoutes } from './zone-change-http.ts';

/** Every route of every module. */
export function allRoutes(services: Services): Route[] {
  const { database, clock, config } = services;
  const onPeopleChanged = (community: CommunityIds) => queueEvaluation(services, community);
  return [
    ...identityRoutes({
      ...services,
      publicUrl: config.publicUrl,
      onOwner: () => ensureOwnerToken(database, clock, config.dataDir),
    }),
    ...communitiesRoutes({ ...services, checkRituals }),
    ...filesRoutes(services),
    ...membersRoutes({ database, onPeopleChanged }),
    ...memberAccessRoutes({
      ...services,
      secureCookies: isSecure(config.publicUrl),
      publicUrl: config.publicUrl,
      uses: MEMBER_PARTS,
      pagesRoot: join(REPOSITORY, 'web/member/dist'),
      onPeopleChanged,
      keys: services.memberKeys,
      wechat: createWechatSignIn(services.connections, config.publicUrl),
    }),
    ...viewsRoutes(services),
    ...matchingRoutes(services),
    ...bulkRoutes({ ...services, onPeopleChanged }),
    ...zoneChangeRoutes(services),
    ...eraseMemberRoutes(services),
    ...exportMemberRoutes(services),
    ...memberDataRoutes(services),
    ...insightsRoutes(services),
    ...introductionsRoutes(services),
    ...analysesRoutes(services),
    ...segmentsRoutes(services),
    ...eventsRoutes(services),
    ...retentionRoutes(services),
    ...importsRoutes(services),
    ...playbooksRoutes(playbookServices(services)),
    ...reportsRoutes({ ...services, sources: reportSources(services) }),
    ...connectionsRoutes(services.connections),
    ...deliveryRoutes(services),
    ...reactionsRoutes(services),
    ...pointsRoutes({
      ...services,
      listChannels: listChannels(services.connections.connectors),
      onEarned: services.onLevelsChanged,
    }),
    ...pointsMemberRoutes({ ...services, mayAct: mayAct(services) }),
    ...relayRoutes({ ...services, connectors: services.connections.connectors }),
    ...goalsRoutes(services),
    ...levelsRoutes({ ...levelServices(services), mayAct: mayAct(services) }),
    ...levelsMemberRoutes(services),
    ...creditRoutes(creditParts(services)),
    ...creditMemberRoutes(services),
    ...examsRoutes(examParts(services)),
    ...examsMemberRoutes(examParts(services)),
    ...rewardsRoutes(services),
    ...rewardsMemberRoutes({ ...services, mayAct: mayAct(services) }),
    ...growthRoutes({ ...services, keys: services.growthKeys }),
    ...guideRoutes(),
    ...publicGrowthRoutes({ ...services, keys: services.growthKeys }),
  ];
}
