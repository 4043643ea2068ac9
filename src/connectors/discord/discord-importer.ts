import type { NeutralEvent } from '#modules/events/contract.ts';
import type { Head } from '../files/sniff.ts';
import { type Confidence, type Importer, NOT_MINE } from '../importer.ts';
import { best, placeIn } from '../shared/entries.ts';
import { type Draft, EventShaper } from '../shared/event-shaper.ts';
import { filled, isObject, type Json, listOf, objectsOf, textOf } from '../shared/json-entries.ts';
import { readJson } from '../shared/json-stream.ts';
import { previewByReading } from '../shared/preview-by-reading.ts';
import { parseInstant } from '../shared/when.ts';

const PATHS = ['$.channel', '$.messages.*'];

/** DiscordChatExporter's JSON, a file a channel; a folder or archive of them is read as one history. */
export const discordImporter: Importer = {
  id: 'discord',
  label: { zh: 'Discord（DiscordChatExporter JSON）', en: 'Discord (DiscordChatExporter JSON)' },
  detect: ({ heads }) => best(heads, score),
  preview: (file, settings) => previewByReading(discordImporter, file, settings),
  async *read(file, settings, sink): AsyncGenerator<NeutralEvent> {
    const shaper = new EventShaper(settings, sink, 'discord');
    for await (const entry of file.walk((name) => /\.json$/i.test(name) || file.entries.length === 1)) {
      const place = placeIn(file, entry.name);
      let channel: Json = {};
      for await (const batch of readJson(entry.bytes, entry.name, PATHS, settings.encoding))
        for (const { path, value } of batch) {
          if (path[0] === 'channel') channel = isObject(value) ? value : {};
          else if (!isObject(value)) sink.skipped(place(`message ${path[1]}`), 'not_an_event');
          else
            for (const draft of eventsOf(value, channel)) {
              const event = shaper.take(draft, place(`message ${filled(value.id) ?? path[1]}`));
              if (event) yield event;
            }
        }
    }
  },
};

function* eventsOf(message: Json, channel: Json): Generator<Draft> {
  const base = baseOf(message, channel);
  const type = filled(message.type) ?? 'Default';
  if (type === 'GuildMemberJoin') yield { ...base, kind: 'join' };
  else if (type === 'RecipientAdd' || type === 'RecipientRemove') yield* recipients(message, base, type);
  else if (!WRITTEN.has(type)) yield { ...base, kind: 'system', action: type, text: textOf(message.content) };
  else {
    yield written(message, base);
    yield* reactions(message, base);
  }
}

/** Kinds of message that a person or bot wrote; the others are notices of the system. */
const WRITTEN = new Set([
  'Default',
  'Reply',
  'ChatInputCommand',
  'ContextMenuCommand',
  'ThreadStarterMessage',
  '0',
  '19',
  '20',
  '21',
  '23',
]);

function baseOf(message: Json, channel: Json): Draft {
  const author = isObject(message.author) ? message.author : {};
  // Of a thread, the export names the channel it hangs from as its category.
  const isThread = textOf(channel.type)?.endsWith('Thread') === true;
  return {
    id: filled(message.id) ?? '',
    group: filled(isThread ? channel.categoryId : channel.id) ?? filled(channel.id) ?? '',
    groupName: filled(isThread ? channel.category : channel.name),
    thread: isThread ? filled(channel.id) : undefined,
    member: filled(author.id),
    name: nameOf(author),
    bot: author.isBot === true ? true : undefined,
    kind: 'message',
    at: timeOf(message.timestamp),
  };
}

const nameOf = (user: Json): string | undefined => filled(user.nickname) ?? filled(user.name);
const timeOf = (value: unknown): number => (typeof value === 'string' ? parseInstant(value) : Number.NaN);

function written(message: Json, base: Draft): Draft {
  const reference = isObject(message.reference) ? filled(message.reference.messageId) : undefined;
  const isReply = reference !== undefined && (message.type === 'Reply' || message.type === '19');
  const mentions = objectsOf(message.mentions).flatMap((user) => filled(user.id) ?? []);
  const edited = timeOf(message.timestampEdited);
  return {
    ...base,
    kind: isReply ? 'reply' : 'message',
    replyTo: isReply ? reference : undefined,
    text: textOf(message.content),
    mentions: mentions.length > 0 ? mentions : undefined,
    version: edited > base.at ? edited : undefined,
    pinned: message.isPinned === true ? true : undefined,
    attachments: listOf(message.attachments).length || undefined,
    stickers: listOf(message.stickers).length || undefined,
  };
}

/** Reactions carry people in exports that asked for them; their time is not told. */
function* reactions(message: Json, base: Draft): Generator<Draft> {
  for (const reaction of objectsOf(message.reactions)) {
    const emoji = isObject(reaction.emoji) ? reaction.emoji : {};
    const name = filled(emoji.name) ?? filled(emoji.code) ?? '';
    for (const user of objectsOf(reaction.users)) {
      const member = filled(user.id);
      if (member === undefined) continue;
      yield {
        id: `${base.id}/r/${member}/${filled(emoji.id) ?? name}`,
        group: base.group,
        groupName: base.groupName,
        thread: base.thread,
        member,
        name: nameOf(user),
        bot: user.isBot === true ? true : undefined,
        kind: 'reaction',
        at: base.at,
        atInferred: true,
        replyTo: base.id,
        target: base.member,
        emoji: name,
      };
    }
  }
}

/** In a group conversation the author adds or removes the person who is mentioned; removing oneself is leaving. */
function* recipients(message: Json, base: Draft, type: string): Generator<Draft> {
  const kind = type === 'RecipientAdd' ? 'join' : 'leave';
  const people = objectsOf(message.mentions);
  if (people.length === 0) yield { ...base, kind };
  for (const [index, person] of people.entries()) {
    const member = filled(person.id);
    yield {
      ...base,
      id: index === 0 ? base.id : `${base.id}/${index}`,
      kind,
      member,
      name: nameOf(person),
      bot: person.isBot === true ? true : undefined,
      by: member === base.member ? undefined : base.member,
    };
  }
}

function score({ text }: Head): Confidence {
  if (!text.trimStart().startsWith('{')) return NOT_MINE;
  if (/"guild"\s*:\s*\{/.test(text) && /"channel"\s*:\s*\{/.test(text))
    return { score: 0.97, because: 'guild and channel of DiscordChatExporter' };
  if (/"channel"\s*:\s*\{/.test(text) && /"messages"\s*:\s*\[/.test(text) && /"(author|timestampEdited)"/.test(text))
    return { score: 0.7, because: 'channel and messages with authors' };
  return NOT_MINE;
}
