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
const evaluateCommunityTask = defineTask({
  name: 'insights.evaluate-community',
  schema: ids,
  policy: 'stately',
  retryLimit: 3,
  retryDelay: 10,
  expireInSeconds: 3600,
});

/** Looks for what is due: at each start and each hour. */
const lookTask = defineTask({ name: 'insights.evaluate-due', schema: z.object({}), policy: 'stately' });

/** Queues an evaluation from a request that changed who is who, in whichever process it came; a failure is logged. */
export function queueEvaluation({ jobs, log }: Pick<Services, 'jobs' | 'log'>, community: CommunityIds): void {
  const send = async (): Promise<unknown> =>
    jobs.send(evaluateCommunityTask, community, { key: community.communityId });
  // The hourly look finds what could not be queued: an evaluation knows the people that it was made from.
  send().catch((error: unknown) => log.error({ err: error }, 'an evaluation could not be queued'));
}

const HOUR = 3_600_000;
const REST = 4;

/**
 * Evaluations that are due by themselves: after a community changed, when its day has changed, and where what a killed
 * process or an operator changed was not evaluated yet.
 */
export type Evaluations = {
  /**
   * A community has new events: it is evaluated after 2 s of quiet, every 30 s at the latest. One that takes long to
   * evaluate rests four times as long, so that evaluating takes a fifth of the time at most.
   */
  changed(community: CommunityIds): void;
  /** Queues what waits, so that the next start goes on with it. */
  stop(): Promise<void>;
};

type Parts = Pick<Services, 'jobs' | 'database' | 'clock' | 'log'>;

/** How evaluations are made; `evaluate` may be called again for the same community. */
export type Evaluator = {
  evaluate(community: CommunityIds, signal: AbortSignal): Promise<void>;
  /** Whether the latest evaluation was made from other facts than there are now. */
  isStale(community: CommunityIds): Promise<boolean>;
};

/** Starts the handlers, and looks for what the last stop left. */
export async function startEvaluations(
  { jobs, database, clock, log }: Parts,
  evaluator: Evaluator,
  timing: { quietMs: number; maxMs: number } = { quietMs: 2_000, maxMs: 30_000 },
): Promise<Evaluations> {
  const sending = new Set<Promise<unknown>>();
  const queue = (community: CommunityIds): Promise<unknown> =>
    jobs.send(evaluateCommunityTask, community, { key: community.communityId });
  const restUntil = new Map<string, number>();
  const debounce = new Debounce({
    ...timing,
    notBefore: (key) => restUntil.get((JSON.parse(key) as CommunityIds).communityId) ?? 0,
    run: (key) => {
      const sent = queue(JSON.parse(key) as CommunityIds)
        .catch((error: unknown) => log.error({ err: error }, 'an evaluation could not be queued'))
        .finally(() => sending.delete(sent));
      sending.add(sent);
    },
  });
  await jobs.work(evaluateCommunityTask, async (community, { signal }) => {
    const began = performance.now();
    await evaluator.evaluate(community, signal);
    const ended = performance.now();
    restUntil.set(community.communityId, ended + REST * (ended - began));
  });
  await jobs.work(lookTask, async () => {
    const now = clock.now();
    for (const { zone, ...community } of await listAll(database)) {
      if (dayBegan(now, zone) || (await evaluator.isStale(community))) await queue(community);
    }
  });
  await jobs.schedule(lookTask, '3 * * * *', {});
  await jobs.send(lookTask, {}, { key: 'start' });
  return {
    changed: ({ workspaceId, communityId }) => debounce.touch(JSON.stringify({ workspaceId, communityId })),
    async stop() {
      debounce.flush();
      await Promise.all(sending);
    },
  };
}

/** Whether a local day began within the last hour: every zone has its own midnight, and some nights have no midnight. */
export const dayBegan = (now: number, zone: string): boolean => dayOf(now, zone) !== dayOf(now - HOUR, zone);

async function listAll(database: Services['database']): Promise<(CommunityIds & { zone: string })[]> {
  const found: (CommunityIds & { zone: string })[] = [];
  for (const workspaceId of await database.asSystem(listWorkspaceIds)) {
    for (const { id, zone } of await database.inWorkspace(workspaceId, listCommunities)) {
      found.push({ workspaceId, communityId: id, zone });
    }
  }
  return found;
}
