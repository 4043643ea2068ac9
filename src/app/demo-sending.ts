import {
  attachChat,
  createConnection,
  listConnections,
  listAttachedChats,
  noteChats,
  setPaused,
} from '#modules/connections/index.ts';
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
}
