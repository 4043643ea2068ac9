import { z } from 'zod';
import { CallbackRefused, type ConnectorContext } from '#modules/connections/index.ts';
import { objectOf } from '../shared/ask-platform.ts';
import type { ApiFailure, WechatApi } from '../shared/wechat-api.ts';
import { fieldsOf, textOf, textsOf, type XmlFields } from '../shared/wechat-crypto-xml.ts';
import { whenOf } from './contacts.ts';
import { changesOf, groupChatSchema, type KnownChat, knownOf, leaveOf, type Notice } from './group-chat.ts';
import type { WecomSettings } from './settings.ts';

type Context = ConnectorContext<WecomSettings>;

const PAGE = 1000;
const MOST_PAGES = 100;
const AT_ONCE = 4;
/** A look that a callback waits for: the platform itself waits five seconds. */
const LOOK_MS = 2500;
const CHATS = 'chats';
const PENDING = 'pending-chats';

const listSchema = z.object({
  group_chat_list: z.array(z.object({ chat_id: z.string().min(1) })).default([]),
  next_cursor: z.string().default(''),
});

const keyOf = (chat: string): string => `chat:${chat}`;

/** What is known of a group. */
export async function knownChat(context: Pick<Context, 'memory'>, chat: string): Promise<KnownChat | undefined> {
  const kept = await context.memory.get(keyOf(chat));
  return kept === undefined ? undefined : (objectOf(kept) as KnownChat | undefined);
}

/** Members named by a callback: as a list of items, or as text with commas. */
export const namedMembers = (fields: XmlFields): readonly string[] => {
  const items = textsOf(fieldsOf(fields, 'MemChangeList'), 'Item');
  return (items.length > 0 ? items : textOf(fields, 'MemChangeList').split(','))
    .map((each) => each.trim())
    .filter(Boolean);
};

/**
 * Takes a change of a customer group (change_external_chat). The callback only says where to look: who joined and left is the
 * difference to the group's own list. A group that cannot be looked at now is noted, and looked at by the open session.
 */
export async function hearChatChange(api: WechatApi, fields: XmlFields, context: Context): Promise<void> {
  const chat = textOf(fields, 'ChatId');
  if (chat === '') throw new CallbackRefused('malformed', 400);
  const at = whenOf(fields);
  if (textOf(fields, 'ChangeType') === 'dismiss') return hearDismissal(chat, at, context);
  const left = textOf(fields, 'UpdateDetail') === 'del_member' ? namedMembers(fields) : [];
  const notice: Notice = { at, left, quitScene: textOf(fields, 'QuitScene') };
  const failure = await lookAt(api, chat, context, notice, LOOK_MS);
  if (failure !== undefined) await addPending(context, chat, notice);
}

/** Looks at a group and hears what changed since the last look; says why it could not. */
async function lookAt(
  api: WechatApi,
  chat: string,
  context: Context,
  notice?: Notice,
  timeoutMs?: number,
): Promise<ApiFailure | undefined> {
  const body = { chat_id: chat, need_name: 1 };
  const options = { repeatable: true, ...(timeoutMs === undefined ? {} : { timeoutMs }) };
  const outcome = await api.ask('/cgi-bin/externalcontact/groupchat/get', body, options);
  if (outcome.fate !== 'done') return outcome;
  const parsed = groupChatSchema.safeParse(outcome.answer);
  if (!parsed.success) return { fate: 'later', seconds: 60, code: 'bad_answer', reason: parsed.error.message };
  const seen = parsed.data.group_chat;
  await context.discover([
    { id: chat, kind: 'group', members: seen.member_list.length, ...(seen.name && { name: seen.name }) },
  ]);
  const changes = changesOf(await knownChat(context, chat), seen, notice, context.now());
  const taken = changes.length === 0 ? undefined : await context.hear(changes);
  // Of a group that no community has, nothing is kept: once it is attached, everybody in it is news. Its owner must be known to send.
  const kept = taken?.left.includes(chat) === true ? { owner: seen.owner, members: {} } : knownOf(seen);
  await context.memory.set(keyOf(chat), JSON.stringify(kept));
  return undefined;
}

