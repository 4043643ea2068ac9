import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { restoreCommand } from '#app/backup/restore-command.ts';
import { describeFailure, exitCodeOf } from '#app/command-failure.ts';
import { createEngineClient } from '#platform/clickhouse/engine-client.ts';
import { findRunningEngine } from '#platform/clickhouse/index.ts';
import type { NeutralEvent } from '#modules/events/contract.ts';
import { simulateCommunity } from '#testkit/simulated-community/index.ts';
import { type Ran, refusal, REFUSED, runCommand } from '../bad-input/run-command.ts';
import { becomeOwner, type Call, caller } from '../faults/kill-everything.ts';
import { sendEvents, type Ledger } from '../faults/send-events.ts';
import { freePort, ServerProcess } from '../faults/server-process.ts';
import { comparableAnswers } from './comparable-answers.ts';
import { everyFigure } from './every-figure.ts';
import { flipByte, rewriteArchive, unpackedArchive } from './harm-archive.ts';
import { storeDigests, storesOf, whileStill } from './store-digests.ts';
import { untilWritten } from './until-idle.ts';

/** Whether this account may make a disk of its own that is small. */
const mayMount = await (async () => {
  const place = await mkdtemp(join(tmpdir(), 'qunluo-mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', place], { stdio: 'ignore' });
    execFileSync('umount', [place]);
    return true;
  } catch {
    return false;
  } finally {
    await rm(place, { recursive: true });
  }
})();
if (!mayMount) console.warn('a full disk is not tested: this account may not mount a tmpfs');

const PASSWORD = 'correct horse battery staple';
const MAIN = new URL('../../src/main.ts', import.meta.url).pathname;

let root: string;
let server: ServerProcess;
let call: Call;
let token: string;
let calm: string;
let busy: string;
let archive: string;
const folder = (name: string): string => join(root, name);
const names = async (path: string): Promise<string[]> => (await readdir(path).catch(() => [])).toSorted();

/** A zone in which it is early morning now: a new day in the middle of a run changes figures that are compared. */
function farFromMidnight(now = new Date()): string {
  const ahead = ((6 - now.getUTCHours() + 36) % 24) - 12;
  return ahead === 0 ? 'UTC' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
}
const ZONE = farFromMidnight();

async function makeCommunity(key: string): Promise<string> {
  const made = await call<{ id: string }>('POST', '/api/v1/communities', { name: key, key, zone: ZONE });
  return made.id;
}

async function total(ask: Call, community: string): Promise<number> {
  await ask('POST', `/api/v1/communities/${community}/evaluate`, {});
  const { report } = await ask<{ report: { events: { total: number } } }>(
    'GET',
    `/api/v1/communities/${community}/overview`,
  );
  return report.events.total;
}

/** Waits, at most two minutes, until something holds; what fails meanwhile does not hold yet. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 120_000; !(await holds().catch(() => false));) {
    if (Date.now() > end) throw new Error('still not so after two minutes');
    await new Promise((resolve) => setTimeout(resolve, 400));
  }
}

/** Waits until what was sent is in the event log. */
const allWritten = async ({ dataDir }: ServerProcess): Promise<void> => untilWritten(await storesOf(dataDir));

