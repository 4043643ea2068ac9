import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ConnectionRefused, type Content, type Outgoing, type Session } from '#modules/connections/index.ts';
import { neutralEventSchema } from '#modules/events/contract.ts';
import { findProgram } from '#testkit/debian-program.ts';
import { connectorContext, type Recorded } from '../testing/connector-context.ts';
import { xmppConnector } from './connector.ts';
import { DOMAIN, PASSWORD, type Prosody, ROOMS, startProsody } from './testing/prosody.ts';
import { XmppPerson } from './testing/xmpp-person.ts';
import { NS, sayable, xml } from './xmpp-client.ts';

const program = findProgram('prosody');
const BOT = `bot@${DOMAIN}`;
type Options = Parameters<typeof connectorContext>[1];

const events = (context: Recorded) => context.heard.map(({ event }) => neutralEventSchema.parse(event));
const words = (context: Recorded) =>
  events(context).map(({ kind, member, text }) => `${kind} ${member}${text ? `: ${text}` : ''}`);
const outgoing = (content: Content, to: string, more: Partial<Outgoing> = {}): Outgoing => ({
  id: crypto.randomUUID(),
  to: { kind: 'chat', id: to },
  content,
  ...more,
});
const text = (said: string): Content => ({ kind: 'text', text: said });

