import { sql as pg } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CommunityRef, communitySpace } from '#modules/events/index.ts';
import { createWorkspace, systemCaller } from '#modules/identity/index.ts';
import type { EventEngine } from '#platform/clickhouse/index.ts';
import { createLogger } from '#platform/log.ts';
import type { Database } from '#platform/postgres/index.ts';
import { type ChatCommunity, chatCommunity } from '#testkit/chat-community.ts';
import { chatConnector } from '#testkit/chat-connector.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';
import { createRule } from './change-rule.ts';
import { createRuleBody, type NewRule } from './contract.ts';
import { choiceIn } from './hear-choices.ts';
import { createChoices, createReactions } from './index.ts';
import { orderRules, readRules } from './rule-store.ts';
import { issueProofCode } from './proof-store.ts';

let database: Database;
let engine: EventEngine;
let workspaceId: string;
let here: ChatCommunity;
let people: CommunityRef[] = [];
const connectors = [chatConnector()];

beforeAll(async () => {
  database = await testDatabase();
  engine = await testEngine();
  workspaceId = await database.asSystem((tx) => createWorkspace(tx, 'W'));
});
afterAll(() => database.close());

beforeEach(async () => {
  people = [];
  const log = createLogger({ logLevel: 'silent' });
  const onPeopleChanged = (community: CommunityRef) => people.push(community);
  const reactions = [
    createChoices({ database, clock: Date, connectors }),
    createReactions({ database, engine, clock: Date, log, connectors, onPeopleChanged }),
  ];
  here = await chatCommunity({ database, engine }, workspaceId, { connectors, chats: ['g1'], reactions });
});

const rule = (body: NewRule) =>
  here.inside((tx) =>
    createRule(tx, {
      actor: systemCaller(workspaceId),
      communityId: here.ids.communityId,
      body: createRuleBody.parse(body),
    }),
  );
const text = (words: string) => ({ content: { kind: 'text' as const, text: words } });

const outcomes = () =>
  here.inside(async (tx) => {
    const { rows } = await pg<{ outcome: string }>`
      SELECT outcome FROM reaction_runs WHERE community_id = ${here.ids.communityId} ORDER BY outcome
    `.execute(tx);
    return rows.map(({ outcome }) => outcome);
  });

const idOf = (member: string) => communitySpace(here.ids.communityId).accountId('test-chat', member);
const personOf = (member: string) =>
  here.inside(async (tx) => {
    const { rows } = await pg<{ person: string }>`
      SELECT coalesce(person_id, id) AS person FROM members WHERE id = ${idOf(member)}
    `.execute(tx);
    return rows[0]!.person;
  });
const code = (member: string, now = new Date()) =>
  here.inside(async (tx) => {
    const order = { memberId: idOf(member), createdBy: undefined, now };
    return (await issueProofCode(tx, here.ids.communityId, order)).code;
  });

