import type { Message, ReactionType, Update, User } from 'grammy/types';
import type { Heard, SeenChat } from '#modules/connections/index.ts';
import { liveEvent, type LiveDraft } from '../shared/live-event.ts';
import type { Recent } from '../shared/recent.ts';
import { bareId, chatAccount, userAccount } from './connector-ids.ts';

/** What an update of the Bot API tells. */
export type Told = {
  heard: Heard[];
  chats: SeenChat[];
  /** Numbers of the chats it names, by their bare id. */
  numbers: [chat: string, chatId: number][];
  /** Joinings and leavings, which come as a message, as a notice, or both. */
  moves: { key: string; notice: boolean; heard: Heard }[];
};

type Chat = Message['chat'];

/** What must be known beside the update: our own id, and who wrote the latest messages. */
export type Known = { ownId: number; authors: Recent<string, string> };

/** Kinds of update that are asked for; members and reactions only come when they are named. */
export const HEARD_UPDATES = [
  'message',
  'edited_message',
  'channel_post',
  'edited_channel_post',
  'message_reaction',
  'chat_member',
  'my_chat_member',
] as const;

/** Reads one update. Ids are those of the importer of Telegram Desktop's exports. */
export function readUpdate(update: Update, known: Known): Told {
  const told: Told = { heard: [], chats: [], numbers: [], moves: [] };
  const message = update.message ?? update.edited_message ?? update.channel_post ?? update.edited_channel_post;
  if (message) readMessage(message, known, told);
  else if (update.message_reaction) readReaction(update.message_reaction, known, told);
  else if (update.chat_member) readMove(update.chat_member, known, told);
  else if (update.my_chat_member) seeChat(update.my_chat_member.chat, told);
  return told;
}

function seeChat(chat: Chat, told: Told): void {
  if (chat.type === 'private') return;
  const id = bareId(chat.id);
  told.numbers.push([id, chat.id]);
  told.chats.push({ id, name: chat.title, kind: chat.type === 'channel' ? 'channel' : 'group' });
}

function readMessage(message: Message, known: Known, told: Told): void {
  seeChat(message.chat, told);
  if (message.migrate_to_chat_id !== undefined)
    told.numbers.push([bareId(message.chat.id), message.migrate_to_chat_id]);
  const base = baseOf(message);
  if (!base || message.from?.id === known.ownId) return;
  if (message.new_chat_members) readJoins(message, base, message.new_chat_members, known, told);
  else if (message.left_chat_member) readLeave(message, base, message.left_chat_member, known, told);
  else if (isWritten(message)) {
    known.authors.set(base.id, base.member);
    told.heard.push(liveEvent(chatOf(message.chat), written(message, base)));
  }
}

const chatOf = (chat: Chat): string | undefined => (chat.type === 'private' ? undefined : bareId(chat.id));
const ref = (chat: Chat, message: number): string =>
  `${chat.type === 'private' ? `private/${chat.id}` : bareId(chat.id)}/${message}`;
const nameOf = (user: User): string => [user.first_name, user.last_name].filter(Boolean).join(' ');

function baseOf(message: Message): LiveDraft | undefined {
  const { from, sender_chat: sender, chat } = message;
  const member = sender ? chatAccount(sender.id) : from && userAccount(from.id);
  if (member === undefined) return undefined;
  return {
    id: ref(chat, message.message_id),
    groupName: chat.type === 'private' ? undefined : chat.title,
    member,
    name: sender ? sender.title : nameOf(from!),
    // Telegram's own accounts stand in for a group or channel that speaks, and are bots.
    bot: (sender ? undefined : from!.is_bot) || undefined,
    kind: 'message',
    at: message.date * 1000,
  };
}

/** Parts of a message that a person made; without any it is a notice by Telegram. */
const MADE = [
  'text',
  'caption',
  'photo',
  'sticker',
  'voice',
  'video',
  'video_note',
  'animation',
  'audio',
  'document',
  'poll',
  'location',
  'contact',
  'dice',
  'game',
] as const;
const isWritten = (message: Message): boolean => MADE.some((part) => message[part] !== undefined);

/** Media as exports name them. */
const MEDIA: readonly [keyof Message, string][] = [
  ['photo', 'photo'],
  ['sticker', 'sticker'],
  ['voice', 'voice_message'],
  ['video_note', 'video_message'],
  ['video', 'video_file'],
  ['animation', 'animation'],
  ['audio', 'audio_file'],
  ['document', 'file'],
  ['poll', 'poll'],
  ['location', 'location'],
  ['contact', 'contact'],
  ['game', 'game'],
];

