import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { PostgresFailure } from './errors.ts';
import { readPostmasterFile } from './postmaster-file.ts';
import { serverEnvironment, type ServerIdentity } from './server-identity.ts';
import { explainOutput, openServerLog, readServerLog } from './server-log.ts';

/** Recovery after a crash replays the log and may take a while. */
const START_SECONDS = 300;

const END_SECONDS = 30;

/** Where the parts of one embedded server are, and how it is run. */
export type ServerPlace = {
  program: string;
  identity: ServerIdentity;
  data: string;
  log: string;
  socketDir: string;
  settings: Readonly<Record<string, string>>;
};

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

async function spawnServer(
  place: ServerPlace,
): Promise<{ child: ChildProcess; failed: () => Error | undefined; logStart: number }> {
  const log = await openServerLog(place.log);
  const { size } = await log.stat();
  const settings = Object.entries(place.settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const { command, args, ...account } = place.identity.wrap(place.program, ['-D', place.data, ...settings]);
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
  child.unref();
  await log.close();
  return { child, failed: () => failure, logStart: size };
}

/** Starts the server program and waits until it takes connections. Throws PostgresFailure with what the server said. */
export async function launchServer(place: ServerPlace): Promise<ChildProcess> {
  const { child, failed, logStart } = await spawnServer(place);
  const end = Date.now() + START_SECONDS * 1000;
  for (;;) {
    const file = await readPostmasterFile(place.data);
    if (file?.pid === child.pid && file?.status.startsWith('ready')) return child;
    if (failed() !== undefined || hasEnded(child)) {
      const reason = failed()?.message ?? explainOutput(await readServerLog(place.log, logStart));
      throw new PostgresFailure(`PostgreSQL does not start: ${reason} (its log: ${place.log})`, failed());
    }
    if (Date.now() > end) {
      child.kill('SIGQUIT');
      throw new PostgresFailure(`PostgreSQL was not ready after ${START_SECONDS} seconds (its log: ${place.log})`);
    }
    await sleep(20);
  }
}

/** A fast shutdown: open transactions are rolled back, everything is written. Immediate when it takes too long. */
export async function endServer(child: ChildProcess | undefined): Promise<void> {
  if (child === undefined || hasEnded(child)) return;
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  child.ref();
  child.kill('SIGINT');
  const slow = setTimeout(() => child.kill('SIGQUIT'), END_SECONDS * 1000);
  await ended;
  clearTimeout(slow);
}
