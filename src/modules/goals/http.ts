import { getCommunity } from '#modules/communities/index.ts';
import type { Caller, Route } from '#platform/http/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { budgetRoutes } from './budgets.http.ts';
import { objectiveRoutes } from './objectives.http.ts';
import type { Ids } from './read-measures.ts';
import { resourceRoutes } from './resources.http.ts';
import type { GoalServices } from './track-objectives.ts';

/** Runs work in a community of the caller, in one transaction. */
export type InCommunity = <T>(
  caller: Caller,
  key: string,
  work: (tx: Tx, community: { ids: Ids; zone: string }) => Promise<T>,
) => Promise<T>;

/** Objectives, budgets and resources. */
export function goalsRoutes(services: GoalServices): Route[] {
  const inCommunity: InCommunity = (caller, key, work) =>
    services.database.inWorkspace(caller.workspaceId, async (tx) => {
      const { id, zone } = await getCommunity(tx, key);
      return work(tx, { ids: { workspaceId: caller.workspaceId, communityId: id }, zone });
    });
  return [
    ...objectiveRoutes(services, inCommunity),
    ...budgetRoutes(services, inCommunity),
    ...resourceRoutes(services, inCommunity),
  ];
}
