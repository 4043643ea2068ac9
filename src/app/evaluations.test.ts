import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '#kernel/clock.ts';
import { createCommunity } from '#modules/communities/index.ts';
import { createWorkspace } from '#modules/identity/index.ts';
import { createJobs, type Jobs } from '#platform/jobs/index.ts';
import { createLogger } from '#platform/log.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testDatabase } from '#testkit/database.ts';
import { communitiesWithNewDay, type CommunityIds, startEvaluations } from './evaluations.ts';

const log = createLogger({ logLevel: 'silent' });
let database: Database;
let jobs: Jobs;
const made: Record<string, CommunityIds> = {};
beforeAll(async () => {
  database = await testDatabase();
  jobs = createJobs({ settings: database.settings, log });
  await jobs.start();
  const workspaceId = await database.asSystem((tx) => createWorkspace(tx, 'W'));
  for (const zone of ['Asia/Shanghai', 'Asia/Kolkata', 'America/New_York']) {
    const { id } = await database.inWorkspace(workspaceId, (tx) =>
      createCommunity(tx, workspaceId, { name: zone, zone }),
    );
    made[zone] = { workspaceId, communityId: id };
  }
});
afterAll(async () => {
  await jobs.stop();
  await database.close();
});

describe('evaluations', () => {
  it('follow a change once, however often it was told, and are not lost by stopping', async () => {
    const seen: string[] = [];
    const start = () =>
      startEvaluations(
        { jobs, database, clock: systemClock, log },
        async ({ communityId }) => void seen.push(communityId),
        {
          quietMs: 100,
          maxMs: 1_000,
        },
      );
    const evaluations = await start();
    const [one, two] = [made['Asia/Shanghai']!, made['Asia/Kolkata']!];
    for (let at = 0; at < 50; at += 1) evaluations.changed(one);
    await expect.poll(() => seen, { timeout: 15_000 }).toEqual([one.communityId]);
    evaluations.changed(two);
    await evaluations.stop();
    await expect.poll(() => seen, { timeout: 15_000 }).toEqual([one.communityId, two.communityId]);
  });

  it('are due in the hour after a community’s own midnight', async () => {
    const due = async (at: string) =>
      (await communitiesWithNewDay(database, Date.parse(at))).map((community) =>
        Object.keys(made).find((zone) => made[zone]!.communityId === community.communityId),
      );
    expect(await due('2026-03-08T16:03:00Z')).toEqual(['Asia/Shanghai']);
    expect(await due('2026-03-08T17:03:00Z')).toEqual([]);
    expect(await due('2026-03-08T19:03:00Z')).toEqual(['Asia/Kolkata']);
    expect(await due('2026-03-08T05:03:00Z')).toEqual(['America/New_York']);
    expect(await due('2026-03-09T04:03:00Z')).toEqual(['America/New_York']); // an hour earlier by daylight saving
  });
});
