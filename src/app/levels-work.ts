import { z } from 'zod';
import { setTimeout as sleep } from 'node:timers/promises';
import { findOptionalCommunity, listCommunities } from '#modules/communities/index.ts';
import type { ConnectionRunner } from '#modules/connections/index.ts';
import { passedEntry } from '#modules/exams/index.ts';
import { listWorkspaceIds } from '#modules/identity/index.ts';
import { awardBadges, evaluateLevels, removeEntries, settleWaiting } from '#modules/levels/index.ts';
import { ruleMembers } from '#modules/segments/index.ts';
import { defineTask, type Jobs } from '#platform/jobs/index.ts';
import type { CommunityIds } from './evaluations.ts';
import type { Services } from './services.ts';

const ids = z.object({ workspaceId: z.string(), communityId: z.string() });

/** Brings levels and badges of a community up to what is known; at most one waits and one runs for each. */
const evaluateTask = defineTask({
  name: 'levels.evaluate',
  schema: ids,
  policy: 'stately',
  retryLimit: 3,
  retryDelay: 10,
  expireInSeconds: 3600,
});

/** Removes those who came into a group that is not for them. */
const removeTask = defineTask({ name: 'levels.remove-entries', schema: ids, policy: 'stately', retryDelay: 30 });

/** A new day and a new month come without an event. */
const lookTask = defineTask({ name: 'levels.look', schema: z.object({}), policy: 'stately' });

/** Asks that the levels of a community are looked at: after evaluations, points, papers passed, other standards. */
export const queueLevels = async (jobs: Jobs, community: CommunityIds): Promise<unknown> =>
  jobs.send(
    evaluateTask,
    { workspaceId: community.workspaceId, communityId: community.communityId },
    { key: community.communityId },
  );

/** Asks that those are removed who wait for it. */
export const queueRemovals = async (jobs: Jobs, community: CommunityIds): Promise<unknown> =>
  jobs.send(removeTask, community, { key: community.communityId });

/** What levels and badges are worked out with. */
export const levelServices = (services: Services) => ({
  ...services,
  connectors: services.connections.connectors,
  ruleMembers: (...[evaluated, rule]: Parameters<Parameters<typeof awardBadges>[0]['ruleMembers']>) =>
    ruleMembers(services, evaluated, rule),
});

/** Points come many at a time: what follows them within this is one look. Milliseconds. */
const GATHER_MS = 2_000;

/** Evaluates levels and gives badges when asked, and each hour where a day or a month began, and looks who had time to pass the entry exam. */
export async function workOnLevels(services: Services, runner: () => Pick<ConnectionRunner, 'act'>): Promise<void> {
  const { database, jobs } = services;
  const parts = levelServices(services);
  await jobs.work(evaluateTask, async (community, { signal }) => {
    await sleep(GATHER_MS, undefined, { signal });
    const { workspaceId, communityId } = community;
    // It may have been removed meanwhile.
    if (!(await database.inWorkspace(workspaceId, (tx) => findOptionalCommunity(tx, communityId)))) return;
    await evaluateLevels(parts, community);
    await awardBadges(parts, community);
  });
  await jobs.work(removeTask, async (community) => {
    if (await removeEntries(parts, community, runner()))
      throw new Error('somebody is still to be removed: tried again later');
  });
  await jobs.work(lookTask, async () => {
    for (const workspaceId of await database.asSystem(listWorkspaceIds))
      for (const { id: communityId } of await database.inWorkspace(workspaceId, listCommunities)) {
        const community = { workspaceId, communityId };
        await queueLevels(jobs, community);
        if (await settleWaiting({ ...services, passedEntry }, community)) await queueRemovals(jobs, community);
      }
  });
  await jobs.schedule(lookTask, '4 * * * *', {});
}
