import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { totalmem, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { EngineInUse } from './engine-errors.ts';
import type { EngineMessage, EngineOptions } from './engine/engine-process.ts';

/** What the supervisor says; the fields of a pino logger that it needs. */
export type EngineLog = {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
};

export type EngineLimits = { memoryBytes: number; reads: number; writes: number; maxSeconds: number; graceMs: number };

export type SupervisedEngine = {
  readonly socketPath: string;
  /** The child's process id while it runs. */
  pid(): number | undefined;
  stop(): Promise<void>;
};

const PROGRAM = fileURLToPath(new URL('engine/engine-process.ts', import.meta.url));
/** A unix socket's path has at most 107 bytes (103 on macOS). */
const MAX_SOCKET_PATH = 103;
const START_MS = 120_000;
const BACK_OFF_MS = [100, 200, 500, 1000, 2000, 5000, 10_000];
/** A child that ran so long had a good start: the next failure is a new one. */
const HEALTHY_MS = 30_000;
/** How long an engine whose server was killed may take to let go of the directory. */
const HAND_OVER_MS = 20_000;
/** How long a child may take to close after its grace. */
const CLOSE_MS = 10_000;
/** Its name in the private directory. */
const SOCKET = 'engine.sock';
/** How the engine says that another process has the directory open. */
const LOCKED = /Code: 76\b|Cannot lock file/;

/** min(25 % of memory, 4 GB) for the engine; eight reads and four writes at a time. */
export const defaultLimits = (): EngineLimits => ({
  memoryBytes: Math.min(Math.floor(totalmem() / 4), 4 * 1024 ** 3),
  reads: 8,
  writes: 4,
  maxSeconds: 60,
  graceMs: 10_000,
});

/** A private directory for socket and pipes, short enough wherever the data are. */
function socketDirectory(): string {
  const base = tmpdir().length + '/qunluo-XXXXXX/engine.sock'.length <= MAX_SOCKET_PATH ? tmpdir() : '/tmp';
  const directory = mkdtempSync(join(base, 'qunluo-'));
  chmodSync(directory, 0o700);
  return directory;
}

/** Whether a process runs; one that ended and was not yet collected by its parent does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return true;
  }
}

type Owner = { pid: number; child: number; directory: string };
type OwnerRecord = { [Key in keyof Owner]: Owner[Key] | undefined };

const ownerFileOf = (dataDir: string): string => resolve(dataDir, 'engine.owner.json');

function readOwner(path: string): Owner | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Owner;
  } catch {
    return undefined;
  }
}

type Refusal = Extract<EngineMessage, { kind: 'refused' }>;

type Outcome = { child: ChildProcess } | { failed: string; locked: boolean };

/** Starts one child and waits until it serves, refuses, or dies. */
async function launch(options: EngineOptions, log: EngineLog): Promise<Outcome> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', PROGRAM, JSON.stringify(options)], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // One thread for each query that may run, one for each connection being made ready, and some for files.
    env: { ...process.env, UV_THREADPOOL_SIZE: String(options.reads + options.writes + 8), NODE_OPTIONS: '' },
  });
  let said = '';
  let refused: Refusal | undefined;
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4000);
    log.warn({ engine: text.trimEnd() }, 'the event engine says');
  });
  return await new Promise<Outcome>((done) => {
    const late = setTimeout(() => {
      child.kill('SIGKILL');
      said += `\nnot ready after ${START_MS / 1000} s`;
    }, START_MS);
    child.once('error', (error) => done({ failed: error.message, locked: false }));
    // When all that it wrote has come: the reason of a refusal is there and nowhere else.
    child.once('close', (code, signal) => {
      clearTimeout(late);
      const failed = `${refused?.message ?? `it ended with ${signal ?? code}`}${said === '' ? '' : `: ${said.trim()}`}`;
      done({ failed, locked: refused !== undefined && LOCKED.test(`${refused.message} ${said}`) });
    });
    child.once('message', (message: EngineMessage) => {
      if (message.kind === 'refused') refused = message;
      else {
        clearTimeout(late);
        done({ child });
      }
    });
  });
}

