import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runChecks } from './checks.mjs';
import { prepareBrowser } from './prepare-browser.mjs';
import { prepareServers } from './prepare-servers.mjs';
import { run } from './run-program.mjs';

/** Runs vitest. @returns its counts and exit code; a run that breaks outside of any test counts as one failure */
async function runVitest(args) {
  const directory = mkdtempSync(join(tmpdir(), 'qunluo-vitest-'));
  const report = join(directory, 'report.json');
  try {
    const code = await run('vitest', [
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...args,
    ]);
    const { passed, failed, skipped } = readReport(report);
    return { code, passed, failed: code !== 0 && failed === 0 ? 1 : failed, skipped };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/**
 * Counts of a vitest report. A file that cannot even be loaded has no test that could fail, and counts as one.
 * Without a readable report all are 0.
 */
export function readReport(path) {
  let report;
  try {
    report = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
  const broken = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/**
 * All checks (each counts as one) and all tests; with arguments, only vitest with these. Ends with the line
 * "N passed, N failed, N skipped". @returns the exit code
 */
export async function runTests(args) {
  const checks = args.length === 0 ? await runChecks() : [];
  await prepareBrowser();
  await prepareServers();
  const tests = await runVitest(args);
  const passed = checks.filter((check) => check.passed).length;
  const failed = tests.failed + checks.length - passed;
  for (const check of checks) if (!check.passed) console.log(`failed: ${check.name}`);
  console.log(`${tests.passed + passed} passed, ${failed} failed, ${tests.skipped} skipped`);
  return tests.code !== 0 ? tests.code : Number(failed > 0);
}
