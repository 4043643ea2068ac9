import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { type Action, type ActionOutcome, setPaused } from '#modules/connections/index.ts';
import { communitySpace, rollUp } from '#modules/events/index.ts';
import { ensureAccounts, mergeMembers } from '#modules/members/index.ts';
import { grantScope } from '#platform/clickhouse/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testApp, type TestApp, type TestWorkspace } from '#testkit/app.ts';
import { type ChatCommunity, chatCommunity } from '#testkit/chat-community.ts';
import { chatConnector } from '#testkit/chat-connector.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';
import { claimAct, tidyActs } from './act-store.ts';
import type { CreditTask, MemberCredit, OwnCredit, Rules, Violation } from './contract.ts';
import { doNextAct } from './do-act.ts';
import { endSanctions } from './end-sanctions.ts';
import { praiseGoodConduct } from './good-conduct.ts';
import { createSanctionsOnJoin, onExamPassed, restrictionsOf, SanctionWorker } from './index.ts';
import { placeSanctions } from './place-sanctions.ts';

type Headers = Record<string, string>;
const DAY = 86_400_000;
const connectors = [chatConnector({ capabilities: { actions: ['mute', 'unmute', 'remove'] } })];

let database: Database;
let app: TestApp;
let workspace: TestWorkspace;
let moderator: Headers;
let here: ChatCommunity;
let rules: Rules['rules'];
/** What the platform was asked, and what it answers. */
let asked: Action[] = [];
let answers: ActionOutcome[] = [];

beforeAll(async () => {
  database = await testDatabase();
  app = await testApp(database, { engine: await testEngine(), connectors });
  workspace = await app.workspace();
  // A token, because sessions end while the clock goes on.
  moderator = await workspace.token(['communities.read', 'members.read', 'credit.manage']);
});
afterAll(async () => {
  await app.close();
  await database.close();
});
beforeEach(async () => {
  [asked, answers] = [[], []];
  here = await chatCommunity(app.services, workspace.id, { connectors, chats: ['g1', 'g2'], reactions: [] });
  expect((await call(moderator, 'POST', '/rules/prefill', {})).body).toEqual({ added: 7 });
  ({ rules } = (await call(moderator, 'GET', '/rules')).body as Rules);
});

const now = () => new Date(app.clock.now());
const idOf = (member: string) => communitySpace(here.ids.communityId).accountId('test-chat', member);
async function call(headers: Headers, method: 'GET' | 'POST' | 'PUT' | 'PATCH', path: string, payload?: object) {
  const url = path.startsWith('/api/') ? path : `/api/v1/communities/${here.ids.communityId}${path}`;
  const { statusCode, body } = await app.inject({ method, url, headers, payload });
  return { status: statusCode, body: (body === '' ? undefined : JSON.parse(body)) as unknown };
}
const ruleOf = (cost: number) => rules.find((rule) => rule.cost === cost)!;
/** Somebody says something in a group. @returns the id of the event */
async function say(member: string, text: string, group = 'g1'): Promise<string> {
  const event = here.event({ member, name: `名 ${member}`, text, group, at: now().toISOString() });
  await here.hear(event);
  const { engine } = app.services;
  const scope = grantScope(here.ids.workspaceId, here.ids.communityId);
  await rollUp(engine, scope, new Set());
  return communitySpace(here.ids.communityId).eventId('test-chat', event.id);
}
async function record(member: string, cost: number, fields: object = {}): Promise<Violation> {
  const evidence = { text: '有人看见了', happenedAt: now().toISOString() };
  const body = { memberId: idOf(member), ruleId: ruleOf(cost).id, evidence, key: newId(), ...fields };
  const made = await call(moderator, 'POST', '/violations', body);
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body as Violation;
}
/** Does what a worker does, until nothing is left to do. */
async function work(): Promise<void> {
  const ref = { workspaceId: workspace.id, connectionId: here.connectionId, now: () => app.clock.now() };
  await placeSanctions({ ...app.services, connectors }, workspace.id, now());
  await endSanctions(database, workspace.id, now());
  await here.inside((tx) => tidyActs(tx, now()));
  while (await doNextAct(database, act, ref));
}
const act = async (_: string, action: Action): Promise<ActionOutcome> => {
  asked.push(action);
  return answers.shift() ?? { fate: 'done' };
};
const creditOf = async (member: string) =>
  (await call(moderator, 'GET', `/members/${idOf(member)}/credit`)).body as MemberCredit;
