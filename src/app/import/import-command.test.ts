import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '#kernel/clock.ts';
import { createCommunity } from '#modules/communities/index.ts';
import { ensureOwnerToken } from '#modules/identity/index.ts';
import { workOnImports } from '#modules/imports/index.ts';
import { createJobs, type Jobs } from '#platform/jobs/index.ts';
import { createLogger } from '#platform/log.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testApp, type TestApp } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';

const MAIN = fileURLToPath(new URL('../../main.ts', import.meta.url));

let database: Database;
let jobs: Jobs;
let app: TestApp;
let folder: string;
let port: number;

beforeAll(async () => {
  database = await testDatabase();
  const engine = await testEngine();
  const log = createLogger({ logLevel: 'silent' });
  jobs = createJobs({ settings: database.settings, log });
  await jobs.start();
  app = await testApp(database, { engine, jobs });
  await workOnImports({ ...app.services, onCommunityChanged: () => undefined });
  const workspace = await app.workspace();
  await workspace.operator('owner');
  await ensureOwnerToken(database, systemClock, app.dataDir);
  await database.inWorkspace(workspace.id, (tx) => createCommunity(tx, workspace.id, { name: 'Books', key: 'books' }));
  await app.server.listen('127.0.0.1', 0);
  port = (app.server.app.server.address() as AddressInfo).port;
  folder = await mkdtemp(join(tmpdir(), 'qunluo-import-command-'));
});
afterAll(async () => {
  await jobs.stop();
  await app.close();
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

/** Runs the command as a person would. */
function command(
  args: string[],
  env: Record<string, string> = {},
): Promise<{ code: number | null; out: string; error: string }> {
  const child = spawn(process.execPath, [MAIN, 'import', ...args], {
    env: { ...process.env, QUNLUO_DATA: app.dataDir, QUNLUO_HOST: '127.0.0.1', QUNLUO_PORT: String(port), ...env },
    timeout: 30_000,
  });
  let out = '';
  let error = '';
  child.stdout.on('data', (data: Buffer) => (out += data));
  child.stderr.on('data', (data: Buffer) => (error += data));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, error })));
}

async function file(name: string, content: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

const line = (fields: object): string =>
  JSON.stringify({ group: 'g', member: 'ann', kind: 'message', at: '2024-03-01T10:00:00Z', ...fields });

describe('qunluo import', () => {
  it('loads a file, sums it up, and changes nothing the second time', async () => {
    const path = await file('history.jsonl', `${line({ id: '1' })}\noops\n${line({ id: '2', member: 'bob' })}\n`);
    const first = await command([path, '--community', 'books', '--lang', 'en']);
    expect(first.error).toContain('history.jsonl');
    expect(first.out).toContain('new: 2\n');
    expect(first.out).toContain('not valid JSON: 1 (2)');
    expect(first.code).toBe(0);
    const second = await command([path, '--community', 'books']);
    expect([second.code, second.out.match(/新增: (\d+)\n {2}已有: (\d+)/)?.slice(1)]).toEqual([0, ['0', '2']]);
  });

  it('only looks when it is told to, and leaves nothing', async () => {
    const path = await file('look.jsonl', line({ id: 'look' }));
    const looked = await command([path, '--community', 'books', '--preview', '--lang', 'en']);
    expect([looked.code, looked.out]).toEqual([0, '']);
    expect(looked.error).toContain('1 events, 1 groups');
    expect(await app.services.files.list()).toEqual([]);
  });

  it('asks for what the file leaves open', async () => {
    const path = await file('chat.csv', 'who,when,what\nann,2024-03-01 10:00,hello\nbob,2024-03-01 10:05,hi\n');
    const mapped = await command([
      path,
      '--community',
      'books',
      '--lang',
      'en',
      '--mapping',
      '{"member":"who","at":"when","text":"what"}',
    ]);
    expect([mapped.code, mapped.out.match(/new: (\d+)/)?.[1]]).toEqual([0, '2']);
  });

  it.for<[string, () => Promise<string[]>, RegExp, Record<string, string>?]>([
    ['a file that is not there', async () => ['/nowhere/x.txt', '--community', 'books'], /does not exist/],
    ['a directory', async () => [folder, '--community', 'books'], /directory/],
    ['no export', async () => [await file('notes.txt', 'dear diary'), '--community', 'books'], /notes\.txt/],
    [
      'an unknown community',
      async () => [await file('a.jsonl', line({ id: '1' })), '--community', 'nowhere'],
      /community was not found/,
    ],
    [
      'wrong options',
      async () => [
        await file('a.jsonl', line({ id: '1' })),
        '--community',
        'books',
        '--timezone',
        'Mars',
        '--year',
        'x',
      ],
      /--year.*--timezone/s,
    ],
    [
      'no server',
      async () => [await file('a.jsonl', line({ id: '1' })), '--community', 'books', '--server', 'http://127.0.0.1:9'],
      /no server answers/,
    ],
    [
      'no token',
      async () => [await file('a.jsonl', line({ id: '1' })), '--community', 'books'],
      /owner-token is not there/,
      { QUNLUO_DATA: '/tmp/none' },
    ],
  ])('says what is wrong with %s, exit code 2', async ([, args, message, env]) => {
    const run = await command(await args(), env);
    expect(run.error).toMatch(message);
    expect(run.error).not.toContain('defect');
    expect([run.code, run.out]).toEqual([2, '']);
  });
});
