import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCommunity } from '#modules/communities/index.ts';
import { createWorkspace } from '#modules/identity/index.ts';
import { createJobs, type Jobs } from '#platform/jobs/index.ts';
import { createLogger } from '#platform/log.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testDatabase } from '#testkit/database.ts';
import { type CommunityIds, dayBegan, startEvaluations } from './evaluations.ts';

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
  it('follow a change once, however often it was told, are not lost by stopping, and catch up at the start', async () => {
    const seen: string[] = [];
    let stale = '';
    const evaluator = {
      evaluate: async ({ communityId }: CommunityIds) => void seen.push(communityId),
      isStale: async ({ communityId }: CommunityIds) => communityId === stale,
    };
    // Noon everywhere it matters: no day begins.
    const clock = { now: () => Date.parse('2026-06-01T02:30:00Z') };
    const timing = { quietMs: 100, maxMs: 1_000 };
    const [one, two, three] = ['Asia/Shanghai', 'Asia/Kolkata', 'America/New_York'].map((zone) => made[zone]!);
    stale = three!.communityId;
    const evaluations = await startEvaluations({ jobs, database, clock, log }, evaluator, timing);
    await expect.poll(() => seen, { timeout: 60_000 }).toEqual([three!.communityId]);
    for (let at = 0; at < 50; at += 1) evaluations.changed(one!);
    await expect.poll(() => seen, { timeout: 60_000 }).toEqual([three!.communityId, one!.communityId]);
    evaluations.changed(two!);
    await evaluations.stop();
    await expect.poll(() => seen.at(-1), { timeout: 60_000 }).toBe(two!.communityId);
    expect(seen).toHaveLength(3);
  });

  it('are due in the hour after a community’s own midnight', () => {
    const zones = ['Asia/Shanghai', 'Asia/Kolkata', 'America/New_York', 'America/Havana'];
    const due = (at: string) => zones.filter((zone) => dayBegan(Date.parse(at), zone));
    expect(due('2026-03-09T16:03:00Z')).toEqual(['Asia/Shanghai']);
    expect(due('2026-03-09T17:03:00Z')).toEqual([]);
    expect(due('2026-03-09T19:03:00Z')).toEqual(['Asia/Kolkata']);
    expect(due('2026-03-07T05:03:00Z')).toEqual(['America/New_York', 'America/Havana']);
    // Daylight saving began: New York an hour earlier, and Havana's day began at one o'clock.
    expect(due('2026-03-09T04:03:00Z')).toEqual(['America/New_York', 'America/Havana']);
    expect(due('2026-03-08T05:03:00Z')).toEqual(['America/New_York', 'America/Havana']);
  });
});
