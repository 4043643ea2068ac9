import { z } from 'zod';
import { findOptionalCommunity } from '#modules/communities/index.ts';
import {
  type InsightServices,
  keepNetworkMonths,
  keepNetworkRisks,
  latestEvaluation,
} from '#modules/insights/index.ts';
import { defineTask, type Jobs } from '#platform/jobs/index.ts';
import type { Log } from '#platform/log.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { proposeIntroductions } from './propose-introductions.ts';
import { findOptionalSearch, noteSearch } from './search-store.ts';

type CommunityIds = { workspaceId: string; communityId: string };

const options = {
  schema: z.object({ workspaceId: z.string(), communityId: z.string() }),
  policy: 'stately',
  retryLimit: 3,
  retryDelay: 30,
  expireInSeconds: 7200,
} as const;

/** What is worked out of the network after an evaluation, in the background: past months, risks, who should meet. */
const followTask = defineTask({ name: 'introductions.follow-evaluation', ...options });
/** Who should meet, because somebody asked. */
const proposeTask = defineTask({ name: 'introductions.propose', ...options });

/** Seconds that are waited for, so that many evaluations in a row are followed once. */
const PAUSE = 20;
/** Who should meet does not change by the minute. */
const PROPOSE_EVERY_MS = 6 * 3_600_000;

/** Asks that the latest evaluation of a community is followed. */
export async function queueNetworkWork(jobs: Jobs, community: CommunityIds): Promise<void> {
  await jobs.send(followTask, community, { key: community.communityId, startAfter: PAUSE });
}

/** Asks for proposals now, in this transaction. */
export async function queueProposals(tx: Tx, jobs: Jobs, community: CommunityIds): Promise<void> {
  await noteSearch(tx, community.communityId, 'waiting');
  await jobs.send(proposeTask, community, { tx, key: community.communityId });
}

/** Works out what follows an evaluation: months that are not kept, risks, and proposals where the last ones are old. */
export async function followEvaluation(
  services: InsightServices,
  ids: CommunityIds,
  signal?: AbortSignal,
): Promise<void> {
  const { database, clock } = services;
  await keepNetworkMonths(services, ids, signal ? { signal } : {});
  await keepNetworkRisks(services, ids);
  signal?.throwIfAborted();
  const { asOf } = await latestEvaluation(services, ids.workspaceId, ids.communityId);
  const last = await database.inWorkspace(ids.workspaceId, (tx) => findOptionalSearch(tx, ids.communityId));
  const isRecent = last?.searchedAt && last.asOf === asOf && clock.now() - last.searchedAt.getTime() < PROPOSE_EVERY_MS;
  if (!isRecent) await proposeIntroductions(services, ids);
}

/** Does the work that was asked for, one community at a time. */
export async function workOnNetwork(services: InsightServices & { jobs: Jobs; log: Log }): Promise<void> {
  const { database, jobs, log } = services;
  const exists = async ({ workspaceId, communityId }: CommunityIds): Promise<boolean> =>
    (await database.inWorkspace(workspaceId, (tx) => findOptionalCommunity(tx, communityId))) !== undefined;
  await jobs.work(followTask, async (ids, { signal }) => {
    if (await exists(ids)) await followEvaluation(services, ids, signal);
  });
  await jobs.work(proposeTask, async (ids, { retry }) => {
    if (!(await exists(ids))) return;
    const tell = (status: 'running' | 'waiting' | 'failed') =>
      database.inWorkspace(ids.workspaceId, (tx) => noteSearch(tx, ids.communityId, status));
    try {
      await tell('running');
      await proposeIntroductions(services, ids);
    } catch (error) {
      await tell(retry >= options.retryLimit ? 'failed' : 'waiting');
      log.warn(
        { err: error, communityId: ids.communityId, retry },
        'a search for introductions did not come to its end',
      );
      throw error;
    }
  });
}
