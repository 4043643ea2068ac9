import { defineConfig } from 'vitest/config';
import { HeavyFirst } from './testkit/heavy-first.ts';

export default defineConfig({
  test: {
    pool: 'forks',
    // One more than the cores that a small machine has: tests wait for disks, browsers and what is to happen later.
    maxWorkers: 3,
    sequence: { sequencer: HeavyFirst },
    include: [
      'src/**/*.test.ts',
      'testkit/**/*.test.ts',
      'tools/**/*.test.ts',
      'e2e/**/*.test.ts',
      'web/**/*.test.{ts,tsx}',
    ],
    globalSetup: ['testkit/run-directory.ts', 'testkit/postgres-setup.ts', 'testkit/engine-setup.ts'],
    setupFiles: ['testkit/at-end.ts'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 60_000 } },
  },
});
