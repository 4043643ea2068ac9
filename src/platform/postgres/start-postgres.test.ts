import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { chmod, chown, lstat, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { Client } from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { Unavailable } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { createLogger } from '#platform/log.ts';
import { clientConfig, openDatabase, startPostgres, type PostgresServer, type PostgresSettings } from './index.ts';
import { processStart } from './process-mark.ts';

const log = createLogger({ logLevel: 'silent' });
const isRoot = process.getuid?.() === 0;
const HOLDER = fileURLToPath(new URL('../../../testkit/postgres-holder.ts', import.meta.url));

/** A process that ended and whom nobody has asked about yet does not live. */
const lives = async (pid: number): Promise<boolean> => (await processStart(pid)) !== undefined;

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step();
});

async function dataDirectory(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'qunluo-server-'));
  undo.push(() => rm(path, { recursive: true, force: true }));
  return path;
}

async function start(dataDir: string, durable = false): Promise<PostgresServer> {
  const server = await startPostgres({ dataDir, log, tuning: { durable } });
  undo.push(() => server.stop());
  return server;
}

type Held = { settings?: PostgresSettings; pid?: number; code?: string; message?: string };

/** Starts the server with another process as its parent. */
async function hold(
  dataDir: string,
  account: { uid?: number; gid?: number } = {},
): Promise<Held & { parent: ChildProcess }> {
  const parent = spawn(process.execPath, [HOLDER, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: '/',
    ...account,
  });
  undo.push(async () => {
    if (parent.exitCode !== null || parent.signalCode !== null) return;
    const ended = once(parent, 'exit');
    parent.kill('SIGTERM');
    await ended;
  });
  const lines = createInterface(parent.stdout)[Symbol.asyncIterator]();
  const line = await lines.next();
  return { ...(JSON.parse(String(line.value)) as Held), parent };
}

async function query<Row>(settings: PostgresSettings, statement: string): Promise<Row[]> {
  const client = new Client(clientConfig(settings, 'super'));
  await client.connect();
  try {
    return (await client.query(statement)).rows as Row[];
  } finally {
    await client.end();
  }
}

