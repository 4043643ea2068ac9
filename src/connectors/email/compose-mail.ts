import type { SendMailOptions } from 'nodemailer';
import { escape } from '#kernel/markup.ts';
import { asText, type Content, type Outgoing } from '#modules/connections/index.ts';
import { htmlToText } from '../shared/html-text.ts';
import type { EmailSettings } from './settings.ts';

/** A mail that is answered: its subject and the ids before it. */
export type Answered = { subject: string; references: readonly string[] };

const LONGEST_SUBJECT = 200;

/** The mail of a delivery. `to` is the address it goes to; `toList`: to a mailing list, whose members unsubscribe there. */
export function composeMail(
  { content, replyTo }: Outgoing,
  settings: EmailSettings,
  about: { messageId: string; to: string; toList: boolean; answered?: Answered },
): SendMailOptions {
  const { messageId, to, toList, answered } = about;
  const references = [...new Set([...(answered?.references ?? []), ...(replyTo === undefined ? [] : [replyTo])])];
  const bracketed = references.slice(-20).map((id) => `<${id}>`);
  return {
    messageId: `<${messageId}>`,
    from: { name: settings.name, address: settings.address },
    to: { name: '', address: to },
    subject: subjectOf(content, settings, answered),
    ...(replyTo !== undefined && { inReplyTo: `<${replyTo}>`, references: bracketed }),
    text: wordsOf(content),
    ...(htmlOf(content) !== undefined && { html: htmlOf(content) }),
    headers: {
      // Asks vacation responders to stay silent (RFC 3834).
      'Auto-Submitted': 'auto-generated',
      ...(!toList && unsubscribing(settings)),
    },
  };
}

/** RFC 2369 and, for a page, the one click of RFC 8058. */
function unsubscribing({ address, unsubscribe }: EmailSettings): Record<string, string> {
  const byMail = `<mailto:${address}?subject=unsubscribe>`;
  return unsubscribe === ''
    ? { 'List-Unsubscribe': byMail }
    : { 'List-Unsubscribe': `<${unsubscribe}>, ${byMail}`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
}

function subjectOf(content: Content, settings: EmailSettings, answered: Answered | undefined): string {
  if (answered !== undefined)
    return /^(re|回复|答复)\s?[:：]/i.test(answered.subject) ? answered.subject : `Re: ${answered.subject}`;
  const title = 'title' in content ? content.title : settings.subject;
  const first =
    asText(content)
      .split('\n')
      .find((line) => line.trim() !== '') ?? '';
  return (title || first)
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, LONGEST_SUBJECT);
}

const wordsOf = (content: Content): string =>
  content.kind === 'article'
    ? [htmlToText(content.html), content.source ?? ''].filter(Boolean).join('\n\n')
    : asText(content);

/** Pictures and cards are shown; an article is what its author wrote. Plain text stays plain. */
function htmlOf(content: Content): string | undefined {
  if (content.kind === 'article') return content.html;
  if (content.kind === 'image')
    return `<p><img src="${escape(content.url)}" alt="" style="max-width:100%"></p>${paragraphs(content.caption)}`;
  if (content.kind !== 'card') return undefined;
  const picture =
    content.image === null ? '' : `<p><img src="${escape(content.image)}" alt="" style="max-width:100%"></p>`;
  return `${picture}<p><a href="${escape(content.url)}"><strong>${escape(content.title)}</strong></a></p>${paragraphs(content.text)}`;
}

const paragraphs = (text: string): string => (text === '' ? '' : `<p>${escape(text).replaceAll('\n', '<br>')}</p>`);
