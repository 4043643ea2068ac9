import { z } from 'zod';
import { findOptionalZoneChange, listUndoneZoneChanges, noteZoneChange } from '#modules/communities/index.ts';
import { changeZone } from '#modules/events/index.ts';
import { moveHitsTo } from '#modules/growth/index.ts';
import { listWorkspaceIds } from '#modules/identity/index.ts';
import { isImporting } from '#modules/imports/index.ts';
import { grantScope } from '#platform/clickhouse/index.ts';
import { defineTask } from '#platform/jobs/index.ts';
import { drainsDone } from './drains-done.ts';
import type { Services } from './services.ts';

/** Moves a community's events to the days of its new zone. One that was killed is queued again. */
export const changeZoneTask = defineTask({
  name: 'communities.change-zone',
  schema: z.object({ workspaceId: z.string(), changeId: z.string() }),
  policy: 'stately',
  retryLimit: 8,
  retryDelay: 10,
  expireInSeconds: 6 * 3600,
});

/** Seconds between two looks at whether an import that began in the old zone has ended. */
const LOOK_AGAIN = 5;

type Parts = Pick<Services, 'database' | 'engine' | 'turns' | 'jobs' | 'log'> & {
  onCommunityChanged(community: { workspaceId: string; communityId: string }): void;
};

/** Runs changes of zones; asks again for what a stop left. */
export async function workOnZoneChanges(parts: Parts): Promise<void> {
  const { jobs, database } = parts;
  await jobs.work(changeZoneTask, async (order) => {
    if (!(await runZoneChange(parts, order)))
      await jobs.send(changeZoneTask, order, { key: order.changeId, startAfter: LOOK_AGAIN });
  });
  for (const workspaceId of await database.asSystem(listWorkspaceIds))
    for (const changeId of await database.inWorkspace(workspaceId, listUndoneZoneChanges))
      await jobs.send(changeZoneTask, { workspaceId, changeId }, { key: changeId });
}

/**
 * Runs a change of zone from wherever a run before it was killed. False where it has to wait: an import that is under way
 * may have begun in the old zone, and writes days of it.
 */
export async function runZoneChange(
  { database, engine, turns, onCommunityChanged }: Omit<Parts, 'jobs' | 'log'>,
  { workspaceId, changeId }: { workspaceId: string; changeId: string },
): Promise<boolean> {
  const found = await database.inWorkspace(workspaceId, (tx) => findOptionalZoneChange(tx, changeId));
  if (!found) return true;
  const { communityId, zone } = found;
  const scope = grantScope(workspaceId, communityId);
  if (await isImporting(database, scope)) return false;
  const note = (status: 'running' | 'done' | 'failed') =>
    database.inWorkspace(workspaceId, (tx) => noteZoneChange(tx, changeId, status));
  await note('running');
  try {
    await drainsDone(turns, communityId);
    const turn = turns.of(communityId);
    await changeZone(engine, scope, { zone, turn });
    await turn(() => moveHitsTo(engine, scope, zone));
  } catch (error) {
    await note('failed');
    throw error;
  }
  await note('done');
  onCommunityChanged({ workspaceId, communityId });
  return true;
}
