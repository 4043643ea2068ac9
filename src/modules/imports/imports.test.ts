import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCommunity, listGroups } from '#modules/communities/index.ts';
import { CommunityTurns, listStaleDays, rollUp, writeEvents } from '#modules/events/index.ts';
import { systemClock } from '#kernel/clock.ts';
import { newId } from '#kernel/ids.ts';
import { grantScope, inScope, sql, type EventEngine } from '#platform/clickhouse/index.ts';
import { createJobs, type Jobs } from '#platform/jobs/index.ts';
import { createLogger } from '#platform/log.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testApp, type TestApp, type TestWorkspace } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';
import { crashingEngine, Killed } from '#testkit/event-log/crashing-engine.ts';
import { logState } from '#testkit/event-log/log-state.ts';
import { randomHistory, seeded } from '#testkit/event-log/random-history.ts';
import type { Import } from './contract.ts';
import { safeFileName } from './import-files.ts';
import { markRunning } from './import-store.ts';
import { workOnImports } from './index.ts';
import { runImport } from './run-import.ts';

let database: Database;
let engine: EventEngine;
let jobs: Jobs;
let app: TestApp;
let workspace: TestWorkspace;
let headers: Record<string, string>;
const changed: string[] = [];

beforeAll(async () => {
  database = await testDatabase();
  engine = await testEngine();
  const log = createLogger({ logLevel: 'silent' });
  jobs = createJobs({ settings: database.settings, log });
  await jobs.start();
  app = await testApp(database, { engine, jobs });
  await workOnImports({
    database,
    engine,
    log,
    jobs,
    clock: systemClock,
    formats: app.services.formats,
    files: app.services.files,
    turns: new CommunityTurns(database),
    intake: app.services.intake,
    onCommunityChanged: ({ communityId }) => changed.push(communityId),
  });
  workspace = await app.workspace();
  headers = await workspace.operator('owner');
});
afterAll(async () => {
  await jobs.stop();
  await app.close();
  await database.close();
});

const line = (fields: object): string =>
  JSON.stringify({ group: 'g1', member: 'ann', kind: 'message', at: '2024-03-01T10:00:00Z', ...fields });

const history = [
  line({ id: '1', text: 'hello', name: 'Ann', groupName: 'Books' }),
  line({ id: '2', member: 'bob', kind: 'reply', replyTo: '1', at: '2024-03-02T10:00:00Z' }),
  line({ id: '3', member: 'bob', kind: 'rename', target: 'rob', at: '2024-03-03T10:00:00Z' }),
  'not json',
  line({ id: '4', member: 'rob', kind: 'dance', at: '2024-03-04T10:00:00Z', group: 'g2' }),
  line({ id: '5', at: '1970-01-01T00:00:00Z' }),
].join('\n');

async function community(): Promise<string> {
  const made = await database.inWorkspace(workspace.id, (tx) => createCommunity(tx, workspace.id, { name: 'C' }));
  return made.id;
}

function upload(communityId: string, fileName: string, content: string | Buffer, as = headers) {
  const boundary = 'qunluo-test-boundary';
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${fileName}"\r\nContent-Type: application/octet-stream\r\n\r\n`;
  return app.inject({
    method: 'POST',
    url: `/api/v1/communities/${communityId}/imports`,
    headers: { ...as, 'content-type': `multipart/form-data; boundary=${boundary}` },
    payload: Buffer.concat([Buffer.from(head), Buffer.from(content), Buffer.from(`\r\n--${boundary}--\r\n`)]),
  });
}

const ask = (method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) =>
  app.inject({ method, url: `/api/v1/communities/${url}`, headers, ...(payload && { payload }) });