describe('the embedded server', () => {
  it('starts in a directory that only its owner can enter, writes durably, and listens on no port', async () => {
    const dataDir = await dataDirectory();
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
    const { settings } = await start(dataDir, true);
    const [row] = await query<Record<string, string>>(
      settings,
      `SELECT current_setting('listen_addresses') AS addresses, current_setting('fsync') AS fsync,
              current_setting('full_page_writes') AS pages, current_setting('synchronous_commit') AS commit,
              current_setting('data_checksums') AS checksums, current_setting('TimeZone') AS zone`,
    );
    expect(row).toEqual({ addresses: '', fsync: 'on', pages: 'on', commit: 'on', checksums: 'on', zone: 'UTC' });
    if (settings.kind !== 'embedded') throw new Error('not embedded');
    expect((await stat(settings.socketDir)).mode & 0o077).toBe(0);
    expect(Buffer.byteLength(join(settings.socketDir, '.s.PGSQL.5432.lock'))).toBeLessThan(104);
  });

  it('keeps the data over a stop and a start, and leaves nothing running or locked', async () => {
    const dataDir = await dataDirectory();
    const first = await start(dataDir);
    await query(first.settings, `CREATE TABLE kept AS SELECT 42 AS answer`);
    const pid = first.pid()!;
    await first.stop();
    expect(await lives(pid)).toBe(false);
    expect(await readdir(join(dataDir, 'postgres'))).toEqual(['data', 'server.log']);
    const second = await start(dataDir);
    expect(await query(second.settings, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  });

  it.runIf(isRoot)('does not run as root when root starts it', async () => {
    const { pid } = await start(await dataDirectory());
    expect((await stat(`/proc/${pid()}`)).uid).toBeGreaterThan(0);
  });

  it.runIf(isRoot)('starts for an ordinary user', async (context) => {
    const dataDir = await dataDirectory();
    const uid = Number(execFileSync('id', ['-u', 'nobody'], { encoding: 'utf8' }));
    const gid = Number(execFileSync('id', ['-g', 'nobody'], { encoding: 'utf8' }));
    try {
      execFileSync('setpriv', [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', 'test', '-r', HOLDER]);
    } catch {
      context.skip('the checkout cannot be read by an ordinary user');
    }
    await chown(dataDir, uid, gid);
    const held = await hold(dataDir, { uid, gid });
    expect(held).toMatchObject({ settings: { kind: 'embedded' } });
    expect((await stat(`/proc/${held.pid}`)).uid).toBe(uid);
    expect(await query(held.settings!, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('says so when another process has the data directory, and does not disturb it', async () => {
    const dataDir = await dataDirectory();
    const held = await hold(dataDir);
    await expect(start(dataDir)).rejects.toMatchObject({
      code: 'data_directory_in_use',
      message: expect.stringMatching(new RegExp(`${held.parent.pid}.*QUNLUO_DATA`)) as string,
    });
    expect(await query(held.settings!, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    const ours = await dataDirectory();
    await start(ours);
    expect(await hold(ours)).toMatchObject({ code: 'data_directory_in_use' });
    await expect(start(ours)).rejects.toMatchObject({ code: 'data_directory_in_use' });
  });

  it('replaces a server whose parent was killed, and loses nothing that was committed', async () => {
    const dataDir = await dataDirectory();
    const held = await hold(dataDir);
    await query(held.settings!, `CREATE TABLE committed AS SELECT generate_series(1, 1000) AS n`);
    const dead = once(held.parent, 'exit');
    held.parent.kill('SIGKILL');
    await dead;
    expect(await lives(held.pid!)).toBe(true);
    const next = await start(dataDir);
    expect(await lives(held.pid!)).toBe(false);
    expect(await query(next.settings, 'SELECT count(*)::int AS n FROM committed')).toEqual([{ n: 1000 }]);
  });

  it('replaces a server with a transaction open and its parent killed', async () => {
    const dataDir = await dataDirectory();
    const held = await hold(dataDir);
    const client = new Client(clientConfig(held.settings!, 'super'));
    client.on('error', () => undefined);
    await client.connect();
    await client.query('CREATE TABLE half (n int)');
    await client.query('BEGIN; INSERT INTO half VALUES (1)');
    const dead = once(held.parent, 'exit');
    held.parent.kill('SIGKILL');
    await dead;
    const next = await start(dataDir);
    expect(await query(next.settings, 'SELECT count(*)::int AS n FROM half')).toEqual([{ n: 0 }]);
    await client.end().catch(() => undefined);
  });

  it('takes over a lock whose process number now belongs to another process', async () => {
    const dataDir = await dataDirectory();
    await mkdir(join(dataDir, 'postgres'));
    await writeFile(join(dataDir, 'postgres/lock'), JSON.stringify({ pid: process.pid, startedAt: 'an earlier boot' }));
    const server = await start(dataDir);
    expect(JSON.parse(await readFile(join(dataDir, 'postgres/lock'), 'utf8'))).toMatchObject({ pid: process.pid });
    await server.stop();
    // The same for PostgreSQL's own file, which PostgreSQL would believe.
    await writeFile(
      join(dataDir, 'postgres/data/postmaster.pid'),
      `${process.pid}\n${join(dataDir, 'postgres/data')}\n`,
    );
    expect(await query((await start(dataDir)).settings, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('is started again when it dies, and the application goes on', async () => {
    const server = await start(await dataDirectory());
    const database = await openDatabase(server);
    undo.push(() => database.close());
    const before = server.pid()!;
    const workspaceId = newId();
    const interrupted = database.inWorkspace(workspaceId, async (tx) => {
      process.kill(before, 'SIGKILL');
      await expect.poll(() => lives(before)).toBe(false);
      await new Promise((done) => setTimeout(done, 50));
      return sql`SELECT 1`.execute(tx);
    });
    await expect(interrupted).rejects.toThrow(Unavailable);
    await expect.poll(() => server.pid(), { timeout: 60_000 }).toBeGreaterThan(0);
    expect(server.pid()).not.toBe(before);
    await expect(database.inWorkspace(workspaceId, async () => 'works')).resolves.toBe('works');
  });

  it('uses no socket directory that somebody else prepared', async () => {
    const dataDir = await dataDirectory();
    const first = await start(dataDir);
    if (first.settings.kind !== 'embedded') throw new Error('not embedded');
    const { socketDir } = first.settings;
    await first.stop();
    await mkdir(socketDir);
    await chmod(socketDir, 0o777);
    undo.push(() => rm(socketDir, { recursive: true }));
    const second = await start(dataDir);
    if (second.settings.kind !== 'embedded') throw new Error('not embedded');
    expect(second.settings.socketDir).not.toBe(socketDir);
    expect((await lstat(second.settings.socketDir)).mode & 0o077).toBe(0);
  });

  it('refuses data of a newer PostgreSQL and leaves them as they are', async () => {
    const dataDir = await dataDirectory();
    await (await start(dataDir)).stop();
    const version = join(dataDir, 'postgres/data/PG_VERSION');
    await writeFile(version, '99\n');
    await expect(start(dataDir)).rejects.toMatchObject({ code: 'data_from_newer_version' });
    expect(await readFile(version, 'utf8')).toBe('99\n');
    expect(await readdir(join(dataDir, 'postgres'))).toEqual(['data', 'server.log']);
  });

  it('says what is wrong when the data directory cannot be used', async () => {
    const dataDir = await dataDirectory();
    await writeFile(join(dataDir, 'postgres'), 'a file where a directory should be');
    await expect(start(dataDir)).rejects.toMatchObject({
      code: 'postgres_failure',
      message: expect.stringContaining(dataDir) as string,
    });
  });
});

describe('a full disk', () => {
  function mount(path: string, megabytes: number): boolean {
    try {
      accessSync('/bin/mount', constants.X_OK);
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0700`, 'tmpfs', path], { stdio: 'ignore' });
      undo.push(async () => execFileSync('umount', ['-l', path]));
      return true;
    } catch {
      return false;
    }
  }

  it('is named when the server is made', async (context) => {
    const dataDir = await dataDirectory();
    if (!mount(dataDir, 20)) context.skip('needs the right to mount a small file system');
    await expect(start(dataDir)).rejects.toMatchObject({
      message: expect.stringContaining('no disk space is left') as string,
    });
  });

  it('is named when a row does not fit, and what was there stays', async (context) => {
    const dataDir = await dataDirectory();
    if (!mount(dataDir, 150)) context.skip('needs the right to mount a small file system');
    const server = await start(dataDir);
    const database = await openDatabase(server);
    undo.push(() => database.close());
    await query(server.settings, `CREATE TABLE big (t text); GRANT ALL ON big TO qunluo_app`);
    await query(server.settings, `INSERT INTO big VALUES ('first')`);
    const fill = database.asSystem((tx) =>
      sql`INSERT INTO big SELECT repeat(md5(n::text), 50) FROM generate_series(1, 100000) AS n`.execute(tx),
    );
    await expect(fill).rejects.toMatchObject({ code: expect.stringMatching(/disk_full|unavailable/) as string });
    await expect
      .poll(() => query(server.settings, 'SELECT count(*)::int AS n FROM big').catch(() => undefined), {
        timeout: 60_000,
      })
      .toEqual([{ n: 1 }]);
  });
});
