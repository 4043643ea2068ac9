import type { Heard } from '#modules/connections/index.ts';
import { filled, isObject, type Json, listOf, objectsOf } from '../shared/json-entries.ts';
import { type LiveDraft, liveEvent } from '../shared/live-event.ts';
import type { Recent } from '../shared/recent.ts';
import { parseInstant } from '../shared/when.ts';
import type { Place } from './connector-client.ts';

/** What must be known beside a message: its channel, our own id, who wrote lately, and the present, milliseconds. */
export type Beside = { place: Place; ownId: string; authors: Recent<string, string>; now: number };

/** A joining, which comes as a message, as a notice, or both. */
export type Move = { key: string; heard: Heard };

const DISCORD_EPOCH = 1_420_070_400_000n;

/** When something with this id was made, milliseconds: https://discord.com/developers/docs/reference#snowflakes */
export const timeOf = (id: string): number => Number((BigInt(id) >> 22n) + DISCORD_EPOCH);
/** The lowest id of a moment. */
export const idAt = (at: number): string =>
  String((BigInt(Math.max(at, Number(DISCORD_EPOCH))) - DISCORD_EPOCH) << 22n);

/** Kinds of message that a person or bot wrote; the others are notices of the system. */
const WRITTEN = new Set([0, 19, 20, 21, 23]);
const REPLY = 19;
const JOIN = 7;

const nameOf = (user: Json, member: unknown): string | undefined =>
  (isObject(member) ? filled(member.nick) : undefined) ?? filled(user.global_name) ?? filled(user.username);

/** Where a place's events belong: the chat, its name, and the thread. A private conversation has none. */
function whereOf(place: Place): { chat?: string; groupName?: string; thread?: string } {
  if (place.guild === undefined) return {};
  if (place.parent === undefined) return { chat: place.id, groupName: place.name };
  return { chat: place.parent, thread: place.id };
}

/** Reads a message, new or changed. Ids are those of DiscordChatExporter's importer. */
export function readMessage(message: Json, beside: Beside): { heard?: Heard; move?: Move } {
  const { place, ownId, authors } = beside;
  const author = isObject(message.author) ? message.author : undefined;
  const [id, member] = [filled(message.id), filled(author?.id)];
  if (!author || id === undefined || member === undefined || member === ownId) return {};
  const { chat, ...where } = whereOf(place);
  const base: LiveDraft = {
    id,
    ...where,
    member,
    name: nameOf(author, message.member),
    bot: author.bot === true || message.webhook_id !== undefined ? true : undefined,
    kind: 'message',
    at: timeOf(id),
  };
  const type = Number(message.type ?? 0);
  if (type === JOIN) {
    const heard = liveEvent(chat, { ...base, kind: 'join' });
    return { move: { key: `join/${place.guild}/${member}`, heard } };
  }
  if (!WRITTEN.has(type)) return {};
  authors.set(id, member);
  return { heard: liveEvent(chat, written(message, type, base)) };
}

function written(message: Json, type: number, base: LiveDraft): LiveDraft {
  const reference = isObject(message.message_reference) ? filled(message.message_reference.message_id) : undefined;
  const answered = isObject(message.referenced_message) ? message.referenced_message : {};
  const isReply = type === REPLY && reference !== undefined;
  const edited = typeof message.edited_timestamp === 'string' ? parseInstant(message.edited_timestamp) : Number.NaN;
  const mentions = objectsOf(message.mentions);
  return {
    ...base,
    kind: isReply ? 'reply' : 'message',
    replyTo: isReply ? reference : undefined,
    target: isReply && isObject(answered.author) ? filled(answered.author.id) : undefined,
    text: readable(filled(message.content) ?? '', mentions),
    mentions: mentions.length > 0 ? mentions.flatMap((user) => filled(user.id) ?? []) : undefined,
    version: edited > base.at ? edited : undefined,
    attachments: listOf(message.attachments).length || undefined,
    stickers: listOf(message.sticker_items).length || undefined,
  };
}

/** A text as people read it: `<@1>` → `@name`, `<:smile:2>` → `:smile:`. */
function readable(text: string, mentions: readonly Json[]): string {
  const names = new Map(mentions.map((user) => [String(user.id), nameOf(user, user.member)]));
  return text
    .replace(/<@!?(\d+)>/g, (whole, id: string) => (names.has(id) ? `@${names.get(id)}` : whole))
    .replace(/<a?(:\w+:)\d+>/g, '$1');
}

/**
 * A message that was deleted. Discord does not say whose it was; where we do not remember, our own account stands for the author: the log
 * keeps who wrote an event from its first version.
 */
export function readDeletion(id: string, { place, ownId, authors, now }: Beside): Heard {
  const author = authors.get(id);
  const { chat, ...where } = whereOf(place);
  return liveEvent(chat, {
    id,
    ...where,
    member: author ?? ownId,
    bot: author === undefined ? true : undefined,
    kind: 'message',
    at: timeOf(id),
    removed: 'deleted',
    version: now,
  });
}

/** A reaction given, or taken back; Discord does not say when. */
export function readReaction(reaction: Json, isGiven: boolean, beside: Beside): Heard | undefined {
  const { place, ownId, authors, now } = beside;
  const emoji = isObject(reaction.emoji) ? reaction.emoji : {};
  const [member, message] = [filled(reaction.user_id), filled(reaction.message_id)];
  const name = filled(emoji.name) ?? '';
  if (member === undefined || message === undefined || member === ownId || place.guild === undefined) return undefined;
  const user = isObject(reaction.member) && isObject(reaction.member.user) ? reaction.member.user : undefined;
  const { chat, ...where } = whereOf(place);
  return liveEvent(chat, {
    id: `${message}/r/${member}/${filled(emoji.id) ?? name}`,
    ...where,
    member,
    name: user && nameOf(user, reaction.member),
    bot: user?.bot === true || undefined,
    kind: 'reaction',
    at: now,
    replyTo: message,
    target: filled(reaction.message_author_id) ?? authors.get(message),
    emoji: name,
    removed: isGiven ? undefined : 'withdrawn',
    version: now,
  });
}

/** A notice that somebody joined a server, told in the channel where it welcomes; `reference` is the same when it is told again. */
export function readJoin(data: Json, reference: string, { place, ownId, now }: Beside): Move | undefined {
  const user = isObject(data.user) ? data.user : {};
  const member = filled(user.id);
  if (member === undefined || member === ownId) return undefined;
  const joined = typeof data.joined_at === 'string' ? parseInstant(data.joined_at) : Number.NaN;
  const heard = liveEvent(place.id, {
    id: `${place.guild}/join/${member}/${reference}`,
    groupName: place.name,
    member,
    name: nameOf(user, data),
    bot: user.bot === true || undefined,
    kind: 'join',
    at: Number.isNaN(joined) ? now : joined,
  });
  return { key: `join/${place.guild}/${member}`, heard };
}

/** Somebody left a server, and with it each of its channels. */
export function readLeave(
  data: Json,
  reference: string,
  { places, ownId, now }: { places: readonly Place[]; ownId: string; now: number },
): Heard[] {
  const user = isObject(data.user) ? data.user : {};
  const member = filled(user.id);
  if (member === undefined || member === ownId) return [];
  return places.map((place) =>
    liveEvent(place.id, {
      id: `${place.guild}/leave/${member}/${reference}/${place.id}`,
      groupName: place.name,
      member,
      name: nameOf(user, undefined),
      bot: user.bot === true || undefined,
      kind: 'leave',
      at: now,
    }),
  );
}
