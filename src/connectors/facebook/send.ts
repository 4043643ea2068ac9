import { asText, type Content, type Outgoing, type SendOutcome } from '#modules/connections/index.ts';
import { callGraph, type FacebookContext, isNotSent, type NotSent } from './graph-api.ts';

/** Longest text of the Send API (…/messenger-platform/reference/send-api), of a comment and of a post. */
const LONGEST = { message: 2000, comment: 8000, post: 63_206 };
/** Of a generic template: title and subtitle. */
const CARD_TEXT = 80;

/** Sends one message: to a person in Messenger, under a post or comment, as a post, or in place of one sent before. */
export function sendFacebook(message: Outgoing, context: FacebookContext): Promise<SendOutcome> {
  if (message.to.kind === 'person') return sendMessage(message, context);
  if (message.replaces !== undefined) return change(message.replaces, message.content, context);
  if (message.replyTo !== undefined) return comment(message.replyTo, message.content, context);
  return publish(message.content, context);
}

const refused = (code: string, reason: string): SendOutcome => ({ fate: 'refused', code, reason });

const tooLong = (text: string, most: number): SendOutcome | undefined =>
  [...text].length > most
    ? refused('too_long', `Facebook takes ${most} characters here; this has ${[...text].length}`)
    : undefined;

const GRAPH_ID = /^\d+(_\d+)*$/;

async function sendMessage(
  { to, content, replaces, replyTo }: Outgoing,
  context: FacebookContext,
): Promise<SendOutcome> {
  if (replaces !== undefined) return refused('cannot_edit', 'a Page cannot change a message it sent in Messenger');
  const message = messageOf(content);
  const long = 'text' in message ? tooLong(message.text, LONGEST.message) : undefined;
  if (long !== undefined) return long;
  // A comment answered in private opens the conversation; its author is not known to Messenger before.
  const recipient = replyTo !== undefined && GRAPH_ID.test(replyTo) ? { comment_id: replyTo } : { id: to.id };
  const json = { recipient, messaging_type: 'RESPONSE', message };
  return sentAs(await callGraph(context, { path: `${context.settings.pageId}/messages`, json }), 'message_id');
}

/** Text, one picture, or a generic template; what does not fit in a template's lines goes as text. */
function messageOf(content: Content): { text: string } | { attachment: unknown } {
  if (content.kind === 'image' && content.caption === '')
    return { attachment: { type: 'image', payload: { url: content.url, is_reusable: false } } };
  if (content.kind !== 'card' || content.title.length > CARD_TEXT || content.text.length > CARD_TEXT)
    return { text: asText(content) };
  const { title, text, url, image } = content;
  const element = {
    title,
    ...(text !== '' && { subtitle: text }),
    ...(image !== null && { image_url: image }),
    default_action: { type: 'web_url', url },
  };
  return { attachment: { type: 'template', payload: { template_type: 'generic', elements: [element] } } };
}

async function comment(to: string, content: Content, context: FacebookContext): Promise<SendOutcome> {
  if (!GRAPH_ID.test(to)) return refused('bad_reply', 'only a post or a comment can be answered in public');
  const picture = content.kind === 'image' ? { attachment_url: content.url } : {};
  const message = content.kind === 'image' ? content.caption : asText(content);
  const long = tooLong(message, LONGEST.comment);
  if (long !== undefined) return long;
  return sentAs(await callGraph(context, { path: `${to}/comments`, json: { message, ...picture } }), 'id');
}

async function publish(content: Content, context: FacebookContext): Promise<SendOutcome> {
  const { pageId } = context.settings;
  if (content.kind === 'image') {
    const json = { url: content.url, caption: content.caption };
    // `id` is the picture's; people comment on and react to the post that carries it.
    return sentAs(await callGraph(context, { path: `${pageId}/photos`, json }), 'post_id', 'id');
  }
  const { message, link } = postOf(content);
  const long = tooLong(message, LONGEST.post);
  if (long !== undefined) return long;
  return sentAs(await callGraph(context, { path: `${pageId}/feed`, json: { message, ...(link && { link }) } }), 'id');
}

function postOf(content: Content): { message: string; link?: string } {
  if (content.kind === 'card')
    return { message: [content.title, content.text].filter(Boolean).join('\n'), link: content.url };
  if (content.kind === 'article' && content.source !== null)
    return { message: [content.title, content.digest].filter(Boolean).join('\n'), link: content.source };
  return { message: asText(content) };
}

async function change(post: string, content: Content, context: FacebookContext): Promise<SendOutcome> {
  if (!GRAPH_ID.test(post)) return refused('cannot_edit', 'only posts and comments of the Page can be changed');
  const message = content.kind === 'image' ? content.caption : postOf(content).message;
  const said = await callGraph(context, { path: post, json: { message } });
  return isNotSent(said) ? said : { fate: 'sent', id: post };
}

function sentAs(said: Record<string, unknown> | NotSent, ...names: string[]): SendOutcome {
  if (isNotSent(said)) return said;
  const id = names.map((name) => said[name]).find((value) => typeof value === 'string');
  return typeof id === 'string' ? { fate: 'sent', id } : { fate: 'sent' };
}
