import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Unavailable } from '#kernel/errors.ts';
import { createCommunity } from '#modules/communities/index.ts';
import { listWorkspaceIds } from '#modules/identity/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testApp, type TestApp, type TestWorkspace } from '#testkit/app.ts';
import { asSuperuser, testDatabase } from '#testkit/database.ts';
import type { Content } from './content.contract.ts';
import type { ChatView, ConnectionView } from './contract.ts';
import { ConnectionRunner, type ConnectionRunnerOptions, createConnections } from './index.ts';
import type { Pauses } from './holding.ts';
import { type Script, scriptedConnector } from './testing/scripted-connector.ts';

const SECRET = 'a token nobody may see';
const SETTINGS = { base: 'http://127.0.0.1:9', token: SECRET };
const SHORT: Partial<Pauses> = { first: 20, longest: 80, opening: 300, soon: 20, closing: 500 };
const TEXT: Content = { kind: 'text', text: 'x' };

let database: Database;
let app: TestApp;
let workspace: TestWorkspace;
let headers: Record<string, string>;
let script: Script;
const runners: ConnectionRunner[] = [];
const created: string[] = [];

beforeAll(async () => {
  script = { opened: [], answer: () => ({ fate: 'sent' }) };
  database = await testDatabase();
  app = await testApp(database, { connectors: [scriptedConnector(script)] });
  workspace = await app.workspace();
  headers = await workspace.token(['connections.manage']);
});
beforeEach(() => {
  script.opened = [];
  script.beforeOpen = undefined;
  script.answer = () => ({ fate: 'sent' });
});
afterEach(async () => {
  await Promise.all(runners.splice(0).map((runner) => runner.stop()));
  for (const id of created.splice(0)) await call('DELETE', `/connections/${id}`);
});
afterAll(async () => {
  await app.close();
  await database.close();
});

const call = async <T = unknown>(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  payload?: object,
): Promise<T> => {
  const response = await app.inject({ method, url: `/api/v1${path}`, headers, ...(payload && { payload }) });
  return (response.body === '' ? undefined : response.json()) as T;
};
const connect = async (settings: object = {}): Promise<ConnectionView> => {
  const made = await call<ConnectionView>('POST', '/connections', {
    connector: 'scripted',
    name: 'Bot',
    settings: { ...SETTINGS, ...settings },
  });
  created.push(made.id);
  return made;
};
const read = (id: string): Promise<ConnectionView> => call('GET', `/connections/${id}`);

/** A runner as one process has it, with a lock connection and contexts of its own. */
const run = async (more: Partial<ConnectionRunnerOptions> = {}): Promise<ConnectionRunner> => {
  const { connections } = app.services;
  const runner = new ConnectionRunner({
    ...createConnections(connections),
    random: () => 1,
    listWorkspaces: () => database.asSystem(listWorkspaceIds),
    pauses: SHORT,
    tryMs: 50,
    ...more,
  });
  runners.push(runner);
  await runner.start();
  await runner.settled();
  return runner;
};
const isUp = (id: string) => expect.poll(async () => (await read(id)).state).toBe('up');
const heldBy = (runner: ConnectionRunner): string[] => runner.held().map(({ connectionId }) => connectionId);

