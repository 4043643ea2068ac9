import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NeutralEvent } from '#modules/events/contract.ts';
import { communitySpace, rollUp, writeEvents } from '#modules/events/index.ts';
import { listChannels } from '#modules/delivery/index.ts';
import { evaluateCommunity } from '#modules/insights/index.ts';
import { ensureAccounts } from '#modules/members/index.ts';
import { grantScope } from '#platform/clickhouse/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testApp, type TestApp } from '#testkit/app.ts';
import { type ChatCommunity, chatCommunity } from '#testkit/chat-community.ts';
import { chatConnector } from '#testkit/chat-connector.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';
import { recordObjectives } from './index.ts';
import { milestonesAt } from './milestones.ts';

const DAY_MS = 86_400_000;
const connectors = [chatConnector()];
const day = (ahead: number): string => new Date(Date.now() + ahead * DAY_MS).toISOString().slice(0, 10);

describe('milestones', () => {
  it('are the quarters of the way that are behind', () => {
    expect([null, -0.3, 0, 0.2499, 0.25, 0.3 / 0.4, 0.99, 1, 1.4].map(milestonesAt)).toEqual([
      [],
      [],
      [],
      [],
      [25],
      [25, 50, 75],
      [25, 50, 75],
      [25, 50, 75, 100],
      [25, 50, 75, 100],
    ]);
  });
});

describe('members are told', () => {
  let database: Database;
  let app: TestApp;
  let here: ChatCommunity;
  let owner: Record<string, string>;
  let groupId: string;

  beforeAll(async () => {
    database = await testDatabase();
    const engine = await testEngine();
    app = await testApp(database, { engine, connectors });
    const workspace = await app.workspace();
    owner = await workspace.operator('owner');
    here = await chatCommunity({ database, engine }, workspace.id, {
      connectors,
      chats: ['g1', 'g2'],
      reactions: [],
    });
    const { rows } = await here.inside((tx) =>
      sql<{
        id: string;
      }>`SELECT id FROM groups WHERE community_id = ${here.ids.communityId} AND external_id = 'g2'`.execute(tx),
    );
    groupId = rows[0]!.id;
  });
  afterAll(async () => {
    await app.close();
    await database.close();
  });

  const ask = async (method: 'GET' | 'POST' | 'PATCH', path: string, payload?: object) => {
    const url = `/api/v1/communities/${here.ids.communityId}/objectives${path}`;
    const response = await app.inject({ method, url, headers: owner, ...(payload && { payload }) });
    return { status: response.statusCode, body: response.json() };
  };
  let people = 0;
  /** So many people more speak, the community is evaluated, and objectives are looked at twice. */
  const come = async (count: number) => {
    const { engine } = app.services;
    const scope = grantScope(here.ids.workspaceId, here.ids.communityId);
    const events = Array.from({ length: count }, (): NeutralEvent => here.event({ member: `m${(people += 1)}` }));
    const space = communitySpace(here.ids.communityId);
    await here.inside((tx) =>
      ensureAccounts(
        tx,
        here.ids.communityId,
        events.map(({ member }) => ({
          id: space.accountId('test-chat', member),
          platform: 'test-chat',
          externalId: member,
          name: member,
          bot: false,
          firstAt: 0,
        })),
      ),
    );
    const { changed } = await writeEvents(engine, scope, { zone: 'Asia/Shanghai' }, events);
    await rollUp(engine, scope, changed);
    await evaluateCommunity(app.services, here.ids);
    for (let time = 0; time < 2; time += 1)
      await recordObjectives({ ...app.services, listChannels: listChannels(connectors) }, here.ids);
  };
  const texts = async () => (await here.sent()).map(({ to, text }) => [to, text.split('\n')[0]]);

  it('once of each milestone, in the groups of the objective, and not of what was behind when it was made', async () => {
    await come(3);
    const aim = { measure: { metric: 'mau' }, startDay: day(-10), startValue: 0, target: 10, dueDay: day(20) };
    const strange = await ask('POST', '', { ...aim, name: 'x', announceIn: [here.connectionId] });
    expect([strange.status, strange.body.faults[0].where]).toEqual([400, '/announceIn/0']);
    const { body: told } = await ask('POST', '', { ...aim, name: '十人 {{读书}}', announceIn: [groupId] });
    expect(told.milestones).toMatchObject([{ percent: 25, told: false }]);
    await ask('POST', '', { ...aim, name: 'quiet' });
    await come(0);
    expect(await texts()).toEqual([]);
    await come(5);
    // From 30 to 80 percent: the higher one is told, in one group, of one objective.
    const first = (await texts())[0]!;
    expect(await texts()).toHaveLength(1);
    expect(first).toEqual(['chat g2', expect.stringMatching(/^🎯 「十人 \{\{读书\}\}」已完成 75%，还有 \d+ 天。$/)]);
    await come(4);
    expect((await texts()).slice(1)).toEqual([['chat g2', '🎉 「十人 {{读书}}」达成了，谢谢每一位！']]);
    const { body } = await ask('GET', `/${told.id}`);
    expect(body.milestones.map((one: { percent: number; told: boolean }) => [one.percent, one.told])).toEqual([
      [25, false],
      [50, false],
      [75, true],
      [100, true],
    ]);
    // Somebody who aims higher is told of what comes anew, not of what was told.
    await ask('PATCH', `/${told.id}`, { target: 100, announceIn: [] });
    await come(20);
    expect(await texts()).toHaveLength(2);
  });
});
