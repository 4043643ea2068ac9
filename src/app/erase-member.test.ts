import { randomBytes } from 'node:crypto';
import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { sql } from 'kysely';
import yauzl from 'yauzl';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { createCommunity } from '#modules/communities/index.ts';
import { communitySpace, EventWorker } from '#modules/events/index.ts';
import { workOnImports } from '#modules/imports/index.ts';
import { evaluateCommunity } from '#modules/insights/index.ts';
import { mergeMembers } from '#modules/members/index.ts';
import type { Erasure, ErasurePreview } from '#modules/members/erase.contract.ts';
import { loadConfig } from '#platform/config.ts';
import { grantScope, type EventEngine } from '#platform/clickhouse/index.ts';
import { createJobs, type Jobs } from '#platform/jobs/index.ts';
import { createLogger } from '#platform/log.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testApp, type TestApp, type TestWorkspace } from '#testkit/app.ts';
import { asSuperuser } from '#testkit/database.ts';
import { crashingEngine, Killed } from '#testkit/event-log/crashing-engine.ts';
import { logShape } from '#testkit/event-log/log-shape.ts';
import { seeded } from '#testkit/event-log/random-history.ts';
import { findTraces } from '#testkit/traces/find-traces.ts';
import { runErasure, type ErasureParts } from './erase-member.ts';
import { eraseReturned } from './erase-member-tombstones.ts';
import { startStores } from './start-app.ts';
import { StopStack } from './stop-stack.ts';

/** Words and ids that are nowhere else: every byte of them that is found is hers. */
const mark = randomBytes(5).toString('hex');
const ANN = { id: `ann-${mark}`, name: `Annabel${mark}`, text: `quetzal${mark} flies`, qq: `qq${mark}` };

const log = createLogger({ logLevel: 'silent' });
const dataDir = mkdtempSync(join(tmpdir(), 'qunluo-erase-'));
const stack = new StopStack(log);
let database: Database;
let engine: EventEngine;
let jobs: Jobs;
let app: TestApp;
let workspace: TestWorkspace;
let headers: Record<string, string>;
let events: EventWorker;
let communityId: string;

const ids = () => {
  const space = communitySpace(communityId);
  return {
    ann: space.accountId('wechat', ANN.id),
    annOnQq: space.accountId('qq', ANN.qq),
    bob: space.accountId('wechat', 'bob'),
    first: space.eventId('wechat', 'm1'),
  };
};
const traces = () => [ANN.id, ANN.name, ANN.qq, `quetzal${mark}`, ids().ann, ids().annOnQq, ids().first];
const scope = () => grantScope(workspace.id, communityId);
const url = (path: string) => `/api/v1/communities/${communityId}${path}`;
const ask = (method: 'GET' | 'POST' | 'PUT', path: string, payload?: object) =>
  app.inject({ method, url: url(path), headers, ...(payload && { payload }) });
const parts = (): ErasureParts => ({ ...app.services, onCommunityChanged: () => undefined, durable: false });

beforeAll(async () => {
  const config = loadConfig({ QUNLUO_DATA: dataDir, QUNLUO_LOG: 'silent' });
  ({ database, engine } = await startStores(config, log, stack));
  jobs = createJobs({ settings: database.settings, log });
  await jobs.start();
  stack.push('jobs', () => jobs.stop());
  app = await testApp(database, { engine, jobs });
  stack.push('app', () => app.close());
  workspace = await app.workspace();
  headers = await workspace.operator('owner');
  const made = await database.inWorkspace(workspace.id, (tx) =>
    createCommunity(tx, workspace.id, { name: 'C', zone: 'Asia/Shanghai' }),
  );
  communityId = made.id;
  const { turns, intake } = app.services;
  events = new EventWorker({ database, engine, log, turns, intake, listWorkspaces: async () => [workspace.id] });
  await events.start();
  stack.push('events', () => events.stop());
  await workOnImports({ ...app.services, onCommunityChanged: () => undefined });
}, 400_000);
afterAll(async () => {
  await stack.stop();
  rmSync(dataDir, { recursive: true, force: true });
}, 60_000);

const at = (day: number, minute: number) => new Date(Date.UTC(2026, 0, day, 8, minute)).toISOString();
const history = () =>
  [
    { id: 'm1', member: ANN.id, name: ANN.name, kind: 'message', text: ANN.text, at: at(5, 0) },
    {
      id: 'm2',
      member: 'bob',
      name: 'Bob',
      kind: 'reply',
      replyTo: 'm1',
      text: `hello @${ANN.name}!`,
      mentions: [ANN.id],
      at: at(5, 1),
    },
    { id: 'm3', member: ANN.id, kind: 'message', thread: 'm1', mood: `quetzal${mark}`, at: at(6, 0) },
    { id: 'm4', member: 'cat', name: 'Cat', kind: 'reaction', replyTo: 'm3', at: at(6, 1) },
    { id: 'm5', member: 'cat', kind: 'purchase', value: 12, at: at(7, 1) },
    ...Array.from({ length: 40 }, (_, n) => ({
      id: `n${n}`,
      member: n % 2 ? 'bob' : ANN.id,
      kind: 'message',
      text: `no ${n}`,
      at: at(8 + (n % 20), n),
    })),
  ].map((event) => ({ group: 'g', platform: 'wechat', ...event }));