describe('a connection that is run', () => {
  it('is opened where it is found and where it is made, and says so', async () => {
    const first = await connect();
    const told: string[] = [];
    const runner = await run();
    runner.onHeld(({ connectionId }) => told.push(connectionId));
    await isUp(first.id);
    const second = await connect();
    await isUp(second.id);
    expect(heldBy(runner).toSorted()).toEqual([first.id, second.id].toSorted());
    expect(told).toContain(second.id);
    expect(runner.held()[0]!.workspaceId).toBe(workspace.id);
    expect(script.opened.map(({ reconciled }) => reconciled)).toEqual([1, 1]);
    expect(script.opened[0]!.context.settings).toEqual({ base: 'http://127.0.0.1:9', room: 'lobby', token: SECRET });
  });

  it('is open in one process, and in another soon after that one ends', async () => {
    const { id } = await connect();
    const one = await run();
    const other = await run();
    await isUp(id);
    await sleep(200);
    expect(script.opened).toHaveLength(1);
    const [holder, waiting] = heldBy(one).length > 0 ? [one, other] : [other, one];
    runners.splice(runners.indexOf(holder), 1);
    await holder.stop();
    expect(script.opened[0]!.isClosed).toBe(true);
    await expect.poll(() => heldBy(waiting)).toEqual([id]);
  });

  it('is opened anew for new settings, not for another name; ends when it is paused or taken away', async () => {
    const { id } = await connect();
    await run();
    await isUp(id);
    await call('PATCH', `/connections/${id}`, { name: 'Robot' });
    await call('PATCH', `/connections/${id}`, { settings: { room: 'den' } });
    await expect.poll(() => script.opened.map(({ context }) => context.settings.room)).toEqual(['lobby', 'den']);
    expect(script.opened[0]).toMatchObject({ isClosed: true, context: { signal: { aborted: true } } });
    await isUp(id);
    await call('POST', `/connections/${id}/pause`);
    await expect.poll(() => script.opened[1]!.isClosed).toBe(true);
    expect(await read(id)).toMatchObject({ state: 'paused' });
    await call('POST', `/connections/${id}/resume`);
    await expect.poll(() => script.opened).toHaveLength(3);
    await call('DELETE', `/connections/${id}`);
    await expect.poll(() => script.opened[2]!.isClosed).toBe(true);
  });

  it('is tried again after it ended or could not be opened, a little later each time, and says why without its secrets', async () => {
    const { id } = await connect();
    await run({ pauses: { ...SHORT, first: 200, longest: 5000 } });
    await isUp(id);
    script.beforeOpen = () => {
      throw new Error(`nobody knows ${SECRET}`);
    };
    script.opened[0]!.end(new Error('the socket broke'));
    await expect
      .poll(() => read(id))
      .toMatchObject({ state: 'waiting', detail: 'the socket broke', againAt: expect.any(String) });
    await expect.poll(() => read(id)).toMatchObject({ state: 'waiting', detail: 'nobody knows •••' });
    script.beforeOpen = undefined;
    await isUp(id);
    expect(await read(id)).toMatchObject({ detail: '', againAt: null });
  });

  it('is given up while it opens when that takes too long, and closed when it opens after all', async () => {
    const { id } = await connect();
    script.beforeOpen = () => sleep(600);
    await run();
    await expect.poll(() => read(id)).toMatchObject({ detail: 'not open after 0.3 s' });
    script.beforeOpen = undefined;
    await isUp(id);
    await expect.poll(() => script.opened.filter(({ isClosed }) => !isClosed)).toHaveLength(1);
    await expect.poll(() => script.opened.length).toBeGreaterThan(1);
  });

  it('is not hammered when it is refused, also by another process; new settings are tried at once', async () => {
    let tries = 0;
    script.beforeOpen = () => void (tries += 1);
    const { id } = await connect({ token: 'withdrawn' });
    await run();
    await run();
    await expect.poll(() => read(id)).toMatchObject({ state: 'refused', detail: 'no such token: •••' });
    await sleep(400);
    expect(tries).toBe(1);
    await call('PATCH', `/connections/${id}`, { settings: { token: 'a good one' } });
    await isUp(id);
  });

  it('settles who is where soon after a chat was attached', async () => {
    const { id } = await connect();
    await run();
    await isUp(id);
    const [{ context }] = script.opened as [(typeof script.opened)[0]];
    await context.discover([{ id: 'c1', name: 'Tea', kind: 'room', members: 3 }]);
    const { chats } = await call<{ chats: ChatView[] }>('GET', `/connections/${id}/chats`);
    expect(chats).toMatchObject([{ externalId: 'c1', name: 'Tea', kind: 'room', members: 3, communityId: null }]);
    const community = await database.inWorkspace(workspace.id, (tx) =>
      createCommunity(tx, workspace.id, { name: 'Tea' }),
    );
    const event = { id: '1', member: 'ann', kind: 'message', text: 'x', at: new Date().toISOString() };
    expect(await context.hear([{ chat: 'c1', event }])).toEqual({ left: ['c1'] });
    await call('PUT', `/connections/${id}/chats/${chats[0]!.id}/community`, { communityId: community.id });
    await expect.poll(() => script.opened[0]!.reconciled).toBe(2);
    expect(await context.hear([{ chat: 'c1', event }])).toEqual({ left: [] });
    // What kind of chat it is stays, though who hears does not say.
    const [chat] = (await call<{ chats: ChatView[] }>('GET', `/connections/${id}/chats`)).chats;
    expect(chat).toMatchObject({ kind: 'room', communityId: community.id });
  });
});

