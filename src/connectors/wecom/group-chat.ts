import { z } from 'zod';
import type { Heard } from '#modules/connections/index.ts';

const memberSchema = z.object({
  userid: z.string().min(1),
  type: z.int().default(2),
  join_time: z.int().nonnegative(),
  join_scene: z.int().optional(),
  invitor: z.object({ userid: z.string() }).optional(),
  name: z.string().optional(),
  group_nickname: z.string().optional(),
  state: z.string().optional(),
});

/** The answer of groupchat/get. */
export const groupChatSchema = z.object({
  group_chat: z.object({
    chat_id: z.string().min(1),
    name: z.string().default(''),
    owner: z.string().default(''),
    member_list: z.array(memberSchema).default([]),
  }),
});
export type GroupChat = z.infer<typeof groupChatSchema>['group_chat'];
type Member = GroupChat['member_list'][number];

/** What was known of a group when it was looked at last: its owner, and when each member joined (seconds). */
export type KnownChat = { owner: string; members: Record<string, number> };

export const knownOf = (chat: GroupChat): KnownChat => ({
  owner: chat.owner,
  members: Object.fromEntries(chat.member_list.map(({ userid, join_time: joined }) => [userid, joined])),
});

/** Why a look was taken. Undefined: the hourly one. Else what the platform said changed, and when (ISO). */
export type Notice = { at: string; left: readonly string[]; quitScene?: string };

const SCENES: Readonly<Record<number, string>> = { 1: 'invited', 2: 'link', 3: 'code' };
const QUITS: Readonly<Record<string, string>> = { '0': 'left', '1': 'removed' };

/**
 * What happened between two looks at a group. Only the platform's own list decides who is in it, so that callbacks that were lost,
 * repeated or mixed up do no harm; ids name the member's stay (when they joined), so that two looks at once tell the same.
 */
export function changesOf(
  known: KnownChat | undefined,
  chat: GroupChat,
  notice: Notice | undefined,
  now: number,
): Heard[] {
  const before = known?.members ?? {};
  const heard: Heard[] = [];
  const stays = new Map(chat.member_list.map((member) => [member.userid, member]));
  for (const [id, joined] of Object.entries(before)) {
    const stay = stays.get(id);
    if (stay?.join_time === joined) continue;
    const back = stay === undefined ? undefined : new Date(stay.join_time * 1000).toISOString();
    heard.push(leaveOf(chat.chat_id, id, joined, notice, back ?? new Date(now).toISOString()));
  }
  for (const member of stays.values())
    if (before[member.userid] !== member.join_time) heard.push(joinOf(chat, member, notice));
  return heard;
}

function joinOf(chat: GroupChat, member: Member, notice: Notice | undefined): Heard {
  const name = member.group_nickname || member.name;
  return {
    chat: chat.chat_id,
    event: {
      id: `join:${chat.chat_id}:${member.userid}:${member.join_time}`,
      kind: 'join',
      member: member.userid,
      at: new Date(member.join_time * 1000).toISOString(),
      ...(name ? { name } : {}),
      ...(chat.name === '' ? {} : { groupName: chat.name }),
      ...(member.invitor === undefined ? {} : { target: member.invitor.userid }),
      ...(member.join_scene === undefined ? {} : { via: SCENES[member.join_scene] ?? `scene-${member.join_scene}` }),
      ...(member.state ? { channelCode: member.state } : {}),
      ...(member.type === 1 ? { staff: true } : {}),
      ...(notice === undefined ? { reconciled: true } : {}),
    },
  };
}

/** Somebody who is gone; `otherwise` is when, where the platform did not say. */
export function leaveOf(
  chat: string,
  member: string,
  joined: number,
  notice: Notice | undefined,
  otherwise: string,
): Heard {
  const told = notice?.left.includes(member) === true;
  const via = told && notice.quitScene !== undefined ? QUITS[notice.quitScene] : undefined;
  return {
    chat,
    event: {
      id: `leave:${chat}:${member}:${joined}`,
      kind: 'leave',
      member,
      at: told ? notice.at : otherwise,
      ...(via === undefined ? {} : { via }),
      ...(notice === undefined ? { reconciled: true } : {}),
    },
  };
}
