import type { Draft } from '../shared/event-shaper.ts';
import { epochMs, filled, isObject, type Json, listOf, objectsOf, textOf } from '../shared/json-entries.ts';
import { NameBook } from '../shared/name-book.ts';
import { parseInstant } from '../shared/when.ts';
import type { WallClock } from '../shared/wall-clock.ts';

/** What an export says of a chat before its messages. */
export type Chat = { name?: string; type?: string; id?: string };

/** An event before it is checked, and the message it comes from. */
export type Found = { draft: Draft; where: string };

/** Names that were added or removed wait for their accounts to be seen; past this many, the first are let go as they are. */
const MOST_WAITING = 50_000;

/** Reads the messages of one Telegram chat in their order. */
export class TelegramChat {
  readonly #chat: Chat;
  readonly #clock: WallClock;
  readonly #names = new NameBook();
  readonly #topics = new Set<string>();
  #waiting: { found: Found; name: string }[] = [];

  constructor(chat: Chat, clock: WallClock) {
    this.#chat = chat;
    this.#clock = clock;
  }

  /** The events of one message: itself, or what a service message tells, and its reactions. */
  *read(message: Json): Generator<Found> {
    const id = filled(message.id);
    const where = id === undefined ? 'message without id' : `message ${id}`;
    const base = this.#base(message, id);
    if (message.type === 'service') yield* this.#service(message, base, where);
    else {
      yield { draft: this.#written(message, base), where };
      yield* this.#reactions(message, base, where);
    }
  }

  /** What waited for names; to be asked when the chat has ended. */
  *end(): Generator<Found> {
    for (const { found, name } of this.#waiting) {
      found.draft.member = this.#names.find(name) ?? `name:${name}`;
      yield found;
    }
    this.#waiting = [];
  }

  #base(message: Json, id: string | undefined): Draft {
    const actor = message.type === 'service';
    const name = filled(actor ? message.actor : message.from);
    const member =
      accountOf(actor ? message.actor_id : message.from_id) ?? (name === undefined ? undefined : `name:${name}`);
    if (member !== undefined) this.#names.add(name, member);
    return {
      id: id === undefined ? '' : this.#ref(id),
      group: this.#chat.id ?? '',
      groupName: this.#chat.name,
      member,
      name,
      kind: 'message',
      at: this.#timeOf(message),
    };
  }