async function hearDismissal(chat: string, at: string, context: Context): Promise<void> {
  const known = await knownChat(context, chat);
  const members = Object.entries(known?.members ?? {});
  const notice: Notice = { at, left: members.map(([member]) => member), quitScene: '0' };
  if (members.length > 0)
    await context.hear(members.map(([member, joined]) => leaveOf(chat, member, joined, notice, at)));
  await context.memory.set(keyOf(chat), undefined);
}

/**
 * Looks at every group of the company: what callbacks lost, or told in another order, is made up for; groups that are gone are
 * dismissed. Throws when the list itself cannot be had.
 */
export async function reconcileChats(api: WechatApi, context: Context): Promise<void> {
  const ids = await listChats(api);
  const gone = (await knownIds(context)).filter((id) => !ids.includes(id));
  for (const id of gone) await hearDismissal(id, new Date(context.now()).toISOString(), context);
  await context.memory.set(CHATS, JSON.stringify(Object.fromEntries(ids.map((id) => [id, 1]))));
  const waiting = [...ids];
  const failures: string[] = [];
  const worker = async (): Promise<void> => {
    for (let id = waiting.shift(); id !== undefined && !context.signal.aborted; id = waiting.shift()) {
      const failure = await lookAt(api, id, context);
      if (failure !== undefined) failures.push(`${id}: ${failure.reason}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  if (failures.length > 0)
    context.log.warn({ failures: failures.slice(0, 5) }, `${failures.length} groups could not be looked at`);
}

async function listChats(api: WechatApi): Promise<string[]> {
  const ids: string[] = [];
  let cursor = '';
  for (let page = 0; page < MOST_PAGES; page++) {
    const body = { status_filter: 0, limit: PAGE, ...(cursor === '' ? {} : { cursor }) };
    const outcome = await api.ask('/cgi-bin/externalcontact/groupchat/list', body, { repeatable: true });
    if (outcome.fate !== 'done') throw new Error(`the groups cannot be listed: ${outcome.reason}`);
    const list = listSchema.parse(outcome.answer);
    ids.push(...list.group_chat_list.map(({ chat_id: id }) => id));
    cursor = list.next_cursor;
    if (cursor === '') break;
  }
  return ids;
}

async function knownIds(context: Context): Promise<string[]> {
  return Object.keys(objectOf((await context.memory.get(CHATS)) ?? '{}') ?? {});
}

/** A notice as it is remembered. Ids are keys and times numbers: texts among what is remembered are masked in every log as secrets. */
type Pending = Record<string, { at: number; left: Record<string, 1>; quit: number }>;

async function pendingChats(context: Context): Promise<Pending> {
  return (objectOf((await context.memory.get(PENDING)) ?? '{}') ?? {}) as Pending;
}

async function addPending(context: Context, chat: string, notice: Notice): Promise<void> {
  const pending = await pendingChats(context);
  const left = { ...pending[chat]?.left, ...Object.fromEntries(notice.left.map((id) => [id, 1 as const])) };
  const kept: Pending = {
    ...pending,
    [chat]: { at: Date.parse(notice.at), left, quit: Number(notice.quitScene) || 0 },
  };
  await context.memory.set(PENDING, JSON.stringify(kept));
}

/** Looks again at the groups that could not be looked at when the platform said that they changed. */
export async function lookAtPending(api: WechatApi, context: Context): Promise<void> {
  for (const [chat, { at, left, quit }] of Object.entries(await pendingChats(context))) {
    const notice: Notice = { at: new Date(at).toISOString(), left: Object.keys(left), quitScene: String(quit) };
    const failure = await lookAt(api, chat, context, notice);
    if (failure !== undefined && failure.fate !== 'refused') return;
    const { [chat]: _done, ...rest } = await pendingChats(context);
    await context.memory.set(PENDING, Object.keys(rest).length === 0 ? undefined : JSON.stringify(rest));
  }
}
