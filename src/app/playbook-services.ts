import { getCommunityDetail } from '#modules/communities/index.ts';
import { missingParts } from '#modules/communities/profile.contract.ts';
import { latestEvaluation, metricSeries } from '#modules/insights/index.ts';
import type { PlaybookServices, PlaySituation } from '#modules/playbooks/index.ts';
import type { CommunityReport } from '#modules/insights/contract.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { Services } from './services.ts';

/** What the library of plays needs of the evaluations and of what communities say of themselves. */
export const playbookServices = (services: Pick<Services, 'database' | 'engine' | 'clock'>): PlaybookServices => ({
  database: services.database,
  clock: services.clock,
  async situationOf({ workspaceId, communityId }) {
    const { report } = await latestEvaluation(services, workspaceId, communityId);
    return services.database.inWorkspace(workspaceId, (tx) => situationIn(tx, communityId, report));
  },
  metricSeries: (ids, key, span) => metricSeries(services, ids, key, span),
});

/** A report beside what the community says of itself. */
export async function situationIn(tx: Tx, communityId: string, report: CommunityReport): Promise<PlaySituation> {
  const detail = await getCommunityDetail(tx, communityId);
  return { ...report, type: detail.type, missing: missingParts(detail) };
}