describe('sends', () => {
  const open = async (more: Partial<ConnectionRunnerOptions> = {}) => {
    const { id } = await connect();
    const runner = await run(more);
    await isUp(id);
    await expect.poll(() => heldBy(runner)).toContain(id);
    const send = (to: string, text = 'x') =>
      runner.send(id, { id: text, to: { kind: 'chat', id: to }, content: { kind: 'text', text } });
    return { id, runner, send };
  };

  it('go one at a time to a recipient, in order, and beside each other to others', async () => {
    const { send, id } = await open();
    const log: string[] = [];
    script.answer = async ({ to, id: name }) => {
      log.push(`${name} in`);
      await sleep(to.id === 'slow' ? 30 : 1);
      log.push(`${name} out`);
      return { fate: 'sent', id: name };
    };
    const fates = await Promise.all([send('slow', 'a1'), send('slow', 'a2'), send('fast', 'b1')]);
    expect(fates).toEqual(['a1', 'a2', 'b1'].map((name) => ({ fate: 'sent', id: name })));
    expect(log.indexOf('a2 in')).toBeGreaterThan(log.indexOf('a1 out'));
    expect(log.indexOf('b1 out')).toBeLessThan(log.indexOf('a1 out'));
    await expect.poll(async () => (await read(id)).sent).toBe(3);
  });

  it('say what nobody knows, and never throw', async () => {
    const { send, runner, id } = await open({ sendMs: 100 });
    script.answer = () => {
      throw new Error(`broke on ${SECRET}`);
    };
    expect(await send('c')).toEqual({ fate: 'unknown', reason: 'broke on •••' });
    script.answer = () => new Promise(() => undefined);
    expect(await send('c')).toEqual({ fate: 'unknown', reason: 'no answer in time' });
    expect(await runner.send('elsewhere', { id: '1', to: { kind: 'chat', id: 'c' }, content: TEXT })).toMatchObject({
      fate: 'later',
      code: 'not_open',
    });
    expect(await runner.act(id, { kind: 'mute', account: 'a' })).toMatchObject({
      fate: 'refused',
      code: 'not_supported',
    });
    expect(await runner.awaited(id, 't')).toMatchObject({ fate: 'unknown' });
  });

  it('pause the connection when the platform takes nothing more; new settings let it go on', async () => {
    const { send, id } = await open();
    script.answer = () => ({ fate: 'revoked', reason: `${SECRET} was withdrawn` });
    expect(await send('c')).toMatchObject({ fate: 'revoked' });
    await expect
      .poll(() => read(id))
      .toMatchObject({ paused: true, pausedFor: 'revoked', state: 'paused', detail: '••• was withdrawn' });
    await expect.poll(() => script.opened[0]!.isClosed).toBe(true);
    await sleep(200);
    expect(script.opened).toHaveLength(1);
    await call('PATCH', `/connections/${id}`, { settings: { token: 'a new token' } });
    await isUp(id);
  });
});

