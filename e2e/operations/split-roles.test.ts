import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEngine, type StartedEngine } from '#platform/clickhouse/index.ts';
import { createLogger } from '#platform/log.ts';
import { clientConfig, type PostgresServer, startPostgres } from '#platform/postgres/index.ts';
import { refusal, REFUSED, runCommand } from '../bad-input/run-command.ts';
import { becomeOwner, type Call, caller } from '../faults/kill-everything.ts';
import { sendEvents, type Ledger } from '../faults/send-events.ts';
import { freePort, ServerProcess } from '../faults/server-process.ts';
import { storeDigests, whileStill } from './store-digests.ts';

/** One PostgreSQL and one engine that know nothing of who uses them, as on machines of their own. */
let root: string;
let postgres: PostgresServer;
let engine: StartedEngine;
let door: Server;
let urls: Record<string, string>;
let api: ServerProcess;
let workers: ServerProcess[];
let call: Call;
let token: string;
let community: string;

const log = createLogger({ logLevel: 'silent' });

/** Lets HTTP over TCP through to the engine's private socket: what CLICKHOUSE_URL names. */
async function openDoor(socketPath: string): Promise<number> {
  door = createServer((outside) => {
    const inside = connect(socketPath);
    for (const [one, other] of [
      [outside, inside],
      [inside, outside],
    ] as const)
      one.pipe(other).on('error', () => other.destroy());
    outside.on('error', () => inside.destroy());
    outside.on('close', () => inside.destroy());
  }).listen(0, '127.0.0.1');
  await once(door, 'listening');
  return (door.address() as AddressInfo).port;
}

const processOf = async (role: string): Promise<ServerProcess> =>
  new ServerProcess(join(root, 'shared'), await freePort(), { ...urls, QUNLUO_ROLE: role });

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'qunluo-split-'));
  postgres = await startPostgres({ dataDir: join(root, 'p'), log, tuning: { durable: false } });
  engine = await startEngine({ dataDir: join(root, 'e'), migrate: false, limits: { graceMs: 500 } });
  if (postgres.settings.kind !== 'embedded' || !('socketPath' in engine.address))
    throw new Error('not the embedded ones');
  const port = await openDoor(engine.address.socketPath);
  urls = {
    DATABASE_URL: `postgres://postgres@localhost/qunluo?host=${encodeURIComponent(postgres.settings.socketDir)}`,
    CLICKHOUSE_URL: `http://127.0.0.1:${port}`,
  };
  api = await processOf('api');
  await api.start();
  workers = await Promise.all([processOf('worker'), processOf('worker')]);
  await Promise.all(workers.map((worker) => worker.start()));
  token = await becomeOwner(api);
  call = caller(api, token);
  const made = await call<{ id: string }>('POST', '/api/v1/communities', {
    name: 'S',
    key: 's',
    zone: 'Asia/Shanghai',
  });
  community = made.id;
});
afterAll(async () => {
  await Promise.all([api, ...(workers ?? [])].map((one) => one?.stop()));
  door?.close();
  await engine?.stop();
  await postgres?.stop();
  await rm(root, { recursive: true, force: true });
});

/** Events in the latest evaluation, which only a worker makes by itself. */
const evaluated = (): Promise<number> =>
  call<{ report: { events: { total: number } } }>('GET', `/api/v1/communities/${community}/overview`).then(
    ({ report }) => report.events.total,
    () => -1,
  );

