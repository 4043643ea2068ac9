import { createHash } from 'node:crypto';
import type { ConnectorContext, Content, Outgoing, SendOutcome } from '#modules/connections/index.ts';
import type { ApiOutcome, WechatApi } from '../shared/wechat-api.ts';
import { uploadPicture } from '../shared/wechat-media.ts';
import { publishArticle } from './articles.ts';
import { type ChatContent, customerMessage, passiveMessage } from './official-message.ts';
import type { PassiveReplies } from './passive-replies.ts';
import type { OfficialSettings } from './settings.ts';

/** What sending needs. */
export type OfficialSender = {
  api: WechatApi;
  context: ConnectorContext<OfficialSettings>;
  replies: PassiveReplies;
};

const MEDIA_MOST = 10 * 1024 * 1024;
const COMMENT = /^comment:(\d+)_(\d+):(\d+)$/;

const refused = (code: string, reason: string): SendOutcome => ({ fate: 'refused', code, reason });

/** Sends one message: an article to all, an answer to a comment, or something to one follower. */
export async function officialSend(sender: OfficialSender, message: Outgoing): Promise<SendOutcome> {
  const { content, to, replyTo = '' } = message;
  const comment = COMMENT.exec(replyTo);
  if (comment !== null && content.kind === 'text') return answerComment(sender.api, comment, content.text);
  if (to.kind === 'public')
    return content.kind === 'article'
      ? publishArticle(sender, message.id, content)
      : refused('wrong_recipient', 'only an article can be published to all followers');
  if (to.kind !== 'person') return refused('wrong_recipient', 'an Official Account has no group chats');
  if (content.kind === 'article')
    return refused('wrong_recipient', 'an article is published to all, not sent to one follower');
  return content.kind === 'template'
    ? sendTemplate(sender.api, message, content)
    : tellFollower(sender, message, content);
}

/** A form that the platform approved. It takes a key, so that trying again within ten minutes sends once. */
async function sendTemplate(
  api: WechatApi,
  message: Outgoing,
  content: Extract<Content, { kind: 'template' }>,
): Promise<SendOutcome> {
  const body = {
    touser: message.to.id,
    template_id: content.template,
    ...(content.url === null ? {} : { url: content.url }),
    client_msg_id: createHash('sha256').update(message.id).digest('hex').slice(0, 32),
    data: Object.fromEntries(Object.entries(content.fields).map(([name, value]) => [name, { value }])),
  };
  const outcome = await api.ask('/cgi-bin/message/template/send', body, { repeatable: true });
  return sentOr(outcome, (answer) => String(answer.msgid ?? ''));
}

/** In the callback that is still open where there is one, else as a customer-service message (within 48 hours). */
async function tellFollower(
  sender: OfficialSender,
  message: Outgoing,
  content: Extract<Content, { kind: 'text' | 'image' | 'card' }>,
): Promise<SendOutcome> {
  const chat = await chatContent(sender, content);
  if ('fate' in chat) return chat;
  const answered =
    message.ticket !== undefined &&
    sender.replies.reply(
      ticketKey(sender.context.connectionId, message.ticket),
      passiveMessage(chat),
      sender.context.now(),
    );
  const outcome: SendOutcome = answered ? { fate: 'sent' } : await customer(sender.api, message.to.id, chat);
  if (outcome.fate !== 'sent' || content.kind !== 'image' || content.caption === '') return outcome;
  const caption = await customer(sender.api, message.to.id, { kind: 'text', text: content.caption });
  // The picture has arrived: sending all of it again for its caption would double it.
  if (caption.fate !== 'sent')
    sender.context.log.warn({ fate: caption.fate }, 'the caption of a picture was not taken');
  return outcome;
}

/** Tickets of all connections of this process live together. */
export const ticketKey = (connectionId: string, ticket: string): string => `${connectionId} ${ticket}`;

async function customer(api: WechatApi, openId: string, content: ChatContent): Promise<SendOutcome> {
  return sentOr(await api.ask('/cgi-bin/message/custom/send', customerMessage(openId, content)), () => '');
}

async function chatContent(
  sender: OfficialSender,
  content: Extract<Content, { kind: 'text' | 'image' | 'card' }>,
): Promise<ChatContent | Exclude<ApiOutcome, { fate: 'done' }>> {
  if (content.kind !== 'image') return content;
  const upload = { path: '/cgi-bin/media/upload', query: { type: 'image' }, url: content.url, most: MEDIA_MOST };
  const outcome = await uploadPicture(sender.api, sender.context, upload);
  return outcome.fate === 'done' ? { kind: 'picture', mediaId: String(outcome.answer.media_id) } : outcome;
}

async function answerComment(
  api: WechatApi,
  [, article, index, comment]: RegExpExecArray,
  text: string,
): Promise<SendOutcome> {
  const outcome = await api.ask('/cgi-bin/comment/reply/add', {
    msg_data_id: Number(article),
    index: Number(index),
    user_comment_id: Number(comment),
    content: text,
  });
  return sentOr(outcome, () => `comment:${article}_${index}:${comment}:reply`);
}

function sentOr(outcome: ApiOutcome, idOf: (answer: Record<string, unknown>) => string): SendOutcome {
  if (outcome.fate !== 'done') return outcome;
  const id = idOf(outcome.answer);
  return { fate: 'sent', ...(id === '' ? {} : { id }) };
}
