import type { ChildProcess } from 'node:child_process';
import { chmod, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '#platform/log.ts';
import { findBinaries } from './binaries.ts';
import { PostgresFailure } from './errors.ts';
import { endServer, launchServer, type ServerPlace } from './launch-server.ts';
import { checkDataDirectory, makeDataDirectory } from './make-data-directory.ts';
import { chooseIdentity } from './server-identity.ts';
import { stopOrphan, waitUntilGone } from './server-processes.ts';
import { serverSettings, type ServerTuning } from './server-settings.ts';
import { makeSocketDirectory } from './socket-directory.ts';

/** A running embedded server, kept running until it is stopped. */
export type EmbeddedServer = {
  socketDir: string;
  /** Process number of the present server; undefined while it is being started again. */
  pid(): number | undefined;
  /** Why it is down and does not come back, while that is so. */
  failure(): unknown;
  stop(): Promise<void>;
};

/** Prepares directories, ends what an earlier run left behind, and makes the data directory on first start. */
async function prepare(root: string, log: Log, tuning: ServerTuning): Promise<ServerPlace> {
  const binaries = await findBinaries();
  const path = await realpath(root);
  const data = join(path, 'data');
  const identity = await chooseIdentity(data);
  await chmod(path, identity.owner && !identity.passesRootDirectories ? 0o711 : 0o700);
  if (await checkDataDirectory(binaries.major, data)) await stopOrphan(data, log);
  else {
    log.info({ path: data }, 'making a new PostgreSQL data directory');
    await makeDataDirectory({ binaries, identity, data, durable: tuning.durable ?? true });
  }
  const socketDir = await makeSocketDirectory(data, identity.passesRootDirectories ? undefined : identity.owner);
  const settings = serverSettings(socketDir, tuning);
  return { program: binaries.postgres, identity, data, log: join(path, 'server.log'), socketDir, settings };
}

async function launchOnFreeFiles(place: ServerPlace): Promise<ChildProcess> {
  // The children of a killed server live on for a moment.
  if (!(await waitUntilGone(place.data, 15_000)))
    throw new PostgresFailure('processes of the earlier PostgreSQL server do not end');
  // A number that now belongs to another program would keep the new server from starting.
  await rm(join(place.data, 'postmaster.pid'), { force: true });
  return launchServer(place);
}

/** Keeps a server running: when it dies it is started again, waiting longer each time that fails. */
class Supervisor {
  readonly #place: ServerPlace;
  readonly #log: Log;
  readonly #stopping = new AbortController();
  #child: ChildProcess | undefined;
  #restarting: Promise<void> = Promise.resolve();
  #failure: unknown;
  readonly #onExit = (): void => void this.#child?.kill('SIGINT');

  constructor(place: ServerPlace, log: Log) {
    this.#place = place;
    this.#log = log;
    process.once('exit', this.#onExit);
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  get failure(): unknown {
    return this.#failure;
  }

  async start(): Promise<void> {
    const child = await launchOnFreeFiles(this.#place);
    this.#failure = undefined;
    this.#child = child;
    child.once('exit', () => this.#ended(child));
    if (child.exitCode !== null || child.signalCode !== null) this.#ended(child);
  }

  #ended(child: ChildProcess): void {
    if (this.#stopping.signal.aborted || this.#child !== child) return;
    const { exitCode: code, signalCode: signal } = child;
    this.#log.error({ code, signal, serverLog: this.#place.log }, 'PostgreSQL ended unexpectedly; starting it again');
    this.#child = undefined;
    this.#restarting = this.#restart();
  }

  async #restart(): Promise<void> {
    const { signal } = this.#stopping;
    for (let wait = 100; !signal.aborted; wait = Math.min(wait * 2, 30_000)) {
      try {
        await this.start();
        this.#log.info('PostgreSQL runs again');
        return;
      } catch (error) {
        this.#failure = error;
        this.#log.error({ err: error, retryInSeconds: wait / 1000 }, 'PostgreSQL could not be started again');
        await sleep(wait, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    process.off('exit', this.#onExit);
    await this.#restarting;
    await endServer(this.#child);
    this.#child = undefined;
    await rm(this.#place.socketDir, { recursive: true, force: true });
  }
}

/**
 * Starts PostgreSQL on `root`/data and keeps it running until `stop`. The caller holds the lock of the data directory.
 */
export async function startEmbeddedServer(options: {
  root: string;
  log: Log;
  tuning: ServerTuning;
}): Promise<EmbeddedServer> {
  const place = await prepare(options.root, options.log, options.tuning);
  const supervisor = new Supervisor(place, options.log);
  try {
    await supervisor.start();
  } catch (error) {
    await supervisor.stop();
    throw error;
  }
  return {
    socketDir: place.socketDir,
    pid: () => supervisor.pid,
    failure: () => supervisor.failure,
    stop: () => supervisor.stop(),
  };
}
