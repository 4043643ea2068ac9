import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createMailer, type Mail, type MailTimeouts } from './index.ts';
import { isSmtpUrl, smtpOptions } from './smtp-options.ts';

const mail: Mail = { to: 'ann@example.com', subject: '邀请：加入群落', text: '点这里\nhttps://q.example/x' };
const QUICK = { connect: 500, greeting: 300, silence: 300 };

type Taken = { mail: ParsedMail; from: string; to: string[]; secure: boolean; user: unknown };

let stop: (() => Promise<void>) | undefined;
afterEach(async () => {
  await stop?.();
  stop = undefined;
});

/** A real mail server that keeps what it takes; `ann` may sign in. */
async function mailServer(options: SMTPServerOptions = {}): Promise<{ port: number; taken: Taken[] }> {
  const taken: Taken[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    onAuth: ({ username, password }, _session, done) =>
      username === 'ann@mail' && password === 'p@ss/word:1'
        ? done(null, { user: username })
        : done(new Error('Invalid username or password')),
    async onData(stream, session, done) {
      const parsed = await simpleParser(stream);
      const { mailFrom, rcptTo } = session.envelope;
      taken.push({
        mail: parsed,
        from: mailFrom === false ? '' : mailFrom.address,
        to: rcptTo.map(({ address }) => address),
        secure: session.secure,
        user: session.user,
      });
      done();
    },
    ...options,
  });
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  stop = () => new Promise((resolve) => server.close(() => resolve()));
  return { port: (server.server.address() as AddressInfo).port, taken };
}

const mailerTo = (url: string, timeouts?: MailTimeouts) =>
  createMailer({ mail: { smtpUrl: url, from: '群落 <noreply@q.example>' } }, timeouts);

const faultOf = (sent: Promise<void>): Promise<string> =>
  sent.then(
    () => 'sent',
    (error: { code: string }) => error.code,
  );

describe('a mail', () => {
  it('arrives as it was written, in text and HTML', async () => {
    const { port, taken } = await mailServer({ disabledCommands: ['STARTTLS'] });
    const mailer = mailerTo(`smtp://localhost:${port}`);
    expect(mailer.configured).toBe(true);
    await mailer.send({ ...mail, html: '<p>点<a href="https://q.example/x">这里</a></p>' });
    expect(taken).toMatchObject([{ from: 'noreply@q.example', to: ['ann@example.com'], secure: false }]);
    const [{ mail: seen }] = taken as [Taken];
    expect([seen.subject, seen.text?.trim(), seen.from?.text]).toEqual([
      mail.subject,
      mail.text,
      '"群落" <noreply@q.example>',
    ]);
    expect(seen.html).toContain('<a href="https://q.example/x">这里</a>');
    expect(seen.headers.get('auto-submitted')).toBe('auto-generated');
  });

  it('is not sent without a mail server', async () => {
    const mailer = createMailer({});
    expect([mailer.configured, await faultOf(mailer.send(mail))]).toEqual([false, 'mail_not_configured']);
  });

  it.for<[string, Partial<Mail>]>([
    ['a subject of two lines', { subject: 'Hi\r\nBcc: eve@example.com' }],
    ['a subject with a bare line feed', { subject: 'Hi\nX-Evil: 1' }],
    ['an address with a header behind it', { to: 'ann@example.com\r\nBcc: eve@example.com' }],
    ['two addresses', { to: 'ann@example.com, eve@example.com' }],
    ['an address with a name', { to: 'Eve <eve@example.com>' }],
    ['no address', { to: 'ann' }],
    ['a subject without end', { subject: 'x'.repeat(301) }],
  ])('with %s is refused before anything is said', async ([, change]) => {
    const { port, taken } = await mailServer({ disabledCommands: ['STARTTLS'] });
    expect(await faultOf(mailerTo(`smtp://localhost:${port}?tls=off`).send({ ...mail, ...change }))).toBe(
      'mail_bad_message',
    );
    expect(taken).toEqual([]);
  });

  it('whose text looks like headers stays one mail', async () => {
    const { port, taken } = await mailServer({ disabledCommands: ['STARTTLS'] });
    const text = 'a\r\n.\r\nRCPT TO:<eve@example.com>\r\nBcc: eve@example.com';
    await mailerTo(`smtp://localhost:${port}`).send({ ...mail, text });
    expect(taken.map(({ to }) => to)).toEqual([['ann@example.com']]);
    expect(taken[0]!.mail.text?.trim().split(/\r?\n/)).toEqual(text.split('\r\n'));
  });
});

