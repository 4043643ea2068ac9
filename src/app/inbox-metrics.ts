import { countWaiting } from '#modules/events/index.ts';
import { listWorkspaceIds } from '#modules/identity/index.ts';
import type { Metrics } from '#platform/http/index.ts';
import type { Database } from '#platform/postgres/index.ts';

/** How many accepted events wait to be written, over all workspaces, counted at each scrape. */
export function watchInbox(metrics: Metrics, database: Database): void {
  metrics.gauge('qunluo_inbox_events', 'accepted events that are not in the event log yet', async () => {
    let waiting = 0;
    for (const workspaceId of await database.asSystem(listWorkspaceIds)) {
      waiting += await database.inWorkspace(workspaceId, countWaiting);
    }
    return waiting;
  });
}
