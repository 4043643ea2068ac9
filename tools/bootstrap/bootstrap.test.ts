import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const RUN = new URL('run-program.mjs', import.meta.url).href;
const LOCK = new URL('hold-lock.mjs', import.meta.url).href;
const TESTS = new URL('tests.mjs', import.meta.url).href;

let directory: string;
beforeEach(async () => (directory = await mkdtemp(join(tmpdir(), 'qunluo-bootstrap-'))));
afterEach(() => rm(directory, { recursive: true }));

/** Runs a module's text as our bootstrap runs: plain JavaScript in a process of its own. */
function script(code: string, options: SpawnOptions = {}): ChildProcess {
  return spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
    ...options,
  });
}

async function outcome(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  const [output, [code]] = await Promise.all([text(child.stdout!), once(child, 'exit') as Promise<[number | null]>]);
  return { code, output };
}

/** A program that says when it is up, and what it was asked to do. */
const SERVER = `process.on('SIGTERM', () => { console.log('asked to stop'); process.exit(7); });
setInterval(() => undefined, 1000); console.log('up');`;

/** Our bootstrap, running that program. */
const runs = (program: string): string =>
  `import { run } from ${JSON.stringify(RUN)}; process.exitCode = await run(process.execPath, ['-e', ${JSON.stringify(program)}], { stdio: 'inherit' });`;

async function firstOutput(child: ChildProcess): Promise<string> {
  const [chunk] = (await once(child.stdout!, 'data')) as [Buffer];
  return chunk.toString();
}

describe('a program that we run', () => {
  it('gives its exit code', async () => {
    expect((await outcome(script(runs('process.exit(3)')))).code).toBe(3);
  });

  it('gives 128 and the number of the signal that ended it', async () => {
    expect((await outcome(script(runs(`process.kill(process.pid, 'SIGKILL')`)))).code).toBe(137);
  });

  it('gets the signals that we get', async () => {
    const child = script(runs(SERVER));
    expect(await firstOutput(child)).toContain('up');
    child.kill('SIGTERM');
    expect(await outcome(child)).toEqual({ code: 7, output: expect.stringContaining('asked to stop') as string });
  });

  it.runIf(process.platform === 'linux')('is asked to stop when the shell of npm is killed', async () => {
    const path = join(directory, 'bootstrap.mjs');
    await writeFile(path, runs(SERVER));
    // Two commands, so that the shell stays; it tells its own number first.
    const shell = spawn('sh', ['-c', `"${process.execPath}" "${path}"; true`], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, npm_lifecycle_event: 'start' },
    });
    expect(await firstOutput(shell)).toContain('up');
    const rest = text(shell.stdout);
    shell.kill('SIGKILL');
    expect(await rest).toContain('asked to stop');
  });

  it('is named when it is not there', async () => {
    const code = `import { run } from ${JSON.stringify(RUN)}; await run('no-such-program', []).catch((error) => console.log(error.message));`;
    expect((await outcome(script(code))).output).toContain('no-such-program cannot be run');
  });
});

describe('the lock of an installation', () => {
  const holding = (path: string, log: string): string => `
    import { appendFileSync } from 'node:fs';
    import { holdLock } from ${JSON.stringify(LOCK)};
    const say = (word) => appendFileSync(${JSON.stringify(log)}, word + '\\n');
    await holdLock(${JSON.stringify(path)}, () => undefined, async () => {
      say('in');
      await new Promise((done) => setTimeout(done, 100));
      say('out');
    });`;

  it('lets one in at a time', async () => {
    const [path, log] = [join(directory, 'held/lock'), join(directory, 'log')];
    await Promise.all([1, 2, 3].map(() => outcome(script(holding(path, log)))));
    expect((await readFile(log, 'utf8')).trim().split('\n')).toEqual(['in', 'out', 'in', 'out', 'in', 'out']);
  });

  it('is taken over from a process that died', async () => {
    const [path, log] = [join(directory, 'lock'), join(directory, 'log')];
    const dead = script('');
    await outcome(dead);
    await writeFile(path, String(dead.pid));
    expect((await outcome(script(holding(path, log)))).code).toBe(0);
  });
});

describe('the counts of a test run', () => {
  const count = async (report: unknown): Promise<unknown> => {
    const path = join(directory, 'report.json');
    await writeFile(path, typeof report === 'string' ? report : JSON.stringify(report));
    const code = `import { readReport } from ${JSON.stringify(TESTS)}; console.log(JSON.stringify(readReport(${JSON.stringify(path)})));`;
    return JSON.parse((await outcome(script(code))).output);
  };
  const counts = { numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 };

  it('add up what vitest reports', async () => {
    expect(await count({ ...counts, testResults: [] })).toEqual({ passed: 5, failed: 1, skipped: 3 });
  });

  it('take a file that does not load for a failure', async () => {
    const testResults = [
      { status: 'failed', assertionResults: [] },
      { status: 'passed', assertionResults: [{}] },
    ];
    expect(await count({ ...counts, testResults })).toEqual({ passed: 5, failed: 2, skipped: 3 });
  });

  it('are nothing when vitest left no report', async () => {
    expect(await count('{')).toEqual({ passed: 0, failed: 0, skipped: 0 });
  });
});

describe('the command', () => {
  it('says how it is used when it does not know the verb', async () => {
    const run = new URL('../run.mjs', import.meta.url).pathname;
    const child = spawn(process.execPath, [run, 'constructor'], { stdio: ['ignore', 'pipe', 'pipe'] });
    const [message, { code }] = await Promise.all([text(child.stderr), outcome(child)]);
    expect(code).toBe(1);
    expect(message).toContain('usage: node tools/run.mjs start|demo|');
  });
});
