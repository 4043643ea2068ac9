import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCommunity } from '#modules/communities/index.ts';
import { communitySpace } from '#modules/events/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testApp, type TestApp, type TestWorkspace } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import type { ChatView, ConnectionView } from './contract.ts';
import { findTicket, findTickets } from './index.ts';
import { type Script, scriptedConnector, signatureOf } from './testing/scripted-connector.ts';

const SECRET = 'a token nobody may see';
const SETTINGS = { base: 'http://127.0.0.1:9', token: SECRET };
const script: Script = { opened: [], answer: () => ({ fate: 'sent' }) };

let database: Database;
let app: TestApp;
let workspace: TestWorkspace;
let headers: Record<string, string>;
let communityId: string;
let connection: ConnectionView;

beforeAll(async () => {
  database = await testDatabase();
  app = await testApp(database, {
    connectors: [scriptedConnector(script)],
    env: { QUNLUO_PUBLIC_URL: 'https://q.example' },
  });
  workspace = await app.workspace();
  headers = await workspace.token(['connections.manage', 'communities.read', 'audit.read']);
  communityId = (await database.inWorkspace(workspace.id, (tx) => createCommunity(tx, workspace.id, { name: 'Books' })))
    .id;
});
afterAll(async () => {
  await app.services.connections.notes.flush();
  app.services.connections.contexts.close();
  await app.close();
  await database.close();
});

const call = async <T>(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  payload?: object,
): Promise<{ status: number; body: T }> => {
  const response = await app.inject({ method, url: `/api/v1${path}`, headers, ...(payload && { payload }) });
  return { status: response.statusCode, body: (response.body === '' ? undefined : response.json()) as T };
};
const must = async <T>(...asked: Parameters<typeof call>): Promise<T> => {
  const { status, body } = await call<T>(...asked);
  expect(status, JSON.stringify(body)).toBeLessThan(300);
  return body;
};
const create = (more: object = {}): Promise<ConnectionView> =>
  must('POST', '/connections', { connector: 'scripted', name: 'Bot', settings: SETTINGS, ...more });
const one = (): Promise<ConnectionView> => must('GET', `/connections/${connection.id}`);

beforeEach(async () => {
  connection = await create();
});

/** A callback as the platform signs it. */
const callback = (told: object | string, { token = SECRET, code = codeOf(connection), signed = true } = {}) => {
  const payload = typeof told === 'string' ? told : JSON.stringify({ at: new Date().toISOString(), ...told });
  const signature: Record<string, string> = signed ? { 'x-signature': signatureOf(payload, token) } : {};
  return app.inject({
    method: 'POST',
    url: `/hooks/${code}`,
    payload,
    headers: { 'content-type': 'application/json', ...signature },
  });
};
const codeOf = ({ callbackAddress }: ConnectionView): string => callbackAddress!.split('/').at(-1)!;
const inbox = () =>
  database.inWorkspace(workspace.id, async (tx) =>
    (
      await sql<{ source: string; event: Record<string, unknown> }>`
        SELECT source, event::jsonb AS event FROM inbox WHERE source = ${`connection:${connection.id}`} ORDER BY arrival
      `.execute(tx)
    ).rows.map(({ event }) => event),
  );
const attach = async (externalId: string, chats?: ChatView[]): Promise<ChatView> => {
  const known = chats ?? (await must<{ chats: ChatView[] }>('GET', `/connections/${connection.id}/chats`)).chats;
  const { id } = known.find((chat) => chat.externalId === externalId)!;
  return must('PUT', `/connections/${connection.id}/chats/${id}/community`, { communityId });
};

