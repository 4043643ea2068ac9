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

/**
 * Keeps one engine process running on a data directory. It is started anew whenever it dies, sooner at first and then
 * more slowly; meanwhile the socket refuses, which the client shows as `Unavailable`.
 */
export async function superviseEngine(options: {
  dataDir: string;
  log: EngineLog;
  limits?: Partial<EngineLimits>;
}): Promise<SupervisedEngine> {
  const { log } = options;
  const path = resolve(options.dataDir, 'engine');
  mkdirSync(path, { recursive: true });
  const ownerFile = resolve(options.dataDir, 'engine.owner.json');
  const directory = socketDirectory();
  const limits = { ...defaultLimits(), ...options.limits };
  const engineOptions: EngineOptions = { path, directory, ...limits };
  let child: ChildProcess | undefined;
  let stopping = false;
  let fallen = 0;

  const start = async (): Promise<void> => {
    const deadline = Date.now() + 20_000;
    for (;;) {
      // The pipes and socket of a child before.
      rmSync(directory, { recursive: true, force: true });
      mkdirSync(directory, { mode: 0o700 });
      const outcome = await launch(engineOptions, log);
      if ('child' in outcome) {
        child = outcome.child;
        break;
      }
      if (!outcome.locked) throw new Error(`the event engine cannot open ${path}: ${outcome.failed}`);
      const owner = readOwner(ownerFile);
      const held = owner !== undefined && owner.pid !== process.pid && isAlive(owner.pid);
      if (held || owner?.pid === process.pid || Date.now() > deadline) {
        throw new EngineInUse(
          `${options.dataDir} is in use by ${owner ? `process ${owner.pid}` : 'another process'}: one Qunluo at a time can open a data directory. Stop that one, or set QUNLUO_DATA to another directory.`,
        );
      }
      // Its server was killed: the engine notices and lets go within moments.
      await sleep(250);
    }
    writeFileSync(ownerFile, JSON.stringify({ pid: process.pid, child: child.pid, directory } satisfies OwnerRecord));
    watch(child);
  };

  const watch = (running: ChildProcess): void => {
    const since = Date.now();
    running.once('exit', (code, signal) => {
      child = undefined;
      if (stopping) return;
      if (Date.now() - since > HEALTHY_MS) fallen = 0;
      log.error({ code, signal }, 'the event engine died; it is started again');
      void revive();
    });
  };

  const revive = async (): Promise<void> => {
    for (;;) {
      await sleep(BACK_OFF_MS[Math.min(fallen++, BACK_OFF_MS.length - 1)]!);
      if (stopping) return;
      try {
        await start();
        log.info({ pid: child?.pid }, 'the event engine runs again');
        return;
      } catch (error) {
        log.error({ error: String(error) }, 'the event engine could not be started again; trying on');
      }
    }
  };

  const previous = readOwner(ownerFile);
  try {
    await start();
  } catch (error) {
    rmSync(directory, { recursive: true, force: true });
    throw error;
  }
  if (previous && previous.directory !== directory && !isAlive(previous.child)) removeLeftover(previous.directory);

  return {
    socketPath: join(directory, 'engine.sock'),
    pid: () => child?.pid,
    async stop() {
      if (stopping) return;
      stopping = true;
      const running = child;
      if (running && running.exitCode === null && running.signalCode === null) {
        const ended = new Promise<void>((done) => running.once('exit', () => done()));
        const killer = setTimeout(() => running.kill('SIGKILL'), limits.graceMs + 10_000);
        running.send('stop', () => {});
        await ended;
        clearTimeout(killer);
      }
      rmSync(directory, { recursive: true, force: true });
      rmSync(ownerFile, { force: true });
    },
  };
}

/** The socket directory of a start whose whole process tree was killed. */
function removeLeftover(directory: string): void {
  if (/\/qunluo-[A-Za-z0-9]{6}$/.test(directory) && existsSync(directory))
    rmSync(directory, { recursive: true, force: true });
}
