import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '#kernel/clock.ts';
import { createCommunity } from '#modules/communities/index.ts';
import { communitySpace, rollUp, writeEvents } from '#modules/events/index.ts';
import { createWorkspace } from '#modules/identity/index.ts';
import { ensureAccounts, setStandings } from '#modules/members/index.ts';
import { grantScope } from '#platform/clickhouse/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';
import { evaluateCommunity, isStale } from './index.ts';

let database: Database;
beforeAll(async () => void (database = await testDatabase()));
afterAll(() => database.close());

describe('an evaluation', () => {
  it('is stale once the log or what operators say has changed, and not before', async () => {
    const engine = await testEngine();
    const services = { database, engine, clock: systemClock };
    const workspaceId = await database.asSystem((tx) => createWorkspace(tx, 'W'));
    const zone = 'Asia/Shanghai';
    const made = await database.inWorkspace(workspaceId, (tx) => createCommunity(tx, workspaceId, { name: 'C', zone }));
    const ids = { workspaceId, communityId: made.id };
    const scope = grantScope(workspaceId, made.id);
    const say = async (id: string) => {
      const event = { id, member: 'm', group: 'g', kind: 'message', at: '2026-01-05T08:00:00Z' };
      const { changed } = await writeEvents(engine, scope, { zone }, [event]);
      await rollUp(engine, scope, changed);
    };
    expect(await isStale(services, ids)).toBe(false);
    await say('1');
    expect(await isStale(services, ids)).toBe(false);
    await evaluateCommunity(services, ids);
    expect(await isStale(services, ids)).toBe(false);
    await say('1');
    expect(await isStale(services, ids)).toBe(false);
    await say('2');
    expect(await isStale(services, ids)).toBe(true);
    await evaluateCommunity(services, ids);
    expect(await isStale(services, ids)).toBe(false);

    const memberId = communitySpace(made.id).accountId('qunluo', 'm');
    const account = { id: memberId, platform: 'qunluo', externalId: 'm', bot: false, firstAt: 0 };
    await database.inWorkspace(workspaceId, async (tx) => {
      await ensureAccounts(tx, made.id, [account]);
      await setStandings(tx, { communityId: made.id, memberId, standings: ['expert'] });
    });
    expect(await isStale(services, ids)).toBe(true);
  });
});
