import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeFailure, exitCodeOf } from '#app/command-failure.ts';
import { EngineFailure, startEngine } from '#platform/clickhouse/index.ts';
import { createLogger } from '#platform/log.ts';
import { openDatabase, startPostgres } from '#platform/postgres/index.ts';
import { asSuperuser } from '#testkit/database.ts';
import { createEngineClient } from '../../src/platform/clickhouse/engine-client.ts';
import { REFUSED, refusal, runCommand } from './run-command.ts';

const log = createLogger({ logLevel: 'silent' });
let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'qunluo-badstart-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

const start = (verb: string, env: Record<string, string>) => runCommand([verb], { env: { QUNLUO_PORT: '0', ...env } });

describe('a port in use', () => {
  let other: Server;
  beforeAll(async () => {
    other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
  });
  afterAll(() => void other.close());

  it.for(['start', 'demo'])('%s says so in one line and makes nothing', async (verb) => {
    const { port } = other.address() as AddressInfo;
    const ran = await start(verb, { QUNLUO_DATA: join(folder, 'unused'), QUNLUO_PORT: String(port) });
    expect(ran.error).toBe(
      `qunluo: port ${port} on 127.0.0.1 is in use: stop what listens there, or choose another with QUNLUO_PORT\n`,
    );
    expect(refusal(ran)).toEqual(REFUSED);
    expect(await readdir(folder)).toEqual([]);
  });
});

it('a failure of the engine itself stays a defect', () => {
  const failure = new EngineFailure({ message: 'a bug', engineCode: 49, type: 'LOGICAL_ERROR' });
  expect(describeFailure(failure)).toMatch(/defect.*a bug\n\s+at /s);
  expect(exitCodeOf(failure)).toBe(1);
});

it('a data directory that is a file, or that may not be made', async () => {
  const file = join(folder, 'file');
  await writeFile(file, '');
  for (const [dataDir, reason] of [
    [file, 'EEXIST'],
    [join(file, 'below'), 'ENOTDIR'],
  ] as const) {
    const ran = await start('start', { QUNLUO_DATA: dataDir });
    expect(ran.error).toMatch(new RegExp(`the data directory ${dataDir} cannot be made: ${reason}`));
    expect(refusal(ran)).toEqual(REFUSED);
  }
});

describe('a data directory of a newer version', { timeout: 180_000 }, () => {
  let dataDir: string;
  beforeAll(async () => {
    dataDir = join(folder, 'newer');
    await withPostgres(async () => undefined);
    await withEngine(async () => undefined);
  });

  async function withPostgres(
    work: (statement: (text: string) => Promise<unknown>) => Promise<unknown>,
  ): Promise<void> {
    const server = await startPostgres({ dataDir, log, tuning: { durable: false } });
    try {
      const database = await openDatabase(server).catch(() => undefined);
      await work((text) => asSuperuser(server.settings, (client) => client.query(text)));
      await database?.close();
    } finally {
      await server.stop();
    }
  }

  async function withEngine(work: (statement: (text: string) => Promise<unknown>) => Promise<unknown>): Promise<void> {
    const { address, stop } = await startEngine({ dataDir, limits: { memoryBytes: 1 << 30, graceMs: 500 } });
    const client = createEngineClient(address);
    try {
      await work((query) => client.command({ query }));
    } finally {
      await client.close();
      await stop();
    }
  }

  it('the event log: refused, untouched', async () => {
    await withEngine((statement) =>
      statement(`INSERT INTO schema_migrations (name, hash, statement) VALUES ('9999_later.sql', 'x', 0)`),
    );
    const ran = await start('start', { QUNLUO_DATA: dataDir });
    expect(ran.error).toMatch(/event log was written by a newer version of Qunluo: it has migration 9999_later\.sql/);
    expect(refusal(ran)).toEqual(REFUSED);
  });

  it('the database: refused, untouched', async () => {
    await withPostgres((statement) =>
      statement(`INSERT INTO system.migrations (name, hash) VALUES ('9999_later.sql', 'x')`),
    );
    await rm(join(dataDir, 'engine'), { recursive: true });
    const ran = await start('start', { QUNLUO_DATA: dataDir });
    expect(ran.error).toMatch(/the data come from a newer version: the database has 9999_later\.sql/);
    expect(refusal(ran)).toEqual(REFUSED);
  });

  it('PostgreSQL itself: refused before anything is started', async () => {
    await writeFile(join(dataDir, 'postgres', 'data', 'PG_VERSION'), '99\n');
    const ran = await start('start', { QUNLUO_DATA: dataDir });
    expect(ran.error).toMatch(/newer version: .*was written by PostgreSQL 99/);
    expect(refusal(ran)).toEqual(REFUSED);
  });
});
