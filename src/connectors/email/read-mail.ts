import type { FetchMessageObject, ImapFlow, MessageStructureObject } from 'imapflow';
import { htmlToText } from '../shared/html-text.ts';
import { parseHeaders } from './headers.ts';
import type { Mail } from './mail.ts';
import { mailHtmlToText } from './mail-html.ts';

/** Bytes of a body that are looked at; attachments are never fetched. */
const MOST_TEXT = 256 * 1024;
const MOST_HTML = 1024 * 1024;

/** The header fields that decide anything. */
export const HEADERS = [
  'message-id',
  'references',
  'in-reply-to',
  'list-id',
  'list-post',
  'reply-to',
  'x-original-from',
  'delivered-to',
  'auto-submitted',
  'precedence',
  'x-autoreply',
  'x-autorespond',
  'x-auto-response-suppress',
];

/** Reads one mail of the open mailbox: headers as fetched, then only the parts of text. A body that cannot be read leaves `text` out. */
export async function readMail(client: ImapFlow, message: FetchMessageObject): Promise<Mail> {
  const { envelope = {}, bodyStructure, internalDate, uid } = message;
  const from = envelope.from?.[0];
  const headers = parseHeaders(message.headers ?? '');
  const addressed = [...(envelope.to ?? []), ...(envelope.cc ?? []), ...(envelope.bcc ?? [])].map(
    ({ address }) => address,
  );
  const nodes = bodyStructure === undefined ? [] : [...leavesOf(bodyStructure)];
  const written = [envelope.date, internalDate].map((date) => new Date(date ?? Number.NaN));
  return {
    headers,
    subject: (envelope.subject ?? '').replace(/\s+/g, ' ').trim(),
    ...(from?.address && { from: { address: from.address.toLowerCase(), ...(from.name && { name: from.name }) } }),
    to: [...addressed, ...(headers.get('delivered-to') ?? [])]
      .filter((to) => to !== undefined)
      .map((to) => to.toLowerCase()),
    at: written.find((date) => !Number.isNaN(date.getTime())) ?? new Date(0),
    attachments: nodes.filter(isAttachment).length,
    ...(await body(client, uid, nodes)),
    ...(bodyStructure?.type === 'multipart/report' && (await report(client, uid, nodes))),
  };
}

/** The parts that hold no parts; a mail within a mail is one part. */
function* leavesOf(node: MessageStructureObject): Generator<MessageStructureObject> {
  if (node.childNodes === undefined || node.type === 'message/rfc822') yield node;
  else for (const child of node.childNodes) yield* leavesOf(child);
}

const isAttachment = (node: MessageStructureObject): boolean =>
  node.disposition === 'attachment' || (!node.type.startsWith('text/') && !node.type.startsWith('message/'));

async function body(client: ImapFlow, uid: number, nodes: MessageStructureObject[]): Promise<{ text?: string }> {
  const shown = nodes.filter((node) => !isAttachment(node));
  const plain = shown.find(({ type }) => type === 'text/plain');
  const html = shown.find(({ type }) => type === 'text/html');
  const node = plain ?? html;
  if (node === undefined) return { text: '' };
  try {
    const text = await download(client, uid, node, node === plain ? MOST_TEXT : MOST_HTML);
    // Where all of it stands in quotes, it is a forward: then that is what was said.
    return { text: node === plain ? text : mailHtmlToText(text) || htmlToText(text) };
  } catch (error) {
    // One mail that the server cannot give must not stop the rest; a connection that broke must.
    if (!client.usable) throw error;
    return {};
  }
}

async function download(
  client: ImapFlow,
  uid: number,
  { part = '1' }: MessageStructureObject,
  maxBytes: number,
): Promise<string> {
  const { content } = await client.download(String(uid), part, { uid: true, maxBytes });
  const chunks: Buffer[] = [];
  for await (const chunk of content ?? []) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

async function report(client: ImapFlow, uid: number, nodes: MessageStructureObject[]): Promise<Pick<Mail, 'report'>> {
  const status = nodes.find(({ type }) => type === 'message/delivery-status');
  if (status === undefined) return {};
  const about = nodes.find(({ type }) => type === 'message/rfc822' || type === 'text/rfc822-headers');
  return {
    report: {
      status: await download(client, uid, status, 64 * 1024),
      about: about === undefined ? '' : await download(client, uid, about, 64 * 1024),
    },
  };
}
