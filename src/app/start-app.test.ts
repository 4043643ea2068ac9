import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { loadConfig } from '#platform/config.ts';
import { createLogger } from '#platform/log.ts';
import { testDatabase } from '#testkit/database.ts';
import { createReadiness } from './readiness.ts';
import { type App, startApp } from './start-app.ts';

const log = createLogger({ logLevel: 'silent' });
let dataDir: string;
let app: App | undefined;
beforeAll(async () => void (dataDir = await mkdtemp(join(tmpdir(), 'qunluo-start-'))));
afterAll(async () => {
  await app?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const config = () => loadConfig({ QUNLUO_DATA: dataDir, QUNLUO_PORT: '0', QUNLUO_LOG: 'silent' });

describe('the whole server in one process', () => {
  it('starts on an empty directory, answers, stops in order, and starts again on what is there', async () => {
    let prepared = false;
    app = await startApp(config(), { log, prepare: async () => void (prepared = true) });
    expect(prepared).toBe(true);
    expect(app.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const ready = await fetch(`${app.address}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([
      200,
      { ready: true, parts: { postgres: true, engine: true, migrations: true } },
    ]);
    expect((await fetch(`${app.address}/api/v1/me`)).status).toBe(401);
    expect(await (await fetch(`${app.address}/metrics`)).text()).toMatch(/^qunluo_inbox_events 0$/m);
    const { address } = app;
    await app.stop();
    await expect(fetch(`${address}/healthz`)).rejects.toThrow('fetch failed');

    app = await startApp(config(), { log });
    expect((await fetch(`${app.address}/readyz`)).status).toBe(200);
    await expect(startApp(config(), { log })).rejects.toMatchObject({ code: expect.stringMatching(/in_use/) });
    await app.stop();
  }, 180_000);

  it('stops what it started when it is told to stop in the middle', async () => {
    const aborter = new AbortController();
    const starting = startApp(config(), {
      log,
      signal: aborter.signal,
      prepare: async () => aborter.abort(),
    });
    await expect(starting).rejects.toMatchObject({ code: 'start_aborted' });
    app = await startApp(config(), { log });
    expect((await fetch(`${app.address}/healthz`)).status).toBe(200);
    await app.stop();
  }, 180_000);

  it('passes its log on to a collector, the last lines when it stops', async () => {
    let heard = '';
    const collector = createServer((request, response) => {
      void text(request).then((body) => response.end(void (heard += body)));
    }).listen(0, '127.0.0.1');
    await once(collector, 'listening');
    const { port } = collector.address() as AddressInfo;
    const env = { QUNLUO_LOG: 'warn', QUNLUO_LOG_URL: `http://127.0.0.1:${port}/v1/logs` };
    app = await startApp(loadConfig({ QUNLUO_DATA: dataDir, QUNLUO_PORT: '0', ...env }));
    const refused = await fetch(`${app.address}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: app.address },
      body: JSON.stringify({ email: 'nobody@books.example', password: 'not the right one' }),
    });
    expect(refused.status).toBe(401);
    await app.stop();
    collector.close();
    expect(heard).toContain('sign_in_refused');
    expect(heard).not.toContain('not the right one');
  }, 180_000);
});

describe('readiness', () => {
  it('names the part that is down, that hangs, or that was put back to an older state', async () => {
    const database = await testDatabase();
    const engine = { ping: async () => true };
    const ready = await createReadiness({ database, engine: engine as never });
    const parts = z.record(z.string(), z.boolean());
    expect(parts.parse(await ready())).toEqual({ postgres: true, engine: true, migrations: true });
    engine.ping = async () => {
      throw new Error('down');
    };
    expect((await ready()).engine).toBe(false);
    engine.ping = () => new Promise(() => undefined);
    expect((await ready()).engine).toBe(false);
    engine.ping = async () => true;
    const older = { ...database, pool: { query: async () => ({ rows: [{ n: older.n-- }] }) } as never, n: 5 };
    const replaced = await createReadiness({ database: older, engine: engine as never });
    expect(await replaced()).toEqual({ postgres: true, engine: true, migrations: false });
    await database.close();
    expect(await ready()).toEqual({ postgres: false, engine: true, migrations: false });
  });
});
