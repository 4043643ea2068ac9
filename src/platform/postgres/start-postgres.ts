import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#kernel/errors.ts';
import type { Log } from '#platform/log.ts';
import type { PostgresSettings } from './connection.ts';
import { lockDataDirectory } from './data-lock.ts';
import { startEmbeddedServer } from './embedded-server.ts';
import { PostgresFailure } from './errors.ts';
import { ensureDatabase, ensureRoles } from './roles.ts';
import type { ServerTuning } from './server-settings.ts';

/** A PostgreSQL that is ready: ours, or the one at DATABASE_URL. */
export type PostgresServer = {
  /** How to reach it; give it to `openDatabase`. */
  settings: PostgresSettings;
  /** Process number of the embedded server; undefined while it is down, and for a DATABASE_URL. */
  pid(): number | undefined;
  /** Why the embedded server is down and does not come back, while that is so. */
  failure(): unknown;
  /** Stops the embedded server in order and gives the data directory free. */
  stop(): Promise<void>;
};

export type StartPostgresOptions = { dataDir: string; log: Log; databaseUrl?: string; tuning?: ServerTuning };

async function makeRoot(dataDir: string): Promise<string> {
  const root = join(dataDir, 'postgres');
  try {
    await mkdir(root, { recursive: true });
    return root;
  } catch (error) {
    throw asFailure(dataDir, error);
  }
}

/** A file operation that the system refused says which file and why; the directory is what the person chose. */
function asFailure(dataDir: string, error: unknown): unknown {
  if (error instanceof AppError || !(error instanceof Error) || !('syscall' in error)) return error;
  const detail =
    (error as NodeJS.ErrnoException).code === 'ENOSPC' ? `no disk space is left (${error.message})` : error.message;
  return new PostgresFailure(`the data directory ${dataDir} cannot be used: ${detail}`, error);
}

async function startOurs({ dataDir, log, tuning }: StartPostgresOptions): Promise<PostgresServer> {
  const root = await makeRoot(dataDir);
  const unlock = await lockDataDirectory(dataDir, join(root, 'lock')).catch((error: unknown) => {
    throw asFailure(dataDir, error);
  });
  try {
    const server = await startEmbeddedServer({ root, log, tuning: tuning ?? {} });
    const settings: PostgresSettings = { kind: 'embedded', socketDir: server.socketDir, database: 'qunluo' };
    const stop = async (): Promise<void> => {
      await server.stop();
      await unlock();
    };
    try {
      await ensureRoles({ ...settings, database: 'postgres' });
      await ensureDatabase(settings, settings.database);
    } catch (error) {
      await server.stop();
      throw error;
    }
    return { settings, pid: server.pid, failure: server.failure, stop };
  } catch (error) {
    await unlock();
    throw asFailure(dataDir, error);
  }
}

/**
 * Starts the embedded PostgreSQL with its data in `dataDir`/postgres, or prepares the server at `databaseUrl`: roles
 * and rights are there when this returns; tables come with `openDatabase`. Throws DataDirectoryInUse when another
 * living process has the directory, DataFromNewerVersion, or PostgresFailure saying what is wrong.
 */
export async function startPostgres(options: StartPostgresOptions): Promise<PostgresServer> {
  if (options.databaseUrl === undefined) return startOurs(options);
  const settings: PostgresSettings = { kind: 'url', url: options.databaseUrl };
  await ensureRoles(settings);
  return { settings, pid: () => undefined, failure: () => undefined, stop: async () => undefined };
}
