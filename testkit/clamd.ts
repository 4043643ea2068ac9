import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findProgram } from './debian-program.ts';

/** Debian's `clamav-daemon`; undefined where it is not installed. */
export const CLAMD = findProgram('clamd');

/** What the scanner of the tests takes for malware: harmless, and unknown to scanners of whoever keeps this source. */
export const PEST = 'a pest that only the tests of this program know';

/** More than this clamd does not take. Bytes. */
export const CLAMD_MOST = 2 ** 20;

export type Clamd = { socket: string; stop(): Promise<void> };

/** A real clamd on a socket of its own, with one signature of its own. */
export async function startClamd(): Promise<Clamd> {
  const directory = await mkdtemp(join(tmpdir(), 'qunluo-clamd-'));
  const socket = join(directory, 'clamd.sock');
  await writeFile(join(directory, 'tests.ndb'), `Qunluo.Test.Pest:0:*:${Buffer.from(PEST).toString('hex')}\n`);
  const configuration = join(directory, 'clamd.conf');
  await writeFile(
    configuration,
    `LocalSocket ${socket}\nDatabaseDirectory ${directory}\nForeground yes\nStreamMaxLength ${CLAMD_MOST}\nMaxThreads 2\n`,
  );
  const server = spawn(CLAMD!, ['--config-file', configuration], { stdio: 'ignore' });
  const stop = async (): Promise<void> => {
    if (server.exitCode === null && server.signalCode === null) {
      server.kill('SIGKILL');
      await once(server, 'exit');
    }
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await listening(server, socket);
  } catch (error) {
    await stop();
    throw error;
  }
  return { socket, stop };
}

/** Waits for the socket to answer. Throws when the server ends before, or after 20 seconds. */
async function listening(server: ChildProcess, socket: string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (server.exitCode !== null) throw new Error(`clamd ended with ${server.exitCode}`);
    const answers = await new Promise<boolean>((resolve) => {
      const client = connect(socket, () => resolve(true)).on('error', () => resolve(false));
      client.on('connect', () => client.destroy());
    });
    if (answers) return;
    await sleep(100);
  }
  throw new Error('clamd does not listen');
}