async function upload(name: string, lines: object[]): Promise<string> {
  const body = lines.map((line) => JSON.stringify(line)).join('\n');
  const made = await app.inject({
    method: 'POST',
    url: url('/imports'),
    headers: { ...headers, 'content-type': 'multipart/form-data; boundary=b' },
    payload: `--b\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n${body}\n\r\n--b--\r\n`,
  });
  expect(made.statusCode, made.body).toBe(201);
  return made.json().id;
}

async function importNow(name: string, lines: object[]): Promise<void> {
  const id = await upload(name, lines);
  await ask('POST', `/imports/${id}/start`, { options: {} });
  for (;;) {
    const { status, error } = (await ask('GET', `/imports/${id}`)).json();
    if (status === 'done') return;
    if (status !== 'running') throw new Error(JSON.stringify(error));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function live(given: object[]): Promise<void> {
  const sent = await app.inject({
    method: 'POST',
    url: `/api/v1/events?community=${communityId}`,
    headers,
    payload: given,
  });
  expect(sent.statusCode, sent.body).toBeLessThan(300);
  events.wake({ workspaceId: workspace.id, communityId });
  await events.settled();
}

async function unzip(archive: Buffer): Promise<Record<string, string>> {
  const opened = await yauzl.fromBufferPromise(archive);
  const files: Record<string, string> = {};
  for await (const entry of opened.eachEntry())
    files[entry.fileName] = await text(await opened.openReadStreamPromise(entry));
  return files;
}

/** Everything PostgreSQL would tell, past compression: all rows of all tables as text. */
async function allRows(): Promise<string> {
  return asSuperuser(database.settings, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind = 'r' AND n.nspname NOT IN ('information_schema')`,
    );
    let all = '';
    for (const { name } of rows) {
      const found = await client.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`);
      all += found.rows.map(({ row }) => row).join('\n');
    }
    return all;
  });
}

const walFiles = () =>
  [...globSync('postgres/**/pg_wal/*', { cwd: dataDir })].filter((path) => /[0-9A-F]{24}$/.test(path));

async function untilErased(erasureId: string): Promise<Erasure> {
  await runErasure(parts(), { workspaceId: workspace.id, erasureId });
  return (await ask('GET', `/erasures/${erasureId}`)).json();
}

const figures = async () => {
  const report = (await evaluateCommunity(app.services, { workspaceId: workspace.id, communityId })).report;
  const { words: _, ...rest } = report;
  return JSON.stringify({ ...rest, evaluatedAt: null, computedAt: null }).replaceAll(
    /"(name|member|memberId)":"[^"]*"/g,
    '"$1":""',
  );
};

