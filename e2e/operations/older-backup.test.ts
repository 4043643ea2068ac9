import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReachableStores } from '#app/backup/reach-stores.ts';
import { restoreBackup, type RestoreOptions } from '#app/backup/restore-backup.ts';
import { backupTask, startScheduledBackups } from '#app/backup/scheduled-backups.ts';
import { takeBackup } from '#app/backup/take-backup.ts';
import { migrateTables, startEngine, type StartedEngine } from '#platform/clickhouse/index.ts';
import { readMigrations as engineMigrations } from '#platform/clickhouse/migrate.ts';
import { loadConfig } from '#platform/config.ts';
import { createJobs } from '#platform/jobs/index.ts';
import { createLogger } from '#platform/log.ts';
import {
  clientConfig,
  migrate,
  type PostgresServer,
  type PostgresSettings,
  startPostgres,
} from '#platform/postgres/index.ts';
import { MIGRATIONS_DIR, readMigrations } from '#platform/postgres/migrate.ts';

const log = createLogger({ logLevel: 'silent' });
const WORKSPACE = '01890000-0000-7000-8000-000000000001';
const SECRET = 'a key of at least 32 characters, made long ago';
const ERASED = JSON.stringify({
  workspaceId: WORKSPACE,
  communityId: WORKSPACE,
  hash: 'a'.repeat(64),
  fromMs: 0,
  untilMs: Number.MAX_SAFE_INTEGER,
});

let root: string;
let postgres: PostgresServer;
let engine: StartedEngine;
let stores: ReachableStores;
let archive: string;
const place = (name: string): string => join(root, name);
const configOf = (name: string, env: Record<string, string> = {}) => loadConfig({ QUNLUO_DATA: place(name), ...env });

async function asSuperuser<T>(settings: PostgresSettings, statement: string): Promise<T[]> {
  const client = new Client(clientConfig(settings, 'super'));
  await client.connect();
  return client.query(statement).then(
    ({ rows }) => client.end().then(() => rows as T[]),
    (error: unknown) => client.end().then(() => Promise.reject(error)),
  );
}

/** An installation as an earlier version left it: it lacks a migration of either store. */
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'qunluo-older-'));
  await mkdir(place('old'));
  await writeFile(join(place('old'), 'secret'), `${SECRET}\n`);
  postgres = await startPostgres({ dataDir: place('old'), log, tuning: { durable: false } });
  const known = (await readMigrations(MIGRATIONS_DIR)).map(({ name }) => name);
  await migrate(postgres.settings, undefined, new Set(known.filter((name) => name !== '0065_backups.sql')));
  engine = await startEngine({ dataDir: place('old'), migrate: false, limits: { graceMs: 500 } });
  const tables = engineMigrations().map(({ name }) => name);
  await migrateTables(engine.address, new Set(tables.slice(0, -1)));
  await asSuperuser(postgres.settings, `INSERT INTO auth.workspaces (id, name) VALUES ('${WORKSPACE}', 'of old')`);
  stores = { postgres: postgres.settings, engine: engine.address };
  archive = place('old.tar');
  await takeBackup({ config: configOf('old'), stores, target: archive, now: Date.now });
});
afterAll(async () => {
  await engine?.stop();
  await postgres?.stop();
  await rm(root, { recursive: true, force: true });
});

const restore = (name: string, more: Partial<RestoreOptions> = {}) =>
  restoreBackup({ config: configOf(name), file: archive, log, now: Date.now, ...more });

