import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConnectionRefused, type Content, type Outgoing } from '#modules/connections/index.ts';
import { connectorContext } from '../testing/connector-context.ts';
import { emailConnector, openEmail } from './connector.ts';
import { MessageIds } from './message-ids.ts';
import { sendMail } from './send-mail.ts';
import { emailSettings } from './settings.ts';
import { judgeSmtp } from './smtp-outcome.ts';
import { MAILBOX } from './testing/dovecot.ts';
import { type MailServer, startMailServer } from './testing/mail-server.ts';

const TIMES = { connect: 3000, silence: 3000, poll: 60_000 };
const ids = new MessageIds('a key', MAILBOX.user);
let smtp: MailServer;
beforeEach(async () => {
  smtp = await startMailServer();
});
afterEach(() => smtp.close());

const context = (more: object = {}) =>
  connectorContext(
    emailSettings.parse({
      address: MAILBOX.user,
      name: '群落书店',
      password: MAILBOX.password,
      smtpHost: '127.0.0.1',
      smtpPort: smtp.port,
      smtpTls: 'none',
      ...more,
    }),
  );
const text = (words: string): Content => ({ kind: 'text', text: words });
const toAnn = (content: Content, more: Partial<Outgoing> = {}): Outgoing => ({
  id: '019a3e0c-7d1c-7000-8000-0000000000aa',
  to: { kind: 'person', id: 'ann@mail.example' },
  content,
  ...more,
});
const send = (message: Outgoing, more: object = {}, times = TIMES) => sendMail(message, context(more), { ids, times });

describe('a mail that goes out', () => {
  it('goes in the clear to one’s own network only', async () => {
    const fate = await send(toAnn(text('秘密')), { smtpHost: '93.184.216.34' });
    expect(fate).toEqual({ fate: 'revoked', reason: expect.stringMatching(/^93\.184\.216\.34 .*TLS/) as string });
  });

  it('is plain, from us, to one, with the delivery’s own id, the same each time', async () => {
    const sent = await send(toAnn(text('欢迎！\n明晚见')));
    expect(sent).toEqual({ fate: 'sent', id: ids.of('019a3e0c-7d1c-7000-8000-0000000000aa') });
    await send(toAnn(text('欢迎！\n明晚见')));
    const [one, two] = smtp.taken.map(({ mail }) => mail);
    expect(one!.from!.value).toEqual([{ name: '群落书店', address: MAILBOX.user }]);
    expect(smtp.taken[0]!.to).toEqual(['ann@mail.example']);
    expect(one).toMatchObject({ subject: '欢迎！', text: expect.stringContaining('明晚见'), html: false });
    expect(one!.messageId).toBe(`<${(sent as { id: string }).id}>`);
    expect(two!.messageId).toBe(one!.messageId);
    expect(one!.headers.get('auto-submitted')).toBe('auto-generated');
    expect(one!.headers.get('list')).toMatchObject({ unsubscribe: { mail: `${MAILBOX.user}?subject=unsubscribe` } });
  });

  it('names the page to unsubscribe at, for one click', async () => {
    await send(toAnn(text('hi')), { unsubscribe: 'https://books.example/leave' });
    const { headers } = smtp.taken[0]!.mail;
    expect(headers.get('list-unsubscribe-post') ?? headers.get('list')).toMatchObject({
      unsubscribe: { url: 'https://books.example/leave' },
    });
  });

  it('shows cards and pictures without letting their words become HTML', async () => {
    const card: Content = {
      kind: 'card',
      title: '<b>书单</b>',
      text: 'a & b',
      url: 'https://books.example/?a=1&b=2',
      image: 'https://books.example/x.png',
    };
    await send(toAnn(card));
    const { mail } = smtp.taken[0]!;
    expect(mail.subject).toBe('<b>书单</b>');
    expect(mail.html).toContain('&lt;b&gt;书单&lt;/b&gt;');
    expect(mail.html).toContain('a &amp; b');
    expect(mail.text).toContain('https://books.example/?a=1&b=2');
  });

  it('carries an article as its author wrote it, and in words', async () => {
    const article: Content = {
      kind: 'article',
      title: '第三章',
      author: '',
      digest: '',
      html: '<h1>第三章</h1><p>很好看</p>',
      cover: null,
      source: null,
    };
    await send(toAnn(article));
    expect(smtp.taken[0]!.mail).toMatchObject({
      subject: '第三章',
      html: article.html,
      text: expect.stringContaining('很好看'),
    });
  });

  it('answers in the thread under its subject', async () => {
    const findAnswered = async () => ({ subject: '还有书吗', references: ['0@mail.example'] });
    const message = toAnn(text('有'), { replyTo: '1@mail.example' });
    await sendMail(message, context(), { ids, times: TIMES, findAnswered });
    await sendMail(message, context(), { ids, times: TIMES, findAnswered: () => Promise.reject(new Error('away')) });
    expect(smtp.taken.map(({ mail }) => [mail.subject, mail.inReplyTo, mail.references])).toEqual([
      ['Re: 还有书吗', '<1@mail.example>', ['<0@mail.example>', '<1@mail.example>']],
      ['有', '<1@mail.example>', '<1@mail.example>'],
    ]);
  });

  it('cannot smuggle a header or a second recipient', async () => {
    const sneaky = toAnn({
      kind: 'card',
      title: 'a\r\nBcc: eve@mail.example',
      text: '',
      url: 'https://books.example',
      image: null,
    });
    await send(sneaky);
    expect(smtp.taken[0]!.mail.bcc).toBeUndefined();
    for (const id of ['ann@mail.example, eve@mail.example', 'ann@mail.example>\r\nRCPT TO:<eve@mail.example', 'nobody'])
      expect(await send(toAnn(text('hi'), { to: { kind: 'person', id } }))).toMatchObject({ code: 'no_address' });
    expect(await send(toAnn(text('hi'), { to: { kind: 'chat', id: 'list.without.address' } }))).toMatchObject({
      code: 'no_address',
    });
    expect(await send(toAnn(text('hi'), { replaces: 'x' }))).toMatchObject({ code: 'cannot_edit' });
  });
});