const tasks = async () => ((await call(moderator, 'GET', '/credit/tasks')).body as { tasks: CreditTask[] }).tasks;
const parts = { connectors };
const pass = (member: string, attemptId = newId()) =>
  here.inside((tx) => onExamPassed(tx, parts, { ...here.ids, memberId: idOf(member), attemptId, at: now() }));

describe('recording a violation', () => {
  it('takes a message as evidence, and tells the member what, why, the cost, and how to appeal', async () => {
    const eventId = await say('ann', '加我买便宜货');
    const made = await record('ann', 3, { evidence: { eventId }, note: '请看群规第三条' });
    expect(made).toMatchObject({ cost: 3, left: 3, evidence: { eventId, group: '群 g1', text: '加我买便宜货' } });
    const [sent] = await here.sent();
    expect(sent).toMatchObject({ to: 'person ann', purpose: 'service' });
    for (const part of ['不发广告', '扣 3 分', '9/12', '请看群规第三条', '加我买便宜货', '申诉', '365', '30 天'].filter(
      (one) => one !== '365',
    ))
      expect(sent!.text).toContain(part);
    expect((await creditOf('ann')).licence).toMatchObject({ credit: 9, standing: 'good' });
  });

  it('is one violation however often the request comes, and one a message and rule', async () => {
    const eventId = await say('ann', '刷屏');
    const body = { memberId: idOf('ann'), ruleId: ruleOf(6).id, evidence: { eventId }, key: newId() };
    const all = await Promise.all(Array.from({ length: 20 }, () => call(moderator, 'POST', '/violations', body)));
    expect(new Set(all.map(({ status, body: made }) => `${status} ${(made as Violation).id}`)).size).toBe(1);
    expect((await call(moderator, 'POST', '/violations', { ...body, key: newId() })).status).toBe(409);
    await say('bob', '早');
    const evidence = { text: '', happenedAt: now().toISOString() };
    for (const other of [{ ruleId: ruleOf(1).id }, { memberId: idOf('bob') }]) {
      const used = await call(moderator, 'POST', '/violations', { ...body, ...other, evidence });
      expect([used.status, (used.body as { code: string }).code]).toEqual([409, 'key_used']);
    }
    const { violations, licence } = await creditOf('ann');
    expect([violations.length, violations[0]!.sanctions.length, licence.credit]).toEqual([1, 1, 6]);
    expect((await here.sent()).length).toBe(1);
    await work();
    expect(asked).toEqual([]);
  });

  it('refuses what is not theirs, lies ahead or too far back, and whoever may not', async () => {
    const eventId = await say('ann', '早');
    await say('bob', '早');
    const body = { memberId: idOf('bob'), ruleId: ruleOf(1).id, key: newId() };
    const at = (ms: number) => ({ text: '', happenedAt: new Date(app.clock.now() + ms).toISOString() });
    const status = async (evidence: object, headers = moderator) =>
      (await call(headers, 'POST', '/violations', { ...body, evidence })).status;
    expect(await status({ eventId })).toBe(404);
    expect([await status(at(3_600_000)), await status(at(-366 * DAY))]).toEqual([400, 400]);
    expect(await status(at(0), await workspace.operator('analyst'))).toBe(403);
    expect((await creditOf('bob')).violations).toEqual([]);
  });
});

