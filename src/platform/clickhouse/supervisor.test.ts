import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { Unavailable } from '#kernel/errors.ts';
import { grantScope, inScope, sql, startEngine, type EventEngine, type StartedEngine } from './index.ts';
import { isAlive } from './supervisor.ts';

const LIMITS = { memoryBytes: 1 << 30, graceMs: 2000 };
const scope = grantScope(newId(), newId());

let dataDir: string;
const started: StartedEngine[] = [];

const start = async (directory = dataDir): Promise<StartedEngine> => {
  const one = await startEngine({ dataDir: directory, limits: LIMITS });
  started.push(one);
  return one;
};

const socketOf = (one: StartedEngine): string => ('socketPath' in one.address ? one.address.socketPath : '');

const marks = async (engine: EventEngine): Promise<number[]> => {
  const rows = await engine.query<{ position: number }>(
    scope,
    'test.marks',
    sql`SELECT position FROM renames WHERE ${inScope(scope)} ORDER BY position`,
  );
  return rows.map((row) => row.position);
};

const mark = (engine: EventEngine, position: number, deduplicationToken = newId()): Promise<void> =>
  engine.insert(scope, 'renames', [{ at: 0, position, event_id: newId() }], { deduplicationToken });

/** Computes for as long as it may. */
const slow = (engine: EventEngine, maxSeconds = 60) =>
  engine.query(
    scope,
    'test.slow',
    sql`SELECT max(sipHash64(number)) AS n FROM numbers(100000000000) WHERE (SELECT count() FROM renames WHERE ${inScope(scope)}) >= 0`,
    { maxSeconds },
  );

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'qunluo-supervisor-'));
});

afterEach(async () => {
  await Promise.all(started.splice(0).map((one) => one.stop()));
  rmSync(dataDir, { recursive: true, force: true });
});

test('killed at any moment, it heals, and what was acknowledged is there once', async () => {
  const { engine, pid } = await start();
  const acknowledged = new Set<number>();
  const failures: unknown[] = [];
  const load = { running: true };
  let next = 0;
  const writer = async (): Promise<void> => {
    while (load.running) {
      const position = next++;
      const token = newId();
      for (;;) {
        try {
          await mark(engine, position, token);
          acknowledged.add(position);
          break;
        } catch (error) {
          failures.push(error);
          await sleep(50);
        }
      }
    }
  };
  const reader = async (): Promise<void> => {
    while (load.running) {
      await marks(engine).catch((error: unknown) => failures.push(error));
      await sleep(5);
    }
  };
  const workers = [writer(), writer(), writer(), reader(), reader()];
  const pids = new Set<number>();
  for (let kill = 0; kill < 3; kill++) {
    await expect.poll(() => pid() !== undefined && !pids.has(pid()!), { timeout: 60_000 }).toBe(true);
    const target = pid()!;
    pids.add(target);
    const before = acknowledged.size;
    await expect.poll(() => acknowledged.size, { timeout: 60_000 }).toBeGreaterThan(before + 5);
    process.kill(target, 'SIGKILL');
    await expect.poll(() => isAlive(target)).toBe(false);
  }
  const before = acknowledged.size;
  await expect.poll(() => acknowledged.size, { timeout: 60_000 }).toBeGreaterThan(before + 5);
  load.running = false;
  await Promise.all(workers);
  expect(pids.size).toBe(3);
  expect(failures.length).toBeGreaterThan(0);
  for (const failure of failures) expect(failure).toBeInstanceOf(Unavailable);
  expect(failures[0]).toMatchObject({ status: 503, retryAfter: expect.any(Number) });
  expect(await marks(engine)).toEqual([...acknowledged].toSorted((a, b) => a - b));
}, 180_000);

test('a second start on one data directory says so, and the first goes on', async () => {
  const first = await start();
  await mark(first.engine, 1);
  await expect(startEngine({ dataDir, limits: LIMITS })).rejects.toMatchObject({
    code: 'engine_in_use',
    message: expect.stringContaining(`${dataDir} is in use`),
  });
  expect(await marks(first.engine)).toEqual([1]);
});

