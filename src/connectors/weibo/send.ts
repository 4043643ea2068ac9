import { asText, type Content, type Outgoing, type SendOutcome } from '#modules/connections/index.ts';
import { commentId, statusId } from './poll.ts';
import { callWeibo, isNotSent, type NotSent, type WeiboContext } from './weibo-api.ts';

/** Longest of each: open.weibo.com/wiki/Send_Customer_Service_Message (under 300), 2/comments/create (140), 2/statuses/share (2,000). */
const LONGEST = { message: 299, comment: 140, post: 2000 };

/** Sends one message: a private message, an answer to a comment or a post, or a post to everybody. */
export function sendWeibo(message: Outgoing, context: WeiboContext): Promise<SendOutcome> {
  if (message.replaces !== undefined)
    return Promise.resolve(refused('cannot_edit', 'Weibo lets no app change what was posted'));
  if (message.to.kind === 'person') return sendMessage(message, context);
  return message.replyTo === undefined ? publish(message.content, context) : answer(message, context);
}

const refused = (code: string, reason: string): SendOutcome => ({ fate: 'refused', code, reason });

const tooLong = (text: string, most: number): SendOutcome | undefined =>
  [...text].length > most
    ? refused('too_long', `Weibo takes ${most} characters here; this has ${[...text].length}`)
    : undefined;

/** The customer-service message: within 48 hours of what the fan wrote or did. */
async function sendMessage({ to, content }: Outgoing, context: WeiboContext): Promise<SendOutcome> {
  const article = articleOf(content);
  const text = asText(content);
  const long = article === undefined ? tooLong(text, LONGEST.message) : undefined;
  if (long !== undefined) return long;
  const form = {
    type: article === undefined ? 'text' : 'articles',
    data: JSON.stringify(article === undefined ? { text } : { articles: [article] }),
    receiver_id: to.id,
  };
  const said = await callWeibo(context, { base: context.settings.messageBase, path: '/2/messages/reply.json', form });
  if (isNotSent(said)) return said;
  return said['result'] === false ? refused('not_taken', 'Weibo did not take the message') : { fate: 'sent' };
}

function articleOf(content: Content): Record<string, string> | undefined {
  if (content.kind === 'card')
    return { display_name: content.title, summary: content.text, image: content.image ?? '', url: content.url };
  if (content.kind !== 'article' || content.source === null) return undefined;
  return { display_name: content.title, summary: content.digest, image: content.cover ?? '', url: content.source };
}

async function answer({ replyTo = '', content }: Outgoing, context: WeiboContext): Promise<SendOutcome> {
  const comment = asText(content);
  const long = tooLong(comment, LONGEST.comment);
  if (long !== undefined) return long;
  const [kind, status = '', cid = ''] = replyTo.split(':');
  if (!(kind === 's' ? /^s:\d+$/ : /^c:\d+:\d+$/).test(replyTo))
    return refused('bad_reply', 'only a post or a comment can be answered in public');
  const said =
    kind === 's'
      ? await callWeibo(context, { path: '/2/comments/create.json', form: { id: status, comment } })
      : await callWeibo(context, { path: '/2/comments/reply.json', form: { id: status, cid, comment } });
  return sentAs(said, (id) => commentId(status, id));
}

/** A post of the account, with a link under the app's own domain as Weibo wants it, and one picture. */
async function publish(content: Content, context: WeiboContext): Promise<SendOutcome> {
  const words = content.kind === 'image' ? content.caption : asText(content);
  const text = /https?:\/\//.test(words) ? words : [words, context.settings.link].filter(Boolean).join(' ');
  const long = tooLong(text, LONGEST.post);
  if (long !== undefined) return long;
  const image = content.kind === 'image' ? content.url : content.kind === 'card' ? content.image : null;
  const form = new FormData();
  form.set('status', text);
  if (image !== null) {
    const picture = await fetchPicture(image, context);
    if ('fate' in picture) return picture;
    form.set('pic', picture.blob, 'picture');
  }
  const said = await callWeibo(context, { path: '/2/statuses/share.json', form });
  return sentAs(said, statusId);
}

async function fetchPicture(url: string, context: WeiboContext): Promise<{ blob: Blob } | NotSent> {
  let response: Response;
  try {
    response = await context.fetch(url);
    if (response.ok) return { blob: await response.blob() };
  } catch {
    // Nothing was sent yet: it is tried again as a whole.
    return { fate: 'later', seconds: 60, code: 'picture_unreachable', reason: 'the picture could not be fetched' };
  }
  return { fate: 'refused', code: 'picture_missing', reason: `the picture’s address answered ${response.status}` };
}

function sentAs(said: Record<string, unknown> | NotSent, name: (id: string) => string): SendOutcome {
  if (isNotSent(said)) return said;
  const id = said['idstr'] ?? said['id'];
  return typeof id === 'string' || typeof id === 'number' ? { fate: 'sent', id: name(String(id)) } : { fate: 'sent' };
}