describe('while the database is away', () => {
  /** Ends the connections that hold the locks of runners, as a restart of the server does. */
  const cut = () =>
    asSuperuser(database.settings, async (client) => {
      const { rowCount } = await client.query(`
        SELECT pg_terminate_backend(pid) FROM pg_locks
        WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`);
      return rowCount;
    });

  it('a session stays open, and its lock is taken again when it is back', async () => {
    const { id } = await connect();
    const runner = await run();
    await isUp(id);
    expect(await cut()).toBe(1);
    await sleep(300);
    expect([heldBy(runner), script.opened.length, script.opened[0]!.isClosed]).toEqual([[id], 1, false]);
    const other = await run();
    await sleep(200);
    expect(heldBy(other)).toEqual([]);
  });

  it('a session ends whose lock another process has by then', async () => {
    const { id } = await connect();
    const runner = await run();
    await isUp(id);
    await asSuperuser(database.settings, async (client) => {
      // Waits for the lock, and so has it before the runner is back.
      const stolen = client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [`connection ${id}`]);
      await asSuperuser(database.settings, async (killer) => {
        const here = `locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
        const waits = async () => (await killer.query(`SELECT 1 FROM pg_locks WHERE ${here} AND NOT granted`)).rowCount;
        await expect.poll(waits).toBeGreaterThan(0);
        await killer.query(`SELECT pg_terminate_backend(pid) FROM pg_locks WHERE ${here} AND granted`);
      });
      await stolen;
      await expect.poll(() => script.opened[0]!.isClosed).toBe(true);
      expect(heldBy(runner)).toEqual([]);
    });
    await expect.poll(() => heldBy(runner)).toEqual([id]);
  });

  it('one event that it will never take keeps no other from being kept', async () => {
    const community = await database.inWorkspace(workspace.id, (tx) =>
      createCommunity(tx, workspace.id, { name: 'Poison' }),
    );
    const { id } = await connect();
    await call('PATCH', `/connections/${id}`, { communityId: community.id });
    const { connections } = app.services;
    const shared = createConnections({
      ...connections,
      async acceptEvents(target, events) {
        if (events.some(({ text }) => text === 'poison')) throw new Error('invalid byte sequence');
        return connections.acceptEvents(target, events);
      },
    });
    await run(shared);
    await isUp(id);
    const at = new Date().toISOString();
    const texts = ['a', 'b', 'poison', 'c', 'd'];
    await script.opened[0]!.context.hear(
      texts.map((text) => ({ event: { id: text, member: 'ann', kind: 'message', text, at } })),
    );
    const { rows } = await database.inWorkspace(workspace.id, (tx) =>
      sql<{ id: string }>`
        SELECT event::jsonb ->> 'id' AS id FROM inbox WHERE source = ${`connection:${id}`} ORDER BY arrival
      `.execute(tx),
    );
    expect(rows.map((row) => row.id)).toEqual(['a', 'b', 'c', 'd']);
    await shared.notes.flush();
    const log = await call<{ entries: { words: string }[] }>('GET', `/connections/${id}/log?level=warn`);
    expect(log.entries[0]!.words).toBe('an event cannot be kept and was left out');
  });

  it('what is heard waits for it and is then kept, once and in order', async () => {
    const community = await database.inWorkspace(workspace.id, (tx) =>
      createCommunity(tx, workspace.id, { name: 'Books' }),
    );
    const { id } = await connect();
    await call('PATCH', `/connections/${id}`, { communityId: community.id });
    let failures = 3;
    const { connections } = app.services;
    const shared = createConnections({
      ...connections,
      async acceptEvents(...given) {
        if (failures-- > 0) throw new Unavailable('the database cannot be reached just now');
        return connections.acceptEvents(...given);
      },
    });
    await run(shared);
    await isUp(id);
    const { context } = script.opened[0]!;
    const event = (name: string) => ({
      id: name,
      member: 'ann',
      kind: 'message',
      text: name,
      at: new Date().toISOString(),
    });
    await Promise.all([
      context.hear([{ event: event('1') }, { event: event('2') }]),
      context.hear([{ event: event('2') }]),
    ]);
    const { rows } = await database.inWorkspace(workspace.id, (tx) =>
      sql<{ id: string }>`
        SELECT event::jsonb ->> 'id' AS id FROM inbox WHERE source = ${`connection:${id}`} ORDER BY arrival
      `.execute(tx),
    );
    expect(rows.map((row) => row.id)).toEqual(expect.arrayContaining(['1', '2']));
    expect(rows).toHaveLength(2);
  });
});