/** Everything is said to a real Prosody, which Debian has; where it is not, these are left out. */
describe.skipIf(program === undefined)('XMPP rooms on a real server', () => {
  let server: Prosody;
  let ada: XmppPerson;
  let bo: XmppPerson;
  const sessions: Session[] = [];
  let rooms = 0;

  beforeAll(async () => {
    server = await startProsody(program!, { accounts: ['ada', 'bo', 'bot'] });
    ada = await XmppPerson.enter(server.service, 'ada');
    bo = await XmppPerson.enter(server.service, 'bo');
  });
  afterEach(async () => {
    await Promise.all(sessions.splice(0).map((session) => session.close()));
  });
  afterAll(async () => {
    await Promise.all([ada?.close(), bo?.close()]);
    await server?.close();
  });

  async function newRoom(): Promise<string> {
    const room = `room${++rooms}@${ROOMS}`;
    await ada.join(room, 'Ada');
    await ada.showAccounts(room);
    return room;
  }

  const settingsOf = (rooms_: string, more: object = {}) =>
    xmppConnector.settings.parse({
      jid: BOT,
      password: PASSWORD,
      service: server.service,
      rooms: rooms_,
      leftAfterSeconds: 0.2,
      ...more,
    });

  async function opened(rooms_: string, more: object = {}, options: Options = {}) {
    const context = connectorContext(settingsOf(rooms_, more), options);
    const session = await xmppConnector.open(context);
    sessions.push(session);
    return { context, session };
  }

  it('are heard: messages, corrections, replies, reactions, and what is taken back', async () => {
    const room = await newRoom();
    await ada.say(room, 'before anybody listened');
    const { context } = await opened(room);
    await bo.join(room, 'Bo');
    const first = await ada.say(room, '大家好', [], 'ada-1');
    await ada.say(room, '大家好呀', [xml('replace', { xmlns: NS.correct, id: 'ada-1' })]);
    const quotation = xml('fallback', { xmlns: NS.fallback, for: NS.reply }, xml('body', { start: '0', end: '6' }));
    const reply = xml('reply', { xmlns: NS.reply, id: first, to: `${room}/Ada` });
    await bo.say(room, '> 大家好\n你好', [reply, quotation]);
    const react = (...emojis: string[]) =>
      xml('reactions', { xmlns: NS.reactions, id: first }, ...emojis.map((one) => xml('reaction', {}, one)));
    await bo.say(room, '', [react('👍'), xml('store', { xmlns: 'urn:xmpp:hints' })]);
    await bo.say(room, '', [react('❤')]);
    await bo.say(room, '', [xml('retract', { xmlns: NS.retract, id: first })]);
    await ada.say(room, '', [xml('retract', { xmlns: NS.retract, id: first })]);
    await expect.poll(() => context.heard.length).toBe(8);
    const [came, said, corrected, answer, given, ...rest] = events(context);
    const id = `${room}/${first}`;
    expect(came).toMatchObject({ kind: 'join', member: bo.jid, name: 'Bo' });
    expect(said).toMatchObject({
      id,
      kind: 'message',
      member: ada.jid,
      name: 'Ada',
      text: '大家好',
      groupName: room.split('@')[0],
    });
    expect(corrected).toMatchObject({ id, text: '大家好呀', at: said!.at });
    expect(corrected!.version).toBeGreaterThan(0);
    expect(answer).toMatchObject({ kind: 'reply', replyTo: id, target: ada.jid, text: '你好' });
    expect(given).toMatchObject({ kind: 'reaction', replyTo: id, emoji: '👍', member: bo.jid });
    expect(rest).toMatchObject([
      { id: given!.id, removed: 'withdrawn' },
      { kind: 'reaction', emoji: '❤' },
      { id, removed: 'deleted', member: ada.jid, at: said!.at },
    ]);
    expect(context.chats).toMatchObject([{ id: room, kind: 'room', members: 1 }]);
  });

  it('tell who comes and goes, but not for a moment, and never of registered members', async () => {
    const room = await newRoom();
    await ada.setItem(room, { jid: bo.jid, affiliation: 'member' });
    const { context } = await opened(room);
    await bo.join(room, 'Bo');
    await bo.leave(room, 'Bo');
    await ada.leave(room, 'Ada');
    await ada.join(room, 'Ada');
    await ada.say(room, 'still here');
    await expect.poll(() => context.heard.length).toBe(3);
    expect(words(context)).toEqual([`join ${bo.jid}`, `join ${ada.jid}`, `message ${ada.jid}: still here`]);
    await bo.join(room, 'Bo');
    await ada.setItem(room, { jid: bo.jid, affiliation: 'none' });
    await ada.setItem(room, { nick: 'Bo', role: 'none' });
    await expect.poll(() => words(context).at(-1)).toBe(`leave ${bo.jid}`);
    expect(events(context).at(-1)).toMatchObject({ reason: 'removed' });
    await bo.join(room, 'Bo');
    await bo.leave(room, 'Bo');
    await bo.join(room, 'Bo');
    await bo.leave(room, 'Bo');
    await expect.poll(() => words(context).slice(5)).toEqual([`join ${bo.jid}`, `leave ${bo.jid}`]);
  });

  it('are sent to in every kind of content, and what we said is not heard', async () => {
    const room = await newRoom();
    const { context, session } = await opened(room);
    const asked = await ada.say(room, 'anybody?');
    const sent = await session.send(outgoing(text('我在 <b>&\u0000'), room, { replyTo: `${room}/${asked}` }));
    expect(sent).toMatchObject({ fate: 'sent', id: expect.stringMatching(new RegExp(`^${room}/.+`)) });
    const seen = await ada.sees((stanza) => stanza.getChildText('body') === '我在 <b>&');
    expect(`${room}/${seen.getChild('stanza-id')!.attrs.id}`).toBe((sent as { id: string }).id);
    expect(seen.getChild('reply', NS.reply)!.attrs.id).toBe(asked);
    await session.send(outgoing({ kind: 'image', url: 'https://example.org/a.png', caption: '' }, room));
    const image = await ada.sees((stanza) => stanza.getChild('x', NS.outOfBand) !== undefined);
    expect(image.getChildText('body')).toBe('https://example.org/a.png');
    await session.send(
      outgoing({ kind: 'card', title: 'T', text: 'more', url: 'https://example.org/', image: null }, room),
    );
    await ada.sees((stanza) => stanza.getChildText('body') === 'T\nmore\nhttps://example.org/');
    const corrected = await session.send(outgoing(text('我在。'), room, { replaces: (sent as { id: string }).id }));
    expect(corrected).toEqual(sent);
    const correction = await ada.sees((stanza) => stanza.getChildText('body') === '我在。');
    expect(correction.getChild('replace', NS.correct)!.attrs.id).toBe(seen.attrs.id);
    expect(await session.send(outgoing(text('x'), room, { replaces: `${room}/unknown` }))).toMatchObject({
      fate: 'refused',
    });
    expect(await session.send(outgoing(text('x'), `nowhere@${ROOMS}`))).toMatchObject({
      fate: 'refused',
      code: 'no_such_recipient',
    });
    expect(words(context)).toEqual([`message ${ada.jid}: anybody?`]);
  });

  it('say no where we may not speak, and are moderated by us where we may', async () => {
    const room = await newRoom();
    const { context, session } = await opened(room);
    await bo.join(room, 'Bo');
    await expect.poll(() => words(context)).toEqual([`join ${bo.jid}`]);
    const action = { chat: room, account: bo.jid };
    expect(await session.act!({ ...action, kind: 'remove' })).toMatchObject({ fate: 'refused', code: 'no_rights' });
    await ada.setItem(room, { nick: 'Qunluo', role: 'visitor' });
    expect(await session.send(outgoing(text('may I?'), room))).toMatchObject({ fate: 'refused', code: 'forbidden' });
    await ada.setItem(room, { jid: BOT, affiliation: 'admin' });
    expect(await session.act!({ ...action, kind: 'mute', seconds: 60 })).toMatchObject({
      fate: 'refused',
      code: 'unsupported',
    });
    expect(await session.act!({ ...action, kind: 'mute' })).toEqual({ fate: 'done' });
    expect(await session.act!({ ...action, kind: 'unmute' })).toEqual({ fate: 'done' });
    expect(await session.act!({ ...action, kind: 'remove' })).toEqual({ fate: 'done' });
    await expect.poll(() => words(context).at(-1)).toBe(`leave ${bo.jid}`);
    expect(await session.act!({ ...action, kind: 'remove' })).toMatchObject({
      fate: 'refused',
      code: 'no_such_recipient',
    });
  });

  it('are fetched from their archive after a break, each message once', async () => {
    const room = await newRoom();
    const first = await opened(room);
    await ada.say(room, 'one', [], 'a1');
    await expect.poll(() => first.context.heard.length).toBe(1);
    await first.session.send(outgoing(text('own words'), room));
    await first.session.close();
    for (let count = 0; count < 130; count++) await ada.say(room, `missed ${count}`);
    await ada.say(room, 'one, corrected', [xml('replace', { xmlns: NS.correct, id: 'a1' })]);
    const again = await opened(room, {}, { kept: first.context.kept });
    await expect.poll(() => again.context.heard.length).toBeGreaterThanOrEqual(132);
    const known = new Set(events(first.context).map(({ id }) => id));
    const fresh = events(again.context).filter(({ id }) => !known.has(id));
    expect(fresh.map((event) => event.text)).toEqual(Array.from({ length: 130 }, (_, count) => `missed ${count}`));
    expect(new Set(fresh.map(({ id }) => id)).size).toBe(130);
    expect(fresh.every(({ member }) => member === ada.jid)).toBe(true);
    const told = events(again.context).filter(({ id }) => known.has(id));
    expect(told.map((event) => [event.text, event.version])).toEqual([
      ['one', undefined],
      ['one, corrected', expect.any(Number)],
    ]);
    expect(words(again.context).some((line) => line.includes('own words'))).toBe(false);
  });

  it('tell again what was not durable, on the next connection', async () => {
    const room = await newRoom();
    const first = await opened(room);
    await ada.say(room, 'one');
    await expect.poll(() => first.context.heard.length).toBe(1);
    first.context.deaf = new Error('the database is away');
    await ada.say(room, 'two');
    expect((await first.session.ended).message).toBe('the database is away');
    await first.session.close();
    const again = await opened(room, {}, { kept: first.context.kept });
    await expect.poll(() => words(again.context)).toEqual([`message ${ada.jid}: one`, `message ${ada.jid}: two`]);
    expect(events(again.context)[0]!.id).toBe(events(first.context)[0]!.id);
  });

  it('are talked to in private by whoever knows the account', async () => {
    const { context, session } = await opened(await newRoom());
    await bo.write(BOT, 'between us');
    await expect.poll(() => words(context)).toEqual([`message ${bo.jid}: between us`]);
    expect(context.heard[0]).not.toHaveProperty('chat');
    const to = { kind: 'person' as const, id: bo.jid };
    expect(await session.send(outgoing(text('hello Bo'), '', { to }))).toMatchObject({ fate: 'sent' });
    await bo.sees((stanza) => stanza.attrs.type === 'chat' && stanza.getChildText('body') === 'hello Bo');
    const hidden = { kind: 'person' as const, id: `room@${ROOMS}/x=` };
    expect(await session.send(outgoing(text('x'), '', { to: hidden }))).toMatchObject({
      fate: 'refused',
      code: 'bad_recipient',
    });
  });

  it('refuse a wrong password and rooms that are not there, for good', async () => {
    const room = await newRoom();
    await expect(opened(room, { password: 'wrong' })).rejects.toBeInstanceOf(ConnectionRefused);
    const missing = await opened(`missing@${ROOMS}`).catch((error: unknown) => error);
    expect(missing).toBeInstanceOf(ConnectionRefused);
    expect((missing as Error).message).toContain('item-not-found');
    await ada.setItem(room, { jid: BOT, affiliation: 'outcast' });
    const banned = await opened(room).catch((error: unknown) => error);
    expect((banned as Error).message).toContain('forbidden');
    expect(await xmppConnector.test(connectorContext(settingsOf(room)))).toMatchObject({ ok: true, account: BOT });
    const wrong = await xmppConnector.test(connectorContext(settingsOf(room, { password: 'wrong' })));
    expect(wrong).toMatchObject({ ok: false });
  });

  it('give us another nick where ours is taken, and are not taken for ours then', async () => {
    const room = await newRoom();
    await bo.join(room, 'Qunluo');
    const { context, session } = await opened(room);
    await bo.say(room, 'I was first');
    await expect.poll(() => words(context)).toEqual([`message ${bo.jid}: I was first`]);
    expect(await session.send(outgoing(text('second'), room))).toMatchObject({ fate: 'sent' });
    expect(context.heard).toHaveLength(1);
  });
});