describe('what a mail server refuses', () => {
  it('a wrong password', async () => {
    const { port, taken } = await mailServer({ allowInsecureAuth: true, disabledCommands: ['STARTTLS'] });
    expect(await faultOf(mailerTo(`smtp://ann%40mail:wrong@localhost:${port}`).send(mail))).toBe(
      'mail_sign_in_refused',
    );
    await mailerTo(`smtp://ann%40mail:p%40ss%2Fword%3A1@localhost:${port}`).send(mail);
    expect(taken.map(({ user }) => user)).toEqual(['ann@mail']);
  });

  it('a recipient', async () => {
    const { port } = await mailServer({
      disabledCommands: ['STARTTLS'],
      onRcptTo: (_address, _session, done) => done(Object.assign(new Error('no such person'), { responseCode: 550 })),
    });
    const failed = mailerTo(`smtp://localhost:${port}`).send(mail);
    await expect(failed).rejects.toMatchObject({
      code: 'mail_recipient_refused',
      message: expect.stringMatching(/no such/),
    });
  });

  it('the content', async () => {
    const { port } = await mailServer({
      disabledCommands: ['STARTTLS'],
      onData(stream, _session, done) {
        stream.resume().on('end', () => done(Object.assign(new Error('looks like spam'), { responseCode: 554 })));
      },
    });
    await expect(mailerTo(`smtp://localhost:${port}`).send(mail)).rejects.toMatchObject({ code: 'mail_refused' });
  });
});

describe('a mail server that is not there', () => {
  let silent: Server | undefined;
  afterEach(() => void silent?.close());

  it('is said to be unreachable', async () => {
    expect(await faultOf(mailerTo('smtp://127.0.0.1:1').send(mail))).toBe('mail_unreachable');
  });

  it('is not waited for long: it says nothing, or stops in the middle', async () => {
    silent = createServer((socket) => void socket.on('error', () => undefined)).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    expect(await faultOf(mailerTo(`smtp://127.0.0.1:${port}`, QUICK).send(mail))).toBe('mail_too_slow');
    const stuck = await mailServer({ disabledCommands: ['STARTTLS'], onRcptTo: () => undefined });
    expect(await faultOf(mailerTo(`smtp://127.0.0.1:${stuck.port}`, QUICK).send(mail))).toBe('mail_too_slow');
  });
});

describe('encryption', () => {
  let key: string;
  let cert: string;
  let trusted: string[];
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'qunluo-mail-'));
    const out = (name: string): string => join(folder, name);
    const how = [
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
    const files = ['-keyout', out('key.pem'), '-out', out('cert.pem'), '-addext', 'subjectAltName=DNS:localhost'];
    execFileSync('openssl', ['req', '-x509', ...how, ...files], { stdio: 'ignore' });
    [key, cert] = await Promise.all([readFile(out('key.pem'), 'utf8'), readFile(out('cert.pem'), 'utf8')]);
    await rm(folder, { recursive: true });
    trusted = getCACertificates('default');
  });
  afterEach(() => setDefaultCACertificates(trusted));

  it.for([
    ['smtps', true],
    ['smtp', false],
  ] as const)('over %s is used with a certificate that is trusted, and only then', async ([scheme, secure]) => {
    const { port, taken } = await mailServer({ secure, key, cert });
    const url = `${scheme}://ann%40mail:p%40ss%2Fword%3A1@localhost:${port}?tls=required`;
    expect(await faultOf(mailerTo(url).send(mail))).toBe('mail_no_encryption');
    expect(taken).toEqual([]);
    setDefaultCACertificates([...trusted, cert]);
    await mailerTo(url).send(mail);
    expect(taken).toMatchObject([{ secure: true, user: 'ann@mail' }]);
  });

  it('that the server does not offer is missed where it is required, and nothing was said', async () => {
    const { port, taken } = await mailServer({ disabledCommands: ['STARTTLS'] });
    expect(await faultOf(mailerTo(`smtp://localhost:${port}?tls=required`).send(mail))).toBe('mail_no_encryption');
    expect(taken).toEqual([]);
  });

  it('is required of servers elsewhere unless the address says otherwise', () => {
    expect(smtpOptions('smtp://mail.example')).toMatchObject({ port: 587, secure: false, requireTLS: true });
    expect(smtpOptions('smtp://mail.example?tls=optional')).toMatchObject({ requireTLS: false, ignoreTLS: false });
    expect(smtpOptions('smtp://mail.example?tls=off')).toMatchObject({ requireTLS: false, ignoreTLS: true });
    expect(smtpOptions('smtp://[::1]:25')).toMatchObject({ host: '::1', port: 25, requireTLS: false });
    expect(smtpOptions('smtps://mail.example')).toMatchObject({ port: 465, secure: true, requireTLS: false });
  });

  it.for([
    ['smtp://mail.example', true],
    ['smtps://a:b@mail.example:465/?tls=required', true],
    ['http://mail.example', false],
    ['smtp://', false],
    ['smtp://mail.example/inbox', false],
    ['smtp://mail.example?rejectUnauthorized=false', false],
    ['smtp://mail.example?tls=maybe', false],
  ] as const)('%s is a mail server: %s', ([url, valid]) => expect(isSmtpUrl(url)).toBe(valid));
});
