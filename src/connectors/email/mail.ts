import type { MailHeaders } from './headers.ts';

/** A mail as read from a mailbox: what is needed of it, nothing fetched that is not. */
export type Mail = {
  headers: MailHeaders;
  subject: string;
  from?: { address: string; name?: string };
  /** Everybody it went to, in small letters. */
  to: readonly string[];
  /** The Date header where it is one, else when the server took it. */
  at: Date;
  /** Of the body, quoted text and signature still in it. Undefined where it could not be read. */
  text?: string;
  attachments: number;
  /** Of a delivery report: its machine-readable part, and the headers of the mail it is about. */
  report?: { status: string; about: string };
};