describe.skipIf(program === undefined)('an XMPP server', () => {
  const open_: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const one of open_.splice(0).toReversed()) await one.close();
  });

  async function begin(options: { archive?: boolean; open?: boolean } = {}) {
    const server = await startProsody(program!, { accounts: ['ada', 'bot'], ...options });
    open_.push(server);
    const ada = await XmppPerson.enter(server.service, 'ada');
    open_.push(ada);
    const room = `books@${ROOMS}`;
    await ada.join(room, 'Ada');
    const settings = {
      jid: BOT,
      password: PASSWORD,
      service: server.service,
      rooms: room,
      pingSeconds: 0.2,
      silenceSeconds: 0.5,
    };
    const connect = async (more: Options = {}) => {
      const context = connectorContext(xmppConnector.settings.parse(settings), more);
      const session = await xmppConnector.open(context);
      open_.push(session);
      return { context, session };
    };
    return { server, ada, room, connect };
  }

  it('that goes silent is noticed, and a send into the silence is not known to have arrived', async () => {
    const { server, room, connect } = await begin();
    const { session } = await connect();
    server.freeze();
    const [sent, end] = await Promise.all([
      session.send(outgoing(text('anybody?'), room)),
      session.ended.then(async (error) => {
        await session.close();
        return error;
      }),
    ]);
    expect(end.message).toContain('silent');
    expect(sent).toMatchObject({ fate: 'unknown' });
    server.thaw();
  });

  it('that is killed ends the session, and is found again with what was said', async () => {
    const { server, ada, room, connect } = await begin();
    const first = await connect();
    await ada.say(room, 'one');
    await expect.poll(() => first.context.heard.length).toBe(1);
    // Longer than it takes to ask the server and the room whether we are still there.
    const end = first.session.ended.then(() => 'ended');
    expect(await Promise.race([end, sleep(1_500, 'still there')])).toBe('still there');
    await server.kill();
    await first.session.ended;
    await first.session.close();
    await expect(connect(), 'nobody there').rejects.toThrow('ECONNREFUSED');
    await server.start();
    const later = await XmppPerson.enter(server.service, 'ada');
    open_.push(later);
    await later.join(room, 'Ada');
    await later.say(room, 'two');
    const again = await connect({ kept: first.context.kept });
    await expect.poll(() => events(again.context).map((event) => event.text)).toEqual(['one', 'two']);
    expect(events(again.context)[0]!.id).toBe(events(first.context)[0]!.id);
  });

  it('without an archive tells the history of the room, each message under the id it had', async () => {
    const { ada, room, connect } = await begin({ archive: false, open: false });
    const first = await connect();
    await ada.say(room, 'one');
    await expect.poll(() => first.context.heard.length).toBe(1);
    await first.session.close();
    await ada.say(room, 'two');
    const again = await connect({ kept: first.context.kept });
    await expect.poll(() => events(again.context).map((event) => event.text)).toEqual(['one', 'two']);
    expect(events(again.context)[0]!.id).toBe(events(first.context)[0]!.id);
    // This room hides accounts: a person is whom the room calls so, the same in every message.
    expect(new Set(events(again.context).map(({ member }) => member)).size).toBe(1);
    expect(events(first.context)[0]!.member).toMatch(new RegExp(`^${room}/`));
  });
});

it('leaves out of a text what XML cannot carry', () => {
  expect(sayable('a\u0000b\uD800c\tд\n')).toBe('ab\uFFFDc\tд\n');
});
