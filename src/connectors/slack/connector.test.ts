import { existsSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type CallbackRequest,
  ConnectionRefused,
  type Content,
  type Outgoing,
  type Session,
} from '#modules/connections/index.ts';
import { neutralEventSchema } from '#modules/events/contract.ts';
import { connectorContext, type Recorded } from '../testing/connector-context.ts';
import { folderOf, readAll } from '../testing/read-all.ts';
import { checkSignature, slackSignature } from './connector-signature.ts';
import { slackConnector } from './connector.ts';
import { type SlackServer, startSlack } from './testing/start-slack.ts';

const SECRET = '8f742231b10e8888abcd99yyyzzz85a5';
const servers: SlackServer[] = [];
const sessions: Session[] = [];
afterEach(async () => {
  await Promise.all(sessions.splice(0).map((session) => session.close()));
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function start(): Promise<SlackServer> {
  const server = await startSlack();
  servers.push(server);
  return server;
}

const contextOf = (server: SlackServer, more: object = {}, options: Parameters<typeof connectorContext>[1] = {}) => {
  const given = { botToken: server.botToken, signingSecret: SECRET, apiUrl: `${server.address}/api/`, ...more };
  const context = connectorContext(slackConnector.settings.parse(given), options);
  // Names and channels are kept by connection; each test is one of its own.
  context.connectionId = crypto.randomUUID();
  return context;
};

async function opened(server: SlackServer, more: object = {}, options: Parameters<typeof connectorContext>[1] = {}) {
  const context = contextOf(server, more, options);
  const session = await slackConnector.open(context);
  sessions.push(session);
  return { context, session };
}

const events = (context: Recorded) => context.heard.map(({ event }) => neutralEventSchema.parse(event));
const wrapped = (event: object) => ({
  type: 'event_callback',
  event,
  authorizations: [{ user_id: 'U9', is_bot: true }],
});
const said = (ts: string, more: object = {}) => ({
  type: 'message',
  channel: 'C1',
  channel_type: 'channel',
  user: 'U1',
  ts,
  event_ts: ts,
  ...more,
});

function request(
  body: string,
  { secret = SECRET, at = Date.now(), ...more }: { secret?: string; at?: number } & Partial<CallbackRequest> = {},
): CallbackRequest {
  const timestamp = String(Math.floor(at / 1000));
  const headers = {
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': slackSignature(secret, timestamp, Buffer.from(body)),
  };
  return { method: 'POST', query: {}, headers, body: Buffer.from(body), ...more };
}
const call = (context: ReturnType<typeof contextOf>, event: object) =>
  slackConnector.callback!(request(JSON.stringify(wrapped(event))), context);

const outgoing = (content: Content, more: Partial<Outgoing> = {}): Outgoing => ({
  id: '019a0000-0000-7000-8000-0000000000aa',
  to: { kind: 'chat', id: 'C1' },
  content,
  ...more,
});
const text = (words: string): Content => ({ kind: 'text', text: words });

describe('what Slack tells', () => {
  it('is heard as the importer reads the same messages from an export', async () => {
    const server = await start();
    const context = contextOf(server);
    await call(context, said('1760000010.000100', { text: '大家好 <@U2> &amp; <https://a.example|这里>' }));
    await call(
      context,
      said('1760000020.000100', { user: 'U2', text: '你好', thread_ts: '1760000010.000100', parent_user_id: 'U1' }),
    );
    await call(context, {
      ...said('1760000030.000100', { subtype: 'message_changed', hidden: true, user: undefined }),
      message: { ...said('1760000010.000100', { text: '改了' }), edited: { user: 'U1', ts: '1760000029.000000' } },
    });
    await call(
      context,
      said('1760000040.000100', { subtype: 'channel_join', user: 'U2', inviter: 'U1', text: '<@U2> has joined' }),
    );
    await call(context, {
      type: 'reaction_added',
      user: 'U2',
      reaction: 'tada',
      item: { type: 'message', channel: 'C1', ts: '1760000010.000100' },
      item_user: 'U1',
      event_ts: '1760000050.000100',
    });

    const exported = await folderOf({
      'users.json': JSON.stringify([
        { id: 'U1', profile: { display_name: '小艾' } },
        { id: 'U2', profile: { display_name: 'Bo' } },
      ]),
      'channels.json': JSON.stringify([{ id: 'C1', name: 'general' }]),
      'general/2025-10-09.json': JSON.stringify([
        {
          type: 'message',
          user: 'U1',
          ts: '1760000010.000100',
          text: '改了',
          edited: { ts: '1760000029.000000' },
          reactions: [{ name: 'tada', users: ['U2'] }],
        },
        {
          type: 'message',
          user: 'U2',
          ts: '1760000020.000100',
          text: '你好',
          thread_ts: '1760000010.000100',
          parent_user_id: 'U1',
        },
        {
          type: 'message',
          subtype: 'channel_join',
          user: 'U2',
          inviter: 'U1',
          ts: '1760000040.000100',
          text: '<@U2> has joined',
        },
      ]),
    });
    const { events: history } = await readAll(exported);
    const standing = new Map(events(context).map((event) => [event.id, event]));
    expect([...standing.keys()].toSorted()).toEqual(history.map(({ id }) => id).toSorted());
    for (const event of history)
      for (const field of ['member', 'kind', 'text', 'replyTo', 'thread', 'name', 'groupName'] as const)
        if (event.kind !== 'reaction' || field !== 'thread')
          expect(standing.get(event.id)?.[field], `${event.id} ${field}`).toEqual(event[field]);
    expect(events(context)[0]).toMatchObject({ text: '大家好 @Bo & 这里 (https://a.example)', mentions: ['U2'] });
    expect(context.heard.every(({ chat }) => chat === 'C1')).toBe(true);
    expect(context.chats).toContainEqual({ id: 'C1', name: 'general', kind: 'channel', members: 12 });
  });

  it('takes messages back, and reactions', async () => {
    const context = contextOf(await start());
    const item = { type: 'message', channel: 'C1', ts: '1760000010.000100' };
    await call(context, said('1760000010.000100', { text: '说错了' }));
    await call(context, {
      ...said('1760000060.000100', { subtype: 'message_deleted', user: undefined }),
      deleted_ts: '1760000010.000100',
      previous_message: said('1760000010.000100', { text: '说错了' }),
    });
    await call(context, { type: 'reaction_added', user: 'U2', reaction: 'x', item, event_ts: '1760000061.000100' });
    await call(context, { type: 'reaction_removed', user: 'U2', reaction: 'x', item, event_ts: '1760000062.000100' });
    const [first, deleted, given, withdrawn] = events(context);
    expect(deleted).toMatchObject({
      id: first!.id,
      member: 'U1',
      at: first!.at,
      removed: 'deleted',
      version: 1760000060000,
    });
    expect(deleted).not.toHaveProperty('text');
    expect(withdrawn).toMatchObject({ id: given!.id, removed: 'withdrawn' });
    expect(withdrawn!.version).toBeGreaterThan(given!.version!);
  });

  it('leaves out bots, ourselves, groups of people outside channels, and changes that are no edits', async () => {
    const context = contextOf(await start());
    await call(context, said('1760000010.000100', { user: 'U9', text: 'own words' }));
    await call(context, said('1760000011.000100', { subtype: 'bot_message', bot_id: 'B1', text: 'bot words' }));
    await call(context, said('1760000012.000100', { bot_id: 'B9', text: 'own words by token' }));
    await call(context, said('1760000013.000100', { channel: 'G7', channel_type: 'mpim', text: 'private' }));
    await call(context, {
      ...said('1760000015.000100', { subtype: 'message_changed' }),
      message: said('1760000010.000200', { text: 'unfolded' }),
    });
    await call(context, {
      type: 'reaction_added',
      user: 'U9',
      reaction: 'x',
      item: { type: 'message', channel: 'C1', ts: '1760000010.000100' },
      event_ts: '1760000061.000100',
    });
    expect(context.heard).toHaveLength(0);
    await call(context, said('1760000014.000100', { channel: 'D1', channel_type: 'im', text: 'between us' }));
    expect(context.heard).toMatchObject([{ event: { id: 'D1/1760000014.000100', member: 'U1' } }]);
    expect(context.heard[0]).not.toHaveProperty('chat');
  });

  it('tells a joining once that comes as a message and as a notice, and one that comes as a notice only', async () => {
    const context = contextOf(await start());
    const notice = (user: string, ts: string, type = 'member_joined_channel') =>
      call(context, { type, user, channel: 'C1', channel_type: 'C', event_ts: ts });
    await Promise.all([
      notice('U2', '1760000040.000200'),
      call(context, said('1760000040.000100', { subtype: 'channel_join', user: 'U2', text: 'joined' })),
      notice('U1', '1760000040.000300'),
      notice('U1', '1760000080.000300', 'member_left_channel'),
    ]);
    await notice('U1', '1760000040.000300');
    const told = events(context).map(({ kind, member, id }) => `${kind} ${member} ${id}`);
    expect(new Set(told)).toEqual(
      new Set([
        'join U2 C1/1760000040.000100',
        'join U1 C1/join/U1/1760000040.000300',
        'leave U1 C1/leave/U1/1760000080.000300',
      ]),
    );
    // The repeated one comes again under its own id, because nobody knows whether the first was durable.
    expect(told).toHaveLength(4);
  });
});

describe('callbacks of Slack', () => {
  it('are taken with their signature only, and within five minutes', async () => {
    const context = contextOf(await start());
    const body = JSON.stringify(wrapped(said('1760000010.000100', { text: 'x' })));
    const send = (more: Parameters<typeof request>[1]) => slackConnector.callback!(request(body, more), context);
    await expect(send({ headers: {} })).rejects.toMatchObject({ why: 'unsigned', status: 401 });
    await expect(send({ secret: 'another' })).rejects.toMatchObject({ why: 'wrong_signature' });
    await expect(send({ body: Buffer.from(`${body} `) })).rejects.toMatchObject({ why: 'wrong_signature' });
    await expect(send({ at: Date.now() - 301_000 })).rejects.toMatchObject({ why: 'old' });
    await expect(send({ at: Date.now() + 310_000 })).rejects.toMatchObject({ why: 'old' });
    await expect(slackConnector.callback!(request('{{'), context)).rejects.toMatchObject({ why: 'malformed' });
    expect(context.heard).toHaveLength(0);
    expect(await send({ at: Date.now() - 290_000 })).toEqual({ status: 200 });
    expect(context.heard).toHaveLength(1);
    context.deaf = new Error('the database is away');
    await expect(send({}), 'then Slack must not think that we have it').rejects.toThrow('away');
  });

  it('answer the challenge only when it is signed', async () => {
    const context = contextOf(await start());
    const body = JSON.stringify({ type: 'url_verification', challenge: '3eZbrw1a' });
    await expect(slackConnector.callback!(request(body, { secret: 'guess' }), context)).rejects.toMatchObject({
      why: 'wrong_signature',
    });
    expect(await slackConnector.callback!(request(body), context)).toMatchObject({ status: 200, body: '3eZbrw1a' });
  });

  it('are refused where there is no secret', async () => {
    const server = await start();
    const context = contextOf(server, { mode: 'socket', signingSecret: '', appToken: server.appToken });
    const sent = slackConnector.callback!(request('{}', { secret: '' }), context);
    await expect(sent).rejects.toMatchObject({ why: 'wrong_signature' });
    expect(() => contextOf(server, { signingSecret: '' })).toThrow('signing secret');
  });

  const vectors = new URL('../../../../shared/vectors/signatures.json', import.meta.url);
  it.skipIf(!existsSync(vectors))('agree with the published vector', () => {
    type Vector = { platform: string; secret: string; timestamp: string; body: string; signature: string };
    const vector = (JSON.parse(readFileSync(vectors, 'utf8')) as Vector[]).find(
      ({ platform }) => platform === 'slack',
    )!;
    const headers = { 'x-slack-request-timestamp': vector.timestamp, 'x-slack-signature': vector.signature };
    const given: CallbackRequest = { method: 'POST', query: {}, headers, body: Buffer.from(vector.body) };
    const now = Number(vector.timestamp) * 1000;
    expect(() => checkSignature(given, vector.secret, now)).not.toThrow();
    expect(() => checkSignature({ ...given, body: Buffer.from(`${vector.body}x`) }, vector.secret, now)).toThrow(
      'wrong_signature',
    );
    expect(() => checkSignature(given, vector.secret, now + 301_000)).toThrow('old');
  });
});

describe('what is sent to Slack', () => {
  it('goes out in every kind of content, in threads, and is changed later', async () => {
    const server = await start();
    const { session } = await opened(server);
    const first = await session.send(outgoing(text('<!channel> & co'), { replyTo: 'C1/1760000010.000100' }));
    expect(first).toEqual({ fate: 'sent', id: 'C1/1760000900.000000' });
    expect(server.state.posts[0]!.body).toMatchObject({
      text: '&lt;!channel&gt; &amp; co',
      thread_ts: '1760000010.000100',
    });
    await session.send(outgoing({ kind: 'image', url: 'https://example.org/a.png', caption: 'A' }));
    const card: Content = {
      kind: 'card',
      title: 'T',
      text: 'more',
      url: 'https://example.org/',
      image: 'https://example.org/b.png',
    };
    await session.send(outgoing(card, { to: { kind: 'person', id: 'U2' } }));
    expect(server.state.posts[1]!.body).toMatchObject({
      blocks: [{ type: 'section' }, { type: 'image', image_url: 'https://example.org/a.png', alt_text: 'A' }],
    });
    expect(server.state.posts[2]).toMatchObject({
      channel: 'DU2',
      body: {
        text: 'T\nmore\nhttps://example.org/',
        blocks: [
          { text: { text: '*<https://example.org/|T>*\nmore' }, accessory: { image_url: 'https://example.org/b.png' } },
        ],
      },
    });
    const change = outgoing(text('changed'), { replaces: 'C1/1760000900.000000' });
    expect(await session.send(change)).toEqual(first);
    expect(server.state.posts[0]!.body).toMatchObject({ text: 'changed' });
    expect(await session.send(outgoing(text('x'), { replaces: 'C1/1.2' }))).toMatchObject({
      fate: 'refused',
      code: 'message_not_found',
    });
  });

  it('says what became of it when Slack refuses, is busy, breaks, or withdraws the token', async () => {
    const server = await start();
    const { session } = await opened(server);
    server.only = /postMessage/;
    const send = (id = 'C1') => session.send(outgoing(text('x'), { to: { kind: 'chat', id } }));
    expect(await send('C404')).toMatchObject({ fate: 'refused', code: 'channel_not_found' });
    const failed = (error: string) => ({ status: 200, text: JSON.stringify({ ok: false, error }) });
    server.faults.push(
      { status: 429, headers: { 'retry-after': '17' }, text: JSON.stringify({ ok: false, error: 'ratelimited' }) },
      { status: 500 },
      { status: 504 },
      'half',
      failed('fatal_error'),
      failed('service_unavailable'),
    );
    expect(await send()).toMatchObject({ fate: 'later', seconds: 17 });
    expect(await send()).toMatchObject({ fate: 'later' });
    expect(await send()).toMatchObject({ fate: 'unknown' });
    expect(await send()).toMatchObject({ fate: 'unknown' });
    expect(await send()).toMatchObject({ fate: 'unknown' });
    expect(await send()).toMatchObject({ fate: 'later' });
    server.state.revoked = true;
    expect(await send()).toMatchObject({ fate: 'revoked', reason: 'token_revoked' });
    await expect(opened(server)).rejects.toBeInstanceOf(ConnectionRefused);
  });

  it('does not wait for ever', async () => {
    const server = await start();
    const context = contextOf(server);
    const ask = context.fetch;
    context.fetch = (address, options) => ask(address, { ...options, timeoutMs: 300 });
    const session = await slackConnector.open(context);
    sessions.push(session);
    server.only = /postMessage/;
    server.faults.push('hang');
    expect(await session.send(outgoing(text('x')))).toMatchObject({ fate: 'unknown' });
  });

  it('removes people and knows no muting', async () => {
    const server = await start();
    const { session } = await opened(server);
    expect(await session.act!({ kind: 'remove', chat: 'C1', account: 'U2' })).toEqual({ fate: 'done' });
    expect(server.state.kicked).toEqual([{ channel: 'C1', user: 'U2' }]);
    expect(await session.act!({ kind: 'remove', chat: 'C1', account: 'U1' })).toMatchObject({
      fate: 'refused',
      code: 'cant_kick_self',
    });
    expect(await session.act!({ kind: 'mute', chat: 'C1', account: 'U2' })).toMatchObject({ fate: 'refused' });
  });
});

describe('a Slack connection', () => {
  it('finds the channels it is in, and hears what was said while it was closed', async () => {
    const server = await start();
    const first = await opened(server);
    await expect.poll(() => first.context.kept.has('heard')).toBe(true);
    expect(first.context.chats).toContainEqual({ id: 'C2', name: 'secret', kind: 'group', members: undefined });
    await first.session.close();
    const now = Date.now() / 1000;
    const ts = (seconds: number) => (now + seconds).toFixed(6);
    server.state.history = {
      C1: [
        said(ts(1), { text: '一' }),
        said(ts(2), { text: '二', reply_count: 1, thread_ts: ts(2), latest_reply: ts(4) }),
        said(ts(3), { user: 'U9', text: 'own' }),
        said('1700000000.000000', { text: 'long ago' }),
      ],
      C2: [said(ts(5), { text: '三', channel: 'C2' })],
    };
    server.state.replies = {
      [ts(2)]: [said(ts(2), { text: '二' }), said(ts(4), { user: 'U2', text: '答', thread_ts: ts(2) })],
    };
    server.only = /conversations.history/;
    server.faults.push({ status: 429, headers: { 'retry-after': '1' }, text: '{"ok":false,"error":"ratelimited"}' });
    const again = await opened(server, {}, { kept: first.context.kept });
    await expect.poll(() => again.context.heard.length).toBe(4);
    expect(events(again.context).map(({ text: words }) => words)).toEqual(['一', '二', '答', '三']);
    await expect.poll(() => again.context.kept.has('missed-since')).toBe(false);
  });

  it('in Socket Mode acknowledges what is durable only, and ends when the socket does', async () => {
    const server = await start();
    const { context, session } = await opened(server, { mode: 'socket', appToken: server.appToken });
    const tell = (id: string, event: object) =>
      server.sockets.peers
        .at(-1)!
        .send({ type: 'events_api', envelope_id: id, payload: wrapped(event), accepts_response_payload: false });
    tell('e1', said('1760000010.000100', { text: '在吗' }));
    await expect.poll(() => server.state.acknowledged).toEqual(['e1']);
    expect(events(context)).toMatchObject([{ id: 'C1/1760000010.000100', text: '在吗' }]);
    context.deaf = new Error('the database is away');
    tell('e2', said('1760000011.000100', { text: 'x' }));
    expect((await session.ended).message).toBe('the database is away');
    expect(server.state.acknowledged).toEqual(['e1']);
    const again = await opened(server, { mode: 'socket', appToken: server.appToken });
    server.sockets.peers.at(-1)!.send({ type: 'disconnect', reason: 'refresh_requested' });
    expect((await again.session.ended).message).toContain('closed');
    const cut = await opened(server, { mode: 'socket', appToken: server.appToken });
    server.sockets.peers.at(-1)!.cut();
    await cut.session.ended;
    const wrong = opened(server, { mode: 'socket', appToken: 'xapp-9-wrongwrong' });
    await expect(wrong).rejects.toBeInstanceOf(ConnectionRefused);
  });

  it('is tested without hearing or sending', async () => {
    const server = await start();
    expect(await slackConnector.test(contextOf(server))).toMatchObject({ ok: true, account: 'Readers · @qunluo' });
    const wrong = await slackConnector.test(contextOf(server, { botToken: 'xoxb-wrong-wrong' }));
    expect(wrong).toMatchObject({ ok: false, detail: { en: 'Slack did not accept: invalid_auth' } });
    expect(server.state.posts).toHaveLength(0);
  });
});
