import { generateKeyPairSync, sign } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { ConnectionRefused, type Content, type Outgoing, type Session } from '#modules/connections/index.ts';
import { neutralEventSchema } from '#modules/events/contract.ts';
import { connectorContext, type Recorded } from '../testing/connector-context.ts';
import { fileOf, readAll } from '../testing/read-all.ts';
import { idAt, timeOf } from './connector-event.ts';
import { isSignedBy } from './connector-signature.ts';
import { discordConnector } from './connector.ts';
import { type DiscordServer, GENERAL, GUILD, startDiscord, THREAD } from './testing/start-discord.ts';

const servers: DiscordServer[] = [];
const sessions: Session[] = [];
afterEach(async () => {
  await Promise.all(sessions.splice(0).map((session) => session.close()));
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function start(): Promise<DiscordServer> {
  const server = await startDiscord();
  servers.push(server);
  return server;
}

type Options = Parameters<typeof connectorContext>[1];
const contextOf = (server: DiscordServer, more: object = {}, options: Options = {}) =>
  connectorContext(
    discordConnector.settings.parse({ token: server.token, apiUrl: `${server.address}/api/`, ...more }),
    options,
  );

async function opened(server: DiscordServer, more: object = {}, options: Options = {}) {
  const context = contextOf(server, more, options);
  const session = await discordConnector.open(context);
  sessions.push(session);
  return { context, session };
}

const NOW = Date.UTC(2026, 10, 1, 8);
const idOf = (number: number): string => String(BigInt(idAt(NOW)) + BigInt(number));
const ada = { id: '42', username: 'ada', global_name: 'Ada' };
const bo = { id: '43', username: 'bo', global_name: 'Bo' };
const said = (number: number, more: object = {}) => ({
  id: idOf(number),
  channel_id: GENERAL,
  guild_id: GUILD,
  author: ada,
  member: { nick: null },
  content: `words ${number}`,
  timestamp: new Date(NOW).toISOString(),
  edited_timestamp: null,
  type: 0,
  ...more,
});
const events = (context: Recorded) => context.heard.map(({ event }) => neutralEventSchema.parse(event));
const outgoing = (content: Content, more: Partial<Outgoing> = {}): Outgoing => ({
  id: '019a0000-0000-7000-8000-0000000000aa',
  to: { kind: 'chat', id: GENERAL },
  content,
  ...more,
});
const text = (words: string): Content => ({ kind: 'text', text: words });

describe('what Discord tells', () => {
  it('is heard as the importer reads the same messages from an export', async () => {
    const server = await start();
    const { context } = await opened(server);
    server.tell('MESSAGE_CREATE', said(1, { content: '大家好 <@43> <:tada:77>', mentions: [bo] }));
    const answer = {
      type: 19,
      author: bo,
      content: '你好',
      message_reference: { message_id: idOf(1) },
      referenced_message: { author: ada },
    };
    server.tell('MESSAGE_CREATE', said(2, answer));
    server.tell('MESSAGE_UPDATE', said(1, { content: '改了', edited_timestamp: new Date(NOW + 60_000).toISOString() }));
    server.tell('MESSAGE_CREATE', said(3, { type: 7, author: bo, channel_id: '902' }));
    server.tell('MESSAGE_REACTION_ADD', {
      user_id: '43',
      channel_id: GENERAL,
      guild_id: GUILD,
      message_id: idOf(1),
      emoji: { id: null, name: '🎉' },
      member: { user: bo },
    });
    await expect.poll(() => context.heard.length).toBe(5);

    const channel = (id: string, name: string) => ({
      guild: { id: GUILD },
      channel: { id, type: 'GuildTextChat', name },
    });
    const at = { timestamp: new Date(NOW).toISOString() };
    const author = (id: string, name: string) => ({ id, name: name.toLowerCase(), nickname: name, isBot: false });
    const general = {
      ...channel(GENERAL, 'general'),
      messages: [
        {
          id: idOf(1),
          type: 'Default',
          ...at,
          timestampEdited: new Date(NOW + 60_000).toISOString(),
          content: '改了',
          author: author('42', 'Ada'),
          reactions: [{ emoji: { id: '', name: '🎉' }, users: [author('43', 'Bo')] }],
        },
        {
          id: idOf(2),
          type: 'Reply',
          ...at,
          content: '你好',
          author: author('43', 'Bo'),
          reference: { messageId: idOf(1) },
        },
      ],
    };
    const welcome = {
      ...channel('902', 'welcome'),
      messages: [{ id: idOf(3), type: 'GuildMemberJoin', ...at, content: 'Joined.', author: author('43', 'Bo') }],
    };
    const history = [general, welcome].map(
      async (file) => (await readAll(await fileOf('channel.json', JSON.stringify(file)))).events,
    );
    const standing = new Map(events(context).map((event) => [event.id, event]));
    const old = (await Promise.all(history)).flat();
    expect([...standing.keys()].toSorted()).toEqual(old.map(({ id }) => id).toSorted());
    for (const event of old)
      for (const field of ['member', 'kind', 'text', 'replyTo', 'name', 'groupName'] as const)
        expect(standing.get(event.id)?.[field], `${event.id} ${field}`).toEqual(event[field]);
    expect(events(context)[0]).toMatchObject({
      text: '大家好 @Bo :tada:',
      mentions: ['43'],
      at: new Date(NOW).toISOString(),
    });
    expect(context.heard[0]!.chat).toBe(GENERAL);
    expect(context.chats).toContainEqual({ id: GENERAL, name: 'general', kind: 'channel', members: 7 });
  });

  it('takes messages and reactions back, and puts threads under their channel', async () => {
    const server = await start();
    const { context } = await opened(server);
    server.tell('MESSAGE_CREATE', said(1, { channel_id: THREAD }));
    server.tell('MESSAGE_DELETE', { id: idOf(1), channel_id: THREAD, guild_id: GUILD });
    server.tell('MESSAGE_DELETE_BULK', { ids: [idOf(8), idOf(9)], channel_id: GENERAL, guild_id: GUILD });
    const reaction = {
      user_id: '43',
      channel_id: GENERAL,
      guild_id: GUILD,
      message_id: idOf(1),
      emoji: { id: '77', name: 'tada' },
    };
    server.tell('MESSAGE_REACTION_ADD', reaction);
    server.tell('MESSAGE_REACTION_REMOVE', reaction);
    await expect.poll(() => context.heard.length).toBe(6);
    const [message, deleted, unknown, , given, withdrawn] = events(context);
    expect(context.heard[0]).toMatchObject({ chat: GENERAL, event: { thread: THREAD } });
    expect(deleted).toMatchObject({ id: message!.id, member: '42', removed: 'deleted', at: message!.at });
    expect(unknown, 'nobody said whose it was: we stand for the author').toMatchObject({
      id: idOf(8),
      member: '1',
      bot: true,
      removed: 'deleted',
    });
    expect(withdrawn).toMatchObject({ id: given!.id, removed: 'withdrawn', target: '42' });
    expect(withdrawn!.version).toBeGreaterThanOrEqual(given!.version!);
  });

  it('tells a joining once that comes as a message and as a notice, and a leave in every channel', async () => {
    const server = await start();
    const { context } = await opened(server);
    server.tell('GUILD_MEMBER_ADD', { guild_id: GUILD, user: bo, joined_at: new Date(NOW).toISOString() });
    server.tell('MESSAGE_CREATE', said(3, { type: 7, author: bo, channel_id: '902' }));
    server.tell('GUILD_MEMBER_ADD', { guild_id: GUILD, user: ada, joined_at: new Date(NOW + 90_000).toISOString() });
    server.tell('GUILD_MEMBER_REMOVE', { guild_id: GUILD, user: ada });
    await expect.poll(() => context.heard.length).toBe(4);
    const told = context.heard
      .map(({ chat, event }) => `${String(event['kind'])} ${String(event['member'])} ${chat}`)
      .toSorted();
    expect(told).toEqual(['join 42 902', 'join 43 902', 'leave 42 901', 'leave 42 902']);
    expect(events(context).find(({ member }) => member === '43')!.id).toBe(idOf(3));
  });

  it('tells a joining in a channel that belongs to a community, where the welcome does not', async () => {
    const server = await start();
    const { context } = await opened(server);
    const { hear } = context;
    context.hear = async (heard) => {
      const left = heard.flatMap(({ chat }) => (chat === '902' ? ['902'] : []));
      await hear(heard.filter(({ chat }) => chat !== '902'));
      return { left };
    };
    server.tell('GUILD_MEMBER_ADD', { guild_id: GUILD, user: bo, joined_at: new Date(NOW).toISOString() });
    server.tell('MESSAGE_CREATE', said(3, { type: 7, author: bo, channel_id: '902' }));
    await expect.poll(() => context.heard.length).toBe(1);
    expect(context.heard[0]).toMatchObject({ chat: GENERAL, event: { kind: 'join', member: '43' } });
  });

  it('leaves out what the bot itself says, keeps private messages apart, marks other bots, and ignores unfolded links', async () => {
    const server = await start();
    const { context } = await opened(server);
    server.tell('MESSAGE_CREATE', said(1, { author: { id: '1', username: 'qunluo', bot: true } }));
    server.tell('MESSAGE_UPDATE', said(5));
    server.tell('MESSAGE_CREATE', said(2, { author: { ...bo, bot: true } }));
    server.tell('MESSAGE_CREATE', said(3, { guild_id: undefined, channel_id: '950' }));
    await expect.poll(() => context.heard.length).toBe(2);
    expect(context.heard).toMatchObject([
      { chat: GENERAL, event: { id: idOf(2), bot: true } },
      { event: { id: idOf(3) } },
    ]);
    expect(context.heard[1]).not.toHaveProperty('chat');
  });
});

describe('the gateway of Discord', () => {
  it('goes on with a session after a restart and is told what it missed', async () => {
    const server = await start();
    const first = await opened(server);
    server.tell('MESSAGE_CREATE', said(1));
    await expect.poll(() => first.context.heard.length).toBe(1);
    await first.session.close();
    server.state.log.push({ s: 3, t: 'MESSAGE_CREATE', d: said(2) });
    const again = await opened(server, {}, { kept: first.context.kept });
    await expect.poll(() => again.context.heard.length).toBe(1);
    expect(events(again.context)[0]!.id).toBe(idOf(2));
    expect(server.state).toMatchObject({ identified: 1, resumed: 1 });
  });

  it('is told again what was not durable, and nothing else', async () => {
    const server = await start();
    const first = await opened(server);
    server.tell('MESSAGE_CREATE', said(1));
    await expect.poll(() => first.context.heard.length).toBe(1);
    first.context.deaf = new Error('the database is away');
    server.tell('MESSAGE_CREATE', said(2));
    server.tell('MESSAGE_CREATE', said(3));
    expect((await first.session.ended).message).toBe('the database is away');
    await first.session.close();
    const again = await opened(server, {}, { kept: first.context.kept });
    await expect.poll(() => again.context.heard.length).toBe(2);
    expect(events(again.context).map(({ id }) => id)).toEqual([idOf(2), idOf(3)]);
  });

  it('is told again what was not durable though later things were', async () => {
    const server = await start();
    const first = await opened(server);
    const { hear } = first.context;
    first.context.hear = async (heard) => {
      if (heard[0]?.event.kind === 'join') throw new Error('not this one');
      return hear(heard);
    };
    server.tell('GUILD_MEMBER_ADD', { guild_id: GUILD, user: bo, joined_at: new Date(NOW).toISOString() });
    server.tell('MESSAGE_CREATE', said(1));
    await expect.poll(() => first.context.heard.length).toBe(1);
    expect((await first.session.ended).message).toBe('not this one');
    await first.session.close();
    const again = await opened(server, {}, { kept: first.context.kept });
    await expect.poll(() => events(again.context).map(({ kind }) => kind)).toEqual(['message', 'join']);
  });

  it('fetches what was said meanwhile when the session is over', async () => {
    const server = await start();
    const first = await opened(server);
    server.tell('MESSAGE_CREATE', said(1));
    await expect.poll(() => first.context.heard.length).toBe(1);
    await first.session.close();
    server.state.session = 'gone';
    const missed = Array.from({ length: 130 }, (_, index) =>
      said(0, { id: String(BigInt(idAt(Date.now())) + BigInt(index)), guild_id: undefined }),
    );
    server.state.history = { [GENERAL]: [...missed, said(-5, { id: idAt(NOW - 86_400_000 * 300) })] };
    server.state.channels[0]!['last_message_id'] = missed.at(-1)!.id;
    await expect(opened(server, {}, { kept: first.context.kept }), 'a session is given up first').rejects.toThrow(
      'over',
    );
    const again = await opened(server, {}, { kept: first.context.kept });
    await expect.poll(() => again.context.heard.length).toBe(130);
    expect(server.state).toMatchObject({ identified: 2 });
    await expect
      .poll(() => JSON.parse(again.context.kept.get('state') ?? '{}') as object)
      .not.toHaveProperty('missedSince');
  });

  it('notices a socket that goes silent, and one that is cut', async () => {
    const server = await start();
    server.state.heartbeatMs = 100;
    const { session } = await opened(server);
    await expect.poll(() => server.state.heartbeats).toBeGreaterThan(1);
    server.sockets.peers.at(-1)!.silent = true;
    expect((await session.ended).message).toContain('silent');
    const again = await opened(server);
    server.sockets.peers.at(-1)!.cut();
    expect((await again.session.ended).message).toContain('gateway');
    const asked = await opened(server);
    server.sockets.peers.at(-1)!.send({ op: 7 });
    expect((await asked.session.ended).message).toContain('connect anew');
  });

  it('is refused for good with a wrong token, and says which intent is missing', async () => {
    const server = await start();
    server.state.forbidden = 1 << 1;
    const refused = await opened(server).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ConnectionRefused);
    expect((refused as Error).message).toContain('Server Members');
    await opened(server, { members: false });
    server.state.revoked = true;
    await expect(opened(server)).rejects.toBeInstanceOf(ConnectionRefused);
  });
});

describe('what is sent to Discord', () => {
  it('goes out in every kind of content, once however often it is tried, answers, and is changed later', async () => {
    const server = await start();
    const { session } = await opened(server);
    const first = outgoing(text('你好 @everyone'), { replyTo: idOf(1) });
    expect(await session.send(first)).toEqual({ fate: 'sent', id: '7000' });
    expect(await session.send(first), 'tried again').toEqual({ fate: 'sent', id: '7000' });
    expect(server.state.sent).toHaveLength(1);
    expect(server.state.sent[0]!.body).toMatchObject({
      allowed_mentions: { parse: [] },
      message_reference: { message_id: idOf(1) },
    });
    const send = (content: Content, number: number, more: Partial<Outgoing> = {}) =>
      session.send(outgoing(content, { id: `019a0000-0000-7000-8000-${String(number).padStart(12, '0')}`, ...more }));
    await send({ kind: 'image', url: 'https://example.org/a.png', caption: 'A' }, 1);
    await send({ kind: 'card', title: 'T', text: 'more', url: 'https://example.org/', image: null }, 2, {
      to: { kind: 'person', id: '42' },
    });
    await send(text('长'.repeat(3000)), 3);
    expect(server.state.sent.slice(1)).toMatchObject([
      { body: { embeds: [{ description: 'A', image: { url: 'https://example.org/a.png' } }] } },
      { channel: '950', body: { embeds: [{ title: 'T', url: 'https://example.org/', description: 'more' }] } },
      { body: { content: '', embeds: [{ description: '长'.repeat(3000) }] } },
    ]);
    expect(await send(text('changed'), 4, { replaces: '7000' })).toEqual({ fate: 'sent', id: '7000' });
    expect(server.state.sent[0]!.body).toMatchObject({ content: 'changed' });
    expect(await send(text('x'), 5, { replaces: '1' })).toMatchObject({ fate: 'refused', code: 'no_such_message' });
  });

  it('says what became of it when Discord refuses, is busy, breaks, is silent or withdraws the token', async () => {
    const server = await start();
    const context = contextOf(server);
    const ask = context.fetch;
    context.fetch = (address, options) => ask(address, { ...options, timeoutMs: 300 });
    const session = await discordConnector.open(context);
    sessions.push(session);
    server.only = /messages/;
    const send = (to: Outgoing['to'] = { kind: 'chat', id: GENERAL }) => session.send(outgoing(text('x'), { to }));
    expect(await send({ kind: 'person', id: '666' })).toMatchObject({ fate: 'refused', code: 'blocked' });
    expect(await send({ kind: 'chat', id: '5' })).toMatchObject({ fate: 'refused', code: 'no_such_recipient' });
    expect(await send({ kind: 'chat', id: '../users' })).toMatchObject({ fate: 'refused', code: 'bad_recipient' });
    server.faults.push({ status: 500 }, { status: 502 }, 'half', 'cut', 'hang');
    expect(await send()).toMatchObject({ fate: 'later' });
    expect(await send()).toMatchObject({ fate: 'unknown' });
    expect(await send()).toMatchObject({ fate: 'unknown' });
    expect(await send()).toMatchObject({ fate: 'unknown' });
    expect(await send()).toMatchObject({ fate: 'unknown' });
    const limited = { message: 'You are being rate limited.', retry_after: 3.2, global: false };
    server.faults.push({
      status: 429,
      headers: { 'retry-after': '4', 'content-type': 'application/json', via: '1.1' },
      text: JSON.stringify(limited),
    });
    expect(await send()).toMatchObject({ fate: 'later', code: 'too_many' });
    server.state.revoked = true;
    const other = { kind: 'chat' as const, id: '902' };
    expect(await send(other)).toMatchObject({ fate: 'revoked' });
    expect(await send(other), 'and stays so').toMatchObject({ fate: 'revoked' });
  });

  it('mutes for a time, ends that, and removes', async () => {
    const server = await start();
    const { context, session } = await opened(server);
    const action = { chat: GENERAL, account: '42' };
    const from = context.now();
    expect(await session.act!({ ...action, kind: 'mute', seconds: 600 })).toEqual({ fate: 'done' });
    expect(await session.act!({ ...action, kind: 'unmute' })).toEqual({ fate: 'done' });
    expect(await session.act!({ ...action, kind: 'remove' })).toEqual({ fate: 'done' });
    expect(await session.act!({ ...action, kind: 'remove', account: '13' })).toMatchObject({
      fate: 'refused',
      code: 'no_rights',
    });
    const [mute, unmute, kick] = server.state.members;
    const until = Date.parse(String(mute!.body['communication_disabled_until'])) - from;
    expect(until).toBeGreaterThanOrEqual(600_000);
    expect(until).toBeLessThan(610_000);
    expect(unmute!.body).toEqual({ communication_disabled_until: null });
    expect(kick).toMatchObject({
      method: 'DELETE',
      path: `/guilds/${GUILD}/members/42`,
    });
  });
});

describe('interactions of Discord', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const rawKey = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex');
  const call = (
    server: DiscordServer,
    body: string,
    { at = Date.now(), headers = {} }: { at?: number; headers?: object } = {},
  ) => {
    const context = contextOf(server, { publicKey: rawKey });
    const timestamp = String(Math.floor(at / 1000));
    const signature = sign(null, Buffer.from(timestamp + body), privateKey).toString('hex');
    const all = { 'x-signature-ed25519': signature, 'x-signature-timestamp': timestamp, ...headers };
    const request = { method: 'POST' as const, query: {}, headers: all, body: Buffer.from(body) };
    return { context, answer: discordConnector.callback!(request, context) };
  };

  it('are taken with their signature only', async () => {
    const server = await start();
    const ping = JSON.stringify({ type: 1 });
    expect(await call(server, ping).answer).toMatchObject({ status: 200, body: '{"type":1}' });
    const unsigned = call(server, ping, { headers: { 'x-signature-ed25519': undefined } }).answer;
    await expect(unsigned).rejects.toMatchObject({ why: 'unsigned', status: 401 });
    for (const wrong of ['00'.repeat(64), 'zz', ''])
      await expect(call(server, ping, { headers: { 'x-signature-ed25519': wrong } }).answer).rejects.toMatchObject({
        why: 'wrong_signature',
        status: 401,
      });
    await expect(call(server, ping, { headers: { 'x-signature-timestamp': '1' } }).answer).rejects.toMatchObject({
      why: 'wrong_signature',
    });
    await expect(call(server, ping, { at: Date.now() - 400_000 }).answer).rejects.toMatchObject({ why: 'old' });
    await expect(call(server, '[').answer).rejects.toMatchObject({ why: 'malformed' });
  });

  it('bring slash commands in as messages', async () => {
    const command = {
      type: 2,
      id: idOf(4),
      channel_id: GENERAL,
      guild_id: GUILD,
      member: { nick: null, user: ada },
      data: { name: 'checkin', options: [{ name: 'mood', value: '好' }] },
    };
    const { context, answer } = call(await start(), JSON.stringify(command));
    expect(await answer).toMatchObject({ status: 200 });
    expect(context.heard).toMatchObject([
      {
        chat: GENERAL,
        event: { id: idOf(4), member: '42', text: '/checkin 好', at: new Date(timeOf(idOf(4))).toISOString() },
      },
    ]);
  });

  const vectors = new URL('../../../../shared/vectors/signatures.json', import.meta.url);
  it.skipIf(!existsSync(vectors))('agree with the published vector', () => {
    type Vector = { platform: string; publicKey: string; messageHex: string; signature: string };
    const vector = (JSON.parse(readFileSync(vectors, 'utf8')) as Vector[]).find(
      ({ platform }) => platform === 'discord',
    )!;
    const message = Buffer.from(vector.messageHex, 'hex');
    expect(isSignedBy(vector.publicKey, message, vector.signature)).toBe(true);
    expect(isSignedBy(vector.publicKey, Buffer.concat([message, message]), vector.signature)).toBe(false);
    expect(isSignedBy(rawKey, message, vector.signature)).toBe(false);
  });
});

it('is tested without hearing or sending', async () => {
  const server = await start();
  expect(await discordConnector.test(contextOf(server))).toMatchObject({ ok: true, account: '@qunluo' });
  const wrong = await discordConnector.test(
    contextOf(server, { token: 'MTIzNDU2Nzg5MDEyMzQ1.Gabcde.wrongwrongwrongwrong' }),
  );
  expect(wrong).toMatchObject({ ok: false });
  expect(server.sockets.peers).toHaveLength(0);
});