test('an engine whose server was killed goes too, and the next start opens the directory at once', async () => {
  const program = `
    const { startEngine } = await import(${JSON.stringify(new URL('index.ts', import.meta.url).href)});
    const started = await startEngine({ dataDir: ${JSON.stringify(dataDir)}, limits: ${JSON.stringify(LIMITS)} });
    console.log(JSON.stringify({ pid: started.pid(), socket: started.address.socketPath }));
    setInterval(() => {}, 1000);`;
  const server = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(server.stdout, 'data')) as [Buffer];
  const orphan = JSON.parse(line.toString()) as { pid: number; socket: string };
  server.kill('SIGKILL');
  await once(server, 'exit');
  const next = await start();
  expect(isAlive(orphan.pid)).toBe(false);
  expect(existsSync(dirname(orphan.socket))).toBe(false);
  await mark(next.engine, 7);
  expect(await marks(next.engine)).toEqual([7]);
}, 180_000);

test('a stop lets work end, refuses new work, leaves nothing behind, and loses nothing', async () => {
  const first = await start();
  const pid = first.pid()!;
  const socket = socketOf(first);
  expect(statSync(dirname(socket)).mode & 0o777).toBe(0o700);
  await mark(first.engine, 3);
  const short = slow(first.engine, 1).catch((error: unknown) => error);
  await sleep(200);
  const stopped = first.stop();
  await sleep(100);
  await expect(marks(first.engine)).rejects.toBeInstanceOf(Unavailable);
  // It ran to its own end, within the grace.
  expect(await short).toMatchObject({ code: 'query_too_slow' });
  await stopped;
  expect([isAlive(pid), existsSync(dirname(socket))]).toEqual([false, false]);
  expect(await marks((await start()).engine)).toEqual([3]);
});

test('a stop ends what does not end within the grace', async () => {
  const { engine, stop } = await start();
  const endless = slow(engine).catch((error: unknown) => error);
  await sleep(200);
  const since = Date.now();
  await stop();
  expect(Date.now() - since).toBeLessThan(8000);
  expect(await endless).toBeInstanceOf(Error);
});

test('a query that needs too much memory is refused, and the engine lives', async () => {
  const { engine, pid } = await start();
  const before = pid();
  const large = sql`SELECT length(groupArray(number)) AS n FROM numbers(1000000000)
    WHERE (SELECT count() FROM renames WHERE ${inScope(scope)}) >= 0`;
  await expect(engine.query(scope, 'test.large', large)).rejects.toMatchObject({
    code: 'query_too_large',
    status: 422,
    message: expect.stringContaining('test.large needs more memory'),
  });
  await mark(engine, 1);
  expect(await marks(engine)).toEqual([1]);
  expect(pid()).toBe(before);
}, 180_000);

test('a data directory may be deep, and its name awkward', async () => {
  const deep = join(dataDir, ...Array.from({ length: 12 }, () => 'a directory, 群落 and more'));
  mkdirSync(deep, { recursive: true });
  const { engine } = await start(deep);
  await mark(engine, 2);
  expect(await marks(engine)).toEqual([2]);
});

test('slow reads keep no write out, and small reads pass beside one big one', async () => {
  const { engine } = await start();
  const reads = Array.from({ length: 8 }, () => slow(engine, 3).catch((error: unknown) => error));
  await sleep(300);
  const since = Date.now();
  await mark(engine, 1);
  expect(Date.now() - since).toBeLessThan(2000);
  for (const read of await Promise.all(reads)) expect(read).toMatchObject({ code: 'query_too_slow' });
}, 180_000);

test("a server of one's own is reached by its address", async () => {
  const { address } = await start();
  const path = 'socketPath' in address ? address.socketPath : '';
  const proxy = createServer((near) => {
    const far = connect(path);
    pipeline(near, far, near, () => {});
  });
  await once(proxy.listen(0, '127.0.0.1'), 'listening');
  const { port } = proxy.address() as AddressInfo;
  const url = `http://default:@127.0.0.1:${port}/of_my_own`;
  const first = await startEngine({ dataDir, url });
  const second = await startEngine({ dataDir, url });
  await mark(first.engine, 9);
  expect(await marks(second.engine)).toEqual([9]);
  await Promise.all([first.stop(), second.stop()]);
  proxy.close();
});