  #ref(id: string): string {
    return `${this.#chat.id ?? ''}/${id}`;
  }

  #timeOf(message: Json): number {
    if (message.date_unixtime !== undefined) return epochMs(message.date_unixtime);
    return typeof message.date === 'string' ? this.#clock.instant(parseInstant(`${message.date}Z`)) : Number.NaN;
  }

  #written(message: Json, base: Draft): Draft {
    const parent = filled(message.reply_to_message_id);
    const inTopic = parent !== undefined && this.#topics.has(parent);
    const isReply = parent !== undefined && !inTopic && message.reply_to_peer_id === undefined;
    const edited = epochMs(
      message.edited_unixtime ??
        (typeof message.edited === 'string'
          ? this.#clock.instant(parseInstant(`${message.edited}Z`)) / 1000
          : undefined),
    );
    const mentions = objectsOf(message.text).flatMap((part) =>
      part.type === 'mention_name' ? (accountOf(part.user_id) ?? []) : [],
    );
    return {
      ...base,
      kind: isReply ? 'reply' : 'message',
      replyTo: isReply ? this.#ref(parent) : undefined,
      thread: inTopic ? this.#ref(parent) : undefined,
      text: plainText(message.text),
      mentions: mentions.length > 0 ? mentions : undefined,
      media: mediaOf(message),
      forwarded: message.forwarded_from === undefined ? undefined : true,
      viaBot: filled(message.via_bot),
      version: edited > base.at ? edited : undefined,
    };
  }

  *#reactions(message: Json, base: Draft, where: string): Generator<Found> {
    for (const reaction of objectsOf(message.reactions)) {
      const emoji = filled(reaction.emoji) ?? filled(reaction.document_id) ?? filled(reaction.type) ?? '';
      for (const recent of objectsOf(reaction.recent)) {
        const member = accountOf(recent.from_id);
        if (member === undefined) continue;
        this.#names.add(filled(recent.from), member);
        const at = this.#reactedAt(message, recent);
        yield {
          draft: {
            id: `${base.id}/r/${member}/${emoji}`,
            group: base.group,
            groupName: base.groupName,
            member,
            name: filled(recent.from),
            kind: 'reaction',
            at: at ?? base.at,
            atInferred: at === undefined ? true : undefined,
            replyTo: base.id,
            target: base.member,
            emoji,
          },
          where,
        };
      }
    }
  }

  /** A reaction's time stands in the exporter's zone only; the message's two times tell that zone's offset. */
  #reactedAt(message: Json, recent: Json): number | undefined {
    if (typeof recent.date !== 'string') return undefined;
    const wall = parseInstant(`${recent.date}Z`);
    const messageWall = typeof message.date === 'string' ? parseInstant(`${message.date}Z`) : Number.NaN;
    const messageAt = epochMs(message.date_unixtime);
    const at = Number.isNaN(messageWall - messageAt) ? this.#clock.instant(wall) : wall - (messageWall - messageAt);
    return Number.isNaN(at) ? undefined : at;
  }

  *#service(message: Json, base: Draft, where: string): Generator<Found> {
    const action = filled(message.action) ?? '';
    if (action === 'topic_created') this.#topics.add(filled(message.id) ?? '');
    if (JOINS_SELF.has(action))
      yield { draft: { ...base, kind: 'join', action, inviter: filled(message.inviter) }, where };
    else if (action === 'invite_members')
      yield* this.#others(message, { ...base, kind: 'join', action }, 'inviter', where);
    else if (action === 'remove_members') yield* this.#others(message, { ...base, kind: 'leave', action }, 'by', where);
    else if (action === 'create_group') {
      yield { draft: { ...base, kind: 'join', action }, where };
      yield* this.#others(message, { ...base, kind: 'join', action }, 'inviter', where);
    } else
      yield {
        draft: { ...base, kind: 'system', action, text: filled(message.title) ?? plainText(message.text) },
        where,
      };
  }

  /** People whom somebody else added or removed are told by name only; the actor among them did it themselves. */
  *#others(message: Json, base: Draft, actorAs: 'inviter' | 'by', where: string): Generator<Found> {
    const actor = base.member;
    // The one who creates a group is the first to join it.
    const before = base.action === 'create_group' ? 1 : 0;
    for (const [index, name] of listOf(message.members).map(textOf).entries()) {
      const number = index + before;
      const draft: Draft = { ...base, id: number === 0 ? base.id : `${base.id}/${number}` };
      const itself = name !== undefined && name === base.name;
      if (itself && before === 0) yield { draft, where };
      else if (name !== undefined && !itself)
        this.#waiting.push({ found: { draft: { ...draft, name, [actorAs]: actor }, where }, name });
    }
    if (this.#waiting.length > MOST_WAITING) yield* this.end();
  }
}

const JOINS_SELF = new Set([
  'join_group_by_link',
  'join_group_by_request',
  'create_channel',
  'joined_group',
  'join_channel',
]);

/** An account's id as the export writes it; older ones write a number for a person. */
function accountOf(value: unknown): string | undefined {
  return typeof value === 'number' ? `user${value}` : filled(value);
}

/** Text that is either plain or a list of plain parts and marked ones. */
function plainText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) return undefined;
  return value
    .map((part: unknown) => (typeof part === 'string' ? part : isObject(part) ? (textOf(part.text) ?? '') : ''))
    .join('');
}

function mediaOf(message: Json): string | undefined {
  const named = filled(message.media_type);
  if (named !== undefined) return named;
  return ['photo', 'file', 'poll', 'location_information', 'contact_information', 'game_title']
    .find((field) => message[field] !== undefined)
    ?.replace(/_.*/, '');
}
