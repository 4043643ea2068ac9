import { PassThrough } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCommunity } from '#modules/communities/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testApp, type TestApp, type TestWorkspace } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { MAX_EVENTS, readEventsBody } from './read-events-body.ts';

let database: Database;
let app: TestApp;
let workspace: TestWorkspace;
let token: Record<string, string>;
let communityKey: string;

beforeAll(async () => {
  database = await testDatabase();
  app = await testApp(database);
  workspace = await app.workspace();
  token = await workspace.token(['events.write']);
  const made = await database.inWorkspace(workspace.id, (tx) => createCommunity(tx, workspace.id, { name: 'Books' }));
  communityKey = made.key;
});
afterAll(async () => {
  await app.close();
  await database.close();
});

const event = (id: string, fields: object = {}) => ({
  id,
  member: 'ann',
  kind: 'message',
  at: '2024-03-01T10:00:00Z',
  ...fields,
});

const post = (
  payload: string | object | Buffer,
  type = 'application/json',
  headers = token,
  community = communityKey,
) =>
  app.inject({
    method: 'POST',
    url: `/api/v1/events?community=${community}`,
    headers: { ...headers, 'content-type': type },
    payload: typeof payload === 'string' || Buffer.isBuffer(payload) ? payload : JSON.stringify(payload),
  });

const waiting = async (): Promise<number> => {
  const client = await database.pool.connect();
  try {
    await client.query('BEGIN');
    await client.query(`SELECT set_config('app.workspace', $1, true)`, [workspace.id]);
    const { rows } = await client.query('SELECT count(*)::int AS n FROM inbox');
    await client.query('COMMIT');
    return rows[0].n;
  } finally {
    client.release();
  }
};

