import { execFile } from 'node:child_process';
import { readdir, readlink, realpath } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Log } from '#platform/log.ts';
import { PostgresFailure } from './errors.ts';
import { readPostmasterFile } from './postmaster-file.ts';

const run = promisify(execFile);

/** PostgreSQL and all its children work inside their data directory, whatever they call themselves. */
async function workingIn(dataPath: string): Promise<number[]> {
  const numbers = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const there = await Promise.all(
    numbers.map(
      async (pid) => (await readlink(`/proc/${pid}/cwd`).catch(() => undefined)) === dataPath && pid !== process.pid,
    ),
  );
  return numbers.filter((_, index) => there[index]);
}

async function commandOf(pid: number): Promise<string> {
  return run('ps', ['-o', 'command=', '-p', String(pid)]).then(
    ({ stdout }) => stdout,
    () => '',
  );
}

/** Numbers of the living processes of a server on this data directory. */
export async function serverProcesses(dataPath: string): Promise<number[]> {
  const path = await realpath(dataPath).catch(() => undefined);
  if (path === undefined) return [];
  if (process.platform === 'linux') return workingIn(path);
  const file = await readPostmasterFile(dataPath);
  return file !== undefined && (await commandOf(file.pid)).includes(dataPath) ? [file.pid] : [];
}

/** Waits until no process of the server is left. @returns whether that came true in time */
export async function waitUntilGone(dataPath: string, milliseconds: number): Promise<boolean> {
  const end = Date.now() + milliseconds;
  for (;;) {
    if ((await serverProcesses(dataPath)).length === 0) return true;
    if (Date.now() > end) return false;
    await sleep(50);
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH')
      throw new PostgresFailure(`cannot stop the PostgreSQL process ${pid} left by an earlier run`, error);
  }
}

/**
 * Stops a server whose parent was killed. Only called with the data directory's lock held, so nobody needs it: first
 * an orderly fast shutdown, then an immediate one (which loses nothing: the next start recovers from the log).
 */
export async function stopOrphan(dataPath: string, log: Log): Promise<void> {
  const processes = await serverProcesses(dataPath);
  if (processes.length === 0) return;
  const parent = (await readPostmasterFile(dataPath))?.pid;
  log.warn({ pid: parent }, 'a PostgreSQL server left by a killed process still runs; stopping it');
  if (parent !== undefined && processes.includes(parent)) {
    signal(parent, 'SIGINT');
    if (await waitUntilGone(dataPath, 20_000)) return;
    signal(parent, 'SIGQUIT');
  }
  if (!(await waitUntilGone(dataPath, 15_000)))
    throw new PostgresFailure(
      `PostgreSQL processes left by an earlier run do not stop: ${(await serverProcesses(dataPath)).join(', ')}`,
    );
}
