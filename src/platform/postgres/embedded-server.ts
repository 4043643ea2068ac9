import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { chmod, chown, mkdir, readFile, realpath, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Log } from '#platform/log.ts';
import { findBinaries, type Binaries } from './binaries.ts';
import { DataFromNewerVersion, PostgresFailure } from './errors.ts';
import { readPostmasterFile } from './postmaster-file.ts';
import { chooseIdentity, type ServerIdentity } from './server-identity.ts';
import { explainOutput, openServerLog, readServerLog } from './server-log.ts';
import { stopOrphan, waitUntilGone } from './server-processes.ts';
import { serverSettings, type ServerTuning } from './server-settings.ts';
import { makeSocketDirectory } from './socket-directory.ts';

const run = promisify(execFile);

/** Recovery after a crash replays the log and may take a while. */
const START_SECONDS = 300;

/** Where the parts of one embedded server are. */
type Place = { data: string; log: string; socketDir: string };

/** A running embedded server, kept running until it is stopped. */
export type EmbeddedServer = {
  socketDir: string;
  /** Process number of the present server; it changes when the server had to be started again. */
  pid(): number | undefined;
  stop(): Promise<void>;
};

/** Makes a data directory if there is none. Built aside and moved into place, so one is never half there. */
async function initialise(binaries: Binaries, identity: ServerIdentity, data: string): Promise<void> {
  const draft = `${data}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  if (identity.owner) await chown(draft, identity.owner.uid, identity.owner.gid);
  const options = [
    '--username=postgres',
    '--auth=trust',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ];
  const { command, args, ...account } = identity.wrap(binaries.initdb, ['-D', draft, ...options]);
  try {
    await run(command, args, { ...account, cwd: '/', env: serverEnvironment() });
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    const { stdout = '', stderr = '', message } = error as Error & { stdout?: string; stderr?: string };
    throw new PostgresFailure(
      `PostgreSQL could not make its data directory ${data}: ${explainOutput(`${stdout}\n${stderr}`.trim() || message)}`,
      error,
    );
  }
  await rename(draft, data);
}

/** PGDATA, PGOPTIONS and the like of the surrounding shell are not for our server. */
function serverEnvironment(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG|NODE_)/.test(name));
  return { ...Object.fromEntries(entries), LC_ALL: 'C' };
}

async function checkVersion(binaries: Binaries, data: string): Promise<boolean> {
  const text = await readFile(join(data, 'PG_VERSION'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new PostgresFailure(`the data directory ${data} cannot be read: ${error.message}`, error);
  });
  if (text === undefined) return false;
  const major = Number.parseInt(text, 10);
  if (major > binaries.major)
    throw new DataFromNewerVersion(`${data} was written by PostgreSQL ${major}, this version brings ${binaries.major}`);
  if (major < binaries.major)
    throw new PostgresFailure(
      `${data} was written by PostgreSQL ${major}, this version brings ${binaries.major}: make a backup with the version that wrote it and restore it here`,
    );
  return true;
}

/** Starts the server program and waits until it takes connections. */
async function launch(
  binaries: Binaries,
  identity: ServerIdentity,
  place: Place,
  tuning: ServerTuning,
): Promise<ChildProcess> {
  const log = await openServerLog(place.log);
  const { size } = await log.stat();
  const settings = Object.entries(serverSettings(place.socketDir, tuning)).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  const { command, args, ...account } = identity.wrap(binaries.postgres, ['-D', place.data, ...settings]);
  // Its own session: Ctrl-C in the terminal reaches us, and we stop the server when the last query is done.
  const child = spawn(command, args, {
    ...account,
    cwd: '/',
    env: serverEnvironment(),
    stdio: ['ignore', log.fd, log.fd],
    detached: true,
  });
  let failure: Error | undefined;
  child.once('error', (error) => (failure = error));
  await log.close();
  child.unref();

  const end = Date.now() + START_SECONDS * 1000;
  for (;;) {
    const file = await readPostmasterFile(place.data);
    if (file?.pid === child.pid && file?.status.startsWith('ready')) return child;
    if (failure !== undefined || child.exitCode !== null || child.signalCode !== null)
      throw new PostgresFailure(
        `PostgreSQL does not start: ${failure?.message ?? explainOutput(await readServerLog(place.log, size))} (its log: ${place.log})`,
        failure,
      );
    if (Date.now() > end) {
      child.kill('SIGQUIT');
      throw new PostgresFailure(`PostgreSQL was not ready after ${START_SECONDS} seconds (its log: ${place.log})`);
    }
    await sleep(20);
  }
}

/** Prepares directories, ends what an earlier run left behind, and makes the data directory on first start. */
async function prepare(
  root: string,
  binaries: Binaries,
  log: Log,
): Promise<{ identity: ServerIdentity; place: Place }> {
  const path = await realpath(root);
  const data = join(path, 'data');
  const identity = await chooseIdentity(data);
  await chmod(path, identity.owner && !identity.passesRootDirectories ? 0o711 : 0o700);
  const initialised = await checkVersion(binaries, data);
  if (initialised) await stopOrphan(data, log);
  else {
    log.info({ path: data }, 'making a new PostgreSQL data directory');
    await initialise(binaries, identity, data);
  }
  const socketDir = await makeSocketDirectory(data, identity.passesRootDirectories ? undefined : identity.owner);
  return { identity, place: { data, log: join(path, 'server.log'), socketDir } };
}

/**
 * Starts PostgreSQL on `root`/data and keeps it running: when it dies it is started again, waiting longer each time
 * it fails. The caller holds the lock of the data directory.
 */
export async function startEmbeddedServer(options: {
  root: string;
  log: Log;
  tuning: ServerTuning;
}): Promise<EmbeddedServer> {
  const { root, log, tuning } = options;
  const binaries = await findBinaries();
  const { identity, place } = await prepare(root, binaries, log);
  let child: ChildProcess | undefined;
  const stopping = new AbortController();
  let restarting: Promise<void> = Promise.resolve();

  const start = async (): Promise<void> => {
    // Its children outlive a killed server for a moment; a file with a number that now belongs to another program
    // would keep a new server from starting.
    if (!(await waitUntilGone(place.data, 15_000)))
      throw new PostgresFailure('processes of the earlier PostgreSQL server do not end');
    await rm(join(place.data, 'postmaster.pid'), { force: true });
    const started = await launch(binaries, identity, place, tuning);
    child = started;
    const ended = (code: number | null, signal: string | null): void => {
      if (stopping.signal.aborted || child !== started) return;
      log.error({ code, signal, serverLog: place.log }, 'PostgreSQL ended unexpectedly; starting it again');
      child = undefined;
      restarting = restart();
    };
    started.once('exit', ended);
    if (started.exitCode !== null || started.signalCode !== null) ended(started.exitCode, started.signalCode);
  };

  const restart = async (): Promise<void> => {
    for (let wait = 100; !stopping.signal.aborted; wait = Math.min(wait * 2, 30_000)) {
      try {
        await start();
        log.info('PostgreSQL runs again');
        return;
      } catch (error) {
        log.error({ err: error, retryInSeconds: wait / 1000 }, 'PostgreSQL could not be started again');
        await sleep(wait, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
      }
    }
  };

  const onExit = (): void => void child?.kill('SIGINT');
  process.once('exit', onExit);
  const stop = async (): Promise<void> => {
    stopping.abort();
    process.off('exit', onExit);
    await restarting;
    await end(child);
    await rm(place.socketDir, { recursive: true, force: true });
  };
  try {
    await start();
  } catch (error) {
    await stop();
    throw error;
  }
  return { socketDir: place.socketDir, pid: () => child?.pid, stop };
}

/** A fast shutdown: open transactions are rolled back, everything is written. Immediate when it takes too long. */
async function end(child: ChildProcess | undefined): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  child.ref();
  child.kill('SIGINT');
  const slow = setTimeout(() => child.kill('SIGQUIT'), 30_000);
  await ended;
  clearTimeout(slow);
}