describe('an api and workers, each a process, on one PostgreSQL and one engine', () => {
  const ledger: Ledger = { sent: 0, acknowledged: 0, refusals: new Map() };

  async function send(atLeast: number, meanwhile: () => Promise<void> = async () => undefined): Promise<void> {
    const wanted = ledger.sent + atLeast;
    let over = false;
    const clients = [0, 1].map((client) =>
      sendEvents({
        client: client + ledger.sent,
        url: () => `${api.address}/api/v1/events?community=${community}`,
        token: () => token,
        until: () => over && ledger.sent >= wanted,
        ledger,
        start: Date.now(),
      }),
    );
    await meanwhile();
    over = true;
    await Promise.all(clients);
  }

  it('share the work: the api takes events, a worker writes and evaluates them', async () => {
    await send(200);
    await expect.poll(evaluated, { interval: 300 }).toBe(ledger.sent);
    const page = await fetch(`${workers[0]!.address}/api/v1/communities`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(page.status).toBe(404);
  });

  it('tell the api’s readers what a worker does, over server-sent events', async () => {
    const lines = Array.from({ length: 400 }, (_, index) =>
      JSON.stringify({ id: `i${index}`, member: `m${index % 9}`, kind: 'message', at: '2024-03-01T10:00:00Z' }),
    );
    const form = new FormData();
    form.set('file', new Blob([`${lines.join('\n')}\n`]), 'history.jsonl');
    const base = `/api/v1/communities/${community}/imports`;
    const headers = { authorization: `Bearer ${token}` };
    const uploaded = await fetch(api.address + base, { method: 'POST', headers, body: form });
    const { id } = (await uploaded.json()) as { id: string };
    await call('POST', `${base}/${id}/start`, { options: { timezone: 'Asia/Shanghai' } });
    const stream = await fetch(`${api.address}${base}/${id}/progress`, { headers });
    const heard = (await stream.text()).split('\n').filter((line) => line.startsWith('data: '));
    expect(JSON.parse(heard[0]!.slice(6))).toMatchObject({ status: 'running' });
    expect(JSON.parse(heard.at(-1)!.slice(6))).toMatchObject({ status: 'done' });
    await expect.poll(evaluated, { interval: 300 }).toBe(ledger.sent + 400);
  });

  it('go on when a worker is killed: another takes over, and nothing is lost or doubled', async () => {
    await send(300, async () => {
      await new Promise((resolve) => setTimeout(resolve, 400));
      await workers[0]!.kill();
    });
    await expect.poll(evaluated, { interval: 300 }).toBe(ledger.sent + 400);
    expect(Object.fromEntries(ledger.refusals)).toEqual({});
  });

  it('are backed up together, and restored into other databases', async () => {
    const env = { ...urls, QUNLUO_DATA: join(root, 'shared') };
    const stores = { postgres: postgres.settings, engine: engine.address };
    const { digests, made: archive } = await whileStill(stores, async (tries) => {
      const file = join(root, `split-${tries}.tar`);
      const taken = await runCommand(['backup', file], { env });
      expect([taken.code, taken.error.match(/defect.*/)]).toEqual([0, null]);
      return file;
    });

    const used = await runCommand(['restore', archive], { env: { ...urls, QUNLUO_DATA: join(root, 'new') } });
    expect(used.error).toMatch(/the database of DATABASE_URL is in use/);
    expect(refusal(used)).toEqual(REFUSED);

    const admin = new Client({ ...clientConfig(postgres.settings, 'super'), database: 'postgres' });
    await admin.connect();
    await admin.query('CREATE DATABASE other').finally(() => admin.end());
    const other = {
      DATABASE_URL: urls['DATABASE_URL']!.replace('/qunluo?', '/other?'),
      CLICKHOUSE_URL: `${urls['CLICKHOUSE_URL']}/other`,
    };
    const restored = await runCommand(['restore', archive], { env: { ...other, QUNLUO_DATA: join(root, 'new') } });
    expect([restored.code, restored.error.match(/defect.*/)]).toEqual([0, null]);
    const there = await storeDigests({
      postgres: { ...postgres.settings, database: 'other' },
      engine: { url: other.CLICKHOUSE_URL },
    });
    expect(there).toEqual(digests);
    const again = await runCommand(['restore', archive], { env: { ...other, QUNLUO_DATA: join(root, 'newer') } });
    expect(again.error).toMatch(/the database of DATABASE_URL is in use/);
  });

  it('are refused without servers that both can reach', async () => {
    const partly: Record<string, string>[] = [
      {},
      { DATABASE_URL: urls['DATABASE_URL']! },
      { CLICKHOUSE_URL: urls['CLICKHOUSE_URL']! },
    ];
    const runs = partly.map((env) =>
      runCommand(['start'], { env: { ...env, QUNLUO_ROLE: 'worker', QUNLUO_DATA: join(root, 'x') } }),
    );
    for (const ran of await Promise.all(runs)) {
      expect(ran.error).toMatch(/QUNLUO_ROLE other than "all" needs DATABASE_URL and CLICKHOUSE_URL/);
      expect(refusal(ran)).toEqual(REFUSED);
    }
  });

  it('stop in order when told', async () => {
    const began = performance.now();
    expect(await Promise.all([api.stop(), workers[1]!.stop()])).toEqual([0, 0]);
    expect(performance.now() - began).toBeLessThan(15_000);
  });
});