describe('a connection', () => {
  it('is made from a form, shown without its secrets, and begins by opening', async () => {
    expect(connection).toMatchObject({
      connector: 'scripted',
      platform: 'scripted',
      settings: { base: 'http://127.0.0.1:9', room: 'lobby' },
      secretsSet: ['token'],
      state: 'opening',
      paused: false,
      zone: 'Asia/Shanghai',
      callbackAddress: expect.stringMatching(/^https:\/\/q\.example\/hooks\/\w{10}$/),
      limits: [{ key: 'messages', count: 20 }],
      chats: { seen: 0, attached: 0 },
    });
    const { connectors } = await must<{ connectors: { id: string; operations: object[] }[] }>('GET', '/connectors');
    expect(connectors).toMatchObject([{ id: 'scripted', callback: true, operations: [{ key: 'make-code' }] }]);
  });

  it('is not made of wrong settings, which are named', async () => {
    const wrong = await call<{ faults: { where: string }[] }>('POST', '/connections', {
      connector: 'scripted',
      name: 'Bot',
      settings: { base: 'nowhere', token: SECRET },
    });
    expect([wrong.status, wrong.body.faults[0]!.where]).toEqual([400, '/body/settings/base']);
    expect((await call('POST', '/connections', { connector: 'nope', name: 'x', settings: {} })).status).toBe(404);
  });

  it('is changed, paused, let go on and taken away, with its trail and without its secrets in it', async () => {
    const path = `/connections/${connection.id}`;
    expect((await call('PATCH', path, { settings: { base: 'https://elsewhere.example' } })).body).toMatchObject({
      code: 'secrets_needed',
    });
    await must('PATCH', path, { name: 'Robot', communityId, settings: { room: 'den', token: 'another token' } });
    await must('PUT', `${path}/limits`, { limits: { messages: 3 } });
    expect((await call('PUT', `${path}/limits`, { limits: { letters: 3 } })).status).toBe(400);
    await must('POST', `${path}/pause`);
    expect(await one()).toMatchObject({ paused: true, pausedFor: 'hand', state: 'paused', name: 'Robot', communityId });
    await must('POST', `${path}/resume`);
    expect(await one()).toMatchObject({
      paused: false,
      state: 'opening',
      ownLimits: { messages: 3 },
      limits: [{ count: 3 }],
    });
    await must('DELETE', path);
    expect((await call('GET', path)).status).toBe(404);
    const trail = await app.inject({ method: 'GET', url: '/api/v1/audit?limit=100', headers });
    for (const action of ['create', 'update', 'set-limits', 'pause', 'resume', 'delete'])
      expect(trail.body).toContain(`connections.${action}`);
    expect(trail.body).toContain('secretsGiven');
    expect(trail.body).not.toMatch(/a token nobody|another token/);
  });

  it('keeps its secrets sealed, in the database too', async () => {
    const { rows } = await database.inWorkspace(workspace.id, (tx) =>
      sql<{ all: string }>`SELECT connections::text AS all FROM connections WHERE id = ${connection.id}`.execute(tx),
    );
    expect(rows[0]!.all).toContain('s1.');
    expect(rows[0]!.all).not.toContain(SECRET);
  });

  it('is tried before it is kept, and whatever a connector says or throws shows no secret', async () => {
    const test = (settings: object) =>
      call<{ ok: boolean; detail: { en: string } }>('POST', '/connectors/test', {
        connector: 'scripted',
        settings,
      });
    expect((await test(SETTINGS)).body).toEqual({
      ok: true,
      account: 'bot',
      detail: { zh: '令牌 •••', en: 'token •••' },
    });
    expect((await test({ ...SETTINGS, token: 'throws!!' })).body).toMatchObject({
      ok: false,
      detail: { en: 'who is •••' },
    });
    expect((await test({ base: 'x' })).status).toBe(400);
    const path = `/connections/${connection.id}/test`;
    expect(await must('POST', path, {})).toMatchObject({ ok: true });
    expect(await must('POST', path, { settings: { token: 'not-mine' } })).toMatchObject({ ok: false });
    expect((await call('POST', path, { settings: { base: 'https://elsewhere.example' } })).status).toBe(400);
  });

  it('runs what its platform offers besides', async () => {
    const path = `/connections/${connection.id}/operations`;
    expect(await must('POST', `${path}/make-code`, { values: { code: 'A1' } })).toEqual({
      fate: 'done',
      result: { made: 'A1' },
    });
    expect((await call('POST', `${path}/make-code`, { values: { cod: 'A1' } })).status).toBe(400);
    expect((await call('POST', `${path}/make-tea`, {})).status).toBe(404);
  });
});

