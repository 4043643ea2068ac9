import type { Api, GrammyError } from 'grammy';
import type { Message } from 'grammy/types';
import { asText, type Content } from '#modules/connections/index.ts';
import type { Action, ActionOutcome, Outgoing, SendOutcome } from '#modules/connections/index.ts';
import { noAnswerIn } from '../shared/library-fetch.ts';
import { accountNumber, type ChatNumbers, messageNumber } from './connector-ids.ts';

/** https://core.telegram.org/bots/api#sendmessage and #sendphoto, in UTF-16 units after entities are read. */
const LONGEST = { text: 4096, caption: 1024 } as const;

/** The longest text that fits into one message. */
export const LONGEST_TEXT = LONGEST.text;

type Form = { photo?: string; text: string; html: boolean; shown: number };
type Fault = Extract<SendOutcome, { fate: 'later' | 'refused' | 'unknown' | 'revoked' }>;

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** A content as Telegram shows it: plain text, a photo with its caption, or a card in its HTML. Words too long for a caption go without. */
function formOf(content: Content): Form {
  if (content.kind === 'image' && content.caption.length <= LONGEST.caption)
    return { photo: content.url, text: content.caption, html: false, shown: content.caption.length };
  if (content.kind !== 'card') return { text: asText(content), html: false, shown: asText(content).length };
  const title = `<b>${escape(content.title)}</b>`;
  const link = `<a href="${escape(content.url).replaceAll('"', '&quot;')}">${escape(content.url)}</a>`;
  return {
    photo: asText(content).length <= LONGEST.caption ? (content.image ?? undefined) : undefined,
    text: [title, escape(content.text), link].filter(Boolean).join('\n'),
    html: true,
    shown: asText(content).length,
  };
}

/** Sends, or changes what was sent, in one request. `api` answers as the Bot API does; faults become outcomes. */
export async function sendToTelegram(api: Api, chats: ChatNumbers, message: Outgoing): Promise<SendOutcome> {
  const form = formOf(message.content);
  if (form.shown > LONGEST_TEXT)
    return { fate: 'refused', code: 'too_long', reason: `Telegram takes at most ${LONGEST_TEXT} characters` };
  const target = await recipientOf(message, chats);
  if (target === undefined)
    return { fate: 'refused', code: 'bad_recipient', reason: `${message.to.id} is no chat or account of Telegram` };
  const first = await attempt(api, target, message, form);
  const moved = first.fate === 'moved' ? first.chatId : undefined;
  if (moved !== undefined) await chats.note(message.to.id, moved);
  const outcome = moved === undefined ? first : await attempt(api, moved, message, form);
  return outcome.fate === 'moved' ? { fate: 'refused', code: 'moved', reason: 'the group moved twice' } : outcome;
}

async function recipientOf({ to }: Outgoing, chats: ChatNumbers): Promise<number | undefined> {
  if (to.kind === 'person') return accountNumber(to.id);
  return to.kind === 'chat' && /^\d{1,16}$/.test(to.id) ? chats.of(to.id) : undefined;
}

type Attempt = SendOutcome | { fate: 'moved'; chatId: number };

async function attempt(api: Api, chatId: number, message: Outgoing, form: Form): Promise<Attempt> {
  const prefix = message.to.kind === 'chat' ? message.to.id : `private/${chatId}`;
  const replaced = messageNumber(message.replaces);
  if (message.replaces !== undefined && replaced === undefined)
    return { fate: 'refused', code: 'bad_reference', reason: 'the message to change has no number at Telegram' };
  try {
    if (replaced === undefined) {
      const sent = await deliver(api, chatId, form, messageNumber(message.replyTo));
      return { fate: 'sent', id: `${prefix}/${sent.message_id}` };
    }
    await change(api, chatId, replaced, form);
    return { fate: 'sent', id: `${prefix}/${replaced}` };
  } catch (error) {
    const moved = (error as Partial<GrammyError>).parameters?.migrate_to_chat_id;
    if (moved !== undefined) return { fate: 'moved', chatId: moved };
    // Somebody changed it to the same before: what was asked for is so.
    if (replaced !== undefined && isUnchanged(error)) return { fate: 'sent', id: `${prefix}/${replaced}` };
    return telegramFault(error);
  }
}

