import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY, say } from './say.mjs';
import { run } from './run-program.mjs';

/** Each check, and the file without which it has nothing to do. */
const CHECKS = [
  { name: 'types', needs: 'tsconfig.json', command: ['tsc', '-p', 'tsconfig.json'] },
  { name: 'types of the web', needs: 'web/tsconfig.json', command: ['tsc', '-p', 'web/tsconfig.json'] },
  { name: 'lint', needs: '.oxlintrc.json', command: ['oxlint'] },
  {
    name: 'import rules',
    needs: 'tools/check-boundaries.ts',
    command: ['node', '--disable-warning=ExperimentalWarning', 'tools/check-boundaries.ts'],
  },
  { name: 'unused code', needs: 'knip.json', command: ['knip'] },
  { name: 'dependencies', needs: 'package-lock.json', command: ['node', 'tools/check-dependencies.mjs'] },
];

/**
 * Runs all checks, also after one that fails.
 * @returns {Promise<{ name: string, passed: boolean }[]>}
 */
export async function runChecks() {
  const results = [];
  for (const { name, needs, command } of CHECKS) {
    if (!existsSync(join(REPOSITORY, needs))) continue;
    const started = Date.now();
    const [program, ...args] = command;
    const passed = (await run(program, args, { stdio: ['ignore', 'inherit', 'inherit'] })) === 0;
    say(`${passed ? '✓' : '✗'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
    results.push({ name, passed });
  }
  return results;
}
