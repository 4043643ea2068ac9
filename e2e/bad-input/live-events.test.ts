import { gzipSync } from 'node:zlib';
import { sql as pgSql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCommunity } from '#modules/communities/index.ts';
import { EventWorker } from '#modules/events/index.ts';
import { type EventEngine, grantScope, inScope, sql } from '#platform/clickhouse/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testApp, type TestApp, type TestWorkspace } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';
import { gb18030, line } from './bad-files.ts';

let database: Database;
let engine: EventEngine;
let app: TestApp;
let workspace: TestWorkspace;
let token: Record<string, string>;
let communityId: string;

beforeAll(async () => {
  database = await testDatabase();
  engine = await testEngine();
  app = await testApp(database, { engine });
  workspace = await app.workspace();
  token = await workspace.token(['events.write']);
  const made = await database.inWorkspace(workspace.id, (tx) => createCommunity(tx, workspace.id, { name: 'Books' }));
  communityId = made.id;
});
afterAll(async () => {
  await app.close();
  await database.close();
});

const post = (payload: string | Buffer, headers: Record<string, string> = {}) =>
  app.inject({
    method: 'POST',
    url: `/api/v1/events?community=${communityId}`,
    headers: { ...token, 'content-type': 'application/json', ...headers },
    payload,
  });

const waiting = async (): Promise<number> => {
  const { rows } = await database.inWorkspace(workspace.id, (tx) =>
    pgSql<{ n: number }>`SELECT count(*)::int AS n FROM inbox`.execute(tx),
  );
  return rows[0]!.n;
};

const list = (...events: string[]): string => `[${[line({ id: 'good' }), ...events].join(',')}]`;

describe('live events that cannot be taken', () => {
  it.for<[string, () => string | Buffer, number, string, RegExp, Record<string, string>?]>([
    ['no JSON', () => 'dear diary', 400, 'invalid_json', /the body is not JSON/],
    ['truncated JSON', () => list().slice(0, -20), 400, 'invalid_json', /the body is not JSON: .*(position|end)/],
    ['GB18030 said to be JSON', gb18030, 400, 'invalid_utf8', /not UTF-8/],
    ['gzip', () => gzipSync(list()), 400, 'invalid_utf8', /not UTF-8/],
    [
      'truncated NDJSON',
      () => `${line({ id: 'good' })}\n${line({ id: 'cut' }).slice(0, 40)}`,
      400,
      'bad_events',
      /nothing was taken: line 2/,
      { 'content-type': 'application/x-ndjson' },
    ],
    ['a future date', () => list(line({ at: '2199-01-01T00:00:00Z' })), 400, 'bad_events', /\/body\/1\/at.*future/],
    ['a date before 1990', () => list(line({ at: '1989-12-31T23:59:59Z' })), 400, 'bad_events', /\/body\/1\/at.*1990/],
    ['a date that is none', () => list(line({ at: '2024-02-30T00:00:00Z' })), 400, 'bad_events', /\/body\/1\/at/],
    ['a missing id', () => list(line({ id: undefined })), 400, 'bad_events', /\/body\/1\/id/],
    ['an empty member', () => list(line({ member: '' })), 400, 'bad_events', /\/body\/1\/member/],
    ['a bomb', () => Buffer.alloc(33 * 2 ** 20, 0x20), 413, 'body_too_large', /at most/],
    ['a table', () => 'id,member', 415, 'unsupported_media_type', /json/, { 'content-type': 'text/csv' }],
  ])('%s: refused whole, the inbox as before', async ([, body, status, code, says, headers]) => {
    const before = await waiting();
    const answer = await post(body(), headers);
    const problem = answer.json();
    expect([answer.statusCode, problem.code]).toEqual([status, code]);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(problem.detail).toMatch(says);
    expect(await waiting()).toBe(before);
  });

  it('a token without the right, and one that is wrong', async () => {
    const before = await waiting();
    const reader = await workspace.token(['imports.read', 'members.read']);
    const weak = await post(list(), reader);
    expect([weak.statusCode, weak.json().code]).toEqual([403, 'forbidden']);
    expect(weak.json().detail).toContain('events.write');
    expect((await post(list(), { authorization: 'Bearer ql_wrong' })).statusCode).toBe(401);
    expect(await waiting()).toBe(before);
  });
});

it('an unknown kind is kept as no contribution, a million characters are cut', async () => {
  const answer = await post(
    list(line({ id: 'gift', kind: 'gift' }), line({ id: 'long', text: '长'.repeat(1_000_000), member: 'cat' })),
  );
  expect([answer.statusCode, answer.json()]).toEqual([202, { accepted: 3, duplicates: 0 }]);
  const worker = new EventWorker({ ...app.services, listWorkspaces: async () => [workspace.id] });
  await worker.start();
  const scope = grantScope(workspace.id, communityId);
  const stored = () =>
    engine.query<{ kind: string; weight: number; properties: string }>(
      scope,
      'test.bad_input_live',
      sql`SELECT kind, weight, properties FROM events WHERE ${inScope(scope)} ORDER BY kind, properties`,
    );
  try {
    await expect.poll(stored, { timeout: 60_000 }).toEqual([
      { kind: 'gift', weight: 0, properties: '' },
      { kind: 'message', weight: 2, properties: '' },
      { kind: 'message', weight: 2, properties: '{"textCut":1000000}' },
    ]);
    await expect.poll(waiting).toBe(0);
  } finally {
    await worker.stop();
  }
});
