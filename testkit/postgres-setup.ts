import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { migrate, startPostgres, type PostgresSettings } from '#platform/postgres/index.ts';
import { createLogger } from '#platform/log.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgres: PostgresSettings;
  }
}

/** One server for the whole run; its migrated database is the template that `testDatabase` clones. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'qunluo-test-'));
  const log = createLogger({ logLevel: 'warn' });
  const server = await startPostgres({ dataDir, log, tuning: { durable: false, maxConnections: 300 } });
  await migrate(server.settings);
  project.provide('postgres', server.settings);
  return async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}