describe('sanctions', () => {
  it('warn, mute for 7 days and suspend, on the platform where it can, and end there', async () => {
    await say('ann', '早');
    await say('ann', '早', 'g2');
    await record('ann', 6);
    expect((await creditOf('ann')).licence.standing).toBe('warned');
    await record('ann', 3);
    await work();
    const muted = { kind: 'mute', account: 'ann', seconds: 7 * 86_400 };
    expect(asked.map(({ seconds, ...one }) => ({ ...one, seconds: Math.round(seconds! / 10) * 10 }))).toEqual(
      expect.arrayContaining(['g1', 'g2'].map((chat) => ({ ...muted, chat }))),
    );
    const [held] = await here.inside((tx) => restrictionsOf(tx, [idOf('ann')], now()));
    expect(held).toMatchObject({ kind: 'mute', memberId: idOf('ann'), rule: '不发广告' });
    asked = [];
    await work();
    expect(asked).toEqual([]);
    app.clock.advance(7 * DAY + 1);
    await work();
    expect(asked.map(({ kind, chat }) => `${kind} ${chat}`).toSorted()).toEqual(['unmute g1', 'unmute g2']);
    expect(await here.inside((tx) => restrictionsOf(tx, [idOf('ann')], now()))).toEqual([]);
    asked = [];
    await record('ann', 12);
    await work();
    expect(asked.map(({ kind, seconds }) => [kind, seconds])).toEqual([
      ['mute', undefined],
      ['mute', undefined],
    ]);
    expect(await tasks()).toEqual([]);
  });

  it('become a task where no platform can, and where one would not', async () => {
    await say('ann', '早');
    const offline = communitySpace(here.ids.communityId).accountId('wechat', 'wx');
    await here.inside(async (tx) => {
      const account = { id: offline, platform: 'wechat', externalId: 'wx', name: '安', bot: false, firstAt: 0 };
      await ensureAccounts(tx, here.ids.communityId, [account]);
    });
    answers = [{ fate: 'refused', code: 'no_rights', reason: 'not an admin' }];
    await record('ann', 12);
    const alone = {
      memberId: offline,
      ruleId: ruleOf(12).id,
      key: newId(),
      evidence: { text: '', happenedAt: now().toISOString() },
    };
    expect((await call(moderator, 'POST', '/violations', { ...alone, remove: true })).status).toBe(201);
    await work();
    const open = await tasks();
    expect(open.map(({ kind, platform, code, groups }) => [kind, platform, code, groups.length]).toSorted()).toEqual([
      ['mute', 'test-chat', 'no_rights', 1],
      ['mute', 'wechat', 'no_connection', 0],
      ['remove', 'wechat', 'no_connection', 0],
    ]);
    const settle = (one: CreditTask, outcome: string) =>
      call(moderator, 'POST', `/credit/tasks/${one.id}`, { outcome });
    const removal = open.find(({ kind }) => kind === 'remove')!;
    expect((await settle(removal, 'again')).status).toBe(409);
    expect((await settle(removal, 'done')).status).toBe(204);
    expect((await settle(removal, 'done')).status).toBe(409);
    // Asked once more, the platform does it.
    expect(
      (
        await settle(
          open.find(({ code }) => code === 'no_rights')!,
          'again',
        )
      ).status,
    ).toBe(204);
    await work();
    expect((await tasks()).map(({ kind }) => kind)).toEqual(['mute']);
    // Whoever was removed is let in again by a person, when the violation is taken back.
    const { violations } = (await call(moderator, 'GET', `/violations?memberId=${offline}`)).body as {
      violations: Violation[];
    };
    expect(
      (await call(moderator, 'POST', `/violations/${violations[0]!.id}/withdraw`, { reason: '认错人了' })).status,
    ).toBe(204);
    await work();
    expect((await tasks()).map(({ kind }) => kind)).toEqual(['readmit']);
  });

  it('are not lost or doubled by a kill, at whatever step', async () => {
    await say('ann', '早');
    await record('ann', 12);
    // Killed right after recording: all is written down. Placed twice at once: acts are made once.
    const place = () => placeSanctions({ ...app.services, connectors }, workspace.id, now());
    await Promise.all([place(), place()]);
    // Killed while the platform was asked: nobody else does it until the lease is over, then it is asked once more.
    const claim = () =>
      here.inside((tx) => claimAct(tx, { connectionId: here.connectionId, now: now(), leaseMs: 90_000 }));
    expect(await claim()).toMatchObject({ kind: 'mute', wanted: true });
    await work();
    expect(asked).toEqual([]);
    app.clock.advance(91_000);
    answers = [
      { fate: 'unknown', reason: 'no answer' },
      { fate: 'later', seconds: 60, code: 'flood', reason: 'slow down' },
    ];
    await work();
    app.clock.advance(60_000);
    await work();
    app.clock.advance(60_000);
    await work();
    app.clock.advance(DAY);
    await work();
    expect(asked.map(({ kind }) => kind)).toEqual(['mute', 'mute', 'mute']);
    expect((await creditOf('ann')).acts).toMatchObject([{ kind: 'mute', state: 'done', attempts: 4 }]);
  });

  it('are undone where the platform may have done them: unanswered, done once and to be repeated, or left by a kill', async () => {
    const suspend = async (member: string): Promise<Violation> => {
      await say(member, '早');
      return record(member, 12);
    };
    const withdraw = async ({ id }: Violation) => {
      expect((await call(moderator, 'POST', `/violations/${id}/withdraw`, { reason: '看错了' })).status).toBe(204);
      asked = [];
      await work();
    };
    const unanswered = await suspend('ann');
    answers = [{ fate: 'unknown', reason: 'no answer' }];
    await work();
    await withdraw(unanswered);
    expect(asked).toMatchObject([{ kind: 'unmute', account: 'ann' }]);

    const repeated = await suspend('bob');
    await work();
    app.clock.advance(26 * DAY);
    answers = [{ fate: 'later', seconds: 60, code: 'flood', reason: 'slow down' }];
    await work();
    // Since a moment ago, not since it was first asked for.
    expect(await tasks()).toEqual([]);
    app.clock.advance(11 * 60_000);
    expect((await tasks()).map(({ kind, state }) => [kind, state])).toEqual([['mute', 'queued']]);
    await withdraw(repeated);
    expect(asked).toMatchObject([{ kind: 'unmute', account: 'bob' }]);

    const left = await suspend('cat');
    await placeSanctions({ ...app.services, connectors }, workspace.id, now());
    await here.inside((tx) => claimAct(tx, { connectionId: here.connectionId, now: now(), leaseMs: 90_000 }));
    await withdraw(left);
    expect(asked).toEqual([]);
    app.clock.advance(91_000);
    await work();
    expect(asked).toMatchObject([{ kind: 'unmute', account: 'cat' }]);

    const refused = await suspend('dan');
    answers = [{ fate: 'refused', code: 'no_rights', reason: 'not an admin' }];
    await work();
    await withdraw(refused);
    expect([asked, await tasks()]).toEqual([[], []]);
  });

  it('that overlap end with the last', async () => {
    await say('ann', '早');
    await record('ann', 6);
    await record('ann', 3);
    await work();
    app.clock.advance(3 * DAY);
    await record('ann', 1);
    await work();
    asked = [];
    app.clock.advance(5 * DAY);
    await work();
    expect(asked).toEqual([]);
    app.clock.advance(3 * DAY);
    await work();
    expect(asked.map(({ kind }) => kind)).toEqual(['unmute']);
  });

  it('reach those who join another group, or come back to one', async () => {
    const onJoin = createSanctionsOnJoin({ database, connectors, clock: app.clock });
    const join = (group: string) => {
      const event = here.event({ kind: 'join', member: 'ann', group, at: now().toISOString() });
      return onJoin.react(here.ids, [{ eventId: newId(), version: 0, source: '', receivedAt: now(), event }]);
    };
    await say('ann', '早');
    await join('g2');
    await record('ann', 12);
    await work();
    expect(asked.map(({ chat }) => chat)).toEqual(['g1']);
    app.clock.advance(1000);
    for (const group of ['g2', 'g2', 'g1', 'g3']) await join(group);
    await work();
    expect(asked.map(({ kind, chat }) => `${kind} ${chat}`).toSorted()).toEqual(['mute g1', 'mute g1', 'mute g2']);
    expect((await tasks()).map(({ kind, code }) => [kind, code])).toEqual([['mute', 'no_connection']]);
    await pass('ann');
    await join('g1');
    asked = [];
    await work();
    expect(asked.map(({ kind, chat }) => `${kind} ${chat}`).toSorted()).toEqual(['unmute g1', 'unmute g2']);
    expect(await tasks()).toEqual([]);
  });

  it('are lifted by an operator; a suspension by an exam, which gives 6 once', async () => {
    await say('ann', '早');
    expect(await pass('ann')).toEqual({ restored: 0, lifted: false });
    await record('ann', 12);
    await work();
    const attempt = newId();
    expect(await pass('ann', attempt)).toEqual({ restored: 6, lifted: true });
    expect(await pass('ann', attempt)).toEqual({ restored: 0, lifted: false });
    expect((await creditOf('ann')).licence).toMatchObject({ credit: 6, standing: 'warned', suspendedSince: null });
    await work();
    expect(asked.map(({ kind }) => kind)).toEqual(['mute', 'unmute']);
    const [sanction] = (await record('ann', 6)).sanctions;
    expect((await call(moderator, 'POST', `/sanctions/${sanction!.id}/lift`, { reason: '态度诚恳' })).status).toBe(204);
    expect((await call(moderator, 'POST', `/sanctions/${sanction!.id}/lift`, { reason: '再来' })).status).toBe(409);
    expect((await creditOf('ann')).licence).toMatchObject({ credit: 0, standing: 'warned', suspendedSince: null });
    expect((await here.sent()).map(({ text }) => text.slice(0, 9))).toHaveLength(4);
  });

  it('that suspend forbid members to earn and to use what they earned, until the exam; a mute does not', async () => {
    await say('ann', '早');
    await say('bob', '早');
    const ann = await workspace.member(here.ids.communityId, idOf('ann'));
    const keeper = await workspace.token(['loyalty.manage', 'members.read']);
    const benefit = { key: 'coupon', name: '券', kind: 'perk', levels: [] };
    const made = await call(keeper, 'POST', '/benefits', benefit);
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    const { id } = made.body as { id: string };
    const price = { key: newId(), price: 1 };
    const tries = async () => [
      await call(ann, 'POST', '/api/m/v1/check-in'),
      await call(ann, 'POST', '/api/m/v1/check-in/make-up', { day: '2020-01-01' }),
      await call(ann, 'POST', '/api/m/v1/points/gifts', { to: idOf('bob'), amount: 1, key: newId() }),
      await call(ann, 'POST', `/api/m/v1/rewards/${newId()}/orders`, price),
      await call(keeper, 'POST', `/benefits/${id}/uses`, { memberId: idOf('ann'), amount: 1, key: newId() }),
    ];
    const refused = async () => (await tries()).map(({ body }) => (body as { code?: string }).code === 'sanctioned');
    await record('ann', 6);
    await record('ann', 3);
    expect((await creditOf('ann')).licence.standing).toBe('muted');
    expect(await refused()).toEqual([false, false, false, false, false]);
    await record('ann', 3);
    expect(await refused()).toEqual([true, true, true, true, true]);
    expect((await call(ann, 'GET', '/api/m/v1/check-in')).status).toBe(200);
    await pass('ann');
    expect(await refused()).toEqual([false, false, false, false, false]);
  });

  it('are of the person, whichever account they came by', async () => {
    await say('ann', '早');
    await say('ann2', '早');
    await record('ann', 6);
    await here.inside((tx) =>
      mergeMembers(tx, { communityId: here.ids.communityId, intoId: idOf('ann'), memberId: idOf('ann2'), reason: '' }),
    );
    await record('ann2', 3);
    expect((await creditOf('ann2')).licence).toMatchObject({ credit: 3, standing: 'muted' });
    await work();
    expect(asked.map(({ account }) => account).toSorted()).toEqual(['ann', 'ann2']);
    const held = await here.inside((tx) => restrictionsOf(tx, [idOf('ann'), idOf('ann2')], now()));
    expect(held.map(({ memberId }) => memberId).toSorted()).toEqual([idOf('ann'), idOf('ann2')].toSorted());
  });
});

