import { z } from 'zod';
import { findOptionalCommunity } from '#modules/communities/index.ts';
import { listChannels } from '#modules/delivery/index.ts';
import { recordObjectives } from '#modules/goals/index.ts';
import { followPlays } from '#modules/playbooks/index.ts';
import { defineTask, type Jobs } from '#platform/jobs/index.ts';
import type { CommunityIds } from './evaluations.ts';
import { playbookServices } from './playbook-services.ts';
import type { Services } from './services.ts';

/** What is noted of an evaluation; at most one waits and one runs for each community. */
const followTask = defineTask({
  name: 'insights.follow-evaluation',
  schema: z.object({ workspaceId: z.string(), communityId: z.string() }),
  policy: 'stately',
  retryLimit: 3,
  retryDelay: 10,
  expireInSeconds: 600,
});

/** Asks that the latest evaluation of a community is followed: whoever made it, a job, a page or a command. */
export const queueFollowing = async (jobs: Jobs, community: CommunityIds): Promise<unknown> =>
  jobs.send(followTask, community, { key: community.communityId });

/** Notes after evaluations how objectives stand and what became of plays. */
export async function workOnFollowing(services: Services): Promise<void> {
  const { database, jobs } = services;
  await jobs.work(followTask, async (community) => {
    const { workspaceId, communityId } = community;
    // It may have been removed meanwhile.
    const found = await database.inWorkspace(workspaceId, (tx) => findOptionalCommunity(tx, communityId));
    if (found) await followEvaluation(services, community);
  });
}

/** One that fails does not keep the other from being noted; both are tried again. */
async function followEvaluation(services: Services, community: CommunityIds): Promise<void> {
  const done = await Promise.allSettled([
    recordObjectives({ ...services, listChannels: listChannels(services.connections.connectors) }, community),
    followPlays(playbookServices(services), community),
  ]);
  for (const step of done) if (step.status === 'rejected') throw step.reason;
}
