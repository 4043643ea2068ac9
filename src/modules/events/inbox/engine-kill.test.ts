import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { createCommunity } from '#modules/communities/index.ts';
import { createWorkspace } from '#modules/identity/index.ts';
import { grantScope, inScope, sql, startEngine } from '#platform/clickhouse/index.ts';
import { createLogger } from '#platform/log.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testDatabase } from '#testkit/database.ts';
import type { NeutralEvent } from '../contract.ts';
import { listStaleDays, rollUp, writeEvents } from '../index.ts';
import { logState } from '#testkit/event-log/log-state.ts';
import { randomHistory, seeded } from '#testkit/event-log/random-history.ts';
import { createAcceptEvents } from './accept-events.ts';
import { EventWorker } from './event-worker.ts';

let database: Database;
let started: Awaited<ReturnType<typeof startEngine>>;
const dataDir = mkdtempSync(join(tmpdir(), 'qunluo-engine-kill-'));

beforeAll(async () => {
  database = await testDatabase();
  started = await startEngine({ dataDir, limits: { memoryBytes: 1024 ** 3, graceMs: 1000 } });
});
afterAll(async () => {
  await started.stop();
  await database.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const zone = 'Europe/Berlin';

it(
  'the engine killed again and again during drains loses nothing and doubles nothing',
  { timeout: 180_000 },
  async () => {
    const { engine } = started;
    const random = seeded(77);
    const workspaceId = await database.asSystem((tx) => createWorkspace(tx, 'W'));
    const { id: communityId } = await database.inWorkspace(workspaceId, (tx) =>
      createCommunity(tx, workspaceId, { name: 'C', zone }),
    );
    const changed: string[] = [];
    const worker = new EventWorker({
      database,
      engine,
      log: createLogger({ logLevel: 'silent' }),
      rollUpPauseMs: 50,
      listWorkspaces: async () => [workspaceId],
      onCommunityChanged: (community) => changed.push(community.communityId),
    });
    await worker.start();
    const accept = createAcceptEvents({ database });
    const crowd: NeutralEvent[] = Array.from({ length: 3_000 }, (_, at) => ({
      id: `crowd${at}`,
      group: 'g',
      member: `m${at % 200}`,
      kind: 'message',
      at: new Date(Date.UTC(2024, 2, 1) + at * 60_000).toISOString(),
      position: at,
      text: 'x'.repeat(50),
    }));
    const history = random.shuffle([...randomHistory(random, 80), ...crowd]);
    let kills = 0;
    for (let at = 0; at < history.length;) {
      await accept({ workspaceId, communityId, source: 'api' }, history.slice(at, (at += 700 + random.below(400))));
      await sleep(20 + random.below(200));
      process.kill(started.pid()!, 'SIGKILL');
      kills++;
      await expect.poll(() => engine.ping().catch(() => false), { timeout: 60_000, interval: 50 }).toBe(true);
    }
    expect(kills).toBeGreaterThanOrEqual(3);

    const scope = grantScope(workspaceId, communityId);
    const ids = new Set(history.map(({ id, platform }) => `${platform} ${id}`)).size;
    const count = async (): Promise<number> => {
      const rows = await engine.query<{ n: number }>(
        scope,
        'events.test_all',
        sql`SELECT count() AS n FROM events FINAL WHERE ${inScope(scope)}`,
      );
      return Number(rows[0]!.n);
    };
    await expect.poll(() => count().catch(() => -1), { timeout: 60_000, interval: 200 }).toBe(ids);
    await expect
      .poll(() => listStaleDays(engine, scope).catch(() => ['?']), { timeout: 60_000, interval: 200 })
      .toEqual([]);
    await worker.stop();
    expect(changed).toContain(communityId);

    const fresh = grantScope(newId(), communityId);
    const written = await writeEvents(engine, fresh, { zone }, history);
    await rollUp(engine, fresh, written.changed);
    const expected = await logState(engine, fresh);
    const actual = await logState(engine, scope);
    for (const table of Object.keys(expected)) expect({ [table]: actual[table] }).toEqual({ [table]: expected[table] });
  },
);