describe('the worker', () => {
  it('hears of a violation, does what is due, ends what is over, and stops', async () => {
    await say('ann', '早');
    const held = [{ workspaceId: workspace.id, connectionId: here.connectionId }];
    const worker = new SanctionWorker({
      ...app.services,
      connectors,
      channels: { held: () => held, onHeld: () => () => undefined, act },
      listWorkspaces: async () => [workspace.id],
      lookAroundMs: 50,
    });
    await worker.start();
    try {
      const { id } = await record('ann', 12);
      await expect.poll(() => asked.map(({ kind }) => kind)).toEqual(['mute']);
      await call(moderator, 'POST', `/violations/${id}/withdraw`, { reason: '看错了' });
      await expect.poll(() => asked.map(({ kind }) => kind)).toEqual(['mute', 'unmute']);
      // The platform takes nothing more: a moderator does.
      await here.inside((tx) => setPaused(tx, { ...held[0]!, id: here.connectionId, now: now() }, 'hand'));
      held.pop();
      await record('ann', 12);
      await expect.poll(async () => (await tasks()).map(({ kind }) => kind)).toEqual(['mute']);
    } finally {
      await worker.stop();
    }
    expect(asked).toHaveLength(2);
  });
});

describe('appeals', () => {
  it('are one a violation, in time, of one’s own; upheld, everything that it caused is undone', async () => {
    await say('ann', '早');
    await say('bob', '早');
    const [ann, bob] = [
      await workspace.member(here.ids.communityId, idOf('ann')),
      await workspace.member(here.ids.communityId, idOf('bob')),
    ];
    const first = await record('ann', 6);
    const second = await record('ann', 6);
    await work();
    expect((await creditOf('ann')).licence.standing).toBe('suspended');
    const file = (headers: Headers, id: string) =>
      call(headers, 'POST', `/api/m/v1/violations/${id}/appeal`, { text: '不是我发的' });
    expect((await file(bob, first.id)).status).toBe(404);
    expect((await file(moderator, first.id)).status).toBe(401);
    expect((await file(ann, first.id)).status).toBe(204);
    expect((await file(ann, first.id)).status).toBe(409);
    const own = (await call(ann, 'GET', '/api/m/v1/credit')).body as OwnCredit;
    expect(own.violations.map(({ id, mayAppeal }) => [id, mayAppeal])).toEqual([
      [second.id, true],
      [first.id, false],
    ]);
    expect(JSON.stringify(own)).not.toContain('"by"');
    expect((await call(bob, 'GET', '/api/m/v1/credit')).body).toMatchObject({
      licence: { credit: 12 },
      violations: [],
    });
    const { appeals } = (await call(moderator, 'GET', '/appeals')).body as { appeals: Violation[] };
    expect((await call(moderator, 'GET', '/credit/waiting')).body).toEqual({ openAppeals: 1, openTasks: 0 });
    const decide = (outcome: string, reasons: string) =>
      call(moderator, 'POST', `/appeals/${appeals[0]!.appeal!.id}/decision`, { outcome, reasons });
    expect((await decide('upheld', '')).status).toBe(400);
    expect((await decide('upheld', '查明是同名的人')).status).toBe(204);
    expect((await decide('rejected', '改主意')).status).toBe(409);
    // Without the first, the second had only warned.
    const { licence, violations } = await creditOf('ann');
    expect(licence).toMatchObject({ credit: 6, standing: 'warned', suspendedSince: null });
    expect(
      violations.map(({ voided, sanctions }) => [
        voided?.cause,
        sanctions.map(({ kind, liftCause }) => [kind, liftCause]),
      ]),
    ).toEqual([
      [
        undefined,
        [
          ['suspend', 'appeal'],
          ['warn', null],
        ],
      ],
      ['appeal', [['warn', 'appeal']]],
    ]);
    await work();
    expect(asked.map(({ kind }) => kind)).toEqual(['mute', 'unmute']);
    expect((await here.sent()).at(-1)!.text).toContain('查明是同名的人');
    app.clock.advance(21 * DAY);
    const late = await file(await workspace.member(here.ids.communityId, idOf('ann')), second.id);
    expect([late.status, (late.body as { code: string }).code]).toEqual([409, 'too_late']);
  });
});