/** Starts a child on the directory; waits while an engine whose server was killed still lets go of it. */
async function open(options: EngineOptions, dataDir: string, log: EngineLog): Promise<ChildProcess> {
  const ownerFile = ownerFileOf(dataDir);
  const deadline = Date.now() + HAND_OVER_MS;
  for (;;) {
    // The pipes and socket of a child before.
    rmSync(options.directory, { recursive: true, force: true });
    mkdirSync(options.directory, { mode: 0o700 });
    const outcome = await launch(options, log);
    if ('child' in outcome) {
      const record: OwnerRecord = { pid: process.pid, child: outcome.child.pid, directory: options.directory };
      try {
        writeFileSync(ownerFile, JSON.stringify(record));
      } catch (error) {
        // A full disk: nobody would know of the child, and it would keep this process running.
        await end(outcome.child, options.graceMs);
        throw error;
      }
      return outcome.child;
    }
    if (!outcome.locked) throw new Error(`the event engine cannot open ${options.path}: ${outcome.failed}`);
    const owner = readOwner(ownerFile);
    if ((owner && isAlive(owner.pid)) || Date.now() > deadline) {
      const by = owner ? `process ${owner.pid}` : 'another process';
      throw new EngineInUse(
        `${dataDir} is in use by ${by}: one Qunluo at a time can open a data directory. Stop that one, or set QUNLUO_DATA to another directory.`,
      );
    }
    await sleep(250);
  }
}

/** Lets a child end its work and close; kills it when it takes longer than its grace. */
async function end(child: ChildProcess, graceMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  const killer = setTimeout(() => child.kill('SIGKILL'), graceMs + CLOSE_MS);
  child.send('stop', () => {});
  await ended;
  clearTimeout(killer);
}

/**
 * Keeps one engine process running on a data directory. It is started anew whenever it dies, sooner at first and then
 * more slowly; meanwhile the socket refuses, which the client shows as `Unavailable`.
 */
export async function superviseEngine(options: {
  dataDir: string;
  log: EngineLog;
  limits?: Partial<EngineLimits>;
}): Promise<SupervisedEngine> {
  const { dataDir, log } = options;
  const path = resolve(dataDir, 'engine');
  mkdirSync(path, { recursive: true });
  const directory = socketDirectory();
  const engineOptions: EngineOptions = { path, directory, ...defaultLimits(), ...options.limits };
  let child: ChildProcess | undefined;
  let reviving: Promise<void> | undefined;
  let stopping = false;
  let fallen = 0;

  const watch = (running: ChildProcess): void => {
    const since = Date.now();
    child = running;
    running.once('exit', (code, signal) => {
      child = undefined;
      if (stopping) return;
      if (Date.now() - since > HEALTHY_MS) fallen = 0;
      log.error({ code, signal }, 'the event engine died; it is started again');
      reviving = revive();
    });
  };

  const revive = async (): Promise<void> => {
    for (;;) {
      await sleep(BACK_OFF_MS[Math.min(fallen++, BACK_OFF_MS.length - 1)]!);
      if (stopping) return;
      try {
        const next = await open(engineOptions, dataDir, log);
        watch(next);
        log.info({ pid: next.pid }, 'the event engine runs again');
        return;
      } catch (error) {
        log.error({ error: String(error) }, 'the event engine could not be started again; trying on');
      }
    }
  };

  const previous = readOwner(ownerFileOf(dataDir));
  try {
    watch(await open(engineOptions, dataDir, log));
  } catch (error) {
    rmSync(directory, { recursive: true, force: true });
    throw error;
  }
  if (previous && !isAlive(previous.child)) removeLeftover(previous.directory);

  return {
    socketPath: join(directory, SOCKET),
    pid: () => child?.pid,
    async stop() {
      if (stopping) return;
      stopping = true;
      await reviving;
      if (child) await end(child, engineOptions.graceMs);
      rmSync(directory, { recursive: true, force: true });
      rmSync(ownerFileOf(dataDir), { force: true });
    },
  };
}

/** The socket directory of a start whose whole process tree was killed. */
function removeLeftover(directory: string): void {
  if (/\/qunluo-[A-Za-z0-9]{6}$/.test(directory) && existsSync(directory))
    rmSync(directory, { recursive: true, force: true });
}