describe('what a platform calls with', () => {
  it('is kept of attached chats and of the home of private messages, and of nothing else', async () => {
    expect((await callback({ id: '1', chat: 'c1', member: 'ann', text: 'before' })).json()).toEqual({ left: ['c1'] });
    expect((await callback({ id: '2', member: 'ann', text: 'nobody’s' })).json()).toEqual({ left: [] });
    expect(await inbox()).toEqual([]);
    const attached = await attach('c1');
    const space = communitySpace(communityId);
    expect(attached).toMatchObject({ communityId, groupId: space.groupId('scripted', 'c1') });
    await must('PATCH', `/connections/${connection.id}`, { communityId });
    app.services.connections.contexts.forget(connection.id);
    expect((await callback({ id: '3', chat: 'c1', member: 'ann', text: '你好' })).json()).toEqual({ left: [] });
    await callback({ id: '3', chat: 'c1', member: 'ann', text: '你好' });
    await callback({ id: '4', member: 'ann', text: 'psst' });
    expect(await inbox()).toMatchObject([
      { id: '3', platform: 'scripted', group: 'c1', member: 'ann', text: '你好' },
      { id: '4', group: '', text: 'psst' },
    ]);
    const groups = await must<{ groups: { id: string; name: string }[] }>('GET', `/communities/${communityId}/groups`);
    expect(groups.groups).toContainEqual(expect.objectContaining({ id: attached.groupId, externalId: 'c1' }));
    await app.services.connections.notes.flush();
    expect(await one()).toMatchObject({ chats: { seen: 1, attached: 1 }, heard: 3, heardAt: expect.any(String) });
    await must('DELETE', `/connections/${connection.id}/chats/${attached.id}/community`);
    app.services.connections.contexts.forget(connection.id);
    expect((await callback({ id: '5', chat: 'c1', member: 'ann', text: 'after' })).json()).toEqual({ left: ['c1'] });
  });

  it('is answered and let go while the connection is paused', async () => {
    await must('PATCH', `/connections/${connection.id}`, { communityId });
    await must('POST', `/connections/${connection.id}/pause`);
    expect((await callback({ id: '6', member: 'ann', text: 'x' })).statusCode).toBe(200);
    expect(await inbox()).toEqual([]);
  });

  it('is kept once however often and in whatever order it is told, also at the same time', async () => {
    await must('PATCH', `/connections/${connection.id}`, { communityId });
    const at = new Date().toISOString();
    const told = ['c', 'a', 'b', 'a', 'c', 'b', 'a'].map((id) => ({ id: `often-${id}`, member: 'ann', text: id, at }));
    const answers = await Promise.all(told.concat(told).map((one) => callback(one)));
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
    expect((await inbox()).map(({ id }) => id).toSorted()).toEqual(['often-a', 'often-b', 'often-c']);
  });

  it('leaves out what is no event, and keeps the rest', async () => {
    await must('PATCH', `/connections/${connection.id}`, { communityId });
    await callback({ id: '7', member: 'ann', text: 'x', at: 'yesterday' });
    await callback({ id: '8', member: 'ann', text: 'x' });
    expect(await inbox()).toMatchObject([{ id: '8' }]);
  });

  it('is refused in the same words and time whatever is wrong, counted, and shown without a trace of ours', async () => {
    const told = { id: '9', member: 'ann', text: 'x' };
    const wrong = [
      await callback(told, { code: 'nowhere123' }),
      await callback(told, { code: 'no code at all!' }),
      await callback(told, { signed: false }),
      await callback(told, { token: 'somebody else' }),
      await callback('x'.repeat(300_000)),
      await app.inject({ method: 'GET', url: `/hooks/${codeOf(connection)}?token=guess&echo=1` }),
    ];
    for (const response of wrong) expect([response.statusCode, response.body]).toEqual([401, '']);
    const shown = wrong.map(({ headers: all }) =>
      Object.keys(all)
        .filter((name) => name !== 'connection')
        .toSorted()
        .join(),
    );
    expect(new Set(shown).size).toBe(1);
    expect((await callback('{not json')).statusCode).toBe(400);
    expect((await callback({ ...told, once: 'k' })).statusCode).toBe(200);
    expect((await callback({ ...told, once: 'k' })).statusCode).toBe(401);
    const times: number[] = [];
    for (const code of ['nowhere123', codeOf(connection)]) {
      const from = performance.now();
      await callback(told, { code, signed: false });
      times.push(performance.now() - from);
    }
    for (const time of times) expect(time).toBeGreaterThanOrEqual(39);
    await app.services.connections.notes.flush();
    const { refusals } = await must<{ refusals: { why: string; times: number }[] }>(
      'GET',
      `/connections/${connection.id}/log`,
    );
    expect(Object.fromEntries(refusals.map(({ why, times: count }) => [why, count]))).toEqual({
      unsigned: 2,
      wrong_signature: 2,
      too_large: 1,
      malformed: 1,
      replayed: 1,
    });
    expect((await one()).refusedToday).toBe(7);
    // What breaks on our side shows nothing of it.
    const broken = await callback({ id: 'break', member: 'ann', text: 'x', at: new Date().toISOString() });
    expect([broken.statusCode, broken.body]).toEqual([503, '']);
    expect((await callback({ id: 'afterwards', member: 'ann', text: 'x' })).statusCode).toBe(200);
    const failed = async () => {
      await app.services.connections.notes.flush();
      const path = `/connections/${connection.id}/log?level=warn`;
      return (await must<{ entries: { words: string; body: string }[] }>('GET', path)).entries;
    };
    await expect
      .poll(async () => (await failed()).map(({ words }) => words))
      .toEqual(['what follows a callback failed', 'a callback could not be taken']);
    for (const { body } of await failed()) expect(body).toMatch(/a fault (beside|after) •••/);
    const verified = await app.inject({
      method: 'GET',
      url: `/hooks/${codeOf(connection)}?token=${encodeURIComponent(SECRET)}&echo=hello`,
    });
    expect([verified.statusCode, verified.body]).toEqual([200, 'hello']);
  });

  it('is in the log with its secrets masked, the latest thousand lines of it', async () => {
    await callback({ id: '10', member: 'ann', text: `my token is ${SECRET}` });
    const { context } = app.services.connections.contexts.of(
      await database.inWorkspace(workspace.id, async (tx) => {
        const { getSealedConnection } = await import('./connection-store.ts');
        return getSealedConnection(tx, app.services.connectors, connection.id);
      }),
    );
    await context.memory.set('access', JSON.stringify({ token: 'given-by-the-platform' }));
    context.log.debug({ out: 'using given-by-the-platform' }, 'sent');
    await app.services.connections.notes.flush();
    const read = async (query = '') =>
      must<{ entries: { id: string; words: string; body: string; direction: string }[] }>(
        'GET',
        `/connections/${connection.id}/log${query}`,
      );
    const { entries } = await read();
    expect(entries.map(({ direction, words }) => [direction, words])).toEqual([
      ['out', 'sent'],
      ['in', 'POST callback'],
    ]);
    expect(JSON.stringify(entries)).toContain('my token is •••');
    expect(JSON.stringify(entries)).not.toMatch(/nobody may see|given-by/);
    for (let line = 0; line < 1200; line++) context.log.debug({ own: line }, `line ${line}`);
    await app.services.connections.notes.flush();
    const { rows } = await database.inWorkspace(workspace.id, (tx) =>
      sql<{
        count: number;
      }>`SELECT count(*)::int AS count FROM connection_log WHERE connection_id = ${connection.id}`.execute(tx),
    );
    expect(rows[0]!.count).toBe(1000);
    const latest = await read('?limit=2');
    expect(latest.entries.map(({ words }) => words)).toEqual(['line 1199', 'line 1198']);
    expect((await read(`?limit=1&before=${latest.entries.at(-1)!.id}`)).entries[0]!.words).toBe('line 1197');
  });
});