describe('time', () => {
  it('tells of good conduct once, and gives it without telling; a clock that goes back undoes nothing', async () => {
    await say('ann', '早');
    await record('ann', 3);
    await say('bob', '早');
    await record('bob', 12);
    app.clock.advance(-2 * DAY);
    expect((await creditOf('ann')).licence.credit).toBe(9);
    expect((await creditOf('bob')).licence.standing).toBe('suspended');
    await work();
    expect((await creditOf('bob')).acts).toMatchObject([{ kind: 'mute', state: 'done' }]);
    app.clock.advance(32 * DAY);
    expect((await creditOf('ann')).licence).toMatchObject({ credit: 10, cleanDays: 30 });
    for (let time = 0; time < 3; time += 1)
      await here.inside((tx) => praiseGoodConduct(tx, parts, { ...here.ids, now: now() }));
    expect((await here.sent()).filter(({ text }) => text.includes('30 天没有违规，恢复 1 分'))).toHaveLength(1);
  });
});

describe('figures', () => {
  it('are the community’s own, and everything follows them', async () => {
    await say('ann', '早');
    const { policy } = (await call(moderator, 'GET', '/rules')).body as Rules;
    const set = (changes: object) => call(moderator, 'PUT', '/credit/policy', { ...policy, ...changes });
    expect((await set({ warnAt: 1 })).status).toBe(400);
    expect(
      (await set({ points: 20, warnAt: 14, muteAt: 10, suspendAt: 8, costs: [2, 6, 12], suspendBy: 'remove' })).status,
    ).toBe(204);
    expect((await call(moderator, 'POST', '/rules', { title: '新', cost: 3 })).status).toBe(400);
    expect((await record('ann', 12)).sanctions.map(({ kind }) => kind)).toEqual(['suspend']);
    await work();
    expect(asked.map(({ kind }) => kind)).toEqual(['remove']);
  });
});
