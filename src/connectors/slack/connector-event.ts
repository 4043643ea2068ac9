import type { Heard } from '#modules/connections/index.ts';
import { epochMs, filled, isObject, type Json } from '../shared/json-entries.ts';
import { type LiveDraft, liveEvent } from '../shared/live-event.ts';
import type { SlackPlace } from './connector-client.ts';
import { slackEvents, type SlackUser } from './slack-message.ts';
import { mentionsOf } from './slack-text.ts';

/** What an event of the Events API tells; `move` is a joining or leaving, which comes as a message, as a notice, or both. */
export type SlackTold = { heard: Heard; move?: { key: string; notice: boolean } };

export type SlackNames = { users: ReadonlyMap<string, SlackUser>; places: ReadonlyMap<string, SlackPlace> };

/** Our own user in the workspace, whose events are left out. */
export type SlackSelf = { userId: string };

const MOVED = new Set(['channel_join', 'group_join', 'channel_leave', 'group_leave']);
/** Messages by Slack about messages; what they carry is read by itself. */
const ABOUT = new Set(['message_changed', 'message_deleted', 'message_replied']);
const MOST_NAMES = 10;

/** Ids of people and channels that an event names, for looking their names up before it is read. */
export function idsIn(event: Json): { users: string[]; places: string[] } {
  const message = isObject(event.message) ? event.message : event;
  const users = [filled(message.user), ...mentionsOf(filled(message.text) ?? '')];
  const item = isObject(event.item) ? event.item : {};
  const place = filled(event.channel) ?? filled(item.channel);
  return {
    users: [...new Set(users.filter((id) => id !== undefined))].slice(0, MOST_NAMES),
    places: place === undefined || isDirect(place, event) ? [] : [place],
  };
}

const isDirect = (channel: string, event: Json): boolean => event.channel_type === 'im' || channel.startsWith('D');

/**
 * Reads one event. Ids are those of the importer of Slack's exports. Messages by bots, ours and others', and conversations of
 * several people outside channels are left out.
 */
export function readSlackEvent(event: Json, names: SlackNames, self: SlackSelf): SlackTold[] {
  if (event.channel_type === 'mpim') return [];
  const type = filled(event.type);
  if (type === 'message') return readMessage(event, names, self);
  if (type === 'reaction_added' || type === 'reaction_removed') return readReaction(event, names, self);
  if (type === 'member_joined_channel' || type === 'member_left_channel') return readNotice(event, names, self);
  return [];
}

const placeName = (names: SlackNames, channel: string): string | undefined => names.places.get(channel)?.name;
const chatOf = (channel: string, event: Json): string | undefined => (isDirect(channel, event) ? undefined : channel);

function readMessage(event: Json, names: SlackNames, self: SlackSelf): SlackTold[] {
  const channel = filled(event.channel);
  const subtype = filled(event.subtype) ?? '';
  if (channel === undefined) return [];
  const told = subtype === 'message_deleted' ? event.previous_message : ABOUT.has(subtype) ? event.message : event;
  if (!isObject(told) || subtype === 'message_replied' || isOurs(told, self)) return [];
  const groupName = isDirect(channel, event) ? undefined : (placeName(names, channel) ?? channel);
  const [draft] = slackEvents({ ...told, type: 'message' }, { id: channel, name: groupName ?? '' }, names.users);
  if (!draft || draft.id === '' || draft.member === undefined || draft.bot || Number.isNaN(draft.at)) return [];
  const version = versionOf(event, subtype, draft as LiveDraft);
  if (subtype === 'message_changed' && version === undefined) return [];
  const live: LiveDraft = { ...(draft as LiveDraft), version };
  if (subtype === 'message_deleted') Object.assign(live, { removed: 'deleted', text: undefined, mentions: undefined });
  const heard = liveEvent(chatOf(channel, event), live);
  if (!MOVED.has(subtype)) return [{ heard }];
  return [{ heard, move: { key: moveKey(live.kind, channel, live.member), notice: false } }];
}

const moveKey = (kind: string, channel: string, member: string): string => `${kind}/${channel}/${member}`;

const isOurs = (message: Json, self: SlackSelf): boolean =>
  filled(message.bot_id) !== undefined || message.subtype === 'bot_message' || filled(message.user) === self.userId;

/** An edit’s version is its time, as importers have it; other changes (an unfolded link) are no edits. Undefined: the first version. */
function versionOf(event: Json, subtype: string, draft: LiveDraft): number | undefined {
  const told = epochMs(event.event_ts ?? event.ts);
  if (subtype === 'message_deleted' || draft.removed !== undefined) return Number.isNaN(told) ? draft.at + 1 : told;
  return draft.version;
}

function readReaction(event: Json, names: SlackNames, self: SlackSelf): SlackTold[] {
  const item = isObject(event.item) ? event.item : {};
  const [user, emoji, channel, ts] = [
    filled(event.user),
    filled(event.reaction),
    filled(item.channel),
    filled(item.ts),
  ];
  const at = epochMs(event.event_ts);
  if (!user || !emoji || !channel || !ts || Number.isNaN(at) || user === self.userId || isDirect(channel, event))
    return [];
  const removed = event.type === 'reaction_removed';
  const message = `${channel}/${ts}`;
  const draft: LiveDraft = {
    id: `${message}/r/${user}/${emoji}`,
    groupName: placeName(names, channel),
    member: user,
    name: names.users.get(user)?.name,
    bot: names.users.get(user)?.bot || undefined,
    kind: 'reaction',
    at,
    replyTo: message,
    target: filled(event.item_user),
    emoji,
    removed: removed ? 'withdrawn' : undefined,
    version: at,
  };
  return [{ heard: liveEvent(channel, draft) }];
}

function readNotice(event: Json, names: SlackNames, self: SlackSelf): SlackTold[] {
  const [user, channel, ts] = [filled(event.user), filled(event.channel), filled(event.event_ts)];
  const at = epochMs(ts);
  if (!user || !channel || Number.isNaN(at) || user === self.userId) return [];
  const kind = event.type === 'member_joined_channel' ? 'join' : 'leave';
  const draft: LiveDraft = {
    id: `${channel}/${kind}/${user}/${ts}`,
    groupName: placeName(names, channel),
    member: user,
    name: names.users.get(user)?.name,
    bot: names.users.get(user)?.bot || undefined,
    kind,
    at,
    inviter: kind === 'join' ? filled(event.inviter) : undefined,
  };
  return [{ heard: liveEvent(channel, draft), move: { key: moveKey(kind, channel, user), notice: true } }];
}
