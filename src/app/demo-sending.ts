import {
  attachChat,
  createConnection,
  listConnections,
  listAttachedChats,
  noteChats,
  setPaused,
} from '#modules/connections/index.ts';
import {
  addTemplate,
  chooseDeliveries,
  decideDeliveries,
  type DeliveryOrder,
  planDeliveries,
} from '#modules/delivery/index.ts';
import { listGroups, updateGroup } from '#modules/communities/index.ts';
import { systemCaller } from '#modules/identity/index.ts';
import { createRuleBody } from '#modules/reactions/contract.ts';
import { createRule, type NewRule } from '#modules/reactions/index.ts';
import { createSessionBody } from '#modules/relay/contract.ts';
import { createSession } from '#modules/relay/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { sql } from 'kysely';
import type { CommunityIds } from './evaluations.ts';
import type { Services } from './services.ts';

const CHANNELS = ['#读书会', '#书友闲聊', '#同城活动'];

const text = (words: string) => ({ content: { kind: 'text' as const, text: words }, variables: {} });

const RULES: readonly NewRule[] = [
  {
    name: '进群欢迎',
    trigger: { kind: 'welcome' },
    answer: text('欢迎 {{name}}！这里是{{community.name}}，先说说最近在读什么吧。'),
    restSeconds: 60,
  },
  {
    name: '第一次发言',
    trigger: { kind: 'first_message' },
    answer: text('谢谢 {{name}} 的第一次发言，书友们多多回应。'),
  },
  {
    name: '营业时间',
    trigger: { kind: 'keyword', words: ['几点开门', '营业时间', '开门'], matching: 'contains' },
    answer: text('书店每天 10:00–21:00，周一休息。'),
    restSeconds: 300,
  },
];

/**
 * What the demo's operators prepared for sending: a connection with its chats, rules that answer, a session to relay. The connection
 * is paused: the demo speaks to nobody until somebody gives it a server of their own.
 */
export async function demoSending(services: Services, ids: CommunityIds): Promise<void> {
  const { database, connections } = services;
  await database.inWorkspace(ids.workspaceId, async (tx) => {
    // A load that was cut off has made them.
    if ((await listConnections(tx, connections.connectors)).length > 0) return;
    const actor = systemCaller(ids.workspaceId);
    await connectChats(tx, services, ids);
    for (const rule of RULES)
      await createRule(tx, { actor, communityId: ids.communityId, body: createRuleBody.parse(rule) });
    const [source, ...targets] = await listAttachedChats(tx, ids.communityId);
    const body = createSessionBody.parse({
      name: '周三读书会',
      sourceChatId: source!.id,
      targetIds: targets.map(({ id }) => id),
      questionWord: '提问',
    });
    await createSession(tx, { actor, communityId: ids.communityId, body });
    await writeToPeople(tx, services, ids);
  });
}

async function connectChats(tx: Tx, { connections, clock }: Services, ids: CommunityIds): Promise<void> {
  const now = new Date(clock.now());
  const { id } = await createConnection(connections, tx, systemCaller(ids.workspaceId), {
    connector: 'irc',
    name: '书店 IRC（演示）',
    communityId: ids.communityId,
    settings: { server: 'ircs://irc.example.org', nick: 'qunluo', channels: CHANNELS.join('\n') },
  });
  await setPaused(tx, { workspaceId: ids.workspaceId, id, now }, 'hand');
  const seen = CHANNELS.map((channel) => ({ id: channel, name: channel, kind: 'channel' as const }));
  await noteChats(tx, id, seen, { now, guessed: false });
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM connection_chats WHERE connection_id = ${id} ORDER BY array_position(${CHANNELS}::text[], external_id)
  `.execute(tx);
  for (const chat of rows)
    await attachChat(tx, { connectionId: id, chatId: chat.id, platform: 'irc' }, { communityId: ids.communityId, now });
  // Each attached chat made a group, of which nobody said yet what it is for.
  for (const group of await listGroups(tx, ids.communityId))
    if (group.purpose === null) await updateGroup(tx, ids.communityId, group.id, { purpose: 'chat' });
}

const INVITATION = {
  name: '读书会通知',
  zh: {
    kind: 'text' as const,
    text: '{{member.name|书友}}，周三晚上 {{time}} 在{{place}}，一起聊聊这个月的书。{{community.name}}',
  },
  en: {
    kind: 'text' as const,
    text: '{{member.name|Friend}}, this Wednesday at {{time}} in {{place}}: let us talk about the book of the month. {{community.name}}',
  },
  variables: ['time', 'place'],
};

/** A template, and messages that wait, that somebody has to confirm, that were cancelled, and that a member did not want. */
async function writeToPeople(tx: Tx, { clock }: Services, { workspaceId, communityId }: CommunityIds): Promise<void> {
  const now = clock.now();
  const actor = systemCaller(workspaceId);
  const templateId = await addTemplate(tx, communityId, INVITATION, { createdBy: undefined, now });
  const chats = await listAttachedChats(tx, communityId);
  const { connectionId } = chats[0]!;
  const { rows } = await sql<{ memberId: string; externalId: string }>`
    SELECT member_id AS "memberId", external_id AS "externalId" FROM accounts
    WHERE community_id = ${communityId} AND NOT bot ORDER BY first_at, external_id LIMIT 1
  `.execute(tx);
  const { memberId, externalId } = rows[0]!;
  const choice = { choice: 'out' as const, scope: 'promotion' as const, reason: '在群里说过不想收活动通知' };
  await chooseDeliveries(tx, { actor, communityId, memberId, how: 'operator', now }, choice);
  const plan = (id: string, purpose: 'promotion' | 'service', items: DeliveryOrder['items']) =>
    planDeliveries(
      tx,
      { workspaceId, communityId, source: { kind: 'operator', id }, priority: 5, purpose, items },
      now,
    );
  const message = { templateId, variables: { time: '19:30', place: '二楼阅览室' } };
  const unwilling = { connectionId, to: { kind: 'person' as const, id: externalId }, memberId };
  await plan('demo-invitation', 'promotion', [
    { ...unwilling, message, dedupeKey: `demo-invitation:${memberId}` },
    ...chats.map((chat) => ({
      connectionId: chat.connectionId,
      to: { kind: 'chat' as const, id: chat.externalId },
      message,
      dedupeKey: `demo-invitation:${chat.externalId}`,
    })),
  ]);
  const toChats = (key: string, words: string, confirm: boolean) =>
    chats.map((chat) => ({
      connectionId: chat.connectionId,
      to: { kind: 'chat' as const, id: chat.externalId },
      message: { content: { kind: 'text' as const, text: words } },
      dedupeKey: `${key}:${chat.externalId}`,
      confirm,
    }));
  await plan('demo-news', 'promotion', toChats('demo-news', '新到一批签名本，先到先得，门店自取。', true));
  const { ids } = await plan('demo-closed', 'service', toChats('demo-closed', '本周六盘点，书店休息一天。', false));
  const cancelled = ids.filter((id) => id !== undefined).slice(0, 1);
  await decideDeliveries(tx, { actor, communityId, ids: cancelled, decision: 'cancel', channels: [], now });
}