async function ended(communityId: string, importId: string): Promise<Import> {
  for (;;) {
    const found = (await ask('GET', `${communityId}/imports/${importId}`)).json<Import>();
    if (found.status !== 'running') return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function importFile(
  communityId: string,
  name: string,
  content: string | Buffer,
  body: object = {},
): Promise<Import> {
  const made = (await upload(communityId, name, content)).json<Import>();
  const started = await ask('POST', `${communityId}/imports/${made.id}/start`, body);
  expect(started.statusCode).toBe(202);
  return ended(communityId, made.id);
}

async function eventCount(communityId: string): Promise<number> {
  const scope = grantScope(workspace.id, communityId);
  const [row] = await engine.query<{ n: number }>(
    scope,
    'imports.test_count',
    sql`SELECT count() AS n FROM events FINAL WHERE ${inScope(scope)}`,
  );
  return Number(row!.n);
}

describe('an import', () => {
  it('shows what the file is, takes it, and says what was taken and what not', async () => {
    const id = await community();
    const made = await upload(id, 'history.jsonl.gz', gzipSync(history));
    expect(made.statusCode).toBe(201);
    const ready = made.json<Import>();
    expect(ready).toMatchObject({
      status: 'ready',
      fileName: 'history.jsonl.gz',
      format: 'qunluo-jsonl',
      preview: { read: 4, complete: true },
    });
    expect(await eventCount(id)).toBe(0);
    expect((await ask('GET', `${id}/imports`)).json().imports).toMatchObject([{ id: ready.id, preview: null }]);

    const started = await ask('POST', `${id}/imports/${ready.id}/start`, {});
    expect(started.json<Import>()).toMatchObject({ status: 'running' });
    const done = await ended(id, ready.id);
    expect(done).toMatchObject({
      status: 'done',
      error: null,
      summary: {
        read: 4,
        written: 4,
        known: 0,
        unknownKinds: 1,
        members: 3,
        newMembers: 3,
        groups: 2,
        byKind: { message: 1, reply: 1, rename: 1, dance: 1 },
        first: '2024-03-01T10:00:00.000Z',
        last: '2024-03-04T10:00:00.000Z',
      },
    });
    expect(done.summary!.skipped).toEqual([
      { reason: 'not_json', count: 1, where: [4] },
      { reason: 'date_before_1990', count: 1, where: [6] },
    ]);
    expect(changed).toContain(id);
    expect(await listStaleDays(engine, grantScope(workspace.id, id))).toEqual([]);
    const groups = await database.inWorkspace(workspace.id, (tx) => listGroups(tx, id));
    expect(groups.map(({ externalId, name }) => [externalId, name]).toSorted()).toEqual([
      ['g1', 'Books'],
      ['g2', ''],
    ]);
    expect((await app.services.files.list()).map(({ importId }) => importId)).not.toContain(ready.id);
  });

  it('changes nothing when it is run again', async () => {
    const id = await community();
    await importFile(id, 'a.jsonl', history);
    changed.length = 0;
    const again = await importFile(id, 'a.jsonl', history);
    expect(again.summary).toMatchObject({ read: 4, written: 0, edited: 0, known: 4, newMembers: 0 });
    expect(await eventCount(id)).toBe(4);
    expect(changed).toEqual([]);
  });

  it('that breaks off changes nothing and says where', async () => {
    const id = await community();
    const whole = gzipSync(
      Array.from({ length: 20_000 }, (_, at) => line({ id: `e${at}`, text: `${Math.sin(at)}` })).join('\n'),
    );
    const made = (await upload(id, 'broken.jsonl.gz', whole.subarray(0, whole.length - 2000))).json<Import>();
    expect(made.status).toBe('ready');
    await ask('POST', `${id}/imports/${made.id}/start`, {});
    const failed = await ended(id, made.id);
    expect(failed).toMatchObject({ status: 'failed', summary: null });
    expect(failed.error!.message).toMatch(/broken|truncated|cut|end/i);
    expect(await eventCount(id)).toBe(0);
    expect((await ask('DELETE', `${id}/imports/${made.id}`)).statusCode).toBe(204);
    expect((await ask('GET', `${id}/imports/${made.id}`)).json()).toMatchObject({ status: 'cancelled' });
    expect((await app.services.files.list()).map(({ importId }) => importId)).not.toContain(made.id);
  });

  it('of several communities asks which one is meant', async () => {
    const id = await community();
    const both = [
      line({ id: '1', community: 'a' }),
      line({ id: '2', community: 'b' }),
      line({ id: '3', community: 'a' }),
    ].join('\n');
    const made = (await upload(id, 'both.jsonl', both)).json<Import>();
    expect(made.preview?.communities).toEqual([
      { id: 'a', events: 2 },
      { id: 'b', events: 1 },
    ]);
    await ask('POST', `${id}/imports/${made.id}/start`, {});
    expect(await ended(id, made.id)).toMatchObject({ status: 'failed', error: { code: 'several_communities' } });
    await ask('POST', `${id}/imports/${made.id}/start`, { sourceCommunity: 'a' });
    expect(await ended(id, made.id)).toMatchObject({ status: 'done', summary: { read: 2, written: 2 } });
  });
});

describe('an import that is killed', () => {
  it('is run again from the start and ends as if nothing had happened', { timeout: 180_000 }, async () => {
    const id = await community();
    const random = seeded(4);
    const lines = randomHistory(random, 200).map((event) => JSON.stringify(event));
    const made = (await upload(id, 'history.jsonl', lines.join('\n'))).json<Import>();
    const choices = { options: {}, format: made.format };
    await database.inWorkspace(workspace.id, (tx) => markRunning(tx, made.id, choices));
    const weak = crashingEngine(engine, random, 0.15);
    const parts = {
      ...app.services,
      engine: weak,
      turns: new CommunityTurns(database),
      onCommunityChanged: () => undefined,
    };
    const running = { importId: made.id, workspaceId: workspace.id, signal: new AbortController().signal };
    for (let done = false; !done;)
      done = await runImport(parts, running).then(
        () => true,
        (error: unknown) => {
          if (!(error instanceof Killed)) throw error;
          return false;
        },
      );
    expect(weak.kills).toBeGreaterThan(0);
    const done = (await ask('GET', `${id}/imports/${made.id}`)).json<Import>();
    expect(done).toMatchObject({ status: 'done', summary: { read: lines.length } });
    const fresh = grantScope(newId(), id);
    const { changed: days } = await writeEvents(
      engine,
      fresh,
      { zone: 'Asia/Shanghai' },
      lines.map((text) => JSON.parse(text)),
    );
    await rollUp(engine, fresh, days);
    const expected = await logState(engine, fresh);
    const actual = await logState(engine, grantScope(workspace.id, id));
    for (const table of Object.keys(expected)) expect({ [table]: actual[table] }).toEqual({ [table]: expected[table] });
  });
});

describe('what cannot be imported', () => {
  it('is refused at once and leaves nothing behind', async () => {
    const id = await community();
    const before = (await app.services.files.list()).length;
    for (const [name, content] of [
      ['photo.png', Buffer.from('89504e470d0a1a0a00', 'hex')],
      ['empty.txt', ''],
      ['notes.txt', 'dear diary'],
    ] as const) {
      const answer = await upload(id, name, content);
      expect(answer.statusCode).toBe(400);
      expect(answer.headers['content-type']).toMatch('application/problem+json');
    }
    expect((await app.services.files.list()).length).toBe(before);
    expect((await ask('GET', `${id}/imports`)).json()).toEqual({ imports: [] });
  });

  it('needs the right, the community and a known zone', async () => {
    const id = await community();
    expect((await upload(id, 'a.jsonl', history, await workspace.operator('analyst'))).statusCode).toBe(403);
    expect((await upload('nowhere', 'a.jsonl', history)).statusCode).toBe(404);
    const made = (await upload(id, 'a.jsonl', history)).json<Import>();
    const wrong = await ask('POST', `${id}/imports/${made.id}/start`, { options: { timezone: 'Mars/Base' } });
    expect(wrong.json()).toMatchObject({ status: 400, faults: [{ where: '/body/options/timezone' }] });
    const other = await community();
    expect((await ask('POST', `${other}/imports/${made.id}/start`, {})).statusCode).toBe(404);
    expect((await ask('DELETE', `${id}/imports/${made.id}`)).statusCode).toBe(204);
    expect((await ask('POST', `${id}/imports/${made.id}/start`, {})).json()).toMatchObject({
      status: 409,
      code: 'import_cancelled',
    });
  });
});

it('file names are made safe and keep what they say', () => {
  expect(safeFileName('../../etc/pass:wd.txt')).toBe('pass_wd.txt');
  expect(safeFileName('WhatsApp Chat – 读书会.txt')).toBe('WhatsApp Chat – 读书会.txt');
  expect(safeFileName('C:\\x\\.hidden')).toBe('_hidden');
  expect(safeFileName('\u0000')).toBe('_');
  expect(Buffer.byteLength(safeFileName(`${'群'.repeat(300)}.jsonl.gz`))).toBeLessThanOrEqual(200);
  expect(safeFileName(`${newId()}.zip`)).toMatch(/\.zip$/);
});
