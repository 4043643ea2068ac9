import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { communitySpace } from '#modules/events/index.ts';
import { createWorkspace } from '#modules/identity/index.ts';
import type { EventEngine } from '#platform/clickhouse/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { type ChatCommunity, chatCommunity } from '#testkit/chat-community.ts';
import { chatConnector } from '#testkit/chat-connector.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';
import { createEarning } from './earning.ts';
import { balancesOf } from './index.ts';
import { addPointRule } from './rule-store.ts';
import { createPointRuleBody, type NewPointRule } from './rules.contract.ts';

let database: Database;
let engine: EventEngine;
let workspaceId: string;
let here: ChatCommunity;
const earned: string[] = [];
const connectors = [chatConnector()];

beforeAll(async () => {
  database = await testDatabase();
  engine = await testEngine();
  workspaceId = await database.asSystem((tx) => createWorkspace(tx, 'W'));
});
afterAll(() => database.close());
beforeEach(async () => {
  const reactions = [
    createEarning({ database, engine, clock: Date, onEarned: (one) => void earned.push(one.communityId) }),
  ];
  here = await chatCommunity({ database, engine }, workspaceId, { connectors, chats: ['g1'], reactions });
});

const rule = (body: Partial<NewPointRule>) =>
  here.inside((tx) =>
    addPointRule(tx, here.ids.communityId, {
      ...createPointRuleBody.parse({ name: 'r', kind: 'message', points: 10, ...body }),
      createdBy: undefined,
      now: Date.now() - 3_600_000,
    }),
  );
const idOf = (member: string) => communitySpace(here.ids.communityId).accountId('test-chat', member);
const balance = async (member: string) => (await here.inside((tx) => balancesOf(tx, [idOf(member)]))).get(idOf(member));
const outcomes = () =>
  here.inside(async (tx) => {
    const { rows } = await sql<{ outcome: string }>`
      SELECT outcome FROM point_rule_runs WHERE community_id = ${here.ids.communityId} ORDER BY outcome DESC
    `.execute(tx);
    return rows.map(({ outcome }) => outcome);
  });

describe('members earn by what they do', () => {
  it('once for each event, however often it comes, and not for what is edited, removed, old or a bot’s', async () => {
    await rule({ conditions: { minLength: 4 } });
    const said = here.event({ text: '大家早上好' });
    await here.hear(said);
    await here.hear(said, here.event({ text: '好 的' }), here.event({ text: '大家晚上好', bot: true, member: 'bot' }));
    await here.hear(here.event({ text: '昨天的昨天的昨天', at: new Date(Date.now() - 4 * 86_400_000).toISOString() }), {
      ...said,
      version: 1,
      text: '大家早上好呀',
    });
    expect(await balance('ann')).toBe(10);
    await here.hear({ ...said, version: 2, removed: 'spam' });
    expect(await balance('ann')).toBe(0);
  });

  it('stops at caps and repeats, and over batches', async () => {
    await rule({ caps: { perDay: 2 }, conditions: { notRepeated: true } });
    await here.hear(here.event({ text: '一样的话' }));
    await here.hear(here.event({ text: ' 一样 的话' }));
    await here.hear(here.event({ text: '别的话' }), here.event({ text: '第三句' }));
    expect(await outcomes()).toEqual(['granted', 'granted', 'day_cap']);
    expect(await balance('ann')).toBe(20);
  });

  it('when others have reacted to what they said, not they themselves', async () => {
    await rule({ conditions: { reactions: 2 }, points: 30 });
    const said = here.event({ text: '一篇长文' });
    const like = (member: string) => here.event({ kind: 'reaction', member, replyTo: said.id });
    earned.length = 0;
    await here.hear(said, like('bob'), like('ann'), like('bob'));
    expect(await balance('ann')).toBe(0);
    await here.hear(like('cat'));
    await here.hear(like('dan'));
    expect(await balance('ann')).toBe(30);
    // Told once, so that levels are looked at now.
    expect(earned).toEqual([here.ids.communityId]);
    expect(await balance('bob')).toBe(0);
  });

  it('no more than the month’s budget has', async () => {
    await rule({ kind: 'check_in', points: 60 });
    await here.inside((tx) =>
      sql`INSERT INTO point_budgets VALUES (qunluo_workspace(), ${here.ids.communityId},
          date_trunc('month', now() AT TIME ZONE 'Asia/Shanghai')::date, 100, 0)`.execute(tx),
    );
    await here.hear(here.event({ kind: 'check_in' }), here.event({ kind: 'check_in', member: 'bob' }));
    expect(await outcomes()).toEqual(['over_budget', 'granted']);
  });

  it('notes the days on which somebody checked in, with or without a rule', async () => {
    await here.hear(here.event({ kind: 'check_in' }), here.event({ kind: 'check_in' }));
    const { rows } = await here.inside((tx) =>
      sql`SELECT member_id, made_up_at FROM point_check_ins WHERE community_id = ${here.ids.communityId}`.execute(tx),
    );
    expect(rows).toEqual([{ member_id: idOf('ann'), made_up_at: null }]);
  });
});