describe('a backup of an older version', () => {
  it('is brought up to this version, and knows who was erased since', async () => {
    await writeFile(place('erased.jsonl'), `${ERASED}\n`);
    const { withSecret } = await restore('new', { tombstones: place('erased.jsonl') });
    expect(withSecret).toBe(true);
    expect(await readFile(join(place('new'), 'secret'), 'utf8')).toBe(`${SECRET}\n`);
    expect((await readFile(join(place('new'), 'tombstones.jsonl'), 'utf8')).trim()).toBe(ERASED);
    const server = await startPostgres({ dataDir: place('new'), log, tuning: { durable: false } });
    try {
      const applied = await asSuperuser<{ name: string }>(
        server.settings,
        'SELECT name FROM system.migrations ORDER BY 1',
      );
      expect(applied.map(({ name }) => name)).toEqual((await readMigrations(MIGRATIONS_DIR)).map(({ name }) => name));
      expect(await asSuperuser(server.settings, 'SELECT name FROM auth.workspaces')).toEqual([{ name: 'of old' }]);
      expect(await asSuperuser(server.settings, 'SELECT count(*)::int AS n FROM system.backups')).toEqual([{ n: 0 }]);
    } finally {
      await server.stop();
    }
  });

  it('is not restored with a list of erased people that is none', async () => {
    await writeFile(place('wrong.jsonl'), 'ann\nbob\n');
    await expect(restore('nowhere', { tombstones: place('wrong.jsonl') })).rejects.toThrow(
      /is no list of erased people/,
    );
    await expect(restore('nowhere', { tombstones: place('missing') })).rejects.toThrow(/cannot be read/);
    await expect(stat(place('nowhere'))).rejects.toThrow('ENOENT');
  });
});

describe('backups by the clock', () => {
  it('are taken into their folder, of which the newest stay', async () => {
    await migrate(postgres.settings);
    await migrateTables(engine.address);
    const config = configOf('old', { QUNLUO_BACKUP_DIR: place('nightly'), QUNLUO_BACKUP_KEEP: '2' });
    await mkdir(place('nightly'));
    const [oldest, older] = ['qunluo-20200101T000000Z', 'qunluo-20200102T000000Z'];
    for (const name of [`${oldest}.tar`, `${oldest}.secret`, `${older}.tar`, `${older}.secret`, 'qunluo-mine.tar'])
      await writeFile(join(place('nightly'), name), '');
    const jobs = createJobs({ settings: postgres.settings, log });
    await jobs.start();
    try {
      const clock = { now: () => Date.now() };
      await startScheduledBackups({ config, jobs, log, clock }, stores);
      const kept = () => asSuperuser(postgres.settings, 'SELECT name, cron FROM pgboss.schedule');
      expect(await kept()).toEqual([{ name: 'operations.backup', cron: '15 3 * * *' }]);
      // On a day that does not come here: the clock adds none of its own to what is counted below.
      await jobs.schedule(backupTask, '0 0 29 2 *', {});
      await jobs.send(backupTask, {});
      const there = () =>
        readdir(place('nightly')).then((names) => names.filter((name) => !name.startsWith(oldest)).length);
      await expect.poll(there, { interval: 100 }).toBe(5);
      await expect.poll(() => readdir(place('nightly')), { interval: 100 }).not.toContain(`${oldest}.tar`);
      const names = await readdir(place('nightly'));
      expect(names.toSorted().slice(0, 2)).toEqual([`${older}.secret`, `${older}.tar`]);
      expect(names).toContain('qunluo-mine.tar');
      const noted = await asSuperuser<{ file: string }>(postgres.settings, 'SELECT file FROM system.backups');
      expect(noted.map(({ file }) => file)).toEqual([
        join(
          place('nightly'),
          names.find((name) => /2\d{7}.*tar$/.test(name) && !name.startsWith(older!))!,
        ),
      ]);
      await startScheduledBackups({ config: configOf('old'), jobs, log, clock }, stores);
      expect(await kept()).toEqual([]);
      const bad = configOf('old', { QUNLUO_BACKUP_DIR: place('nightly'), QUNLUO_BACKUP_SCHEDULE: '61 3 * * *' });
      await expect(startScheduledBackups({ config: bad, jobs, log, clock }, stores)).rejects.toThrow(
        /QUNLUO_BACKUP_SCHEDULE is not a schedule/,
      );
    } finally {
      await jobs.stop();
    }
  });
});
