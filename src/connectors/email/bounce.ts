import { headerOf, messageIds, parseHeaders } from './headers.ts';
import type { Mail } from './mail.ts';

/** A mail that did not arrive, as a delivery report says (RFC 3464). `final` is false while the server goes on trying. */
export type Bounce = { about: readonly string[]; final: boolean; code: string; reason: string };

const DAEMON = /^(mailer-daemon|postmaster)@/;
const FAILED_SUBJECT =
  /undeliver|delivery (status|failure|has failed)|returned mail|failure notice|退信|投递失败|无法投递/i;

/** The bounce that a mail is; undefined for any other mail. */
export function bounceOf(mail: Mail): Bounce | undefined {
  if (mail.report !== undefined) return reported(mail.report);
  if (!DAEMON.test(mail.from?.address ?? '') || !FAILED_SUBJECT.test(mail.subject)) return undefined;
  // Reports in words only: the id of the mail stands somewhere in the text, or in what it answers.
  const words = mail.text ?? '';
  const named = [
    headerOf(mail.headers, 'in-reply-to'),
    headerOf(mail.headers, 'references'),
    /^message-id:.*$/im.exec(words)?.[0],
  ];
  const status = /\b([45]\.\d{1,3}\.\d{1,3})\b/.exec(words)?.[1] ?? '5.0.0';
  return bounce(named.flatMap(messageIds), status, 'failed', words.slice(0, 300));
}

function reported({ status, about }: NonNullable<Mail['report']>): Bounce {
  // The first block is about the report; each of the others about one recipient.
  const blocks = status
    .replace(/\r\n?/g, '\n')
    .split(/\n{2,}/)
    .map(parseHeaders);
  const recipient = blocks.find((block) => block.has('action')) ?? new Map<string, string[]>();
  const code = /[245]\.\d{1,3}\.\d{1,3}/.exec(headerOf(recipient, 'status') ?? '')?.[0] ?? '5.0.0';
  const words = headerOf(recipient, 'diagnostic-code') ?? '';
  return bounce(
    messageIds(headerOf(parseHeaders(about), 'message-id')),
    code,
    headerOf(recipient, 'action') ?? 'failed',
    words,
  );
}

const bounce = (about: readonly string[], code: string, action: string, words: string): Bounce => ({
  about,
  final: /^failed/i.test(action),
  code: `bounce_${code.replaceAll('.', '_')}`,
  reason: `the mail came back: ${code}${words === '' ? '' : ` ${words.replace(/\s+/g, ' ').trim()}`}`,
});
