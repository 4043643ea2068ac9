import { ConnectionRefused, type Connector, type Session, type TestOutcome } from '#modules/connections/index.ts';
import { polledSession } from '../shared/polled-session.ts';
import { type MailTimes, mailTimes, openMailbox } from './imap-mailbox.ts';
import { rememberedIds } from './message-ids.ts';
import { sendMail, trySmtp } from './send-mail.ts';
import { emailFields, emailSettings, type EmailSettings } from './settings.ts';
import { type EmailContext, MailboxWatch } from './watch-mailbox.ts';

/** E-mail: a mailbox read by IMAP, mailing lists as groups, and mail sent by SMTP. */
export const emailConnector: Connector<EmailSettings> = {
  id: 'email',
  platform: 'email',
  name: { zh: '电子邮件', en: 'E-mail' },
  about: {
    zh: '用 IMAP 读一个邮箱、用 SMTP 发信。邮件列表是群，其余来信是私信；引用和签名会去掉，自动回复不会被当成人，退信算作投递失败。停机期间的邮件会补上。',
    en: 'Reads a mailbox by IMAP and sends by SMTP. Mailing lists are groups, other mail is private; quoted text and signatures are taken off, automatic answers are not taken for people, and a bounce is a failed delivery. Mail that came meanwhile is caught up on.',
  },
  fields: emailFields,
  settings: emailSettings,
  capabilities: {
    hears: ['message', 'unsubscribe'],
    replays: true,
    sends: ['text', 'image', 'card', 'article'],
    recipients: ['person', 'chat'],
    edits: false,
    // The Message-ID is the same when a mail is tried again and most servers then show it once; none promises to.
    idempotent: false,
    confirmed: false,
    answerWithin: null,
    actions: [],
  },
  // support.google.com/mail/answer/22839: 500 a day of an ordinary account (2,000 of Workspace, …/a/answer/166852); operators raise it
  // for a server of their own. Twenty a minute keeps below what providers take for a flood.
  limits: [
    { key: 'minute', of: 'connection', count: 20, window: { seconds: 60 } },
    { key: 'day', of: 'connection', count: 500, window: 'day' },
  ],
  test: (context) => testEmail(context),
  open: (context) => openEmail(context),
};

async function testEmail(context: EmailContext): Promise<TestOutcome> {
  const { settings } = context;
  const times = mailTimes(settings);
  const outgoing = await trySmtp(settings, times);
  if (outgoing !== undefined && 'reason' in outgoing)
    return {
      ok: false,
      detail: { zh: `发信不通：${outgoing.reason}`, en: `Sending does not work: ${outgoing.reason}` },
    };
  if (settings.imapHost === '')
    return { ok: true, account: settings.address, detail: { zh: '可以发信。', en: 'Mail can be sent.' } };
  try {
    const client = await openMailbox(context, times);
    const mails = client.mailbox ? client.mailbox.exists : 0;
    await client.logout();
    return {
      ok: true,
      account: settings.address,
      detail: {
        zh: `收发都正常，文件夹里有 ${mails} 封邮件。`,
        en: `Both ways work; the folder holds ${mails} mails.`,
      },
    };
  } catch (error) {
    const why = (error as Error).message;
    return { ok: false, detail: { zh: `收信不通：${why}`, en: `Reading does not work: ${why}` } };
  }
}

/** Opens the mailbox and watches it. `times` are the settings' unless a test is in a hurry. */
export async function openEmail(
  context: EmailContext,
  times: MailTimes = mailTimes(context.settings),
): Promise<Session> {
  const { settings } = context;
  const ids = await rememberedIds(context, settings.address);
  const outgoing = await trySmtp(settings, times);
  if (outgoing?.fate === 'revoked') throw new ConnectionRefused(outgoing.reason);
  if (settings.lists.length > 0)
    await context.discover(settings.lists.map((id) => ({ id, name: id, kind: 'mailbox' })));
  if (settings.imapHost === '')
    return polledSession(context, { send: (message) => sendMail(message, context, { ids, times }), polls: [] });
  const client = await openMailbox(context, times);
  const watch = new MailboxWatch(context, client, ids, times);
  const running = watch.run();
  const ended = running.then(
    () => new Promise<Error>(() => undefined),
    (error: Error) => {
      client.close();
      return error;
    },
  );
  return {
    ended,
    send: (message) => sendMail(message, context, { ids, times, findAnswered: (id) => watch.findAnswered(id) }),
    async close() {
      watch.stop();
      await running.catch(() => undefined);
      await client.logout().catch(() => client.close());
    },
  };
}