async function upload(path: string, method: string, file: Blob, name: string): Promise<void> {
  const form = new FormData();
  form.set('file', file, name);
  const response = await fetch(server.address + path, {
    method,
    headers: { authorization: `Bearer ${token}` },
    body: form,
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
}

/** A community with everything that a backup has to carry: history, figures, tags, standings, files, an upload. */
async function furnish(): Promise<void> {
  calm = await makeCommunity('calm');
  busy = await makeCommunity('busy');
  const story = simulateCommunity({ now: Date.now(), members: 60 });
  const events = ([...story.events()] as NeutralEvent[]).slice(-2_500);
  for (let at = 0; at < events.length; at += 1000)
    await call('POST', `/api/v1/events?community=${calm}`, { events: events.slice(at, at + 1000) });
  await allWritten(server);
  const base = `/api/v1/communities/${calm}`;
  const { rows } = await call<{ rows: { memberId: string }[] }>('GET', `${base}/members?limit=5`);
  for (const [index, { memberId }] of rows.entries())
    await call('PUT', `${base}/members/${memberId}/tags`, { tags: [`t${index}`, '老朋友 "quoted" \\ tab\t'] });
  await call('PUT', `${base}/members/${rows[0]!.memberId}/standings`, { standings: ['expert'] });
  const ids = rows.map(({ memberId }) => memberId);
  await call('POST', `${base}/bulk-actions`, { selection: { ids }, action: { kind: 'add-tag', tag: '一起' } });
  const image = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#0E9F8A' } })
    .png()
    .toBuffer();
  await upload(`${base}/logo`, 'PUT', new Blob([new Uint8Array(image)], { type: 'image/png' }), 'logo.png');
  const line = JSON.stringify({ id: 'late', member: 'zoe', kind: 'message', at: '2024-03-01T10:00:00Z', text: '迟到' });
  await upload(`${base}/imports`, 'POST', new Blob([`${line}\n`]), 'late.jsonl');
  const sent = new Set(events.map(({ id, platform }) => `${platform} ${id}`)).size;
  expect(await total(call, calm)).toBe(sent);
  await decide(base);
  await keepOrder(base, rows[0]!.memberId);
  await reward(base, rows[0]!.memberId);
}

/** What operators keep besides the community itself: segments, analyses, reports, plays, aims and money. */
async function decide(base: string): Promise<void> {
  const post = (path: string, body: object) => call<{ id: string }>('POST', base + path, body);
  await post('/segments', { kind: 'rule', name: '有标签的', rule: { kind: 'tag', tag: 't0' } });
  const { id } = await post('/analyses', { name: '留存', kind: 'retention', params: {} });
  await post('/dashboards', { name: '每周看看', tiles: [{ analysisId: id }] });
  await post('/reports', { kind: 'week' });
  const play = await post('/plays/library', {
    words: { name: '打电话', how: '', why: '', steps: ['打给他们'], effect: '' },
    situation: { stages: [], types: [], when: [] },
    metric: 'mau',
  });
  await post(`/plays/${play.id}/accept`, {});
  const day = new Date().toISOString().slice(0, 10);
  const aim = { startDay: day, startValue: 0, target: 10, dueDay: '2096-01-01' };
  await post('/objectives', { name: '更多人', measure: { metric: 'mau' }, ...aim });
  const budget = await post('/budgets', { period: day.slice(0, 7), amount: 100 });
  await post(`/budgets/${budget.id}/operations`, { name: '海报', fromDay: day, toDay: day, planned: 5 });
  await prepareSending(post);
}

/** Rules, and one of them broken; it costs so little that no worker has anything to do. */
async function keepOrder(base: string, memberId: string): Promise<void> {
  await call('POST', `${base}/rules/prefill`, {});
  const { rules } = await call<{ rules: { id: string }[] }>('GET', `${base}/rules`);
  const evidence = { text: '刷屏', happenedAt: new Date().toISOString() };
  await call('POST', `${base}/violations`, { memberId, ruleId: rules[0]!.id, evidence, key: 'first' });
}

/** What members earn and can have, and what they are asked. */
async function reward(base: string, memberId: string): Promise<void> {
  const post = (path: string, body: object) => call<{ id: string }>('POST', base + path, body);
  await post('/points/awards', { key: 'first-award', memberIds: [memberId], points: 50 });
  const { id } = await post('/badges', { name: '热心', icon: 'star', colour: '#1677ff', rule: null });
  await call('POST', `${base}/badges/${id}/holders`, { memberId });
  await post('/leaderboards', { name: '本月', metric: 'contribution', period: 'month' });
  await post('/exam-questions', { kind: 'truth', text: '可以发广告吗', solution: [0] });
  await post('/exam-papers', { purpose: 'quiz', name: '群规小测' });
  await post('/rewards', { kind: 'coupon', name: '书券', price: 0, state: 'open' });
}

/** A connection that rests, so that only its rows are compared; a rule, a session to relay, and a template. */
async function prepareSending(post: (path: string, body: object) => Promise<{ id: string }>): Promise<void> {
  const settings = { server: 'irc://127.0.0.1:9', nick: 'bot', channels: '#books' };
  const body = { connector: 'irc', name: '书店 IRC', communityId: calm, settings };
  const { id } = await call<{ id: string }>('POST', '/api/v1/connections', body);
  await call('POST', `/api/v1/connections/${id}/pause`);
  const content = { kind: 'text', text: '欢迎' };
  await post('/reactions', { name: '欢迎', trigger: { kind: 'welcome' }, answer: { content } });
  await post('/relays', { name: '读书会', targetIds: [] });
  await post('/message-templates', { name: '通知', zh: content });
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'qunluo-backup-'));
  server = new ServerProcess(folder('first'), await freePort());
  await server.start();
  token = await becomeOwner(server);
  call = caller(server, token);
  await furnish();
});
afterAll(async () => {
  await server?.stop();
  await rm(root, { recursive: true, force: true });
});

