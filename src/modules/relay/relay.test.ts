import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { communitySpace } from '#modules/events/index.ts';
import { createWorkspace, systemCaller } from '#modules/identity/index.ts';
import type { EventEngine } from '#platform/clickhouse/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { type ChatCommunity, chatCommunity } from '#testkit/chat-community.ts';
import { chatConnector } from '#testkit/chat-connector.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';
import { changeState, createSession } from './change-session.ts';
import { createSessionBody, type NewSession } from './contract.ts';
import { createRelay } from './index.ts';
import { listMessages } from './message-store.ts';
import { listQuestions } from './question-store.ts';
import { say, sayAnew } from './say.ts';

let database: Database;
let engine: EventEngine;
let workspaceId: string;
let here: ChatCommunity;
const connectors = [chatConnector()];

beforeAll(async () => {
  database = await testDatabase();
  engine = await testEngine();
  workspaceId = await database.asSystem((tx) => createWorkspace(tx, 'W'));
});
afterAll(() => database.close());
beforeEach(async () => {
  const reactions = [createRelay({ database, clock: Date, connectors })];
  here = await chatCommunity({ database, engine }, workspaceId, { connectors, chats: ['stage', 'a', 'b'], reactions });
});

const who = () => ({ actor: systemCaller(workspaceId), communityId: here.ids.communityId });
const order = (id: string) => ({ ...who(), workspaceId, id, now: new Date(), connectors });

/** A live session from the stage into both groups. */
async function live(changes: Partial<NewSession> = {}): Promise<string> {
  const body = createSessionBody.parse({
    name: '读书会',
    sourceChatId: here.chats.get('stage')!,
    targetIds: [here.chats.get('a')!, here.chats.get('b')!],
    ...changes,
  });
  return here.inside(async (tx) => {
    const id = await createSession(tx, { ...who(), body });
    await changeState(tx, { ...who(), id, state: 'live', now: new Date() });
    return id;
  });
}

const texts = async () => (await here.sent()).map(({ to, text }) => `${to}: ${text}`);

describe('a relayed session', () => {
  it('takes what is said on stage into every group, in order and once', async () => {
    await live();
    const first = here.event({ name: '李老师', text: '大家好' });
    await here.hear(first, here.event({ name: '李老师', text: '开始了' }));
    await here.hear(first);
    expect(await texts()).toEqual([
      'chat a: 【李老师】\n大家好',
      'chat b: 【李老师】\n大家好',
      'chat a: 【李老师】\n开始了',
      'chat b: 【李老师】\n开始了',
    ]);
  });

  it('lets an edit take the place of what went out, twice too, and a platform that cannot gets a correction', async () => {
    const id = await live();
    const said = here.event({ name: '李', text: '八点' });
    await here.hear(said);
    await here.hear({ ...said, text: '九点', version: 1 });
    await here.hear({ ...said, text: '十点', version: 2 });
    const sent = await here.sent();
    expect(sent.map(({ text }) => text)).toEqual(
      ['八点', '八点', '九点', '九点', '十点', '十点'].map((one) => `【李】\n${one}`),
    );
    expect(sent.slice(2).map(({ replaces }) => replaces)).toEqual(sent.slice(0, 4).map((one) => one.id));
    await here.inside(async (tx) => expect((await listMessages(tx, id, 9))[0]).toMatchObject({ place: 1, version: 2 }));
  });

  it('says nothing of those who are no speakers, of bots, and while it is paused', async () => {
    await here.hear(here.event({ member: 'lee', text: '早' }));
    const lee = communitySpace(here.ids.communityId).accountId('test-chat', 'lee');
    const id = await live({ speakerIds: [lee], heading: '' });
    await here.hear(
      here.event({ member: 'lee', text: '讲' }),
      here.event({ member: 'ann', text: '插话' }),
      here.event({ member: 'lee', text: '机器人', bot: true }),
      here.event({ member: 'lee', text: '别的群', group: 'a' }),
    );
    await here.inside((tx) => changeState(tx, { ...who(), id, state: 'paused', now: new Date() }));
    const quiet = here.event({ member: 'lee', text: '休息' });
    await here.hear(quiet);
    await here.inside((tx) => changeState(tx, { ...who(), id, state: 'live', now: new Date() }));
    await here.hear({ ...quiet, text: '休息改', version: 1 });
    expect(await texts()).toEqual(['chat a: 讲', 'chat b: 讲']);
  });

  it('collects questions out of the groups, and quotes them when they are answered', async () => {
    const id = await live();
    const asked = here.event({ group: 'b', member: 'bob', name: '小波', text: '几点结束？' });
    await here.hear(asked, here.event({ group: 'b', text: '好' }), here.event({ text: '台上问吗？', name: '李' }));
    await here.hear(asked);
    const questions = await here.inside((tx) => listQuestions(tx, id, 9));
    expect(questions).toMatchObject([{ name: '小波', text: '几点结束？', chat: '群 b', state: 'open' }]);
    await here.inside((tx) =>
      say(tx, { ...order(id), content: { kind: 'text', text: '九点' }, answers: questions[0]!.eventId }),
    );
    expect((await texts()).slice(-2)).toEqual([
      'chat a: 「小波：几点结束？」\n九点',
      'chat b: 「小波：几点结束？」\n九点',
    ]);
    expect(await here.inside((tx) => listQuestions(tx, id, 9))).toMatchObject([{ state: 'answered' }]);
  });

  it('lets operators speak and correct themselves, but not a speaker', async () => {
    const id = await live();
    const { key, queued } = await here.inside((tx) =>
      say(tx, { ...order(id), content: { kind: 'text', text: '通知' }, answers: null }),
    );
    expect(queued).toBe(2);
    await here.inside((tx) => sayAnew(tx, { ...order(id), key, content: { kind: 'text', text: '更正的通知' } }));
    expect((await texts()).slice(-2)).toEqual(['chat a: 更正的通知', 'chat b: 更正的通知']);
    const heard = here.event({ text: '原话', name: '李' });
    await here.hear(heard);
    const [latest] = await here.inside((tx) => listMessages(tx, id, 1));
    await expect(
      here.inside((tx) => sayAnew(tx, { ...order(id), key: latest!.key, content: { kind: 'text', text: 'x' } })),
    ).rejects.toMatchObject({ code: 'relay_not_own' });
  });

  it('does not begin without groups, and does not come back from its end', async () => {
    await expect(live({ targetIds: [] })).rejects.toMatchObject({ code: 'relay_without_targets' });
    const id = await live();
    await here.inside((tx) => changeState(tx, { ...who(), id, state: 'ended', now: new Date() }));
    await expect(
      here.inside((tx) => changeState(tx, { ...who(), id, state: 'live', now: new Date() })),
    ).rejects.toMatchObject({ code: 'relay_state' });
    await here.hear(here.event({ text: '还有人吗' }));
    expect(await texts()).toEqual([]);
  });
});

describe('a platform that cannot edit', () => {
  it('gets a correction', async () => {
    const plain = [chatConnector({ capabilities: { edits: false } })];
    const reactions = [createRelay({ database, clock: Date, connectors: plain })];
    here = await chatCommunity({ database, engine }, workspaceId, {
      connectors: plain,
      chats: ['stage', 'a'],
      reactions,
    });
    await live({ targetIds: [here.chats.get('a')!], heading: '' });
    const said = here.event({ text: '八点' });
    await here.hear(said);
    await here.hear({ ...said, text: '九点', version: 1 });
    expect(await texts()).toEqual(['chat a: 八点', 'chat a: ✏️\n九点']);
  });
});
