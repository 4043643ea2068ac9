import { z } from 'zod';
import { listWorkspaceIds } from '#modules/identity/index.ts';
import { defineTask } from '#platform/jobs/index.ts';
import { runErasure, type ErasureParts } from './erase-member.ts';
import { failErasure, listUndone } from './erase-member-store.ts';
import { eraseReturned, mergeOwnTombstones } from './erase-member-tombstones.ts';
import type { Services } from './services.ts';

/** One run of an erasure; its data say nothing of the person. One that was killed is queued again. */
export const eraseMemberTask = defineTask({
  name: 'members.erase',
  schema: z.object({ workspaceId: z.string(), erasureId: z.string() }),
  policy: 'stately',
  retryLimit: 8,
  retryDelay: 5,
  expireInSeconds: 6 * 3600,
});

/** Seconds between two looks at whether an import of the community has ended. */
const LOOK_AGAIN = 5;

type Parts = ErasureParts & Pick<Services, 'jobs' | 'log'>;

/** Runs erasures one at a time; asks again for what a stop left, and for whom a restored backup brought back. */
export async function workOnErasures(parts: Parts): Promise<void> {
  const { jobs, database, log, config, tombstoneKeys } = parts;
  await jobs.work(eraseMemberTask, async (order, { retry }) => {
    const failure = await attempt(parts, order);
    if (failure === undefined) return;
    log.error({ erasureId: order.erasureId, why: failure, retry }, 'an erasure did not come to its end');
    if (retry >= eraseMemberTask.options.retryLimit)
      await database.inWorkspace(order.workspaceId, (tx) => failErasure(tx, order.erasureId, failure));
    throw new Error(`erasure ${order.erasureId}: ${failure}`);
  });
  await mergeOwnTombstones(database, config.dataDir);
  for (const workspaceId of await database.asSystem(listWorkspaceIds)) {
    const returned = await eraseReturned(database, workspaceId, tombstoneKeys);
    if (returned.length > 0)
      log.warn({ people: returned.length }, 'people who were erased came back and are erased again');
    const undone = await database.inWorkspace(workspaceId, listUndone);
    for (const erasureId of undone) await jobs.send(eraseMemberTask, { workspaceId, erasureId }, { key: erasureId });
  }
}

/** Runs an erasure, or queues it for later; gives the name of what failed. Its text may hold what must not be written down. */
async function attempt(parts: Parts, order: { workspaceId: string; erasureId: string }): Promise<string | undefined> {
  try {
    if (!(await runErasure(parts, order)))
      await parts.jobs.send(eraseMemberTask, order, { key: order.erasureId, startAfter: LOOK_AGAIN });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.name : 'failure';
  }
}
