import { afterAll, beforeAll, expect, it } from 'vitest';
import { startOfDay, dayOf } from '#kernel/calendar.ts';
import { newId } from '#kernel/ids.ts';
import type { Outgoing } from '#modules/connections/index.ts';
import { DeliveryWorker, type DeliveryWorkerOptions, listChannels } from '#modules/delivery/index.ts';
import { communitySpace } from '#modules/events/index.ts';
import { createWorkspace } from '#modules/identity/index.ts';
import type { EventEngine } from '#platform/clickhouse/index.ts';
import { createLogger } from '#platform/log.ts';
import type { Database } from '#platform/postgres/index.ts';
import { chatCommunity } from '#testkit/chat-community.ts';
import { chatConnector } from '#testkit/chat-connector.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';
import { lookAfterPoints, postPoints } from './index.ts';

const ZONE = 'Asia/Shanghai';
const DAY_MS = 86_400_000;
const connectors = [chatConnector()];

let database: Database;
let engine: EventEngine;
beforeAll(async () => {
  database = await testDatabase();
  engine = await testEngine();
});
afterAll(() => database.close());

it('tells members of points that expire, each day apart and once, and the messages are sent', async () => {
  const workspaceId = await database.asSystem((tx) => createWorkspace(tx, 'W'));
  const here = await chatCommunity({ database, engine }, workspaceId, { connectors, chats: ['g1'], reactions: [] });
  const { communityId } = here.ids;
  await here.hear(here.event({ text: '早' }));
  // By day: service messages wait for the end of the quiet hours.
  const now = startOfDay(dayOf(Date.now(), ZONE), ZONE) + DAY_MS / 2;
  const parts = { database, engine, clock: { now: () => now }, listChannels: listChannels(connectors) };
  const midnight = (days: number) => startOfDay(dayOf(now, ZONE) + days, ZONE);
  const grants = [3, 3, 6, 60].map((days, at) => ({
    key: newId(),
    communityId,
    memberId: communitySpace(communityId).accountId('test-chat', 'ann'),
    kind: 'grant' as const,
    amount: 10 ** at,
    cause: { kind: 'award' },
    at: now,
    expiresAt: midnight(days),
  }));
  await here.inside((tx) => postPoints(tx, grants));
  expect((await lookAfterPoints(parts, here.ids)).told).toBe(2);
  expect((await lookAfterPoints(parts, here.ids)).told).toBe(0);

  const arrived: Outgoing[] = [];
  const channels: DeliveryWorkerOptions['channels'] = {
    held: () => [{ workspaceId, connectionId: here.connectionId }],
    onHeld: () => () => undefined,
    send: async (_, message) => {
      arrived.push(message);
      return { fate: 'sent', id: message.id };
    },
    awaited: async () => ({ fate: 'waiting' }),
  };
  const worker = new DeliveryWorker({
    ...parts,
    log: createLogger({ logLevel: 'silent' }),
    channels,
    listWorkspaces: async () => [workspaceId],
  });
  await worker.start();
  try {
    await expect.poll(() => arrived.length, { timeout: 10_000 }).toBe(2);
  } finally {
    await worker.stop();
  }
  expect(arrived.map(({ to }) => to)).toEqual([
    { kind: 'person', id: 'ann' },
    { kind: 'person', id: 'ann' },
  ]);
  const texts = arrived.map(({ content }) => (content as { text: string }).text).toSorted();
  expect(texts[0]).toContain('你有 100 积分将在');
  expect(texts[1]).toContain('你有 11 积分将在');
});
