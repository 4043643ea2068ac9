import { createHash } from 'node:crypto';
import type { Heard, SeenChat } from '#modules/connections/index.ts';
import { headerOf, listOf, messageIds } from './headers.ts';
import type { Mail } from './mail.ts';
import { stripQuoted } from './strip-quoted.ts';

/** What a mail is heard as, and the list it came through. */
export type HeardMail = { heard: Heard; chat?: SeenChat; post?: string };

/** Who we are, for telling our own mail from others'. */
export type Self = { address: string; lists: readonly string[]; isOurs(messageId: string): boolean; now: number };

const UNSUBSCRIBE = /^\s*(re:\s*)?(unsubscribe|退订|取消订阅|td)\s*$/i;
const DAY = 86_400_000;

/** A mail as an event; undefined where nobody wrote it. Bounces are not for here. */
export function heardMail(mail: Mail, self: Self): HeardMail | undefined {
  const place = placeOf(mail, self);
  const author = authorOf(mail, place?.post);
  if (author === undefined) return undefined;
  const id = idOf(mail);
  const references = [
    ...messageIds(headerOf(mail.headers, 'references')),
    ...messageIds(headerOf(mail.headers, 'in-reply-to')),
  ];
  const replyTo = messageIds(headerOf(mail.headers, 'in-reply-to'))[0] ?? references.at(-1);
  const isOwn = author.address === self.address || self.isOurs(id);
  const automatic = automaticKind(mail);
  const leaves = place === undefined && !isOwn && UNSUBSCRIBE.test(mail.subject);
  const event = {
    id,
    kind: leaves ? 'leave' : replyTo === undefined ? 'message' : 'reply',
    member: author.address,
    ...(author.name !== undefined && { name: author.name.slice(0, 400) }),
    at: timeOf(mail, self.now).toISOString(),
    thread: references[0] ?? id,
    ...(replyTo !== undefined && { replyTo }),
    subject: mail.subject.slice(0, 400),
    ...textOf(mail, replyTo !== undefined),
    ...(mail.attachments > 0 && { attachments: mail.attachments }),
    // Who asks to be left alone is: List-Unsubscribe promises it.
    ...(leaves && { via: 'unsubscribe', choice: 'out' }),
    ...((isOwn || automatic !== undefined) && { bot: true }),
    ...(automatic !== undefined && { automatic }),
  };
  if (place === undefined) return { heard: { event } };
  const { id: chat, name, post } = place;
  return { heard: { chat, event }, chat: { id: chat, kind: 'mailbox', ...(name && { name }) }, ...(post && { post }) };
}

/** The list it came through: one of ours by address, else any by its own id. */
function placeOf(mail: Mail, { lists }: Self): { id: string; name?: string; post?: string } | undefined {
  const ours = mail.to.find((address) => lists.includes(address));
  return ours === undefined ? listOf(mail.headers) : { id: ours, post: ours };
}

/** Lists that rewrite the sender keep who wrote it elsewhere. */
function authorOf(mail: Mail, post: string | undefined): Mail['from'] {
  const { from } = mail;
  if (from === undefined || from.address !== post) return from;
  const original = headerOf(mail.headers, 'x-original-from') ?? headerOf(mail.headers, 'reply-to') ?? '';
  const address = /[^\s<>@,;"]{1,64}@[^\s<>@,;"]{1,190}/.exec(original.replace(post, ''))?.[0]?.toLowerCase();
  return address === undefined ? from : { address, ...(from.name && { name: from.name.replace(/ via .*$/i, '') }) };
}

/** Mails without an id get one of what they say, the same each time. */
function idOf(mail: Mail): string {
  const given = messageIds(headerOf(mail.headers, 'message-id'))[0];
  if (given !== undefined) return given;
  const said = [mail.from?.address, mail.at.toISOString(), mail.subject, mail.text ?? ''].join('\0');
  return `none.${createHash('sha256').update(said).digest('hex').slice(0, 32)}`;
}

const timeOf = ({ at }: Mail, now: number): Date =>
  at.getTime() > now + DAY || at.getTime() < Date.UTC(1990, 0, 1) ? new Date(now) : at;

/** Who begins a thread says half of it in the subject. */
function textOf(mail: Mail, isAnswer: boolean): { text?: string; unreadable?: true } {
  if (mail.text === undefined) return { text: mail.subject, unreadable: true };
  const said = stripQuoted(mail.text);
  return { text: isAnswer ? said : [mail.subject, said].filter(Boolean).join('\n\n') };
}

/** Mail that a program wrote (RFC 3834 and what came before it): nothing may answer it, or two machines talk for ever. */
function automaticKind({ headers, from }: Mail): string | undefined {
  const submitted = headerOf(headers, 'auto-submitted')?.toLowerCase();
  if (submitted !== undefined && !submitted.startsWith('no')) return submitted.split(/[;\s]/)[0];
  if (headers.has('x-autoreply') || headers.has('x-autorespond') || headers.has('x-auto-response-suppress'))
    return 'auto-replied';
  const precedence = headerOf(headers, 'precedence')?.toLowerCase() ?? '';
  if (/^(auto_reply|junk)/.test(precedence)) return 'auto-replied';
  if (precedence.startsWith('bulk') && !headers.has('list-id')) return 'bulk';
  return /^(mailer-daemon|postmaster|no-?reply)@/.test(from?.address ?? '') ? 'auto-generated' : undefined;
}