function written(message: Message, base: LiveDraft): LiveDraft {
  const answered = message.reply_to_message;
  // In a forum every message that answers nobody answers the one that opened its topic.
  const answersTopic = answered?.forum_topic_created !== undefined;
  const isReply = answered !== undefined && !answersTopic;
  const topic = message.is_topic_message ? message.message_thread_id : undefined;
  const entities = message.entities ?? message.caption_entities ?? [];
  const answeredBy = isReply ? baseOf(answered as Message)?.member : undefined;
  return {
    ...base,
    kind: isReply ? 'reply' : 'message',
    replyTo: isReply ? ref(message.chat, answered.message_id) : undefined,
    target: answeredBy,
    thread: topic === undefined ? undefined : ref(message.chat, topic),
    text: message.text ?? message.caption ?? message.poll?.question,
    mentions: entities.flatMap((entity) => (entity.type === 'text_mention' ? [userAccount(entity.user.id)] : [])),
    media: MEDIA.find(([part]) => message[part] !== undefined)?.[1],
    forwarded: message.forward_origin === undefined ? undefined : true,
    viaBot: message.via_bot?.username,
    version: message.edit_date === undefined ? undefined : message.edit_date * 1000,
  };
}

function readJoins(message: Message, base: LiveDraft, users: readonly User[], known: Known, told: Told): void {
  for (const [index, user] of users.entries()) {
    if (user.id === known.ownId) continue;
    const itself = user.id === message.from?.id;
    const draft: LiveDraft = {
      ...base,
      id: index === 0 ? base.id : `${base.id}/${index}`,
      kind: 'join',
      member: userAccount(user.id),
      name: nameOf(user),
      bot: user.is_bot || undefined,
      inviter: itself || !message.from ? undefined : userAccount(message.from.id),
    };
    addMove(message.chat, draft, false, told);
  }
}

function readLeave(message: Message, base: LiveDraft, user: User, known: Known, told: Told): void {
  if (user.id === known.ownId) return;
  const by = message.from && message.from.id !== user.id ? userAccount(message.from.id) : undefined;
  const draft: LiveDraft = {
    ...base,
    kind: 'leave',
    member: userAccount(user.id),
    name: nameOf(user),
    bot: user.is_bot || undefined,
    by,
  };
  addMove(message.chat, draft, false, told);
}

type MemberUpdate = NonNullable<Update['chat_member']>;
type Membership = MemberUpdate['new_chat_member'];

const isIn = (member: Membership): boolean =>
  member.status === 'restricted' ? member.is_member : !['left', 'kicked'].includes(member.status);

function readMove(update: MemberUpdate, known: Known, told: Told): void {
  seeChat(update.chat, told);
  const { user } = update.new_chat_member;
  const was = isIn(update.old_chat_member);
  const is = isIn(update.new_chat_member);
  if (was === is || user.id === known.ownId || update.chat.type === 'private') return;
  const kind = is ? 'join' : 'leave';
  const other = update.from.id === user.id ? undefined : userAccount(update.from.id);
  const draft: LiveDraft = {
    id: `${bareId(update.chat.id)}/${kind}/${user.id}/${update.date}`,
    groupName: update.chat.title,
    member: userAccount(user.id),
    name: nameOf(user),
    bot: user.is_bot || undefined,
    kind,
    at: update.date * 1000,
    [is ? 'inviter' : 'by']: other,
  };
  addMove(update.chat, draft, true, told);
}

function addMove(chat: Chat, draft: LiveDraft, notice: boolean, told: Told): void {
  told.moves.push({
    key: `${draft.kind}/${bareId(chat.id)}/${draft.member}`,
    notice,
    heard: liveEvent(bareId(chat.id), draft),
  });
}

type ReactionUpdate = NonNullable<Update['message_reaction']>;

const emojiOf = (reaction: ReactionType): string =>
  reaction.type === 'emoji' ? reaction.emoji : reaction.type === 'custom_emoji' ? reaction.custom_emoji_id : 'paid';

/** One event a reaction that came, and one marked removed a reaction that was taken back. */
function readReaction(update: ReactionUpdate, known: Known, told: Told): void {
  const { chat, user, actor_chat: actor } = update;
  seeChat(chat, told);
  const member = user ? userAccount(user.id) : actor && chatAccount(actor.id);
  if (member === undefined || chat.type === 'private' || user?.id === known.ownId) return;
  const before = new Set(update.old_reaction.map(emojiOf));
  const after = new Set(update.new_reaction.map(emojiOf));
  const changed = [...new Set([...before, ...after])].filter((emoji) => before.has(emoji) !== after.has(emoji));
  const message = ref(chat, update.message_id);
  for (const emoji of changed) {
    const draft: LiveDraft = {
      id: `${message}/r/${member}/${emoji}`,
      groupName: chat.title,
      member,
      name: user ? nameOf(user) : actor?.title,
      bot: user?.is_bot || undefined,
      kind: 'reaction',
      at: update.date * 1000,
      replyTo: message,
      target: known.authors.get(message),
      emoji,
      removed: after.has(emoji) ? undefined : 'withdrawn',
      // Given and taken back in one second: the taking back is the later.
      version: update.date * 1000 + (after.has(emoji) ? 0 : 1),
    };
    told.heard.push(liveEvent(bareId(chat.id), draft));
  }
}
