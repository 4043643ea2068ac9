import type { Draft } from '../shared/event-shaper.ts';
import { epochMs, filled, isObject, type Json, listOf, objectsOf, textOf } from '../shared/json-entries.ts';
import { mentionsOf, readableText } from './slack-text.ts';

export type SlackUser = { name?: string; bot: boolean };
export type SlackChannel = { id: string; name: string };

const JOINS = new Set(['channel_join', 'group_join']);
const LEAVES = new Set(['channel_leave', 'group_leave']);

/** Subtypes whose text a person or bot wrote; the text of the others is a notice by Slack and mentions nobody. */
const WRITTEN = new Set(['', 'me_message', 'bot_message', 'thread_broadcast', 'reply_broadcast']);

/** The events of one message of a Slack export: itself, and the reactions to it, whose times Slack does not tell. */
export function* slackEvents(
  message: Json,
  channel: SlackChannel,
  users: ReadonlyMap<string, SlackUser>,
): Generator<Draft> {
  const draft = written(message, channel, users);
  yield draft;
  for (const reaction of objectsOf(message.reactions)) {
    const emoji = filled(reaction.name) ?? '';
    for (const member of listOf(reaction.users).flatMap((user) => filled(user) ?? [])) {
      yield {
        id: `${draft.id}/r/${member}/${emoji}`,
        group: channel.id,
        groupName: channel.name,
        thread: draft.thread,
        member,
        name: users.get(member)?.name,
        bot: users.get(member)?.bot || undefined,
        kind: 'reaction',
        at: draft.at,
        atInferred: true,
        replyTo: draft.id,
        target: draft.member,
        emoji,
      };
    }
  }
}

function written(message: Json, channel: SlackChannel, users: ReadonlyMap<string, SlackUser>): Draft {
  const ts = filled(message.ts);
  const subtype = filled(message.subtype) ?? '';
  const member = authorOf(message);
  const author = member === undefined ? undefined : users.get(member);
  const base: Draft = {
    id: ts === undefined ? '' : `${channel.id}/${ts}`,
    group: channel.id,
    groupName: channel.name,
    member,
    name: author?.name ?? filled(message.username),
    bot:
      subtype === 'bot_message' ||
      author?.bot ||
      (author === undefined && filled(message.bot_id) !== undefined) ||
      undefined,
    kind: 'message',
    at: epochMs(ts),
  };
  if (JOINS.has(subtype)) return { ...base, kind: 'join', inviter: filled(message.inviter) };
  if (LEAVES.has(subtype)) return { ...base, kind: 'leave' };
  return { ...base, ...place(message, channel, ts), ...content(message, subtype, users), version: editedAt(message) };
}

/** Where in a thread a message stands; the root of a thread carries its own id as thread. */
function place(message: Json, channel: SlackChannel, ts: string | undefined): Partial<Draft> {
  const root = filled(message.thread_ts);
  if (root === undefined) return {};
  const thread = `${channel.id}/${root}`;
  return root === ts ? { thread } : { thread, kind: 'reply', replyTo: thread, target: filled(message.parent_user_id) };
}

function content(message: Json, subtype: string, users: ReadonlyMap<string, SlackUser>): Partial<Draft> {
  const raw = textOf(message.text) ?? '';
  const mentions = WRITTEN.has(subtype) ? mentionsOf(raw) : [];
  return {
    text: readableText(raw, (id) => users.get(id)?.name),
    mentions: mentions.length > 0 ? mentions : undefined,
    subtype: subtype === '' ? undefined : subtype,
    removed: subtype === 'tombstone' ? 'deleted' : undefined,
    files: listOf(message.files).length || undefined,
  };
}

function authorOf(message: Json): string | undefined {
  const comment = isObject(message.comment) ? filled(message.comment.user) : undefined;
  const botProfile = isObject(message.bot_profile) ? filled(message.bot_profile.id) : undefined;
  return filled(message.user) ?? comment ?? filled(message.bot_id) ?? botProfile ?? filled(message.username);
}

function editedAt(message: Json): number | undefined {
  const at = isObject(message.edited) ? epochMs(message.edited.ts) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}
