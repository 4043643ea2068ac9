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

/**
 * Code that a process of a test run has compiled is there for the next: workers, servers and commands of tests start
 * with it, half a second sooner each. Node replaces what the source is not any more.
 */
process.env['NODE_COMPILE_CACHE'] ??= new URL('../node_modules/.cache/compiled', import.meta.url).pathname;

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
