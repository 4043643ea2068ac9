import { z } from 'zod';
import { listCommunities } from '#modules/communities/index.ts';
import { listWorkspaceIds } from '#modules/identity/index.ts';
import { recomputeSegments } from '#modules/segments/index.ts';
import { defineTask, type Jobs } from '#platform/jobs/index.ts';
import type { CommunityIds } from './evaluations.ts';
import type { Services } from './services.ts';

/** Brings the segments of a community up to its latest evaluation; at most one waits and one runs for each. */
const recomputeTask = defineTask({
  name: 'segments.recompute',
  schema: z.object({ workspaceId: z.string(), communityId: z.string() }),
  policy: 'stately',
  retryLimit: 3,
  retryDelay: 10,
  expireInSeconds: 3600,
});

/** Tags and attributes that operators change, and lists whose time is over, wait for no evaluation. */
const lookTask = defineTask({ name: 'segments.look', schema: z.object({}), policy: 'stately' });

/** Queues a computation of a community's segments. */
export const queueSegments = async (jobs: Jobs, community: CommunityIds): Promise<unknown> =>
  jobs.send(recomputeTask, community, { key: community.communityId });

/** Computes segments after evaluations, and looks each hour for what changed without one. */
export async function workOnSegments(services: Services): Promise<void> {
  const { database, jobs } = services;
  await jobs.work(recomputeTask, async (community) => void (await recomputeSegments(services, community)));
  await jobs.work(lookTask, async () => {
    for (const workspaceId of await database.asSystem(listWorkspaceIds)) {
      for (const { id: communityId } of await database.inWorkspace(workspaceId, listCommunities)) {
        await queueSegments(jobs, { workspaceId, communityId });
      }
    }
  });
  await jobs.schedule(lookTask, '33 * * * *', {});
}