describe('a backup of a running server', () => {
  it('brings back every figure and row elsewhere, and each acknowledged event once', async () => {
    // What is computed when it is first asked for is there the second time; files that are handed out are audited.
    const { digests, made: before } = await whileStill(
      await storesOf(server.dataDir),
      () => everyFigure(server, { authorization: `Bearer ${token}` }, calm),
      /audit/,
    );
    const signedIn = await fetch(`${server.address}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.address },
      body: JSON.stringify({ email: 'owner@example.com', password: PASSWORD }),
    });
    const cookie = signedIn.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ');

    const began = Date.now();
    const ledger: Ledger = { sent: 0, acknowledged: 0, refusals: new Map() };
    let over = false;
    const sending = Array.from({ length: 3 }, (_, client) =>
      sendEvents({
        client,
        url: () => `${server.address}/api/v1/events?community=${busy}`,
        token: () => token,
        until: () => over,
        ledger,
        start: began,
        // Many a second all the while; without it, whatever the machine can, which is evaluated and sent again below.
        pause: 25,
      }),
    );
    await expect.poll(() => ledger.acknowledged).toBeGreaterThan(300);
    const surely = ledger.acknowledged;
    await mkdir(folder('backups'));
    const ran = await runCommand(['backup', folder('backups')], { env: { QUNLUO_DATA: server.dataDir } });
    const possibly = ledger.sent;
    expect([ran.code, ran.error.match(/defect.*/)]).toEqual([0, null]);
    await expect.poll(() => ledger.acknowledged).toBeGreaterThan(possibly);
    over = true;
    await Promise.all(sending);
    expect(Object.fromEntries(ledger.refusals)).toEqual({});
    await allWritten(server);
    expect(await total(call, busy)).toBe(ledger.sent);

    const written = await names(folder('backups'));
    expect(written.map((name) => name.replace(/\d{8}T\d{6}Z/, 'T'))).toEqual(['qunluo-T.secret', 'qunluo-T.tar']);
    archive = join(folder('backups'), written[1]!);
    for (const name of written) expect((await stat(join(folder('backups'), name))).mode & 0o777).toBe(0o600);
    const secret = await readFile(join(server.dataDir, 'secret'), 'utf8');
    expect(await readFile(join(folder('backups'), written[0]!), 'utf8')).toBe(secret);
    expect((await unpackedArchive(archive)).includes(secret.trim())).toBe(false);
    expect(await names(server.dataDir)).not.toContain('.backup-files');
    const metrics = await fetch(`${server.address}/metrics`, { headers: { authorization: `Bearer ${token}` } });
    const taken = /^qunluo_backup_last_taken_seconds (\d+)/m.exec(await metrics.text());
    expect(Number(taken?.[1])).toBeGreaterThan(Date.now() / 1000 - 300);

    const restored = await runCommand(['restore', archive], { env: { QUNLUO_DATA: folder('second') } });
    expect([restored.code, restored.error.match(/defect.*/)]).toEqual([0, null]);
    const second = new ServerProcess(folder('second'), await freePort());
    await second.start();
    try {
      const other = await second.ownerToken();
      const ask = caller(second, other);
      const after = await everyFigure(second, { authorization: `Bearer ${other}` }, calm);
      const [was, is] = [comparableAnswers(before.answers), comparableAnswers(after.answers)];
      expect(Object.keys(was).filter((path) => !isDeepStrictEqual(was[path], is[path]))).toEqual([]);
      expect(is).toEqual(was);
      expect(after.answers.size).toBeGreaterThan(40);
      expect(before.skipped.filter((path) => !NOT_ASKED.test(path))).toEqual([]);
      const mine = await fetch(`${second.address}/api/v1/me`, { headers: { cookie } });
      expect([mine.status, await mine.json()]).toMatchObject([200, { operator: { email: 'owner@example.com' } }]);

      // The other community took events meanwhile: those acknowledged before are there, none twice, none of later.
      await allWritten(second);
      const there = await total(ask, busy);
      expect(there).toBeGreaterThanOrEqual(surely);
      expect(there).toBeLessThanOrEqual(possibly);
      const again = await storeDigests(await storesOf(second.dataDir));
      expect(onlyOf(again, digests)).toEqual(onlyOf(digests, digests));

      // Sent once more from the beginning, everything that was ever acknowledged is there once.
      const repeat: Ledger = { sent: 0, acknowledged: 0, refusals: new Map() };
      await Promise.all(
        [0, 1, 2].map((client) =>
          sendEvents({
            client,
            url: () => `${second.address}/api/v1/events?community=${busy}`,
            token: () => other,
            until: () => repeat.sent >= ledger.sent * 1.2,
            ledger: repeat,
            start: began,
          }),
        ),
      );
      await allWritten(second);
      expect(await total(ask, busy)).toBe(repeat.sent);
    } finally {
      expect(await second.stop()).toBe(0);
    }
  }, 400_000);
});

const restore = (file: string, into: string, ...more: string[]) =>
  runCommand(['restore', file, ...more], { env: { QUNLUO_DATA: into } });

/** What the command line would say of a restore that fails, without a process for each. */
const failureOf = (file: string, into: string): Promise<Ran> =>
  restoreCommand(file, {}, { QUNLUO_DATA: into, QUNLUO_LOG: 'silent' }).then(
    () => ({ code: 0, out: '', error: '', peak: 0 }),
    (error: unknown) => ({ code: exitCodeOf(error), out: '', error: describeFailure(error), peak: 0 }),
  );

describe('a restore', () => {
  const nowhere = () => folder('nowhere');

  /** A copy of the archive with its key beside it. */
  async function copyOf(name: string): Promise<string> {
    const file = folder(`${name}.tar`);
    await copyFile(archive, file);
    await copyFile(archive.replace('.tar', '.secret'), folder(`${name}.secret`));
    return file;
  }

  it.for<[string, (file: string) => Promise<void>, RegExp]>([
    ['has a changed byte', flipByte, /is damaged: piece 0 of \S+ is not what was written/],
    [
      'breaks off in the middle',
      async (file) => truncate(file, (await stat(file)).size >> 1),
      /is damaged: it breaks off/,
    ],
    [
      'breaks off before its end',
      async (file) => rewriteArchive(file, () => undefined),
      /is damaged: it breaks off: its manifest/,
    ],
    ['is no archive', (file) => writeFile(file, 'not a tar\n'.repeat(200)), /is damaged: it breaks off or is no tar/],
    ['is empty', (file) => writeFile(file, ''), /is damaged/],
    [
      'lacks a part',
      async (file) => rewriteArchive(file, (text) => text, 'postgres/public.members.'),
      /public.members is missing/,
    ],
    [
      'comes from a newer database',
      (file) =>
        rewriteArchive(file, (text) =>
          text.replace('"migrations":[', '"migrations":[{"name":"9999_later.sql","hash":"x"},'),
        ),
      /the data come from a newer version: the database has 9999_later.sql/,
    ],
    [
      'comes from a newer event log',
      (file) =>
        rewriteArchive(file, (text) =>
          text.replace('"engine":{"migrations":[', '"engine":{"migrations":[{"name":"9999_later.sql","hash":"x"},'),
        ),
      /written by a newer version of Qunluo: it has migration 9999_later.sql/,
    ],
    [
      'has a newer form',
      (file) => rewriteArchive(file, (text) => text.replace('"format":1', '"format":2')),
      /has form 2 of a backup/,
    ],
  ])('of one that %s is refused before anything is done', async ([name, harm, message]) => {
    const file = await copyOf(name.replaceAll(' ', '-'));
    await harm(file);
    const ran = await failureOf(file, nowhere());
    expect(ran.error).toMatch(message);
    expect(refusal(ran)).toEqual(REFUSED);
    expect(await names(root)).not.toContain('nowhere');
  });

  it('needs the key that the backup was made with', async () => {
    const file = await copyOf('keyless');
    await rm(folder('keyless.secret'));
    const none = await restore(file, nowhere());
    expect(none.error).toMatch(/the key of the backup is not there: .*keyless\.secret/);
    await writeFile(folder('wrong.secret'), 'another secret of at least 32 characters');
    const wrong = await restore(file, nowhere(), '--secret-file', folder('wrong.secret'));
    expect(wrong.error).toMatch(/is not the one that the backup was made with/);
    expect([refusal(none), refusal(wrong)]).toEqual([REFUSED, REFUSED]);
    expect(await names(root)).not.toContain('nowhere');
  });

  it('touches nothing that is there, and no server that runs', async () => {
    await mkdir(folder('old'));
    await writeFile(join(folder('old'), 'note.txt'), 'mine');
    const full = await restore(archive, folder('old'));
    expect(full.error).toMatch(/is not empty \(note\.txt…\).*--replace/);
    const running = await restore(archive, server.dataDir, '--replace');
    expect(running.error).toMatch(/is in use by the running process \d+/);
    expect([refusal(full), refusal(running)]).toEqual([REFUSED, REFUSED]);
    expect(await names(folder('old'))).toEqual(['note.txt']);
    expect(await server.ready()).toBe(true);
  });

  it('replaces what is there when told so, and keeps it beside', async () => {
    const ran = await restore(archive, folder('old'), '--replace', '--without-secret');
    expect([ran.code, ran.error.match(/defect.*/)]).toEqual([0, null]);
    expect(ran.out).toMatch(/everybody signs in anew/);
    const there = await names(folder('old'));
    expect(there.map((name) => name.replace(/-.*/, ''))).toEqual([
      'engine',
      'files',
      'imports',
      'postgres',
      'replaced',
    ]);
    expect(await readFile(join(folder('old'), there.at(-1)!, 'note.txt'), 'utf8')).toBe('mine');
  });
});

describe('a backup that cannot be finished', () => {
  it('leaves nothing under its name when it is stopped or killed, and the next one succeeds', async () => {
    await mkdir(folder('broken'));
    for (const signal of ['SIGINT', 'SIGKILL'] as const) {
      const child = spawn(process.execPath, [MAIN, 'backup', folder('broken')], {
        env: { ...process.env, QUNLUO_DATA: server.dataDir },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let said = '';
      child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
      const ended = once(child, 'exit') as Promise<[number | null]>;
      await until(async () => (await names(folder('broken'))).some((name) => name.endsWith('.partial')));
      child.kill(signal);
      const [code] = await ended;
      const left = await names(folder('broken'));
      expect(left.filter((name) => !name.endsWith('.partial'))).toEqual([]);
      if (signal === 'SIGINT') expect([code, left, said]).toEqual([2, [], expect.stringMatching(/told to stop/)]);
    }
    const ran = await runCommand(['backup', join(folder('broken'), 'whole.tar')], {
      env: { QUNLUO_DATA: server.dataDir },
    });
    expect([ran.code, ran.error.match(/defect.*/)]).toEqual([0, null]);
    const again = await runCommand(['backup', join(folder('broken'), 'whole.tar')], {
      env: { QUNLUO_DATA: server.dataDir },
    });
    expect(again.error).toMatch(/whole\.tar exists already/);
    expect(await everySnapshot()).toEqual([]);
  });

  it.skipIf(!mayMount)('says that the disk is full and leaves it empty', async () => {
    await mkdir(folder('small'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', folder('small')]);
    try {
      const ran = await runCommand(['backup', folder('small')], { env: { QUNLUO_DATA: server.dataDir } });
      expect(ran.error).toMatch(/no disk space is left/);
      expect(refusal(ran)).toEqual(REFUSED);
      const back = await restore(archive, join(folder('small'), 'data'));
      expect(back.error).toMatch(/no disk space is left for it/);
      expect(refusal(back)).toEqual(REFUSED);
      expect(await names(folder('small'))).toEqual([]);
      expect(await server.ready()).toBe(true);
    } finally {
      execFileSync('umount', [folder('small')]);
    }
  });

  it('is refused where there is nothing, and where the folder does not exist', async () => {
    const none = await runCommand(['backup', folder('x.tar')], { env: { QUNLUO_DATA: folder('nobody') } });
    expect(none.error).toMatch(/there are no data in/);
    const lost = await runCommand(['backup', folder('no/such/x.tar')], { env: { QUNLUO_DATA: server.dataDir } });
    expect(lost.error).toMatch(/no such file or directory/i);
    expect([refusal(none), refusal(lost)]).toEqual([REFUSED, REFUSED]);
    expect(await names(root)).not.toContain('nobody');
  });
});

/** Databases that hold a moment of the engine: none but while a backup runs. */
async function everySnapshot(): Promise<string[]> {
  const client = createEngineClient((await findRunningEngine(server.dataDir))!);
  const result = await client.query({ query: 'SHOW DATABASES', format: 'JSONEachRow' });
  const found = (await result.json<{ name: string }>()).map(({ name }) => name);
  await client.close();
  return found.filter((name) => name.includes('backup'));
}

/** Needs an operator who set one, or an erasure: the rows behind them are compared with all others. */
const NOT_ASKED = /site|code|link|preferences$|\{erasureId\}/i;

/** Digests of the tables that the busy community has no rows in. */
const STILL =
  /communities|tags|standings|attribute|bulk|files|imports|notes|merges|operators|preferences|erasures|credentials|workspaces|seats/;
const onlyOf = (digests: Record<string, string>, like: Record<string, string>): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.keys(like)
      .filter((name) => STILL.test(name) && !name.startsWith('engine'))
      .map((name) => [name, digests[name]]),
  );