describe('what a connection keeps', () => {
  const context = async () => {
    const { getSealedConnection } = await import('./connection-store.ts');
    const sealed = await database.inWorkspace(workspace.id, (tx) =>
      getSealedConnection(tx, app.services.connectors, connection.id),
    );
    return app.services.connections.contexts.of(sealed).context;
  };

  it('is its memory, sealed, by key', async () => {
    const { memory } = await context();
    expect(await memory.get('cursor')).toBeUndefined();
    await memory.set('cursor', '第 5 页');
    await memory.set('cursor', '第 6 页');
    expect(await memory.get('cursor')).toBe('第 6 页');
    const { rows } = await database.inWorkspace(workspace.id, (tx) =>
      sql<{ sealed: string }>`SELECT sealed FROM connection_memory WHERE connection_id = ${connection.id}`.execute(tx),
    );
    expect(rows[0]!.sealed).toMatch(/^s1\./);
    await memory.set('cursor', undefined);
    expect(await memory.get('cursor')).toBeUndefined();
  });

  it('is what happens once, whoever asks at the same time, until its end', async () => {
    const { once } = await context();
    const answers = await Promise.all(Array.from({ length: 10 }, () => once('a callback', 60)));
    expect(answers.filter(Boolean)).toHaveLength(1);
    app.clock.advance(61_000);
    expect(await once('a callback', 60)).toBe(true);
  });

  it('is a ticket of an event, known by its id in our log, until its end', async () => {
    await must('PATCH', `/connections/${connection.id}`, { communityId });
    const { ticket } = await context();
    await ticket('e1', 'welcome-code', 20);
    const eventId = communitySpace(communityId).eventId('scripted', 'e1');
    await database.inWorkspace(workspace.id, async (tx) => {
      const now = app.clock.now();
      expect(await findTicket(tx, eventId, new Date(now))).toMatchObject({
        connectionId: connection.id,
        ticket: 'welcome-code',
      });
      expect([...(await findTickets(tx, [eventId], new Date(now))).keys()]).toEqual([eventId]);
      expect(await findTicket(tx, eventId, new Date(now + 21_000))).toBeUndefined();
    });
  });
});
