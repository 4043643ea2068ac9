import { mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '#kernel/clock.ts';
import { createCommunity } from '#modules/communities/index.ts';
import { ensureOwnerToken } from '#modules/identity/index.ts';
import { workOnImports } from '#modules/imports/index.ts';
import type { CommunityReport } from '#modules/insights/contract.ts';
import { createJobs, type Jobs } from '#platform/jobs/index.ts';
import { createLogger } from '#platform/log.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testApp, type TestApp } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';
import { BAD_FILES, gb18030, IMPOSSIBLE_DATES, line, MIXED_LINES } from './bad-files.ts';
import { REFUSED, refusal, runCommand } from './run-command.ts';

let folder: string;
let scratch: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'qunluo-bad-'));
  scratch = await mkdtemp(join(tmpdir(), 'qunluo-scratch-'));
  await writeFile(join(folder, 'mixed.jsonl'), MIXED_LINES);
  await writeFile(join(folder, 'gb.jsonl'), gb18030());
  await writeFile(join(folder, 'dates.jsonl'), IMPOSSIBLE_DATES);
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await rm(scratch, { recursive: true, force: true });
});

/** The file of a bad input, made when it is asked for. */
async function badFile(name: string): Promise<{ path: string; says: RegExp }> {
  const { content, says } = BAD_FILES.find((bad) => bad.name === name)!;
  const path = join(folder, name);
  await writeFile(path, content());
  return { path, says };
}

const report = (args: readonly string[], through?: string) =>
  runCommand(['report', ...args, '--lang', 'en'], { env: { TMPDIR: scratch }, ...(through && { through }) });

describe('qunluo report', { timeout: 180_000 }, () => {
  it.for(['poem.txt', 'late-result.json', 'late.jsonl.gz', 'bomb.jsonl.gz', 'strange.jsonl'])(
    '%s: what and where, exit code 2, nothing left',
    async (name) => {
      const { path, says } = await badFile(name);
      const ran = await report([path]);
      expect(ran.error).toMatch(says);
      expect(refusal(ran)).toEqual(REFUSED);
      expect(await readdir(scratch)).toEqual([]);
    },
  );

  it('only events that cannot be: the reason of each with its line', async () => {
    const ran = await report([join(folder, 'dates.jsonl')]);
    expect(ran.error).toMatch(/no event that could be taken\n {2}1: the date is in the future.*\n {2}2: .*before 1990/);
    expect(refusal(ran)).toEqual(REFUSED);
  });

  it('takes what is good of a faulty file and names the rest', async () => {
    const { code, out, error } = await report([join(folder, 'mixed.jsonl'), '--format', 'json']);
    const { events, members } = JSON.parse(out) as CommunityReport;
    expect([code, events.total, members.total]).toEqual([0, 3, 3]);
    for (const said of [
      'not valid JSON (9, 10)',
      'in the future (2)',
      'before 1990 (3)',
      'cannot be read (4)',
      'the id is missing (5)',
      'the member is missing (6)',
    ])
      expect(error).toContain(said);
  });

  it('reads GB18030', async () => {
    const { code, out } = await report([join(folder, 'gb.jsonl'), '--format', 'json']);
    expect(code).toBe(0);
    expect(out).toContain('读书会');
  });

  it('ends quietly when its reader goes away', async () => {
    const ran = await report([join(folder, 'mixed.jsonl'), '--format', 'html'], 'true');
    expect(ran.code).toBe(0);
    expect(ran.error).not.toMatch(/EPIPE|\n\s+at /);
  });
});

describe('qunluo import', { timeout: 180_000 }, () => {
  let database: Database;
  let jobs: Jobs;
  let app: TestApp;
  let env: Record<string, string>;
  beforeAll(async () => {
    database = await testDatabase();
    const engine = await testEngine();
    jobs = createJobs({ settings: database.settings, log: createLogger({ logLevel: 'silent' }) });
    await jobs.start();
    app = await testApp(database, { engine, jobs });
    await workOnImports({ ...app.services, onCommunityChanged: () => undefined });
    const workspace = await app.workspace();
    await workspace.operator('owner');
    await ensureOwnerToken(database, systemClock, app.dataDir);
    await database.inWorkspace(workspace.id, (tx) => createCommunity(tx, workspace.id, { name: 'B', key: 'books' }));
    await app.server.listen('127.0.0.1', 0);
    const { port } = app.server.app.server.address() as AddressInfo;
    env = { QUNLUO_DATA: app.dataDir, QUNLUO_HOST: '127.0.0.1', QUNLUO_PORT: String(port) };
  });
  afterAll(async () => {
    await jobs.stop();
    await app.close();
    await database.close();
  });

  const load = (path: string, more: Record<string, string> = {}) =>
    runCommand(['import', path, '--community', 'books', '--lang', 'en'], { env: { ...env, ...more } });

  it.for(['cut.jsonl.gz', 'late-result.json', 'bomb.zip'])('%s: what and where, exit code 2', async (name) => {
    const { path, says } = await badFile(name);
    const ran = await load(path);
    expect(ran.error).toMatch(says);
    expect(refusal(ran)).toEqual(REFUSED);
  });

  it('a large file: sent in bounded memory, refused for what it is, nothing kept', async () => {
    const path = join(folder, 'large.jsonl');
    await writeFile(path, 'dear diary\n');
    await truncate(path, 400 * 2 ** 20);
    const before = await app.services.files.list();
    const ran = await load(path);
    expect(ran.error).toContain('large.jsonl is not an export at all');
    expect(refusal(ran)).toEqual(REFUSED);
    expect(ran.peak).toBeLessThan(250);
    // The answer can reach the command a moment before its upload's folder is gone.
    await expect.poll(() => app.services.files.list(), { timeout: 60_000 }).toEqual(before);
    const unknown = await runCommand(['import', path, '--community', 'nowhere'], { env });
    expect(unknown.error).toContain('community was not found');
    expect(refusal(unknown)).toEqual(REFUSED);
  });

  it('a token that is not valid any more, also with a file that takes long to send', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'qunluo-token-'));
    await writeFile(join(dataDir, 'owner-token'), 'ql_wrong\n');
    const path = join(folder, 'long.jsonl');
    await writeFile(path, line({}));
    await truncate(path, 400 * 2 ** 20);
    const ran = await load(path, { QUNLUO_DATA: dataDir });
    await rm(dataDir, { recursive: true });
    expect(ran.error).toContain('Authorization must be: Bearer ql_');
    expect(refusal(ran)).toEqual(REFUSED);
  });
});