describe('what a mail server says', () => {
  it('decides what becomes of the mail', async () => {
    smtp.atRecipient = { code: 550, text: '5.1.1 no such user' };
    expect(await send(toAnn(text('hi')))).toMatchObject({ fate: 'refused', code: 'smtp_550' });
    smtp.atRecipient = { code: 450, text: '4.2.0 greylisted' };
    expect(await send(toAnn(text('hi')))).toMatchObject({ fate: 'later', seconds: 300, code: 'smtp_450' });
    smtp.atRecipient = { code: 550, text: '5.4.5 Daily user sending limit exceeded' };
    expect(await send(toAnn(text('hi')))).toMatchObject({ fate: 'later', seconds: 3600 });
    delete smtp.atRecipient;
    smtp.atData = { code: 554, text: '5.7.1 spam' };
    expect(await send(toAnn(text('hi')))).toMatchObject({ fate: 'refused', code: 'smtp_554' });
    smtp.atData = { code: 451, text: '4.3.0 try later' };
    expect(await send(toAnn(text('hi')))).toMatchObject({ fate: 'later', code: 'smtp_451' });
  });

  it('nothing, once the mail was handed over: nobody knows', async () => {
    smtp.atData = 'cut';
    expect(await send(toAnn(text('hi')))).toMatchObject({ fate: 'unknown' });
    smtp.atData = 'hang';
    expect(await send(toAnn(text('hi')), {}, { ...TIMES, silence: 300 })).toMatchObject({ fate: 'unknown' });
  });

  it('nothing at all: the mail never left', async () => {
    const { port } = smtp;
    await smtp.close();
    expect(await send(toAnn(text('hi')), { smtpPort: port })).toMatchObject({ fate: 'later', code: 'unreachable' });
    smtp = await startMailServer();
  });

  it('about the password concerns the connection', async () => {
    expect(await send(toAnn(text('hi')), { password: 'withdrawn' })).toMatchObject({ fate: 'revoked' });
    smtp.atLogin = { code: 454, text: '4.7.0 Temporary authentication failure' };
    expect(await send(toAnn(text('hi')))).toMatchObject({ fate: 'later' });
    expect(judgeSmtp(Object.assign(new Error('421'), { responseCode: 421, response: '421 bye' }), true)).toMatchObject({
      fate: 'later',
      seconds: 60,
    });
  });
});

describe('a connection that only sends', () => {
  it('is tested and opened without a mailbox, and refused with a wrong password', async () => {
    expect(await emailConnector.test(context())).toMatchObject({ ok: true, account: MAILBOX.user });
    const session = await openEmail(context(), TIMES);
    expect(await session.send(toAnn(text('hi')))).toMatchObject({ fate: 'sent' });
    await session.close();
    expect(await emailConnector.test(context({ password: 'wrong' }))).toMatchObject({ ok: false });
    await expect(openEmail(context({ password: 'wrong' }), TIMES)).rejects.toBeInstanceOf(ConnectionRefused);
  });
});
