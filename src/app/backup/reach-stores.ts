import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { type Address, findRunningEngine, startEngine } from '#platform/clickhouse/index.ts';
import type { Config } from '#platform/config.ts';
import type { Log } from '#platform/log.ts';
import { findRunningPostgres, type PostgresSettings, startPostgres } from '#platform/postgres/index.ts';
import type { StopStack } from '../stop-stack.ts';
import { BackupRefused } from './errors.ts';

/** How to reach both stores, past the application. */
export type ReachableStores = { postgres: PostgresSettings; engine: Address };

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/**
 * Finds the stores of the installation: those of the running server, else it starts them for as long as it needs them,
 * with their data as they are. What was started is on the stack.
 */
export async function reachStores(config: Config, log: Log, stack: StopStack): Promise<ReachableStores> {
  return { postgres: await reachPostgres(config, log, stack), engine: await reachEngine(config, log, stack) };
}

async function reachPostgres({ dataDir, databaseUrl }: Config, log: Log, stack: StopStack): Promise<PostgresSettings> {
  if (databaseUrl !== undefined) return { kind: 'url', url: databaseUrl };
  const running = await findRunningPostgres(dataDir);
  if (running) return running;
  if (!(await exists(join(dataDir, 'postgres/data/PG_VERSION'))))
    throw new BackupRefused(`there are no data in ${dataDir}; QUNLUO_DATA says where they are`, 'nothing_to_back_up');
  const server = await startPostgres({ dataDir, log });
  stack.push('postgres', () => server.stop());
  return server.settings;
}

async function reachEngine({ dataDir, clickhouseUrl }: Config, log: Log, stack: StopStack): Promise<Address> {
  if (clickhouseUrl !== undefined) return { url: clickhouseUrl };
  const running = await findRunningEngine(dataDir);
  if (running) return running;
  const { address, stop } = await startEngine({ dataDir, log, migrate: false });
  stack.push('engine', stop);
  return address;
}
