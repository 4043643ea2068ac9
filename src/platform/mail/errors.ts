import { AppError } from '#kernel/errors.ts';

/** Why a mail was not taken: which of them a person can change is in the code. */
export type MailFault =
  | 'mail_not_configured'
  | 'mail_bad_message'
  | 'mail_sign_in_refused'
  | 'mail_recipient_refused'
  | 'mail_refused'
  | 'mail_no_encryption'
  | 'mail_unreachable'
  | 'mail_too_slow';

const STATUS: Record<MailFault, number> = {
  mail_not_configured: 409,
  mail_bad_message: 400,
  mail_sign_in_refused: 502,
  mail_recipient_refused: 422,
  mail_refused: 502,
  mail_no_encryption: 502,
  mail_unreachable: 503,
  mail_too_slow: 504,
};

/** A mail was not sent; the message says why, in the server's words where it gave any. */
export class MailFailed extends AppError {
  constructor(code: MailFault, message: string, cause?: unknown) {
    super({ code, status: STATUS[code], message, cause });
  }
}

type SmtpError = Error & { code?: string; responseCode?: number; response?: string; command?: string };

const KINDS: Record<string, MailFault> = {
  EAUTH: 'mail_sign_in_refused',
  ENOAUTH: 'mail_sign_in_refused',
  EENVELOPE: 'mail_recipient_refused',
  ETLS: 'mail_no_encryption',
  ETIMEDOUT: 'mail_too_slow',
  ECONNECTION: 'mail_unreachable',
  ESOCKET: 'mail_unreachable',
  EDNS: 'mail_unreachable',
};

const WORDS: Record<MailFault, string> = {
  mail_not_configured: 'no mail server is configured (QUNLUO_SMTP_URL, QUNLUO_MAIL_FROM)',
  mail_bad_message: 'the mail cannot be sent as it is',
  mail_sign_in_refused: 'the mail server refused the user name or password',
  mail_recipient_refused: 'the mail server refused the recipient or the sender',
  mail_refused: 'the mail server refused the mail',
  mail_no_encryption: 'the mail server gives no encryption that can be trusted',
  mail_unreachable: 'the mail server cannot be reached',
  mail_too_slow: 'the mail server took too long',
};

const CERTIFICATE = /certificate|self.signed|altnames/i;

/** What an error of the SMTP client means. Its words may carry the address, never the password. */
export function toMailFailure(error: unknown): MailFailed {
  if (error instanceof MailFailed) return error;
  const { code = '', responseCode, message, response } = error as SmtpError;
  const found = KINDS[code];
  const untrusted = found === 'mail_unreachable' && CERTIFICATE.test(message);
  const timed = found === 'mail_unreachable' && /timed? ?out/i.test(message);
  const kind: MailFault = untrusted
    ? 'mail_no_encryption'
    : timed
      ? 'mail_too_slow'
      : (found ?? (responseCode === undefined ? 'mail_unreachable' : 'mail_refused'));
  return new MailFailed(kind, `${WORDS[kind]}: ${response ?? message}`, error);
}

/** No mail server is configured. */
export const notConfigured = (): MailFailed => new MailFailed('mail_not_configured', WORDS.mail_not_configured);

/** A field of a mail that cannot be sent as it is. */
export const badMessage = (what: string): MailFailed =>
  new MailFailed('mail_bad_message', `${WORDS.mail_bad_message}: ${what}`);
