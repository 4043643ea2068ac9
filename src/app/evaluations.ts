import { z } from 'zod';
import { dayOf } from '#kernel/calendar.ts';
import { listCommunities } from '#modules/communities/index.ts';
import { listWorkspaceIds } from '#modules/identity/index.ts';
import { defineTask } from '#platform/jobs/index.ts';
import { Debounce } from './debounce.ts';
import type { Services } from './services.ts';

const ids = z.object({ workspaceId: z.string(), communityId: z.string() });
export type CommunityIds = z.infer<typeof ids>;

/** One evaluation of a community; at most one waits and one runs for each. */
export const evaluateCommunityTask = defineTask({
  name: 'insights.evaluate-community',
  schema: ids,
  policy: 'stately',
  retryLimit: 3,
  retryDelay: 10,
  expireInSeconds: 3600,
});

const newDaysTask = defineTask({ name: 'insights.evaluate-new-days', schema: z.object({}), policy: 'stately' });

const HOUR = 3_600_000;

/** Evaluations that are due by themselves: after a community changed, and when its day has changed. */
export type Evaluations = {
  /** A community has new events: it is evaluated after 2 s of quiet, every 30 s at the latest. */
  changed(community: CommunityIds): void;
  /** Queues what waits, so that the next start goes on with it. */
  stop(): Promise<void>;
};

type Parts = Pick<Services, 'jobs' | 'database' | 'clock' | 'log'>;

/** Starts the handlers. `evaluate` may be called again for the same community and gives the same figures then. */
export async function startEvaluations(
  { jobs, database, clock, log }: Parts,
  evaluate: (community: CommunityIds, signal: AbortSignal) => Promise<void>,
  timing: { quietMs: number; maxMs: number } = { quietMs: 2_000, maxMs: 30_000 },
): Promise<Evaluations> {
  const sending = new Set<Promise<unknown>>();
  const queue = (community: CommunityIds): Promise<unknown> =>
    jobs.send(evaluateCommunityTask, community, { key: community.communityId });
  const debounce = new Debounce({
    ...timing,
    run: (key) => {
      const sent = queue(JSON.parse(key) as CommunityIds)
        .catch((error: unknown) => log.error({ err: error }, 'an evaluation could not be queued'))
        .finally(() => sending.delete(sent));
      sending.add(sent);
    },
  });
  await jobs.work(evaluateCommunityTask, async (community, { signal }) => evaluate(community, signal));
  await jobs.work(newDaysTask, async () => {
    for (const community of await communitiesWithNewDay(database, clock.now())) await queue(community);
  });
  await jobs.schedule(newDaysTask, '3 * * * *', {});
  return {
    changed: ({ workspaceId, communityId }) => debounce.touch(JSON.stringify({ workspaceId, communityId })),
    async stop() {
      debounce.flush();
      await Promise.all(sending);
    },
  };
}

/** The communities whose local day began within the last hour: every zone has its own midnight. */
export async function communitiesWithNewDay(database: Services['database'], now: number): Promise<CommunityIds[]> {
  const found: CommunityIds[] = [];
  for (const workspaceId of await database.asSystem(listWorkspaceIds)) {
    for (const { id, zone } of await database.inWorkspace(workspaceId, listCommunities)) {
      if (dayOf(now, zone) !== dayOf(now - HOUR, zone)) found.push({ workspaceId, communityId: id });
    }
  }
  return found;
}