it('leaves nothing of somebody in any file of either store, and every figure as it was', async () => {
  await importNow(`chat with ${ANN.name}.jsonl`, history());
  await live([
    {
      id: 'l1',
      group: 'g',
      platform: 'qq',
      member: ANN.qq,
      name: ANN.name,
      kind: 'message',
      text: ANN.text,
      at: at(20, 0),
    },
  ]);
  const { ann, annOnQq, bob } = ids();
  await database.inWorkspace(workspace.id, async (tx) => {
    await mergeMembers(tx, { communityId, intoId: ann, memberId: annOnQq, reason: `both are ${ANN.name}` });
    const refused = JSON.stringify({ ...history()[0], kind: 'x' });
    await sql`INSERT INTO refused_events (workspace_id, community_id, event_id, version, source, event, reason, received_at)
      VALUES (${workspace.id}, ${communityId}, ${newId()}, 0, 'api', ${refused}, 'test', now())`.execute(tx);
  });
  expect((await ask('PUT', `/members/${ann}/tags`, { tags: [`fan of quetzal${mark}`] })).statusCode).toBe(200);
  expect((await ask('PUT', `/members/${ann}/standings`, { standings: ['expert'] })).statusCode).toBe(200);
  await upload('later.jsonl', history());
  const before = await figures();
  const shape = await logShape(engine, scope());
  await asSuperuser(database.settings, (client) => client.query('CHECKPOINT'));
  const directories = [dataDir, app.dataDir];
  const there = findTraces(directories, traces());
  for (const trace of traces())
    expect(
      there.some((find) => find.startsWith(trace)),
      trace,
    ).toBe(true);
  for (const place of ['pg_wal', '/base/', '/engine/store/', '/imports/'])
    expect(
      there.some((find) => find.includes(place)),
      place,
    ).toBe(true);
  const oldLog = walFiles();

  const handed = await ask('GET', `/members/${ann}/export`);
  expect([handed.statusCode, handed.headers['content-type']]).toEqual([200, 'application/zip']);
  const files = await unzip(handed.rawPayload);
  expect(Object.keys(files).toSorted()).toEqual(['accounts.csv', 'events.csv', 'events.json', 'member.json']);
  expect(JSON.parse(files['events.json']!)).toHaveLength(23);
  for (const trace of [ANN.id, ANN.qq, ANN.name, `fan of quetzal${mark}`])
    expect(files['member.json'], trace).toContain(trace);
  expect(files['events.csv']).toContain(ANN.text);
  expect(files['events.csv']).not.toContain('hello @');

  const shown = (await ask('GET', `/members/${ann}/erasure`)).json<ErasurePreview>();
  expect(shown).toMatchObject({ confirm: ANN.name, events: 23, texts: 22, mentioned: 1, uploads: 1, pending: null });
  expect((await ask('POST', `/members/${ann}/erasure`, { confirm: 'ann' })).statusCode).toBe(400);
  const asked = await ask('POST', `/members/${ann}/erasure`, { confirm: ANN.name });
  expect(asked.statusCode, asked.body).toBe(202);
  expect((await ask('POST', `/members/${ann}/erasure`, { confirm: ANN.name })).statusCode).toBe(409);
  expect(await untilErased(asked.json<Erasure>().id)).toMatchObject({
    status: 'done',
    step: 'done',
    counts: { events: 23, texts: 22, accounts: 2 },
    refused: [],
  });

  expect(findTraces(directories, traces())).toEqual([]);
  const rows = await allRows();
  for (const trace of traces()) expect(rows.includes(trace), trace).toBe(false);
  expect(walFiles().filter((name) => oldLog.includes(name))).toEqual([]);
  expect(await logShape(engine, scope())).toEqual(shape);
  expect(await figures()).toEqual(before);
  expect((await ask('GET', `/members/${ann}`)).statusCode).toBe(404);
  expect((await ask('GET', `/members/${bob}`)).json()).toMatchObject({ name: 'Bob' });
}, 400_000);

it('lets nobody come back who was erased: not by an import, not live, not with a backup', async () => {
  const shape = await logShape(engine, scope());
  await importNow('again.jsonl', history());
  await live([
    {
      id: 'l2',
      group: 'g',
      platform: 'wechat',
      member: ANN.id,
      name: ANN.name,
      kind: 'message',
      text: ANN.text,
      at: at(21, 0),
    },
  ]);
  expect(await logShape(engine, scope())).toEqual(shape);
  const rows = await allRows();
  for (const trace of [ids().ann, ANN.id]) expect(rows.includes(trace), trace).toBe(false);
  // As a backup from before would: the account is there again, its tombstone as well.
  await database.inWorkspace(workspace.id, async (tx) => {
    await sql`INSERT INTO members (id, workspace_id, community_id) VALUES (${ids().ann}, ${workspace.id}, ${communityId})`.execute(
      tx,
    );
    await sql`INSERT INTO accounts (id, workspace_id, community_id, member_id, platform, external_id, name, first_at)
      VALUES (${ids().ann}, ${workspace.id}, ${communityId}, ${ids().ann}, 'wechat', ${ANN.id}, ${ANN.name}, now())`.execute(
      tx,
    );
  });
  const [again, ...more] = await eraseReturned(database, workspace.id, app.services.tombstoneKeys);
  expect(more).toEqual([]);
  // Killed at any statement of either store, again and again.
  const random = seeded(5);
  const crashing = crashingEngine(engine, random, 0.004);
  const dying: Database = {
    ...database,
    inWorkspace: async (id, work) => {
      if (random.chance(0.08)) throw new Killed('before a transaction');
      const done = await database.inWorkspace(id, work);
      if (random.chance(0.08)) throw new Killed('after a transaction');
      return done;
    },
  };
  let kills = 0;
  for (;;)
    try {
      await runErasure(
        { ...parts(), engine: crashing, database: dying },
        { workspaceId: workspace.id, erasureId: again! },
      );
      break;
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      kills += 1;
    }
  expect(kills).toBeGreaterThan(0);
  expect((await ask('GET', `/erasures/${again!}`)).json()).toMatchObject({ status: 'done' });
  expect(await logShape(engine, scope())).toEqual(shape);
  expect(await eraseReturned(database, workspace.id, app.services.tombstoneKeys)).toEqual([]);
  expect((await allRows()).includes(ANN.id)).toBe(false);
}, 400_000);
