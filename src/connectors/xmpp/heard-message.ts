import { createHash } from 'node:crypto';
import type { Heard } from '#modules/connections/index.ts';
import { liveEvent, type LiveDraft } from '../shared/live-event.ts';
import { Recent } from '../shared/recent.ts';
import { parseInstant } from '../shared/when.ts';
import { nickOf, type Occupants } from './occupants.ts';
import { NS, type XmlElement } from './xmpp-client.ts';

/** The messages lately said in a room, for what comes later about them. */
export class Said {
  /** Who said an event, and when, milliseconds. */
  readonly events = new Recent<string, { member: string; at: number; kind: string }>(5_000);
  /** Events by who said them and the id that they gave them themselves, which corrections go by. */
  readonly byOwnId = new Recent<string, string>(5_000);
  /** Reactions of a person to an event, as they last stood. */
  readonly reactions = new Recent<string, readonly string[]>(5_000);
}

type Beside = { room: string; groupName: string; occupants: Occupants; said: Said; now: number };
type Author = { member: string; name: string; at: number };

/** A message to a room, live, in the history that a room tells on entering, or from its archive (`archiveId`). */
export function readRoomMessage(stanza: XmlElement, beside: Beside, archiveId?: string): Heard[] {
  const { room, occupants, said } = beside;
  const nick = nickOf(stanza.attrs.from ?? '');
  const at = timeOf(stanza, beside.now);
  const retracted = stanza.getChild('retract', NS.retract)?.attrs.id;
  // A room itself speaks when a moderator takes a message back.
  if (nick === '') return retracted === undefined ? [] : readRetraction(retracted, undefined, at, beside);
  const author: Author = { member: occupants.memberOf(stanza, nick), name: nick, at };
  if (retracted !== undefined) return readRetraction(retracted, author, at, beside);
  const reactions = stanza.getChild('reactions', NS.reactions);
  if (reactions) return readReactions(reactions, author, beside);
  const text = bodyOf(stanza);
  if (text === '') return [];
  const ownId = stanza.attrs.id;
  const id = eventId(stanza, beside, author, archiveId ?? stanzaIdOf(stanza, room));
  const ownKey = `${author.member} ${ownId}`;
  const replaced = stanza.getChild('replace', NS.correct)?.attrs.id;
  const original = replaced === undefined ? undefined : said.byOwnId.get(`${author.member} ${replaced}`);
  if (original !== undefined) {
    // Some clients correct a correction by its own id.
    if (ownId !== undefined) said.byOwnId.set(ownKey, original);
    const { kind, at: saidAt } = said.events.get(original) ?? { kind: 'message', at };
    const version = Math.max(at, saidAt + 1);
    return [liveEvent(room, { ...draftOf(original, author, beside, text), kind, at: saidAt, version })];
  }
  if (ownId !== undefined) said.byOwnId.set(ownKey, id);
  const draft = { ...draftOf(id, author, beside, text), ...replyOf(stanza, beside) };
  said.events.set(id, { member: author.member, at, kind: draft.kind });
  return [liveEvent(room, draft)];
}

/** The id that the room gave; one from elsewhere may be anybody's. */
export const stanzaIdOf = (stanza: XmlElement, room: string): string | undefined =>
  stanza.getChildren('stanza-id', NS.stanzaId).find(({ attrs }) => attrs.by?.toLowerCase() === room)?.attrs.id;

/** When a stanza was said, milliseconds: a late one says so. */
function timeOf(stanza: XmlElement, now: number): number {
  const stamp = stanza.getChild('delay', NS.delay)?.attrs.stamp;
  const at = stamp === undefined ? Number.NaN : parseInstant(stamp);
  return Number.isNaN(at) ? now : Math.min(at, now);
}

/**
 * The id of a message, the same when it comes again: the room's, else the sender's own with who and where, else what it says, who says it
 * and when it was said.
 */
function eventId(stanza: XmlElement, { room }: Beside, author: Author, given: string | undefined): string {
  if (given !== undefined) return `${room}/${short(given)}`;
  const { id } = stanza.attrs;
  const own = id ?? `${new Date(author.at).toISOString().slice(0, 19)} ${bodyOf(stanza)}`;
  return `${room}/${short(`${author.member} ${own}`, id === undefined || own.length > 60)}`;
}

const short = (text: string, always = false): string =>
  always || text.length > 150 ? createHash('sha256').update(text).digest('base64url').slice(0, 32) : text;

function draftOf(id: string, { member, name, at }: Author, { groupName }: Beside, text: string): LiveDraft {
  return { id, member, name, kind: 'message', at, text, groupName };
}

/** The text without the quotation that old clients are shown in place of a reply. */
function bodyOf(stanza: XmlElement): string {
  const body = stanza.getChildText('body') ?? '';
  const fallback = stanza
    .getChildren('fallback', NS.fallback)
    .find((one) => one.attrs.for === NS.reply)
    ?.getChild('body');
  if (!fallback) return body.trim();
  // Counted in whole characters: https://xmpp.org/extensions/xep-0428.html#body
  const characters = [...body];
  characters.splice(
    Number(fallback.attrs.start ?? 0),
    Number(fallback.attrs.end ?? 0) - Number(fallback.attrs.start ?? 0),
  );
  return characters.join('').trim();
}

function replyOf(stanza: XmlElement, { room, said }: Beside): Partial<LiveDraft> {
  const answered = stanza.getChild('reply', NS.reply)?.attrs.id;
  if (answered === undefined) return {};
  const replyTo = `${room}/${short(answered)}`;
  return { kind: 'reply', replyTo, target: said.events.get(replyTo)?.member };
}

/** A message taken back by whom it is from, or by the room for a moderator. Only who said it is believed. */
function readRetraction(id: string, by: Author | undefined, at: number, { room, said }: Beside): Heard[] {
  const event = `${room}/${short(id)}`;
  const known = said.events.get(event);
  if (!known || (by && by.member !== known.member)) return [];
  const removed = by ? 'deleted' : 'moderated';
  const version = Math.max(at, known.at + 1);
  return [liveEvent(room, { id: event, member: known.member, kind: known.kind, at: known.at, removed, version })];
}

/** Reactions come all anew each time: what is gone was taken back. */
function readReactions(element: XmlElement, author: Author, { room, groupName, said }: Beside): Heard[] {
  const event = `${room}/${short(element.attrs.id ?? '')}`;
  const key = `${author.member} ${event}`;
  const before = said.reactions.get(key) ?? [];
  const after = [...new Set(element.getChildren('reaction').map((one) => one.text().trim()))]
    .filter(Boolean)
    .slice(0, 20);
  said.reactions.set(key, after);
  const changed = [...new Set([...before, ...after])].filter(
    (emoji) => before.includes(emoji) !== after.includes(emoji),
  );
  return changed.map((emoji) =>
    liveEvent(room, {
      id: `${event}/r/${short(`${author.member}/${emoji}`, true)}`,
      member: author.member,
      name: author.name,
      groupName,
      kind: 'reaction',
      at: author.at,
      replyTo: event,
      target: said.events.get(event)?.member,
      emoji,
      removed: after.includes(emoji) ? undefined : 'withdrawn',
      version: author.at + (after.includes(emoji) ? 0 : 1),
    }),
  );
}
