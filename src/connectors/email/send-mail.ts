import { Readable } from 'node:stream';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import SMTPConnection from 'nodemailer/lib/smtp-connection/index.js';
import { type Outgoing, refusePlainOutside, type SendOutcome } from '#modules/connections/index.ts';
import { type Answered, composeMail } from './compose-mail.ts';
import type { MailTimes } from './imap-mailbox.ts';
import type { MessageIds } from './message-ids.ts';
import type { EmailSettings } from './settings.ts';
import { judgeSmtp, type SmtpFailure } from './smtp-outcome.ts';
import type { EmailContext } from './watch-mailbox.ts';

const ADDRESS = /^[^\s<>@,;:"()[\]\\]{1,64}@[^\s<>@,;:"()[\]\\]{1,190}$/;

/** Sends one mail over a connection of its own. The id given is its Message-ID, under which answers and bounces name it. */
export async function sendMail(
  message: Outgoing,
  context: EmailContext,
  parts: { ids: MessageIds; times: MailTimes; findAnswered?: (messageId: string) => Promise<Answered | undefined> },
): Promise<SendOutcome> {
  if (message.replaces !== undefined) return refused('cannot_edit', 'a mail that was sent cannot be changed');
  const toList = message.to.kind === 'chat';
  const to = toList ? ((await context.memory.get(`post ${message.to.id}`)) ?? message.to.id) : message.to.id;
  if (!ADDRESS.test(to)) return refused('no_address', `${to.slice(0, 100)} has no address to write to`);
  const messageId = parts.ids.of(message.id);
  const { replyTo } = message;
  // A mailbox that is away must not keep an answer back: then it has a subject of its own.
  const answered = replyTo === undefined ? undefined : await parts.findAnswered?.(replyTo).catch(() => undefined);
  const mail = composeMail(message, context.settings, { messageId, to, toList, ...(answered && { answered }) });
  const bytes = await new MailComposer({ ...mail, disableFileAccess: true, disableUrlAccess: true }).compile().build();
  context.log.debug({ out: { to, subject: mail.subject, messageId } }, 'a mail goes out');
  return handOver(bytes, { from: context.settings.address, to, messageId }, context.settings, parts.times);
}

const refused = (code: string, reason: string): SendOutcome => ({ fate: 'refused', code, reason });

type Envelope = { from: string; to: string; messageId: string };

async function handOver(
  bytes: Buffer,
  envelope: Envelope,
  settings: EmailSettings,
  times: MailTimes,
): Promise<SendOutcome> {
  const inTheClear = await plainRefusal(settings);
  if (inTheClear) return inTheClear;
  let left = false;
  // Read from only when the server said that it takes the body: from then on the mail may arrive.
  const body = new Readable({
    read() {
      left = true;
      this.push(bytes);
      this.push(null);
    },
  });
  const smtp = smtpConnection(settings, times);
  try {
    await signIn(smtp, settings);
    await step(smtp, (done) => smtp.send({ from: envelope.from, to: [envelope.to], size: bytes.length }, body, done));
    return { fate: 'sent', id: envelope.messageId };
  } catch (error) {
    return judgeSmtp(error as SmtpFailure, left);
  } finally {
    smtp.quit();
    smtp.close();
  }
}

function smtpConnection({ smtpHost, smtpPort, smtpTls }: EmailSettings, times: MailTimes): SMTPConnection {
  return new SMTPConnection({
    host: smtpHost,
    port: smtpPort,
    secure: smtpTls === 'tls',
    requireTLS: smtpTls === 'starttls',
    ignoreTLS: smtpTls === 'none',
    connectionTimeout: times.connect,
    greetingTimeout: times.connect,
    socketTimeout: times.silence,
    dnsTimeout: times.connect,
  });
}

/** What becomes of a mail that would go in the clear to a server outside one's own network. */
async function plainRefusal({ smtpTls, smtpHost }: EmailSettings): Promise<SendOutcome | undefined> {
  if (smtpTls !== 'none') return undefined;
  return refusePlainOutside(smtpHost).then(
    () => undefined,
    (error: SmtpFailure) => judgeSmtp(error, false),
  );
}

async function signIn(smtp: SMTPConnection, { user, address, password }: EmailSettings): Promise<void> {
  await step(smtp, (done) => smtp.connect(done));
  await step(smtp, (done) => smtp.login({ credentials: { user: user || address, pass: password } }, done));
}

/** One command of the session; errors of the socket are its failure too. */
function step(smtp: SMTPConnection, run: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    smtp.removeAllListeners('error');
    smtp.on('error', reject);
    run((error) => (error ? reject(error) : resolve()));
  });
}

/** Signs in and out again: undefined when it worked, else what is wrong. */
export async function trySmtp(settings: EmailSettings, times: MailTimes): Promise<SendOutcome | undefined> {
  const inTheClear = await plainRefusal(settings);
  if (inTheClear) return inTheClear;
  const smtp = smtpConnection(settings, times);
  try {
    await signIn(smtp, settings);
    return undefined;
  } catch (error) {
    return judgeSmtp(error as SmtpFailure, false);
  } finally {
    smtp.quit();
    smtp.close();
  }
}
