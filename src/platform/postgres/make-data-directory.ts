import { execFile } from 'node:child_process';
import { chown, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Binaries } from './binaries.ts';
import { DataFromNewerVersion, PostgresFailure } from './errors.ts';
import { serverEnvironment, type ServerIdentity } from './server-identity.ts';
import { explainOutput } from './server-log.ts';

const run = promisify(execFile);

/** The same on every machine: sorting and upper case come with the server, not with the system's library. */
const OPTIONS = [
  '--username=postgres',
  '--auth=trust',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
];

/**
 * Whether there is a data directory that this version can use; false when there is none. Throws for one that was
 * written by another major version of PostgreSQL, without touching it.
 */
export async function checkDataDirectory(major: number, data: string): Promise<boolean> {
  const text = await readFile(join(data, 'PG_VERSION'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new PostgresFailure(`the data directory ${data} cannot be read: ${error.message}`, error);
  });
  if (text === undefined) return false;
  const written = Number.parseInt(text, 10);
  if (written > major)
    throw new DataFromNewerVersion(`${data} was written by PostgreSQL ${written}, this version brings ${major}`);
  if (written < major)
    throw new PostgresFailure(
      `${data} was written by PostgreSQL ${written}, this version brings ${major}: make a backup with the version that wrote it and restore it here`,
    );
  return true;
}

/** Makes a data directory. Built aside and moved into place, so one is never half there. */
export async function makeDataDirectory(options: {
  binaries: Binaries;
  identity: ServerIdentity;
  data: string;
  durable: boolean;
}): Promise<void> {
  const { binaries, identity, data, durable } = options;
  const draft = `${data}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  if (identity.owner) await chown(draft, identity.owner.uid, identity.owner.gid);
  const wanted = ['-D', draft, ...OPTIONS, ...(durable ? [] : ['--no-sync'])];
  const { command, args, ...account } = identity.wrap(binaries.initdb, wanted);
  try {
    await run(command, args, { ...account, cwd: '/', env: serverEnvironment() });
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    const { stdout = '', stderr = '', message } = error as Error & { stdout?: string; stderr?: string };
    const reason = explainOutput(`${stdout}\n${stderr}`.trim() || message);
    throw new PostgresFailure(`PostgreSQL could not make its data directory ${data}: ${reason}`, error);
  }
  await rename(draft, data);
}
