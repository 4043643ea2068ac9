import { sql } from 'kysely';
import { z } from 'zod';
import { findOptionalCommunity } from '#modules/communities/index.ts';
import type { InsightServices } from '#modules/insights/index.ts';
import { defineTask, type Jobs } from '#platform/jobs/index.ts';
import type { Log } from '#platform/log.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { SearchStatus } from './contract.ts';
import { searchPairs } from './search-pairs.ts';

/** One search of a community; asked for while one runs, another waits behind it. */
export const searchPairsTask = defineTask({
  name: 'matching.search',
  schema: z.object({ workspaceId: z.string(), communityId: z.string() }),
  policy: 'stately',
  retryLimit: 3,
  retryDelay: 10,
  expireInSeconds: 3600,
});

type CommunityIds = { workspaceId: string; communityId: string };

/** Asks for a search, in this transaction. */
export async function queueSearch(tx: Tx, jobs: Jobs, { workspaceId, communityId }: CommunityIds): Promise<void> {
  await sql`
    INSERT INTO merge_searches (community_id, workspace_id, status) VALUES (${communityId}, qunluo_workspace(), 'waiting')
    ON CONFLICT (community_id) DO UPDATE SET status = 'waiting', share = 0 WHERE merge_searches.status <> 'running'
  `.execute(tx);
  await jobs.send(searchPairsTask, { workspaceId, communityId }, { tx, key: communityId });
}

const note = async (tx: Tx, communityId: string, status: SearchStatus, share: number): Promise<void> => {
  await sql`
    UPDATE merge_searches SET status = ${status}, share = ${share} WHERE community_id = ${communityId}
  `.execute(tx);
};

/** Runs the searches that were asked for, one at a time. */
export async function workOnSearches(services: InsightServices & { jobs: Jobs; log: Log }): Promise<void> {
  const { database, jobs, log } = services;
  await jobs.work(searchPairsTask, async ({ workspaceId, communityId }, { retry, signal }) => {
    const tell = (status: SearchStatus, share = 0) =>
      database.inWorkspace(workspaceId, (tx) => note(tx, communityId, status, share));
    const community = await database.inWorkspace(workspaceId, (tx) => findOptionalCommunity(tx, communityId));
    if (!community) return;
    try {
      await tell('running');
      await searchPairs(
        services,
        { workspaceId, communityId, zone: community.zone },
        { onProgress: (share) => tell('running', share), signal },
      );
    } catch (error) {
      await tell(retry >= searchPairsTask.options.retryLimit ? 'failed' : 'waiting');
      log.warn({ err: error, communityId, retry }, 'a search for people who may be one did not come to its end');
      throw error;
    }
  });
}
