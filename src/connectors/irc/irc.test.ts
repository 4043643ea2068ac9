import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ConnectionRefused, type Session } from '#modules/connections/index.ts';
import { findProgram, freePort } from '#testkit/debian-program.ts';
import { connectorContext } from '../testing/connector-context.ts';
import { connectIrc } from './connect-irc.ts';
import { ircConnector } from './connector.ts';
import { LinePacer } from './line-pacer.ts';
import { type IrcSettings, ircSettingsSchema } from './settings.ts';
import { IrcPerson } from './testing/irc-person.ts';
import { type Ngircd, startNgircd } from './testing/ngircd.ts';

const FAST = {
  nick: 'qunluo',
  channels: '#books\n#tea',
  burst: 1000,
  lineSeconds: 0,
  pingSeconds: 1,
  silenceSeconds: 2,
};
const settingsOf = (port: number, more: Record<string, unknown> = {}): IrcSettings =>
  ircSettingsSchema.parse({ server: `irc://127.0.0.1:${port}`, network: 'test', ...FAST, ...more });

type Context = ReturnType<typeof connectorContext<IrcSettings>>;
const said = ({ heard }: Context): string[] =>
  heard.map(
    ({ chat, event }) => `${chat ?? '(private)'} ${event.kind} ${event.member}${event.text ? `: ${event.text}` : ''}`,
  );

describe('settings', () => {
  it('take a server as an address or a host, and channels by line', () => {
    const { server, network } = ircSettingsSchema.parse({ ...FAST, server: 'irc.libera.chat' });
    expect([server, network]).toEqual([{ host: 'irc.libera.chat', port: 6697, tls: true }, 'irc.libera.chat']);
    const other = ircSettingsSchema.parse({ ...FAST, server: 'irc://[::1]', channels: '#a, b\n#秘密 key' });
    expect(other.server).toEqual({ host: '::1', port: 6667, tls: false });
    expect(other.channels).toEqual([{ name: '#a' }, { name: '#b' }, { name: '#秘密', key: 'key' }]);
  });

  it('refuse what no server would take, or what would end a line', () => {
    const faultsOf = (wrong: object): string[] =>
      ircSettingsSchema
        .safeParse({ ...FAST, server: 'a.example', ...wrong })
        .error?.issues.map(({ path }) => path.join('/')) ?? [];
    expect(faultsOf({ server: 'https://a.example' })).toEqual(['server']);
    expect(faultsOf({ server: 'irc://user:pass@a.example' })).toEqual(['server']);
    expect(faultsOf({ nick: '9lives' })).toEqual(['nick']);
    expect(faultsOf({ channels: '' })).toEqual(['channels']);
    expect(faultsOf({ realName: 'a\r\nQUIT' })).toEqual(['realName']);
    expect(faultsOf({ login: 'sasl' })).toEqual(['password']);
  });
});

it('speaks in the clear to a server of one’s own network only', async () => {
  const settings = ircSettingsSchema.parse({ ...FAST, server: 'irc://93.184.216.34' });
  const refused = connectIrc(connectorContext(settings));
  await expect(refused).rejects.toThrow(/93\.184\.216\.34 .*TLS/);
  await expect(refused).rejects.toBeInstanceOf(ConnectionRefused);
});

describe('the pace of lines', () => {
  it('lets a burst through, then one each interval, and recovers with time', async () => {
    let now = 0;
    const pacer = new LinePacer({ burst: 3, seconds: 2, now: () => now });
    const { signal } = new AbortController();
    for (const _ of [1, 2, 3]) await pacer.turn(signal);
    expect(pacer.wait()).toBe(2000);
    now = 1500;
    expect(pacer.wait()).toBe(500);
    now = 6000;
    expect(pacer.wait()).toBe(0);
  });
});

const program = findProgram('ngircd');
if (!program) console.warn('ngircd is not installed: the tests of IRC are skipped');