describe('instant reactions', () => {
  it('answer a word in the group it came from, once however often the event comes', async () => {
    await rule({ name: '积分', trigger: { kind: 'keyword', words: ['积分'] }, answer: text('{{name}}，积分在这里查') });
    const asked = here.event({ text: '积分怎么看', name: '小安' });
    await here.hear(asked);
    await here.hear(asked);
    expect(await here.sent()).toMatchObject([
      { to: 'chat g1', text: '小安，积分在这里查', replyTo: asked.id, purpose: 'answer' },
    ]);
    expect(await outcomes()).toEqual(['answered']);
  });

  it('leave bots, edits, and what is old alone', async () => {
    await rule({ name: '积分', trigger: { kind: 'keyword', words: ['积分'] }, answer: text('好') });
    await here.hear(
      here.event({ text: '积分', bot: true }),
      here.event({ text: '积分', version: 2 }),
      here.event({ text: '积分', at: new Date(Date.now() - 3_600_000).toISOString() }),
    );
    expect(await here.sent()).toEqual([]);
    expect(await outcomes()).toEqual(['late']);
  });

  it('greet those who join together in one message', async () => {
    await rule({ name: '欢迎', trigger: { kind: 'welcome' }, answer: text('欢迎 {{name}}'), restSeconds: 60 });
    await here.hear(
      here.event({ kind: 'join', member: 'b', name: '小北' }),
      here.event({ kind: 'join', member: 'c', name: '小西' }),
    );
    await here.hear(here.event({ kind: 'join', member: 'd', name: '小南' }));
    expect((await here.sent()).map((one) => one.text)).toEqual(['欢迎 小北、小西']);
    expect(await outcomes()).toEqual(['answered', 'answered', 'resting']);
  });

  it('thank for a first message, and for no later one', async () => {
    await here.hear(here.event({ member: 'old', text: '早' }));
    await rule({ name: '首言', trigger: { kind: 'first_message' }, answer: text('谢谢 {{name}} 的第一次发言') });
    const first = here.event({ member: 'new', name: '小新', text: '大家好' });
    await here.hear(here.event({ member: 'old', text: '又来了' }), first);
    await here.hear(here.event({ member: 'new', name: '小新', text: '再说一句' }));
    await here.hear(first);
    expect((await here.sent()).map((one) => one.text)).toEqual(['谢谢 小新 的第一次发言']);
  });

  it('answer a member alone where the rule says so, and say where there is no way', async () => {
    await rule({
      name: '私信',
      trigger: { kind: 'keyword', words: ['资料'] },
      answer: text('发给你了'),
      place: 'person',
    });
    await rule({ name: '群里', trigger: { kind: 'keyword', words: ['地址'] }, answer: text('书店路 1 号') });
    await here.hear(here.event({ text: '资料' }), here.event({ text: '地址', group: 'unattached' }));
    expect((await here.sent()).map(({ to }) => to)).toEqual(['person ann']);
    expect(await outcomes()).toEqual(['answered', 'no_way']);
  });

  it('are tried in the order that operators set', async () => {
    const first = await rule({ name: '一', trigger: { kind: 'keyword', words: ['书'] }, answer: text('一') });
    const second = await rule({ name: '二', trigger: { kind: 'keyword', words: ['书'] }, answer: text('二') });
    await here.inside((tx) => orderRules(tx, here.ids.communityId, [second]));
    await here.hear(here.event({ text: '书' }));
    expect((await here.sent()).map((one) => one.text)).toEqual(['二']);
    expect((await here.inside((tx) => readRules(tx, here.ids.communityId))).map(({ id }) => id)).toEqual([
      second,
      first,
    ]);
  });

  it('never hold up the inbox for a rule whose template is gone', async () => {
    const id = await rule({ name: '模板', trigger: { kind: 'keyword', words: ['x'] }, answer: text('y') });
    await here.inside((tx) =>
      pg`UPDATE reaction_rules SET answer = ${JSON.stringify({ templateId: '00000000-0000-8000-8000-000000000000', variables: {} })}::jsonb
         WHERE id = ${id}`.execute(tx),
    );
    await here.hear(here.event({ text: 'x' }), here.event({ text: 'unrelated' }));
    expect(await outcomes()).toEqual(['faulty']);
    const left = await here.inside(async (tx) => {
      const { communityId } = here.ids;
      return (await pg`SELECT FROM inbox WHERE community_id = ${communityId}`.execute(tx)).rows.length;
    });
    expect(left).toBe(0);
  });
});

describe('a code that proves an account', () => {
  it('makes the account one person with the member, once, and says so', async () => {
    await rule({ name: 'QL', trigger: { kind: 'keyword', words: ['QL'] }, answer: text('never') });
    await here.hear(here.event({ member: 'main', text: '早' }));
    const posted = await code('main');
    const post = here.event({ member: 'second', text: `我的验证码 ${posted.toLowerCase()}` });
    await here.hear(post);
    await here.hear(here.event({ member: 'thief', text: posted }), post);
    expect(await personOf('second')).toBe(idOf('main'));
    expect(await personOf('thief')).toBe(idOf('thief'));
    expect((await here.sent()).filter(({ replyTo }) => replyTo === post.id)).toHaveLength(1);
    expect(people).toEqual([here.ids]);
  });

  it('is worth nothing after its time', async () => {
    await here.hear(here.event({ member: 'main', text: '早' }));
    await here.hear(here.event({ member: 'second', text: await code('main', new Date(Date.now() - 3_600_000)) }));
    expect(people).toEqual([]);
    expect(await here.sent()).toEqual([]);
  });
});

describe('what members say about being written to', () => {
  const choices = () =>
    here.inside(async (tx) => {
      const { rows } = await pg<{ choice: string; scope: string; how: string }>`
        SELECT choice, scope, how FROM delivery_choices WHERE community_id = ${here.ids.communityId}
      `.execute(tx);
      return rows;
    });

  it('is taken from a message to us alone, told back once, and can be taken back', async () => {
    const stop = here.event({ group: '', member: 'ann', text: '“退订”！' });
    await here.hear(stop, stop);
    expect(await choices()).toEqual([{ choice: 'out', scope: 'promotion', how: 'member' }]);
    expect(await here.sent()).toMatchObject([{ to: 'person ann', replyTo: stop.id }]);
    await here.hear(here.event({ group: '', member: 'ann', text: 'START' }));
    expect(await choices()).toMatchObject([{ choice: 'in' }]);
  });

  it('is taken from what a platform says, and from nothing said in a group or in passing', async () => {
    await here.hear(here.event({ group: '', member: 'bob', kind: 'leave', choice: 'out' }));
    expect(await choices()).toMatchObject([{ choice: 'out' }]);
    const live = (event: Partial<ReturnType<typeof here.event>>) => ({ event: here.event(event), version: 0 });
    expect(choiceIn(live({ text: '退订' }))).toBeUndefined();
    expect(choiceIn(live({ group: '', text: '怎么退订' }))).toBeUndefined();
    expect(choiceIn(live({ group: '', text: '退订', bot: true }))).toBeUndefined();
    expect(choiceIn(live({ group: '', text: ' Stop. ' }))).toBe('out');
  });
});
