import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ConnectionRefused, type Session } from '#modules/connections/index.ts';
import { connectorContext } from '../testing/connector-context.ts';
import { emailConnector, openEmail } from './connector.ts';
import { openMailbox } from './imap-mailbox.ts';
import { rememberedIds } from './message-ids.ts';
import { emailSettings } from './settings.ts';
import { DOVECOT, type Dovecot, MAILBOX, startDovecot } from './testing/dovecot.ts';
import { type MailServer, startMailServer } from './testing/mail-server.ts';
import { startQuietLine } from './testing/quiet-line.ts';

const TIMES = { connect: 5000, silence: 60_000, poll: 60_000 };
it('a mailbox is read in the clear in one’s own network only', async () => {
  const settings = emailSettings.parse({
    address: MAILBOX.user,
    password: MAILBOX.password,
    imapHost: '93.184.216.34',
    imapTls: 'none',
    smtpHost: '127.0.0.1',
  });
  await expect(openMailbox(connectorContext(settings), TIMES)).rejects.toThrow(/93\.184\.216\.34 .*TLS/);
});

if (DOVECOT === undefined)
  console.log('skipped: dovecot is not installed here (Debian: apt-get install dovecot-imapd)');

describe.skipIf(DOVECOT === undefined)('a mailbox on a real IMAP server', () => {
  let dovecot: Dovecot;
  let smtp: MailServer;
  let session: Session | undefined;
  let folders = 0;
  let folder: string;

  beforeAll(async () => {
    dovecot = await startDovecot();
    smtp = await startMailServer();
  });
  beforeEach(async () => {
    folder = `box${++folders}`;
    smtp.taken.length = 0;
    const client = await dovecot.owner();
    await client.mailboxCreate(folder);
    await client.logout();
  });
  afterEach(async () => {
    await session?.close();
    session = undefined;
  });
  afterAll(async () => {
    await dovecot?.remove();
    await smtp?.close();
  });

  const context = (kept?: Map<string, string>, more: object = {}) =>
    connectorContext(
      emailSettings.parse({
        address: MAILBOX.user,
        name: '群落书店',
        password: MAILBOX.password,
        imapHost: '127.0.0.1',
        imapPort: dovecot.port,
        imapTls: 'none',
        folder,
        smtpHost: '127.0.0.1',
        smtpPort: smtp.port,
        smtpTls: 'none',
        lists: 'readers@books.example',
        ...more,
      }),
      kept && { kept },
    );
  const mail = (id: string, fields: Record<string, string> = {}, body = 'hello\n') => {
    const headers = {
      'Message-ID': `<${id}@mail.example>`,
      From: 'Ann <Ann@mail.example>',
      To: MAILBOX.user,
      Date: 'Mon, 23 Nov 2026 09:00:00 +0800',
      Subject: 'hi',
      ...fields,
    };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    return `${lines.join('\n')}\n\n${body}`;
  };
  const ids = (hearing: ReturnType<typeof context>) => hearing.heard.map(({ event }) => event.id);
  /** Opened, and past its first look. */
  const watching = async (hearing: ReturnType<typeof context>, times = TIMES) => {
    const before = hearing.kept.get('cursor');
    session = await openEmail(hearing, times);
    await expect.poll(() => hearing.kept.get('cursor')).toBeDefined();
    return before;
  };

  it('is tested: what works, what does not, and why', async () => {
    await dovecot.deliver(mail('1'), folder);
    expect(await emailConnector.test(context())).toMatchObject({
      ok: true,
      account: MAILBOX.user,
      detail: { en: expect.stringContaining('1 mails') },
    });
    expect(await emailConnector.test(context(undefined, { password: 'wrong' }))).toMatchObject({ ok: false });
    expect(await emailConnector.test(context(undefined, { folder: 'nowhere' }))).toMatchObject({
      ok: false,
      detail: { en: expect.stringContaining('nowhere') },
    });
  });

  it('is heard at once by IDLE; what was there before is history', async () => {
    await dovecot.deliver(mail('before'), folder);
    const hearing = context();
    await watching(hearing);
    await dovecot.deliver(mail('1', { Subject: '=?UTF-8?B?5L2g5aW9?=' }, '请问还有书吗？\n'), folder);
    await expect.poll(() => hearing.heard).toHaveLength(1);
    expect(hearing.heard[0]).toEqual({
      event: {
        id: '1@mail.example',
        kind: 'message',
        member: 'ann@mail.example',
        name: 'Ann',
        at: '2026-11-23T01:00:00.000Z',
        thread: '1@mail.example',
        subject: '你好',
        text: '你好\n\n请问还有书吗？',
      },
    });
    // Nothing in the folder is touched: the owner still finds it unread.
    const client = await dovecot.owner();
    expect(await client.status(folder, { unseen: true })).toMatchObject({ unseen: 2 });
    await client.logout();
  });

  it('is heard of by asking, where the server does not tell', async () => {
    const hearing = context();
    await watching(hearing, { ...TIMES, poll: 100 });
    await dovecot.deliver(mail('1'), folder);
    await expect.poll(() => ids(hearing)).toEqual(['1@mail.example']);
  });

  it('catches up over a stop, and over one in the middle of a batch that could not be kept', async () => {
    const first = context();
    await watching(first);
    await session!.close();
    await dovecot.deliver(
      Array.from({ length: 60 }, (_, at) => mail(String(at + 1))),
      folder,
    );
    const deaf = context(first.kept);
    deaf.deaf = new Error('the database is away');
    session = await openEmail(deaf, TIMES);
    expect(await session.ended).toMatchObject({ message: 'the database is away' });
    await session.close();
    const hearing = context(first.kept);
    session = await openEmail(hearing, TIMES);
    await expect.poll(() => hearing.heard.length).toBe(60);
    expect(ids(hearing)[59]).toBe('60@mail.example');
    await session.close();
    const again = context(first.kept);
    session = await openEmail(again, TIMES);
    await dovecot.deliver(mail('61'), folder);
    await expect.poll(() => ids(again)).toEqual(['61@mail.example']);
  });

  it('is looked at again where the server gave out new numbers', async () => {
    const first = context();
    await watching(first);
    await dovecot.deliver(mail('1'), folder);
    await expect.poll(() => first.heard).toHaveLength(1);
    await session!.close();
    const cursor = JSON.parse(first.kept.get('cursor')!) as object;
    first.kept.set('cursor', JSON.stringify({ ...cursor, validity: '1', next: 9999 }));
    await dovecot.deliver(mail('2'), folder);
    const hearing = context(first.kept);
    session = await openEmail(hearing, TIMES);
    await expect.poll(() => ids(hearing)).toEqual(['1@mail.example', '2@mail.example']);
  });

  it('ends when the server stops, and when the line falls silent', async () => {
    await watching(context());
    const ended = session!.ended;
    await dovecot.stop();
    expect((await ended).message).toMatch(/ended|closed|available|connection/i);
    await session!.close();
    await dovecot.start();
    const line = await startQuietLine(dovecot.port);
    const hearing = context(undefined, { imapPort: line.port });
    await watching(hearing, { connect: 5000, silence: 1000, poll: 300 });
    line.silence();
    expect(await session!.ended).toBeInstanceOf(Error);
    await line.close();
  });

  it('is refused once the password is another, and not for a server that is away', async () => {
    await dovecot.setPassword('changed');
    try {
      await expect(openEmail(context(), TIMES)).rejects.toBeInstanceOf(ConnectionRefused);
    } finally {
      await dovecot.setPassword(MAILBOX.password);
    }
    await expect(openEmail(context(undefined, { folder: 'nowhere' }), TIMES)).rejects.toBeInstanceOf(ConnectionRefused);
    const away = openEmail(context(undefined, { imapPort: 1 }), TIMES);
    await expect(away).rejects.not.toBeInstanceOf(ConnectionRefused);
  });

  it('takes lists for chats, by their id or by an address of ours', async () => {
    const hearing = context();
    await watching(hearing);
    const list = {
      'List-Id': '=?UTF-8?Q?=E4=B9=A6=E5=8F=8B?= <shuyou.lists.example>',
      'List-Post': '<mailto:Shuyou@lists.example>',
    };
    await dovecot.deliver(mail('1', list), folder);
    await dovecot.deliver(mail('2', { To: 'Readers <Readers@Books.example>' }), folder);
    await expect
      .poll(() => hearing.heard.map(({ chat }) => chat))
      .toEqual(['shuyou.lists.example', 'readers@books.example']);
    expect(hearing.chats).toContainEqual({ id: 'shuyou.lists.example', kind: 'mailbox', name: '书友' });
    const sent = await session!.send({
      id: 'd-1',
      to: { kind: 'chat', id: 'shuyou.lists.example' },
      content: { kind: 'text', text: '收到' },
      replyTo: '1@mail.example',
    });
    expect(sent).toMatchObject({ fate: 'sent' });
    expect(smtp.taken[0]).toMatchObject({ to: ['shuyou@lists.example'], mail: { subject: 'Re: hi' } });
    expect(smtp.taken[0]!.mail.references).toBe('<1@mail.example>');
    expect(smtp.taken[0]!.mail.headers.get('list')).toBeUndefined();
  });

  it('follows a thread, and marks what it sent itself', async () => {
    const hearing = context();
    await watching(hearing);
    await dovecot.deliver(mail('1'), folder);
    await expect.poll(() => hearing.heard).toHaveLength(1);
    const sent = await session!.send({
      id: 'd-2',
      to: { kind: 'person', id: 'ann@mail.example' },
      content: { kind: 'text', text: '有的' },
      replyTo: '1@mail.example',
    });
    const { id } = sent as { id: string };
    const copy = mail('x', { 'Message-ID': `<${id}>`, From: MAILBOX.user, 'In-Reply-To': '<1@mail.example>' });
    const answer = mail('3', { 'In-Reply-To': `<${id}>`, References: `<1@mail.example> <${id}>` }, '谢谢\n\n> 有的\n');
    await dovecot.deliver(copy, folder);
    await dovecot.deliver(answer, folder);
    await expect.poll(() => hearing.heard).toHaveLength(3);
    expect(hearing.heard.slice(1).map(({ event }) => event)).toMatchObject([
      { id, bot: true, thread: '1@mail.example' },
      { id: '3@mail.example', kind: 'reply', replyTo: id, thread: '1@mail.example', text: '谢谢' },
    ]);
    expect(hearing.heard[2]!.event).not.toHaveProperty('bot');
  });

  it('reads the text out of HTML and other encodings, and no attachment', async () => {
    const hearing = context();
    await watching(hearing);
    const parts = [
      '--b\nContent-Type: text/html; charset=gb18030\nContent-Transfer-Encoding: base64\n',
      `${Buffer.from([0x3c, 0x70, 0x3e, 0xc4, 0xe3, 0xba, 0xc3, 0x3c, 0x2f, 0x70, 0x3e]).toString('base64')}`,
      '--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=a.pdf\nContent-Transfer-Encoding: base64\n',
      `${Buffer.alloc(3000).toString('base64')}`,
      '--b--',
    ];
    await dovecot.deliver(
      mail('1', { 'Content-Type': 'multipart/mixed; boundary=b', 'MIME-Version': '1.0' }, parts.join('\n')),
      folder,
    );
    await expect.poll(() => hearing.heard).toMatchObject([{ event: { text: 'hi\n\n你好', attachments: 1 } }]);
  });

  it('takes a bounce for the end of its delivery, and no member for its author', async () => {
    const hearing = context();
    await watching(hearing);
    const id = (await rememberedIds(hearing, MAILBOX.user)).of('d-9');
    const bounced = (about: string, action = 'failed') =>
      mail(
        `b-${about}-${action}`,
        {
          From: 'Mail Delivery System <MAILER-DAEMON@mail.example>',
          Subject: 'Undelivered Mail Returned to Sender',
          'Content-Type': 'multipart/report; report-type=delivery-status; boundary=b',
          'MIME-Version': '1.0',
        },
        [
          '--b\nContent-Type: text/plain\n\nI could not deliver it.',
          '--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mail.example\n',
          `Final-Recipient: rfc822; nobody@mail.example\nAction: ${action}\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 no such user\n`,
          `--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <${about}>\nSubject: x\n`,
          '--b--',
        ].join('\n'),
      );
    await dovecot.deliver(bounced('qunluo.d-9.0123456789abcdef@books.example'), folder);
    await dovecot.deliver(bounced(id, 'delayed'), folder);
    await dovecot.deliver(bounced(id), folder);
    await dovecot.deliver(mail('after'), folder);
    await expect.poll(() => ids(hearing)).toEqual(['after@mail.example']);
    expect(hearing.afterwards).toEqual([
      {
        id,
        outcome: {
          fate: 'refused',
          code: 'bounce_5_1_1',
          reason: 'the mail came back: 5.1.1 smtp; 550 5.1.1 no such user',
        },
      },
    ]);
  });
});