describe('POST /api/v1/events', () => {
  it('takes an object with events, an array, and one event a line', async () => {
    const wrapped = await post({ events: [event('1'), event('2')] });
    expect([wrapped.statusCode, wrapped.json()]).toEqual([202, { accepted: 2, duplicates: 0 }]);
    expect((await post([event('2'), event('3')])).json()).toEqual({ accepted: 1, duplicates: 1 });
    const lines = `${JSON.stringify(event('4', { text: '群落\u2028' }))}\r\n\n${JSON.stringify(event('5'))}`;
    expect((await post(lines, 'application/x-ndjson; charset=utf-8')).json()).toEqual({ accepted: 2, duplicates: 0 });
    expect((await post([])).json()).toEqual({ accepted: 0, duplicates: 0 });
    expect(await waiting()).toBe(5);
  });

  it('takes a message of a million characters, cut', async () => {
    expect((await post([event('long', { text: '长'.repeat(1_000_000) })])).statusCode).toBe(202);
  });

  it('takes nothing of a request with a fault, and names every wrong place', async () => {
    const before = await waiting();
    const wrong = await post({
      events: [event('6'), { ...event('7'), at: 'yesterday', member: '' }, event('8', { at: '1989-12-31T00:00:00Z' })],
    });
    expect(wrong.statusCode).toBe(400);
    expect(wrong.headers['content-type']).toMatch('application/problem+json');
    expect(wrong.json().code).toBe('bad_events');
    expect(
      wrong
        .json()
        .faults.map(({ where }: { where: string }) => where)
        .toSorted(),
    ).toEqual(['/body/events/1/at', '/body/events/1/member', '/body/events/2/at']);
    const lines = await post(
      `${JSON.stringify(event('9'))}\n{"id":\n${JSON.stringify({ ...event('10'), kind: undefined })}\n`,
      'application/x-ndjson',
    );
    expect(lines.json().faults.map(({ where }: { where: string }) => where)).toEqual(['line 2', 'line 3 /kind']);
    const future = await post([event('11', { at: new Date(app.clock.now() + 2 * 86_400_000).toISOString() })]);
    expect(future.json().faults).toEqual([{ where: '/body/0/at', what: 'is more than a day in the future' }]);
    const deep = await post(
      `[{"id":"d","member":"a","kind":"x","at":"2024-03-01T10:00:00Z","x":${'['.repeat(2000)}${']'.repeat(2000)}}]`,
    );
    expect(deep.json().faults[0].what).toMatch('nested');
    expect(await waiting()).toBe(before);
  });

  it.for<[string, string | object | Buffer, string, number, string]>([
    ['is not JSON', '{"events": [', 'application/json', 400, 'invalid_json'],
    ['is not UTF-8', Buffer.from([0x5b, 0xff, 0x5d]), 'application/json', 400, 'invalid_utf8'],
    ['is no list', { event: 1 }, 'application/json', 400, 'bad_input'],
    ['is of another media type', 'id,member', 'text/csv', 415, 'unsupported_media_type'],
    [
      'has too many events',
      `[${Array.from({ length: MAX_EVENTS + 1 }, (_, at) => JSON.stringify(event(`m${at}`))).join()}]`,
      'application/json',
      413,
      'body_too_large',
    ],
    ['is too large', Buffer.alloc(33 * 1024 * 1024, 32), 'application/x-ndjson', 413, 'body_too_large'],
  ])('refuses a body that %s', async ([, body, type, status, code]) => {
    const before = await waiting();
    const answer = await post(body, type);
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
    expect(await waiting()).toBe(before);
  });

  it('needs the right, a token that works, and a community of the workspace', async () => {
    const weak = await workspace.token(['communities.read']);
    expect((await post([event('x')], undefined, weak)).statusCode).toBe(403);
    expect((await post([event('x')], undefined, { authorization: 'Bearer nonsense' })).statusCode).toBe(401);
    expect((await post([event('x')], undefined, token, 'nowhere')).statusCode).toBe(404);
    const stranger = await (await app.workspace()).token(['events.write']);
    expect((await post([event('x')], undefined, stranger)).statusCode).toBe(404);
    expect(
      (
        await app.inject({
          method: 'POST',
          url: '/api/v1/events',
          headers: { ...token, 'content-type': 'application/json' },
          payload: '[]',
        })
      ).statusCode,
    ).toBe(400);
  });

  it('shows events that could not be written to who may see imports', async () => {
    const reader = await workspace.token(['imports.read']);
    const answer = await app.inject({
      method: 'GET',
      url: `/api/v1/communities/${communityKey}/events/refused`,
      headers: reader,
    });
    expect([answer.statusCode, answer.json()]).toEqual([200, { refused: [] }]);
  });

  describe('packed with gzip', () => {
    const packed = (payload: Buffer, type = 'application/json', encoding = 'gzip') =>
      post(payload, type, { ...token, 'content-encoding': encoding });

    it('takes JSON and lines', async () => {
      const before = await waiting();
      const json = await packed(gzipSync(JSON.stringify({ events: [event('z1'), event('z2')] })));
      expect([json.statusCode, json.json()]).toEqual([202, { accepted: 2, duplicates: 0 }]);
      const lines = [event('z2'), event('z3')].map((one) => JSON.stringify(one)).join('\n');
      const ndjson = await packed(gzipSync(lines), 'application/x-ndjson');
      expect([ndjson.statusCode, ndjson.json()]).toEqual([202, { accepted: 1, duplicates: 1 }]);
      expect(await waiting()).toBe(before + 3);
    });

    it('refuses a bomb while it unpacks, what is broken, cut off or no gzip, and other packings', async () => {
      const before = await waiting();
      const bomb = gzipSync(Buffer.alloc(256 << 20, ' '));
      expect(bomb.length).toBeLessThan(1 << 20);
      const rss = process.memoryUsage().rss;
      for (const type of ['application/json', 'application/x-ndjson'])
        expect((await packed(bomb, type)).json()).toMatchObject({ status: 413, code: 'body_too_large' });
      expect(process.memoryUsage().rss - rss).toBeLessThan(200 << 20);
      const whole = gzipSync(JSON.stringify([event('y1')]));
      for (const broken of [whole.subarray(0, -6), Buffer.from('[]'), Buffer.from(whole).fill(1, 12, 20)])
        expect((await packed(broken)).json()).toMatchObject({ status: 400, code: 'broken_gzip' });
      expect((await packed(whole, 'application/json', 'br')).json()).toMatchObject({ status: 415 });
      expect(await waiting()).toBe(before);
    });
  });

  it('gives up a body that does not arrive', async () => {
    const body = new PassThrough();
    body.write('[');
    const headers = { 'content-type': 'application/json' };
    await expect(readEventsBody(body, headers, Date.now(), 0.05)).rejects.toMatchObject({ status: 408 });
  });
});
