import { createTransport } from 'nodemailer';
import { badMessage, notConfigured, toMailFailure } from './errors.ts';
import { smtpOptions } from './smtp-options.ts';

/** One mail to one person. */
export type Mail = {
  /** A plain address: `ann@example.com`. */
  to: string;
  /** One line. */
  subject: string;
  text: string;
  html?: string;
};

export type Mailer = {
  /** Without a mail server the caller shows a link instead. */
  readonly configured: boolean;
  /** Resolves when the server has taken the mail. Throws MailFailed. */
  send(mail: Mail): Promise<void>;
};

/** Milliseconds; a mail is sent while somebody waits, or in a job that tries again. */
export type MailTimeouts = { connect: number; greeting: number; silence: number };

const TIMEOUTS: MailTimeouts = { connect: 10_000, greeting: 10_000, silence: 20_000 };

const LONGEST_SUBJECT = 300;
const ADDRESS = /^[^\s<>@,;:"()[\]\\\p{Cc}]{1,64}@[^\s<>@,;:"()[\]\\\p{Cc}]{1,190}$/u;

/** Refuses what could become a header or a recipient of its own. */
function check({ to, subject }: Mail): void {
  if (!ADDRESS.test(to)) throw badMessage(`not an e-mail address: ${JSON.stringify(to.slice(0, 80))}`);
  if (/\p{Cc}/u.test(subject)) throw badMessage('the subject must be one line');
  if (subject.length > LONGEST_SUBJECT) throw badMessage(`the subject has more than ${LONGEST_SUBJECT} characters`);
}

/**
 * Sends mail through the configured server, each over a connection of its own. `from` is an address, with a name before it
 * if wanted; the credentials of the URL are only ever sent encrypted, unless the URL says otherwise.
 */
export function createMailer(
  config: { mail?: { smtpUrl: string; from: string } | undefined },
  timeouts: MailTimeouts = TIMEOUTS,
): Mailer {
  const { mail } = config;
  if (mail === undefined) return { configured: false, send: () => Promise.reject(notConfigured()) };
  const transport = createTransport(
    {
      ...smtpOptions(mail.smtpUrl),
      connectionTimeout: timeouts.connect,
      greetingTimeout: timeouts.greeting,
      socketTimeout: timeouts.silence,
      dnsTimeout: timeouts.connect,
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    { from: mail.from },
  );
  return {
    configured: true,
    async send(one) {
      check(one);
      const { to, subject, text, html } = one;
      try {
        await transport.sendMail({
          to: { name: '', address: to },
          subject,
          text,
          ...(html !== undefined && { html }),
          // Asks vacation responders and lists to stay silent.
          headers: { 'Auto-Submitted': 'auto-generated' },
        });
      } catch (error) {
        throw toMailFailure(error);
      }
    },
  };
}
