import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    runDirectory: string;
  }
}

/** A directory for what test files of one run make once and share; it goes with the run. */
export function setup(project: TestProject): () => void {
  const directory = mkdtempSync(join(tmpdir(), 'qunluo-run-'));
  project.provide('runDirectory', directory);
  return () => rmSync(directory, { recursive: true, force: true });
}