const isUnchanged = (error: unknown): boolean =>
  /message is not modified/.test((error as Partial<GrammyError>).description ?? '');

function deliver(api: Api, chatId: number, form: Form, answered: number | undefined): Promise<Message> {
  const options = {
    parse_mode: form.html ? ('HTML' as const) : undefined,
    reply_parameters:
      answered === undefined ? undefined : { message_id: answered, allow_sending_without_reply: true as const },
  };
  return form.photo === undefined
    ? api.sendMessage(chatId, form.text, options)
    : api.sendPhoto(chatId, form.photo, { ...options, caption: form.text || undefined });
}

async function change(api: Api, chatId: number, message: number, form: Form): Promise<void> {
  const parse_mode = form.html ? ('HTML' as const) : undefined;
  if (form.photo === undefined) await api.editMessageText(chatId, message, form.text, { parse_mode });
  else
    await api.editMessageMedia(chatId, message, {
      type: 'photo',
      media: form.photo,
      caption: form.text || undefined,
      parse_mode,
    });
}

/** What an error of the Bot API means: https://core.telegram.org/api/errors, https://core.telegram.org/bots/api#making-requests */
export function telegramFault(error: unknown): Fault {
  const lost = noAnswerIn(error);
  if (lost) return lost;
  const { error_code: status, description = String(error), parameters } = error as Partial<GrammyError>;
  if (status === 429)
    return { fate: 'later', seconds: parameters?.retry_after ?? 30, code: 'too_many', reason: description };
  // A token of the right form that is unknown is answered 401, any other 404.
  if (status === 401 || status === 404) return { fate: 'revoked', reason: description };
  if (status === 403) return { fate: 'refused', code: 'blocked', reason: description };
  if (status === 400) return { fate: 'refused', code: codeOf(description), reason: description };
  if (status === 409) return { fate: 'later', seconds: 60, code: 'conflict', reason: description };
  return { fate: 'unknown', reason: description };
}

function codeOf(description: string): string {
  if (/chat not found|user not found|PEER_ID_INVALID/i.test(description)) return 'no_such_recipient';
  if (/not enough rights|have no rights|admin/i.test(description)) return 'no_rights';
  if (/HTTP URL|file identifier|WEBPAGE/i.test(description)) return 'bad_image';
  if (/message (to edit|can't be edited|to be replied)/i.test(description)) return 'no_such_message';
  return 'bad_request';
}

/** What a muted person may not do; given back by the chat's own permissions, which Telegram intersects with these. */
const SPEECH = [
  'can_send_messages',
  'can_send_audios',
  'can_send_documents',
  'can_send_photos',
  'can_send_videos',
  'can_send_video_notes',
  'can_send_voice_notes',
  'can_send_polls',
  'can_send_other_messages',
  'can_add_web_page_previews',
] as const;
const speech = (allowed: boolean) => Object.fromEntries(SPEECH.map((right) => [right, allowed]));

/** Less than 30 s or more than 366 days is for ever at Telegram: https://core.telegram.org/bots/api#restrictchatmember */
const MUTE_SECONDS = { least: 31, most: 366 * 86_400 };

/** Mutes, lets speak again, or removes for good. `now` in milliseconds. */
export async function actAtTelegram(api: Api, chats: ChatNumbers, action: Action, now: number): Promise<ActionOutcome> {
  const account = accountNumber(action.account);
  if (action.chat === undefined || account === undefined || account < 0)
    return { fate: 'refused', code: 'bad_recipient', reason: 'a chat and the account of a person are needed' };
  const chatId = await chats.of(action.chat);
  try {
    if (action.kind === 'remove') await api.banChatMember(chatId, account);
    else if (action.kind === 'unmute') await api.restrictChatMember(chatId, account, speech(true));
    else if (action.kind === 'mute') {
      const { seconds } = action;
      const bounded = seconds === undefined || seconds > MUTE_SECONDS.most ? 0 : Math.max(seconds, MUTE_SECONDS.least);
      const until_date = bounded === 0 ? undefined : Math.ceil(now / 1000 + bounded);
      await api.restrictChatMember(chatId, account, speech(false), { until_date });
    } else return { fate: 'refused', code: 'unsupported', reason: `Telegram has no ${action.kind}` };
    return { fate: 'done' };
  } catch (error) {
    return telegramFault(error);
  }
}
