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
import { fileOf, readAll } from '../testing/read-all.ts';
import { telegramConnector } from './connector.ts';
import { BASIC_GROUP, BLOCKED_USER, startTelegram, TEST_CHAT, type TelegramServer } from './testing/start-telegram.ts';

const servers: TelegramServer[] = [];
const sessions: Session[] = [];
afterEach(async () => {
  await Promise.all(sessions.splice(0).map((session) => session.close()));
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function start(): Promise<TelegramServer> {
  const server = await startTelegram();
  servers.push(server);
  return server;
}

const settingsOf = (server: TelegramServer, more: object = {}) =>
  telegramConnector.settings.parse({ token: server.token, apiRoot: `${server.address}/`, ...more });

async function opened(server: TelegramServer, kept?: Map<string, string>) {
  const context = connectorContext(settingsOf(server), kept ? { kept } : {});
  const session = await telegramConnector.open(context);
  sessions.push(session);
  return { context, session };
}

const chat = { id: TEST_CHAT, type: 'supergroup', title: '书友群' };
const ada = { id: 42, is_bot: false, first_name: 'Ada', last_name: 'L' };
const bo = { id: 43, is_bot: false, first_name: 'Bo' };
const post = (message_id: number, more: object) => ({
  message_id,
  date: 1_760_000_000 + message_id,
  chat,
  from: ada,
  ...more,
});
const events = (context: Recorded) => context.heard.map(({ event }) => neutralEventSchema.parse(event));
const outgoing = (content: Content, more: Partial<Outgoing> = {}): Outgoing => ({
  id: '019a0000-0000-7000-8000-0000000000aa',
  to: { kind: 'chat', id: '1234567890' },
  content,
  ...more,
});
const text = (words: string): Content => ({ kind: 'text', text: words });

describe('what Telegram tells', () => {
  it('is heard as the importer reads the same messages from an export', async () => {
    const server = await start();
    const { context } = await opened(server);
    server.tell({ message: post(10, { text: '大家好' }) });
    server.tell({
      message: post(11, { from: bo, text: '你好', reply_to_message: { ...post(10, { text: '大家好' }) } }),
    });
    server.tell({ edited_message: post(10, { text: '大家好呀', edit_date: 1_760_000_100 }) });
    server.tell({ message: post(12, { photo: [{ file_id: 'x' }], caption: '照片' }) });
    server.tell({ message: post(13, { from: bo, new_chat_members: [bo] }) });
    server.tell({ message: post(14, { left_chat_member: bo }) });
    await expect.poll(() => context.heard.length).toBe(6);

    const at = (id: number) => ({ id, date_unixtime: String(1_760_000_000 + id), type: 'message' });
    const exported = {
      name: '书友群',
      type: 'private_supergroup',
      id: 1234567890,
      messages: [
        { ...at(10), from: 'Ada L', from_id: 'user42', text: '大家好呀', edited_unixtime: '1760000100' },
        { ...at(11), from: 'Bo', from_id: 'user43', text: '你好', reply_to_message_id: 10 },
        { ...at(12), from: 'Ada L', from_id: 'user42', text: '照片', photo: 'photos/1.jpg' },
        { ...at(13), type: 'service', actor: 'Bo', actor_id: 'user43', action: 'join_group_by_link', members: ['Bo'] },
        { ...at(14), type: 'service', actor: 'Ada L', actor_id: 'user42', action: 'remove_members', members: ['Bo'] },
      ],
    };
    const { events: history } = await readAll(await fileOf('result.json', JSON.stringify(exported)));
    const standing = new Map(events(context).map((event) => [event.id, event]));
    for (const event of history) {
      const live = standing.get(event.id);
      for (const field of ['member', 'kind', 'at', 'text', 'replyTo', 'name', 'version'] as const)
        expect(live?.[field], `${event.id} ${field}`).toEqual(event[field]);
    }
    expect(standing.size).toBe(history.length);
    expect(context.heard.every((heard) => heard.chat === '1234567890')).toBe(true);
    expect(context.chats).toContainEqual({ id: '1234567890', name: '书友群', kind: 'group' });
  });

  it('counts a reaction that was taken back as removed, and knows whom it was for', async () => {
    const server = await start();
    const { context } = await opened(server);
    const reaction = (date: number, from: string[], to: string[]) => ({
      message_reaction: {
        chat,
        message_id: 10,
        user: bo,
        date,
        old_reaction: from.map((emoji) => ({ type: 'emoji', emoji })),
        new_reaction: to.map((emoji) => ({ type: 'emoji', emoji })),
      },
    });
    server.tell({ message: post(10, { text: 'hi' }) });
    server.tell(reaction(1_760_000_500, [], ['👍']));
    server.tell(reaction(1_760_000_500, ['👍'], ['❤']));
    await expect.poll(() => context.heard.length).toBe(4);
    const [, given, ...changed] = events(context);
    expect(given).toMatchObject({
      id: '1234567890/10/r/user43/👍',
      kind: 'reaction',
      replyTo: '1234567890/10',
      target: 'user42',
    });
    expect(changed.find(({ removed }) => removed)).toMatchObject({ id: given!.id, removed: 'withdrawn' });
    expect(Number(changed.find(({ removed }) => removed)!.version)).toBeGreaterThan(Number(given!.version));
    expect(changed.find(({ emoji }) => emoji === '❤')).not.toHaveProperty('removed');
  });

  it('tells a joining once that comes as a message and as a notice, and one that comes as a notice only', async () => {
    const server = await start();
    const { context } = await opened(server);
    const notice = (user: object, date: number, status: string) => ({
      chat_member: {
        chat,
        from: user,
        date,
        old_chat_member: { status: status === 'left' ? 'member' : 'left', user },
        new_chat_member: { status, user },
      },
    });
    server.tell(notice(bo, 1_760_000_020, 'member'));
    server.tell({ message: post(20, { from: bo, new_chat_members: [bo] }) });
    server.tell(notice(ada, 1_760_000_090, 'member'));
    server.tell(notice(ada, 1_760_000_099, 'left'));
    await expect.poll(() => context.heard.length).toBe(3);
    expect(events(context)).toMatchObject([
      { id: '1234567890/20', kind: 'join', member: 'user43' },
      { id: '1234567890/join/42/1760000090', kind: 'join', member: 'user42' },
      { id: '1234567890/leave/42/1760000099', kind: 'leave', member: 'user42' },
    ]);
    await expect.poll(() => server.state.waiting.length).toBe(0);
  });

  it('leaves out what the bot itself says, keeps private messages apart and marks other bots', async () => {
    const server = await start();
    const { context } = await opened(server);
    const me = { id: 123456789, is_bot: true, first_name: 'Q' };
    server.tell({ message: post(30, { from: me, text: 'own words' }) });
    server.tell({ message: post(31, { from: { ...bo, is_bot: true }, text: 'bot words' }) });
    server.tell({
      message: { ...post(32, { text: 'between us' }), chat: { id: 42, type: 'private', first_name: 'Ada' } },
    });
    server.tell({ message: post(33, { pinned_message: {} }) });
    await expect.poll(() => context.heard.length).toBe(2);
    expect(context.heard).toMatchObject([
      { chat: '1234567890', event: { id: '1234567890/31', bot: true } },
      { event: { id: 'private/42/32', member: 'user42' } },
    ]);
    expect(context.heard[1]).not.toHaveProperty('chat');
  });

  it('is not confirmed before it is durable, and comes again after a restart', async () => {
    const server = await start();
    const { context, session } = await opened(server);
    context.deaf = new Error('the database is away');
    server.tell({ message: post(40, { text: 'not to be lost' }) });
    expect((await session.ended).message).toBe('the database is away');
    expect(server.state.waiting).toHaveLength(1);
    const again = await opened(server);
    await expect.poll(() => again.context.heard.length).toBe(1);
    await expect.poll(() => server.state.waiting.length).toBe(0);
  });

  it('survives answers that break off, and ends for good when the token is withdrawn', async () => {
    const server = await start();
    const { session } = await opened(server);
    server.only = /getUpdates/;
    server.faults.push('half');
    server.tell({ message: post(50, { text: 'x' }) });
    expect((await session.ended).name).toBe('HttpError');
    expect(server.state.waiting).toHaveLength(1);
    const again = await opened(server);
    server.state.revoked = true;
    expect(await again.session.ended).toBeInstanceOf(ConnectionRefused);
    await expect(opened(server)).rejects.toBeInstanceOf(ConnectionRefused);
  });
});

describe('what is sent to Telegram', () => {
  it('goes out in every kind of content, answers, and is changed later', async () => {
    const server = await start();
    const { session } = await opened(server);
    const said = await session.send(outgoing(text('你好 <b>'), { replyTo: '1234567890/10' }));
    expect(said).toEqual({ fate: 'sent', id: '1234567890/500' });
    await session.send(outgoing({ kind: 'image', url: 'https://example.org/a.png', caption: 'A' }));
    const card: Content = {
      kind: 'card',
      title: 'T & Co',
      text: 'x < y',
      url: 'https://example.org/?a=1&b=2',
      image: null,
    };
    await session.send(outgoing(card));
    await session.send(
      outgoing({ ...card, image: 'https://example.org/b.png' } as Content, { to: { kind: 'person', id: 'user42' } }),
    );
    expect(server.state.sent.map(({ method, chat_id }) => [method, chat_id])).toEqual([
      ['sendMessage', TEST_CHAT],
      ['sendPhoto', TEST_CHAT],
      ['sendMessage', TEST_CHAT],
      ['sendPhoto', 42],
    ]);
    expect(server.state.sent[0]!.body).toMatchObject({ text: '你好 <b>', reply_parameters: { message_id: 10 } });
    expect(server.state.sent[2]!.body).toMatchObject({
      parse_mode: 'HTML',
      text: '<b>T &amp; Co</b>\nx &lt; y\n<a href="https://example.org/?a=1&amp;b=2">https://example.org/?a=1&amp;b=2</a>',
    });
    const long = { kind: 'image' as const, url: 'https://example.org/a.png', caption: '长'.repeat(1500) };
    await session.send(outgoing(long));
    expect(server.state.sent[4], 'too long for a caption').toMatchObject({ method: 'sendMessage' });
    expect(server.state.sent[4]!.body['text']).toBe(`${long.caption}\n${long.url}`);
    const change = outgoing(text('changed'), { replaces: '1234567890/500' });
    expect(await session.send(change)).toEqual({ fate: 'sent', id: '1234567890/500' });
    expect(await session.send(change), 'the same words once more').toEqual({ fate: 'sent', id: '1234567890/500' });
    expect(server.state.sent[0]!.body).toMatchObject({ text: 'changed' });
    expect(await session.send(outgoing(text('x'), { replaces: '1234567890/9' }))).toMatchObject({
      fate: 'refused',
      code: 'no_such_message',
    });
  });

  it('says what became of it when Telegram refuses, is busy, breaks or is silent', async () => {
    const server = await start();
    const { session } = await opened(server);
    server.only = /sendMessage/;
    const send = (more: Partial<Outgoing> = {}) => session.send(outgoing(text('x'), more));
    expect(await send({ to: { kind: 'person', id: `user${BLOCKED_USER}` } })).toMatchObject({
      fate: 'refused',
      code: 'blocked',
    });
    expect(await send({ to: { kind: 'chat', id: '5' } })).toMatchObject({ fate: 'refused', code: 'no_such_recipient' });
    expect(await send({ to: { kind: 'chat', id: 'no number' } })).toMatchObject({
      fate: 'refused',
      code: 'bad_recipient',
    });
    expect(await session.send(outgoing(text('长'.repeat(4097))))).toMatchObject({ fate: 'refused', code: 'too_long' });
    const busy = JSON.stringify({
      ok: false,
      error_code: 429,
      description: 'Too Many Requests',
      parameters: { retry_after: 9 },
    });
    server.faults.push({ status: 429, text: busy }, { status: 500 }, { status: 502, text: 'gateway' }, 'half', 'cut');
    expect(await send()).toMatchObject({ fate: 'later', seconds: 9, code: 'too_many' });
    expect(await send()).toMatchObject({ fate: 'later' });
    expect(await send()).toMatchObject({ fate: 'unknown' });
    expect(await send()).toMatchObject({ fate: 'unknown' });
    expect(await send()).toMatchObject({ fate: 'unknown' });
    server.state.revoked = true;
    expect(await send()).toMatchObject({ fate: 'revoked' });
    await server.close();
    servers.splice(0);
    // What was on an open connection that is cut may have arrived; a new one is refused.
    await send();
    expect(await send()).toMatchObject({ fate: 'later', code: 'unreachable' });
  });

  it('does not wait for ever', async () => {
    const server = await start();
    const context = connectorContext(settingsOf(server));
    const ask = context.fetch;
    context.fetch = (address, options) => ask(address, { ...options, timeoutMs: 300 });
    const session = await telegramConnector.open(context);
    sessions.push(session);
    server.only = /sendMessage/;
    server.faults.push('hang');
    expect(await session.send(outgoing(text('x')))).toMatchObject({ fate: 'unknown' });
  });

  it('stops at the quota of a chat for as long as Telegram says', async () => {
    const server = await start();
    const { session } = await opened(server);
    for (let count = 0; count < 20; count++) await session.send(outgoing(text(`${count}`)));
    expect(await session.send(outgoing(text('one too many')))).toMatchObject({ fate: 'later', seconds: 37 });
  });

  it('finds ordinary groups by what it saw of them, also after a restart, and follows one that was upgraded', async () => {
    const server = await start();
    const { context, session } = await opened(server);
    server.tell({ message: { ...post(1, { text: 'x' }), chat: { id: BASIC_GROUP, type: 'group', title: '小群' } } });
    await expect.poll(() => context.heard.length).toBe(1);
    expect(context.heard[0]).toMatchObject({ chat: '4455', event: { id: '4455/1' } });
    await session.close();
    const again = await opened(server, context.kept);
    expect(await again.session.send(outgoing(text('x'), { to: { kind: 'chat', id: '4455' } }))).toMatchObject({
      fate: 'sent',
    });
    expect(server.state.sent[0]!.chat_id).toBe(BASIC_GROUP);
    server.tell({ message: { ...post(2, { text: 'x' }), chat: { id: -777, type: 'group', title: '旧群' } } });
    await expect.poll(() => again.context.heard.length).toBe(1);
    expect(await again.session.send(outgoing(text('x'), { to: { kind: 'chat', id: '777' } }))).toMatchObject({
      fate: 'sent',
    });
    expect(server.state.sent[1]!.chat_id).toBe(TEST_CHAT);
  });

  it('mutes for a time, lets speak again, and removes', async () => {
    const server = await start();
    const { context, session } = await opened(server);
    const action = { chat: '1234567890', account: 'user42' };
    const from = Math.floor(context.now() / 1000);
    expect(await session.act!({ ...action, kind: 'mute', seconds: 600 })).toEqual({ fate: 'done' });
    expect(await session.act!({ ...action, kind: 'unmute' })).toEqual({ fate: 'done' });
    expect(await session.act!({ ...action, kind: 'remove' })).toEqual({ fate: 'done' });
    expect(await session.act!({ ...action, kind: 'remove', account: 'user1' })).toMatchObject({
      fate: 'refused',
      code: 'no_rights',
    });
    const [mute, unmute, ban] = server.state.acts;
    expect(mute!.body).toMatchObject({ chat_id: TEST_CHAT, user_id: 42, permissions: { can_send_messages: false } });
    expect(Number(mute!.body['until_date']) - from).toBeGreaterThanOrEqual(600);
    expect(Number(mute!.body['until_date']) - from).toBeLessThan(610);
    expect(unmute!.body).toMatchObject({ permissions: { can_send_messages: true } });
    expect(ban!.method).toBe('banChatMember');
  });
});

describe('callbacks of Telegram', () => {
  const callbackAddress = 'https://q.example/hooks/abc';
  const request = (body: string, header?: string): CallbackRequest => ({
    method: 'POST',
    query: {},
    headers: header === undefined ? {} : { 'x-telegram-bot-api-secret-token': header },
    body: Buffer.from(body),
  });

  async function called(server: TelegramServer) {
    const context = Object.assign(connectorContext(settingsOf(server, { mode: 'webhook' })), { callbackAddress });
    sessions.push(await telegramConnector.open(context));
    return { context, secret: String(server.state.webhook!['secret_token']) };
  }

  it('are set at Telegram with a secret when the connection opens, and taken away for polling', async () => {
    const server = await start();
    const { secret } = await called(server);
    expect(server.state.webhook).toMatchObject({ url: callbackAddress });
    expect(secret).toMatch(/^[\w-]{43}$/);
    await opened(server);
    expect(server.state.webhook).toBeUndefined();
    const nowhere = telegramConnector.open(connectorContext(settingsOf(server, { mode: 'webhook' })));
    await expect(nowhere).rejects.toThrow('https://');
  });

  it('are taken with the secret only, and before that nothing of them is read', async () => {
    const { context, secret } = await called(await start());
    const call = (body: string, header?: string) => telegramConnector.callback!(request(body, header), context);
    const body = JSON.stringify({ update_id: 1, message: post(60, { text: '回调' }) });
    await expect(call(body)).rejects.toMatchObject({ why: 'unsigned', status: 401 });
    await expect(call(body, `${secret}x`)).rejects.toMatchObject({ why: 'wrong_signature', status: 401 });
    await expect(call(body, '')).rejects.toMatchObject({ why: 'wrong_signature' });
    await expect(call('{{{', 'wrong')).rejects.toMatchObject({ why: 'wrong_signature' });
    await expect(call('{{{', secret)).rejects.toMatchObject({ why: 'malformed' });
    await expect(call('[]', secret)).rejects.toMatchObject({ why: 'malformed' });
    expect(context.heard).toHaveLength(0);
    expect(await call(body, secret)).toEqual({ status: 200 });
    expect(events(context)).toMatchObject([{ id: '1234567890/60', text: '回调' }]);
    context.deaf = new Error('the database is away');
    await expect(call(body, secret), 'then Telegram must not think that we have it').rejects.toThrow('away');
  });

  it('are refused where no secret was ever set', async () => {
    const context = connectorContext(settingsOf(await start()));
    const sent = telegramConnector.callback!(request('{}', ''), context);
    await expect(sent).rejects.toMatchObject({ why: 'wrong_signature' });
  });
});

it('tests a token without hearing or sending', async () => {
  const server = await start();
  const good = await telegramConnector.test(connectorContext(settingsOf(server)));
  expect(good).toMatchObject({ ok: true, account: '@qunluo_bot' });
  const bad = await telegramConnector.test(
    connectorContext({ ...settingsOf(server), token: '123456789:AAwrongwrongwrong' }),
  );
  expect(bad).toMatchObject({ ok: false, detail: { en: 'Telegram did not accept: Unauthorized' } });
  expect(server.state.sent).toHaveLength(0);
});
