import type { Heard } from '#modules/connections/index.ts';
import type { IrcEvents, IrcMessage } from './irc-client.ts';
import type { Roster } from './roster.ts';

export type HearingState = {
  /** Our own nick now, lower case. */
  me(): string;
  lower(text: string): string;
  /** Of the network that names are unique on. */
  network: string;
  roster: Roster;
  /** Milliseconds. */
  now(): number;
  /** Unique over sessions; two calls never give the same. */
  nextId(): string;
};

/** The id of a nick or channel, given in lower case: names are unique on their network only. */
export const idOn = (network: string, name: string): string => `${name}@${network}`;

/** The nick or channel of an id. */
export function nameOf(id: string): string {
  const at = id.lastIndexOf('@');
  return at === -1 ? id : id.slice(0, at);
}

/** Colours, bold, italics and the like. */
// oxlint-disable-next-line no-control-regex -- these are the ones
const FORMATTING = /\u0003(?:\d{1,2}(?:,\d{1,2})?)?|\u0004(?:[0-9a-f]{6})?|[\u0002\u000F\u0011\u0016\u001D-\u001F]/giu;

const textOf = (message: string): string => message.replaceAll(FORMATTING, '').trim();

type Said = { time?: number; tags?: Record<string, string> };

/** When it happened: as the server says where it says so, else now. */
const timeOf = (state: HearingState, { time }: Said): string => new Date(time ?? state.now()).toISOString();

/** Ids of the server are the same when it tells again (from a bouncer, say); others are ours. */
const idOf = (state: HearingState, { tags }: Said): string => tags?.msgid ?? tags?.['draft/msgid'] ?? state.nextId();

/** Whom a message speaks to: `nick: …` and `nick, …` at its beginning, `@nick` anywhere, of those who are there. */
function mentionsOf(state: HearingState, channel: string | undefined, text: string): string[] {
  const isThere = (nick: string): boolean =>
    nick === state.me() || (channel !== undefined && state.roster.has(channel, nick));
  const named = [
    /^([^\s:,]{1,60})[:,](?=\s|$)/u.exec(text)?.[1],
    ...[...text.matchAll(/@([^\s:,.!?，。！？]{1,60})/gu)].map(([, nick]) => nick),
  ];
  const found = named.filter((nick) => nick !== undefined).map((nick) => state.lower(nick));
  return [...new Set(found.filter(isThere))];
}

/** A message in a channel or to us; none for what the server or nobody says, for other targets, and for our own. */
export function heardMessage(state: HearingState, told: IrcMessage, isAction: boolean): Heard | undefined {
  const member = told.nick ? state.lower(told.nick) : '';
  const text = textOf(told.message);
  if (told.from_server || member === '' || member === state.me() || text === '') return undefined;
  const target = state.lower(told.target);
  const channel = isChannel(target) ? target : undefined;
  if (channel === undefined && target !== state.me()) return undefined;
  const replyTo = told.tags?.['+draft/reply'] ?? told.tags?.['+reply'];
  const mentions = mentionsOf(state, channel, text).map((nick) => idOn(state.network, nick));
  return {
    ...(channel !== undefined && { chat: idOn(state.network, channel) }),
    event: {
      id: idOf(state, told),
      member: idOn(state.network, member),
      name: told.nick,
      kind: replyTo === undefined ? 'message' : 'reply',
      at: timeOf(state, told),
      text: isAction ? `* ${told.nick} ${text}` : text,
      ...(replyTo !== undefined && { replyTo }),
      ...(mentions.length > 0 && { mentions }),
    },
  };
}

export const isChannel = (target: string): boolean => /^[#&+!]/.test(target);

type Change = { chat: string; nick: string; written: string; kind: 'join' | 'leave' };

/** Somebody came into a channel or left it. `chat` and `nick` are lower-case names. */
export const heardChange = (
  state: HearingState,
  { chat, nick, written, kind }: Change,
  said: Said & { reason?: string; reconciled?: true } = {},
): Heard => ({
  chat: idOn(state.network, chat),
  event: {
    // Of one line that says so for many channels, each has its own.
    id: `${idOf(state, said)}:${chat}`,
    member: idOn(state.network, nick),
    name: written,
    kind,
    at: timeOf(state, said),
    ...(said.reason && { reason: textOf(said.reason) }),
    ...(said.reconciled && { reconciled: true }),
  },
});

/**
 * Somebody has another nick, in each channel that they are in. All under one id: in channels of one community it is one
 * event.
 */
export function heardRename(state: HearingState, told: IrcEvents['nick'], channels: readonly string[]): Heard[] {
  const [member, target] = [state.lower(told.nick), state.lower(told.new_nick)];
  if (member === target) return [];
  const event = {
    id: idOf(state, told),
    member: idOn(state.network, member),
    name: told.nick,
    kind: 'rename',
    target: idOn(state.network, target),
    at: timeOf(state, told),
  };
  return channels.map((chat) => ({ chat: idOn(state.network, chat), event }));
}
