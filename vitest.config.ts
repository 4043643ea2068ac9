import { defineConfig, type TestUserConfig } from 'vitest/config';
import { HeavyFirst } from './testkit/heavy-first.ts';

const each = {
  pool: 'forks',
  setupFiles: ['testkit/end-of-file.ts'],
  testTimeout: 180_000,
  hookTimeout: 180_000,
  expect: { poll: { timeout: 60_000 } },
} satisfies TestUserConfig;

/** Whole processes and browsers, and what measures the memory of its own process or changes its environment. */
const OWN_PROCESS = [
  'e2e/**/*.test.ts',
  'tools/**/*.test.ts',
  'testkit/queries/**/*.test.ts',
  'src/app/backup/archive.test.ts',
  'src/app/report/run-report.test.ts',
  'src/connectors/memory.test.ts',
  'src/modules/events/inbox/accept-http.test.ts',
  'web/member/first-load.test.ts',
];

export default defineConfig({
  test: {
    // One more than the cores that a small machine has: tests wait for disks, browsers and what is to happen later.
    maxWorkers: 3,
    sequence: { sequencer: HeavyFirst },
    globalSetup: ['testkit/run-directory.ts', 'testkit/postgres-setup.ts', 'testkit/engine-setup.ts'],
    projects: [
      { test: { ...each, name: 'apart', include: OWN_PROCESS } },
      {
        // Files of a worker share its process: what they import is read and compiled once, and stays warm. Each has a
        // database and tables of its own all the same, and no module keeps anything that a test could see.
        test: {
          ...each,
          name: 'together',
          isolate: false,
          include: ['src/**/*.test.ts', 'testkit/**/*.test.ts', 'web/**/*.test.{ts,tsx}'],
          exclude: OWN_PROCESS,
        },
      },
    ],
  },
});
