import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEngine } from '#platform/clickhouse/index.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    engineAddress: { socketPath: string } | { url: string };
  }
}

/** Starts one event engine for the whole test run, in a directory that goes with it; `CLICKHOUSE_URL` uses a server. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'qunluo-test-'));
  const url = process.env['CLICKHOUSE_URL'];
  const started = await startEngine({
    dataDir,
    limits: { memoryBytes: 2 * 1024 ** 3, graceMs: 1000 },
    ...(url === undefined ? {} : { url }),
  });
  project.provide('engineAddress', started.address);
  return async () => {
    await started.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}