describe.skipIf(!program)('against ngircd', () => {
  let server: Ngircd;
  const sessions: Session[] = [];
  const people: IrcPerson[] = [];
  beforeAll(async () => {
    server = await startNgircd(program!);
  });
  afterEach(async () => {
    for (const person of people.splice(0)) person.leave();
    for (const session of sessions.splice(0)) await session.close();
  });
  afterAll(() => server.close());

  const enter = async (nick: string, ...channels: string[]): Promise<IrcPerson> => {
    const person = await IrcPerson.enter(server.port, nick, channels);
    people.push(person);
    return person;
  };
  const open = async (context: Context): Promise<Session> => {
    const session = await ircConnector.open(context);
    sessions.push(session);
    await expect.poll(() => context.chats.length).toBeGreaterThanOrEqual(context.settings.channels.length);
    return session;
  };
  const context = (more: Record<string, unknown> = {}, port = server.port): Context =>
    connectorContext(settingsOf(port, more));

  it('hears who comes, speaks, is renamed and goes, in each channel; and nothing of bots and servers', async () => {
    const hearing = context();
    await open(hearing);
    expect(hearing.chats.map(({ id, name, kind }) => [id, name, kind])).toEqual([
      ['#books@test', '#books', 'room'],
      ['#tea@test', '#tea', 'room'],
    ]);
    const ann = await enter('Ann', '#books', '#tea');
    const bob = await enter('bob', '#books');
    ann.say('PRIVMSG #books :qunluo: 你好，世界 🌍 @bob', 'PRIVMSG #tea :\u0002bold\u0002 \u000304,01red\u0003');
    ann.say('PRIVMSG #books :\u0001ACTION waves\u0001', 'NOTICE #books :I am a bot', 'PRIVMSG qunluo :psst');
    ann.say('NICK Anna');
    await ann.sees(/ NICK :?Anna/);
    ann.say('PART #tea :enough tea');
    await ann.sees(/ PART #tea/);
    bob.say('QUIT :good night');
    await expect.poll(() => said(hearing).length).toBe(11);
    expect(said(hearing)).toEqual([
      '#books@test join ann@test',
      '#tea@test join ann@test',
      '#books@test join bob@test',
      '#books@test message ann@test: qunluo: 你好，世界 🌍 @bob',
      '#tea@test message ann@test: bold red',
      '#books@test message ann@test: * Ann waves',
      '(private) message ann@test: psst',
      '#books@test rename ann@test',
      '#tea@test rename ann@test',
      '#tea@test leave anna@test',
      '#books@test leave bob@test',
    ]);
    const [, , , words, , , , renamed, renamedToo, left] = hearing.heard.map(({ event }) => event);
    expect(words).toMatchObject({ name: 'Ann', mentions: ['qunluo@test', 'bob@test'] });
    expect(renamed).toMatchObject({ target: 'anna@test' });
    expect(renamedToo!.id).toBe(renamed!.id);
    expect(left).toMatchObject({ reason: 'enough tea' });
    const ids = hearing.heard.map(({ event }) => event.id);
    expect(new Set(ids).size).toBe(ids.length - 1);
  });

  it('loses nothing and keeps the order at 200 messages a second and more, from two people', async () => {
    const hearing = context();
    await open(hearing);
    const speakers = [await enter('fast', '#books'), await enter('faster', '#books')];
    const started = performance.now();
    for (let at = 0; at < 500; at++) for (const one of speakers) one.say(`PRIVMSG #books :${one.nick} 第${at}句`);
    await expect.poll(() => hearing.heard.filter(({ event }) => event.kind === 'message').length).toBe(1000);
    expect(1000 / ((performance.now() - started) / 1000)).toBeGreaterThan(200);
    for (const { nick } of speakers)
      expect(hearing.heard.map(({ event }) => event.text).filter((text) => text?.startsWith(`${nick} `))).toEqual(
        Array.from({ length: 500 }, (_, at) => `${nick} 第${at}句`),
      );
  });

  it('says long texts in lines that no server cuts, to channels and to people', async () => {
    const session = await open(context());
    const ann = await enter('ann', '#books');
    const text = `第一段 ${'群落与社群运营 '.repeat(120)}\nsecond paragraph ${'x'.repeat(900)}`;
    const to = { kind: 'chat', id: '#books@test' } as const;
    expect(await session.send({ id: '1', to, content: { kind: 'text', text } })).toEqual({ fate: 'sent' });
    await ann.sees(/PRIVMSG #books :.*x$/);
    const lines = ann.lines.filter((line) => line.includes(' PRIVMSG #books :'));
    for (const line of lines) expect(Buffer.byteLength(line) + 2).toBeLessThanOrEqual(512);
    const whole = lines.map((line) => line.replace(/^.*? PRIVMSG #books :/, '')).join('');
    expect(whole.replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
    const privately = { kind: 'person', id: 'ann@test' } as const;
    expect(await session.send({ id: '2', to: privately, content: { kind: 'text', text: '悄悄话' } })).toEqual({
      fate: 'sent',
    });
    await ann.sees(/PRIVMSG ann :悄悄话/);
  });

  it('says what became of what a server does not take', async () => {
    const session = await open(context());
    const text = { kind: 'text', text: 'x' } as const;
    const send = (kind: 'chat' | 'person', id: string) => session.send({ id: '1', to: { kind, id }, content: text });
    expect(await send('person', 'nobody@test')).toMatchObject({ fate: 'refused', code: 'no_such_recipient' });
    expect(await send('chat', '#empty@test')).toMatchObject({ fate: 'refused' });
    expect(await send('chat', '#a b@test')).toMatchObject({ fate: 'refused', code: 'bad_recipient' });
    expect(await send('person', '#books@test')).toMatchObject({ fate: 'refused', code: 'bad_recipient' });
    // The first in a channel is its operator: one that only lets operators speak refuses us.
    const owner = await enter('owner', '#quiet');
    owner.say('MODE #quiet +m');
    await owner.sees(/MODE #quiet \+m/);
    const quiet = context({ nick: 'shy', channels: '#quiet' });
    const shy = await open(quiet);
    expect(await shy.send({ id: '2', to: { kind: 'chat', id: '#quiet@test' }, content: text })).toMatchObject({
      fate: 'refused',
      code: 'not_allowed',
    });
    expect(await shy.act!({ kind: 'remove', chat: '#quiet@test', account: 'owner@test' })).toMatchObject({
      fate: 'refused',
      code: 'not_allowed',
    });
  });

  it('throws people out where it may, and hears that', async () => {
    const hearing = context({ nick: 'guard', channels: '#own' });
    const session = await open(hearing);
    await enter('pest', '#own');
    expect(await session.act!({ kind: 'remove', chat: '#own@test', account: 'pest@test' })).toEqual({ fate: 'done' });
    await expect.poll(() => said(hearing)).toEqual(['#own@test join pest@test', '#own@test leave pest@test']);
  });

  it('takes a nick like its own while that is taken', async () => {
    await enter('qunluo');
    const hearing = context();
    await open(hearing);
    const ann = await enter('ann', '#books');
    ann.say('NAMES #books');
    await ann.sees(/ 353 .*qunluo_/);
  });

  it('tells a login to NickServ, and tries settings without joining', async () => {
    const service = await enter('NickServ');
    await open(context({ login: 'nickserv', account: 'bookbot', password: 'correct horse' }));
    await service.sees(/PRIVMSG NickServ :IDENTIFY bookbot correct horse/);
    const outcome = await ircConnector.test(context({ nick: 'trial' }));
    expect(outcome).toMatchObject({ ok: true, account: 'trial' });
    expect(await ircConnector.test(context({}, await freePort()))).toMatchObject({ ok: false });
  });

  it('notices a server that was killed and one that is silent; who came and went meanwhile is heard on return', async () => {
    const own = await startNgircd(program!);
    try {
      const first = context({}, own.port);
      const session = await open(first);
      const ann = await IrcPerson.enter(own.port, 'ann', ['#books']);
      await expect.poll(() => said(first)).toEqual(['#books@test join ann@test']);
      own.freeze();
      const sending = session.send({
        id: '1',
        to: { kind: 'chat', id: '#books@test' },
        content: { kind: 'text', text: 'x' },
      });
      expect((await session.ended).message).toBe('the server answers no more');
      expect(await sending).toEqual({ fate: 'unknown', reason: 'the server answers no more' });
      await session.close();
      own.thaw();
      await own.kill();
      expect(await ircConnector.test(context({}, own.port))).toMatchObject({ ok: false });
      await own.restart();
      await IrcPerson.enter(own.port, 'bob', ['#books']);
      const second = connectorContext(settingsOf(own.port), { kept: first.kept });
      const again = await open(second);
      await expect
        .poll(() => said(second).toSorted())
        .toEqual(['#books@test join bob@test', '#books@test leave ann@test']);
      expect(second.heard.every(({ event }) => event.reconciled)).toBe(true);
      await own.kill();
      await again.ended;
      expect(
        await again.send({ id: '2', to: { kind: 'chat', id: '#books@test' }, content: { kind: 'text', text: 'x' } }),
      ).toMatchObject({ fate: 'later', code: 'not_open' });
      ann.leave();
    } finally {
      await own.close();
    }
  });

  it('does not try again with a password that is wrong', async () => {
    const own = await startNgircd(program!, { password: 'open sesame' });
    try {
      await expect(ircConnector.open(context({ serverPassword: 'guess' }, own.port))).rejects.toThrow(
        ConnectionRefused,
      );
      await open(context({ serverPassword: 'open sesame' }, own.port));
    } finally {
      for (const session of sessions.splice(0)) await session.close();
      await own.close();
    }
  });

  it.skipIf(!findProgram('openssl'))(
    'speaks TLS, and believes no certificate that nobody vouches for unless told to',
    async () => {
      const directory = mkdtempSync(join(tmpdir(), 'qunluo-tls-'));
      chmodSync(directory, 0o755);
      const [cert, key] = [join(directory, 'cert.pem'), join(directory, 'key.pem')];
      const make = [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '2',
        '-subj',
        '/CN=localhost',
      ];
      execFileSync('openssl', [...make, '-keyout', key, '-out', cert], { stdio: 'ignore' });
      chmodSync(key, 0o644);
      const own = await startNgircd(program!, { tls: { cert, key } });
      try {
        const server = `ircs://127.0.0.1:${own.tlsPort}`;
        await expect(ircConnector.open(context({ server }))).rejects.toThrow(/certificate/);
        await open(context({ server, verifyTls: false }));
      } finally {
        for (const session of sessions.splice(0)) await session.close();
        await own.close();
        rmSync(directory, { recursive: true, force: true });
      }
    },
  );
});

describe('a login with SASL', () => {
  let server: Server;
  let port: number;
  const sockets = new Set<Socket>();
  /** What a server with SASL says; ngircd has none. */
  beforeAll(async () => {
    server = createServer((socket) => {
      sockets.add(socket);
      const say = (line: string): void => void socket.write(`:sasl.example ${line}\r\n`);
      let nick = '*';
      let isLoggedIn = false;
      createInterface({ input: socket }).on('line', (line) => {
        const [command, ...params] = line.split(' ');
        if (command === 'NICK') nick = params[0]!;
        if (line.startsWith('CAP LS')) say('CAP * LS :sasl=PLAIN');
        if (line.startsWith('CAP REQ')) say('CAP * ACK :sasl');
        if (line === 'AUTHENTICATE PLAIN') socket.write('AUTHENTICATE +\r\n');
        else if (command === 'AUTHENTICATE') {
          isLoggedIn = Buffer.from(params[0]!, 'base64').toString() === 'bookbot\0bookbot\0secret';
          if (isLoggedIn) {
            say(`900 ${nick} ${nick}!u@h bookbot :You are now logged in`);
            say(`903 ${nick} :SASL authentication successful`);
          } else say(`904 ${nick} :SASL authentication failed`);
        }
        if (line === 'CAP END' && isLoggedIn) say(`001 ${nick} :Welcome`);
      });
    });
    port = await new Promise((up) =>
      server.listen(0, '127.0.0.1', () => up((server.address() as { port: number }).port)),
    );
  });
  afterAll(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });

  it('is tried once, and not again when it fails', async () => {
    const login = { login: 'sasl', account: 'bookbot' };
    const session = await ircConnector.open(connectorContext(settingsOf(port, { ...login, password: 'secret' })));
    await session.close();
    await expect(
      ircConnector.open(connectorContext(settingsOf(port, { ...login, password: 'wrong' }))),
    ).rejects.toThrow(ConnectionRefused);
  });
});
