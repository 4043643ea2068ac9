import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayOf, formatDay, startOfDay } from '#kernel/calendar.ts';
import { newId } from '#kernel/ids.ts';
import { createCommunity } from '#modules/communities/index.ts';
import type { NeutralEvent } from '#modules/events/contract.ts';
import { communitySpace, writeEvents } from '#modules/events/index.ts';
import { ensureAccounts } from '#modules/members/index.ts';
import { grantScope } from '#platform/clickhouse/index.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import { testApp, type TestApp, type TestWorkspace } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';
import { createEarning } from './earning.ts';
import { expirePoints, takeNotices } from './expire-points.ts';
import { balancesOf, postPoints } from './index.ts';

const ZONE = 'Asia/Shanghai';
const DAY_MS = 86_400_000;
let database: Database;
let app: TestApp;
let workspace: TestWorkspace;
let owner: Record<string, string>;
let communityId: string;

beforeAll(async () => {
  database = await testDatabase();
  app = await testApp(database, { engine: await testEngine() });
  workspace = await app.workspace();
  owner = await workspace.operator('owner');
  communityId = await newCommunity();
});
afterAll(async () => {
  await app.close();
  await database.close();
});

const inside = <T>(work: (tx: Tx) => Promise<T>) => database.inWorkspace(workspace.id, work);
const newCommunity = async () =>
  (await inside((tx) => createCommunity(tx, workspace.id, { name: 'C', zone: ZONE }))).id;
let made = 0;
async function newMember(name = `名${(made += 1)}`, community = communityId): Promise<string> {
  const externalId = `u${(made += 1)}`;
  const id = communitySpace(community).accountId('qq', externalId);
  await inside((tx) =>
    ensureAccounts(tx, community, [{ id, platform: 'qq', externalId, name, bot: false, firstAt: Date.now() }]),
  );
  return id;
}
type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
const ask = async (method: Method, path: string, payload?: object, headers = owner, community = communityId) => {
  const response = await app.inject({
    method,
    url: `/api/v1/communities/${community}/points${path}`,
    headers,
    ...(payload && { payload }),
  });
  return { status: response.statusCode, body: response.body === '' ? undefined : response.json() };
};
const mine = async (member: string, method: Method, path: string, payload?: object) => {
  const headers = await workspace.member(communityId, member);
  const response = await app.inject({ method, url: `/api/m/v1${path}`, headers, ...(payload && { payload }) });
  return { status: response.statusCode, body: response.json() };
};
const balance = async (member: string) => (await inside((tx) => balancesOf(tx, [member]))).get(member);
const grant = (memberId: string, amount: number, more: object = {}) =>
  inside((tx) =>
    postPoints(tx, [
      {
        key: newId(),
        communityId,
        memberId,
        kind: 'grant',
        amount,
        cause: { kind: 'award' },
        at: app.clock.now(),
        ...more,
      },
    ]),
  );

describe('awards', () => {
  it('go to all or to nobody, once for a key, and can be taken back once', async () => {
    const [a, b] = [await newMember(), await newMember()];
    const order = { key: 'award-once', memberIds: [a, b], points: 30, note: '活动之星' };
    for (let time = 0; time < 2; time++) expect((await ask('POST', '/awards', order)).status).toBe(200);
    expect([await balance(a), await balance(b)]).toEqual([30, 30]);
    const wrong = await ask('POST', '/awards', { ...order, key: 'award-none', memberIds: [a, newId()] });
    expect([wrong.status, wrong.body.faults]).toEqual([400, [{ where: '/body/memberIds/1', what: 'no-member' }]]);
    const less = await ask('POST', '/awards', { ...order, key: 'award-less', kind: 'deduct', points: 31 });
    expect([less.status, less.body.faults[0].what]).toEqual([400, 'insufficient']);
    expect(await balance(a)).toBe(30);
    const { body } = await ask('GET', `/transactions?memberId=${a}`);
    expect(body).toMatchObject({
      balance: 30,
      next: null,
      transactions: [{ kind: 'grant', amount: 30, note: '活动之星', by: 'owner' }],
    });
    const reversal = (key: string) =>
      ask('POST', `/transactions/${body.transactions[0].id}/reversal`, { key, reason: '发错了' });
    expect((await reversal('reversal-1')).body).toMatchObject({ state: 'posted', missing: 0 });
    expect((await reversal('reversal-1')).body).toMatchObject({ state: 'repeat' });
    expect((await reversal('reversal-2')).body).toMatchObject({ state: 'already-reversed' });
    expect(await balance(a)).toBe(0);
  });

  it.for([{ points: -1 }, { points: 0.5 }, { points: 1e12 }, { points: '10' }, { points: 0 }])(
    'take no %o',
    async (points) => {
      const order = { key: 'award-bad', memberIds: [newId()], ...points };
      expect((await ask('POST', '/awards', order)).status).toBe(400);
    },
  );

  it('are read from a file, which is taken whole or refused with its lines', async () => {
    const [a, b] = [await newMember('苏苏'), await newMember('同名')];
    await newMember('同名');
    const bad = [
      '成员,积分,备注',
      `${a},10,好`,
      '苏苏,=1+1,',
      '苏苏,-5,',
      '苏苏,1.5,',
      '苏苏,99999999999,',
      '=cmd(),5,',
      '苏苏,5,=HYPERLINK(1)',
      '谁也不是,5,',
      '同名,5,',
      '苏苏,7,再来',
      '苏苏',
      '苏苏,很多,',
    ].join('\n');
    const seen = await ask('POST', '/awards/preview', { csv: bad });
    expect(seen.body.faults.map(({ line, why }: { line: number; why: string }) => [line, why])).toEqual([
      [3, 'formula'],
      [4, 'negative'],
      [5, 'fractional'],
      [6, 'too_large'],
      [7, 'formula'],
      [8, 'formula'],
      [9, 'unknown'],
      [10, 'ambiguous'],
      [11, 'repeated'],
      [12, 'columns'],
      [13, 'not_a_number'],
    ]);
    const refused = await ask('POST', '/awards/import', { csv: bad, key: 'file-bad' });
    expect([refused.status, refused.body.faults[0]]).toEqual([400, { where: 'line 3', what: 'formula' }]);
    expect(await balance(a)).toBe(0);
    const good = `${a},10,好\n${b},20,\n`;
    expect((await ask('POST', '/awards/preview', { csv: good })).body).toMatchObject({
      members: 2,
      points: 30,
      faultsTotal: 0,
    });
    expect((await ask('POST', '/awards/import', { csv: good, key: 'file-good' })).body).toEqual({
      members: 2,
      points: 30,
    });
    expect((await ask('POST', '/awards/import', { csv: good, key: 'file-good' })).body).toEqual({
      members: 0,
      points: 0,
    });
    expect([await balance(a), await balance(b)]).toEqual([10, 20]);
  });

  it('need the right', async () => {
    const analyst = await workspace.operator('analyst');
    const order = { key: 'award-not', memberIds: [newId()], points: 1 };
    expect((await ask('POST', '/awards', order, analyst)).status).toBe(403);
    expect((await ask('GET', '/dashboard', undefined, analyst)).status).toBe(200);
  });
});

describe('a month’s budget', () => {
  it('holds, cannot be less than was issued, and shows what is outstanding and its cost', async () => {
    const own = await newCommunity();
    const member = await newMember('x', own);
    const month = formatDay(dayOf(app.clock.now(), ZONE)).slice(0, 7);
    const award = (key: string, points: number) =>
      ask('POST', '/awards', { key, memberIds: [member], points }, owner, own);
    expect((await award('budget-1', 700)).status).toBe(200);
    const set = (amount: number | null) => ask('PUT', `/budgets/${month}`, { amount }, owner, own);
    expect((await set(600)).body.code).toBe('budget_below_issued');
    expect((await set(1000)).body.budgets).toEqual([{ month, amount: 1000, issued: 700 }]);
    const over = await award('budget-2', 301);
    expect([over.status, over.body.code]).toEqual([409, 'over_budget']);
    expect((await award('budget-3', 300)).status).toBe(200);
    const { body } = await ask('GET', '/dashboard', undefined, owner, own);
    expect(body).toMatchObject({
      figures: { issued: 1000, redeemed: 0 },
      outstanding: { points: 1000, members: 1, cost: 1000 },
      causes: [{ cause: 'award', points: 1000, times: 2, members: 1 }],
      earners: [{ points: 1000, share: 1 }],
    });
  });
});

describe('expiry', () => {
  it('tells once before, then takes what expires first and is left', async () => {
    const own = await newMember();
    const now = app.clock.now();
    await grant(own, 50, { expiresAt: now + 3 * DAY_MS });
    await grant(own, 20, { expiresAt: null });
    await grant(own, 7, { expiresAt: now + 5 * DAY_MS });
    await inside((tx) =>
      postPoints(tx, [
        { key: newId(), communityId, memberId: own, kind: 'spend', amount: 10, cause: { kind: 'order' }, at: now },
      ]),
    );
    const notice = () => inside((tx) => takeNotices(tx, communityId, { now, before: now + 7 * DAY_MS }));
    // What expires on different days is told of apart.
    expect(await notice()).toEqual([
      { memberId: own, amount: 40, expiresAt: new Date(now + 3 * DAY_MS) },
      { memberId: own, amount: 7, expiresAt: new Date(now + 5 * DAY_MS) },
    ]);
    expect(await notice()).toEqual([]);
    expect(await inside((tx) => expirePoints(tx, communityId, now + 2 * DAY_MS))).toBe(0);
    expect(await inside((tx) => expirePoints(tx, communityId, now + 4 * DAY_MS))).toBe(1);
    expect(await inside((tx) => expirePoints(tx, communityId, now + 4 * DAY_MS))).toBe(0);
    expect(await balance(own)).toBe(27);
    const record = await mine(own, 'GET', '/points/record');
    expect((await mine(own, 'GET', '/points/record?cursor=yesterday%20x')).body).toMatchObject({ code: 'bad_cursor' });
    const pages: unknown[] = [];
    for (let next: string | null = ''; next !== null;) {
      const page = await mine(own, 'GET', `/points/record?limit=1${next && `&cursor=${encodeURIComponent(next)}`}`);
      pages.push(...page.body.lines);
      next = page.body.next as string | null;
    }
    expect(pages).toEqual(record.body.lines);
    expect(
      record.body.lines.map(({ kind, change }: { kind: string; change: number }) => [kind, change]),
    ).toContainEqual(['expire', -40]);
  });

  it('is at the end of the month in the community’s zone, as its settings say', async () => {
    const own = await newMember();
    // The last hour of January in Shanghai, which is February nowhere yet.
    await grant(own, 5, { at: Date.UTC(2026, 0, 31, 15, 30) });
    await grant(own, 6, { at: Date.UTC(2026, 0, 31, 16, 30) });
    const { body } = await mine(own, 'GET', '/points');
    expect(body.expiring).toEqual([
      { expiresAt: '2027-01-31T16:00:00.000Z', lastDay: '2027-01-31', amount: 5 },
      { expiresAt: '2027-02-28T16:00:00.000Z', lastDay: '2027-02-28', amount: 6 },
    ]);
  });
});

describe('gifts between members', () => {
  it('are off, then keep to their limits, once for a key, with the days on which they expire', async () => {
    const [a, b] = [await newMember('送的人'), await newMember('收的人')];
    await grant(a, 100, { expiresAt: app.clock.now() + DAY_MS });
    const give = (key: string, amount: number, to = b) =>
      mine(a, 'POST', '/points/gifts', { key, to, amount, note: '谢谢' });
    expect((await give('gift-none', 1)).status).toBe(403);
    const settings = (await ask('GET', '/settings')).body;
    expect((await ask('PUT', '/settings', { ...settings, giftDayLimit: 50, giftOnceLimit: 30 })).status).toBe(200);
    expect((await mine(a, 'GET', '/points/people?q=收')).body.people).toEqual([{ id: b, name: '收的人' }]);
    expect((await give('gift-once', 31)).body.code).toBe('gift_limit');
    expect((await give('gift-self', 1, a)).status).toBe(400);
    const answers = await Promise.all(Array.from({ length: 8 }, () => give('gift-same', 30)));
    expect(new Set(answers.map(({ body }) => body.transactionId)).size).toBe(1);
    expect((await give('gift-more', 21)).body.code).toBe('gift_limit');
    expect([await balance(a), await balance(b)]).toEqual([70, 30]);
    const taken = await mine(b, 'GET', '/points');
    expect(Date.parse(taken.body.expiring[0].expiresAt)).toBeLessThan(app.clock.now() + 2 * DAY_MS);
    const line = (await mine(b, 'GET', '/points/record')).body.lines[0];
    expect(line).toMatchObject({ kind: 'gift', change: 30, other: '送的人', note: '谢谢' });
    for (const amount of [-1, 0.5, 1e12, 0]) expect((await give('gift-bad', amount)).status).toBe(400);
  });
});

describe('checking in', () => {
  it('is once a day in the community’s zone, over midnight; a missed day can be made up as long as cards last', async () => {
    const own = await newMember();
    const today = dayOf(app.clock.now(), ZONE);
    // A second before midnight there, then after it.
    app.clock.advance(startOfDay(today + 1, ZONE) - 1_000 - app.clock.now());
    expect((await mine(own, 'POST', '/check-in')).body).toMatchObject({ today: formatDay(today), streak: 1 });
    expect((await mine(own, 'POST', '/check-in')).body.days).toHaveLength(1);
    app.clock.advance(2_000);
    expect((await mine(own, 'GET', '/check-in')).body).toMatchObject({ today: formatDay(today + 1), streak: 1 });
    expect((await mine(own, 'POST', '/check-in')).body).toMatchObject({ streak: 2, cards: { left: 2 } });
    const makeUp = (day: number) => mine(own, 'POST', '/check-in/make-up', { day: formatDay(day) });
    expect((await makeUp(today)).body.code).toBe('checked_in');
    expect((await makeUp(today + 1)).status).toBe(400);
    expect((await makeUp(today - 7)).status).toBe(400);
    expect((await makeUp(today - 1)).body).toMatchObject({ streak: 3, cards: { left: 1 } });
    const both = await Promise.all([makeUp(today - 2), makeUp(today - 3)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const { rows } = await inside((tx) =>
      sql<{ n: number }>`SELECT count(*) AS n FROM inbox WHERE community_id = ${communityId}`.execute(tx),
    );
    expect(rows).toEqual([{ n: 2 }]);
  });
});

describe('rules', () => {
  const rule = {
    name: '发言',
    kind: 'message',
    points: 5,
    caps: { perDay: 2 },
    conditions: { minLength: 3, notRepeated: true },
  };

  it('are made, changed and deleted, and asked about the past: equal to what live events earn', async () => {
    const own = await newCommunity();
    const scope = grantScope(workspace.id, own);
    const today = dayOf(app.clock.now(), ZONE);
    const said = (ago: number, text: string, id: string): NeutralEvent => ({
      id,
      platform: 'qq',
      group: 'g',
      member: 'ann',
      kind: 'message',
      text,
      at: new Date(startOfDay(today - ago, ZONE) + 3_600_000 + Number(id.slice(1)) * 1000).toISOString(),
    });
    const events = [
      said(2, '第一句话', 'e1'),
      said(2, '第一 句话', 'e2'),
      said(2, '短', 'e3'),
      said(2, '第二句话', 'e4'),
      said(2, '第三句话', 'e5'),
      said(1, '第一句话', 'e6'),
      said(1, '新的一天', 'e7'),
    ];
    const space = communitySpace(own);
    await inside((tx) =>
      ensureAccounts(tx, own, [
        { id: space.accountId('qq', 'ann'), platform: 'qq', externalId: 'ann', name: 'Ann', bot: false, firstAt: 0 },
      ]),
    );
    await writeEvents(app.services.engine, scope, { zone: ZONE }, events);
    const dry = await ask('POST', '/rules/dry-run', { rule }, owner, own);
    expect(dry.body).toMatchObject({
      points: 15,
      times: 3,
      members: 1,
      refused: { day_cap: 1 },
      top: [{ name: 'Ann', points: 15 }],
      cut: false,
    });

    const created = await ask('POST', '/rules', rule, owner, own);
    expect(created.status).toBe(201);
    const { id } = created.body.rules[0];
    await inside((tx) => sql`UPDATE point_rules SET enabled_at = '2020-01-01'`.execute(tx));
    const reaction = createEarning({
      database,
      engine: await testEngine(),
      clock: app.clock,
      onEarned: () => undefined,
    });
    await reaction.react(
      { workspaceId: workspace.id, communityId: own },
      events.map((event) => ({
        eventId: space.eventId('qq', event.id),
        version: 0,
        source: 'api',
        receivedAt: new Date(),
        event,
      })),
    );
    expect(await balance(space.accountId('qq', 'ann'))).toBe(15);
    expect((await ask('GET', '/rules', undefined, owner, own)).body.rules[0]).toMatchObject({
      granted: { times: 3, points: 15, members: 1 },
      refused: 1,
    });
    const changed = await ask('PATCH', `/rules/${id}`, { points: 7, enabled: false }, owner, own);
    expect(changed.body.rules[0]).toMatchObject({ points: 7, enabled: false });
    expect((await ask('DELETE', `/rules/${id}`, undefined, owner, own)).body.rules).toEqual([]);
    const strange = { ...rule, conditions: { groupIds: [newId()] } };
    expect((await ask('POST', '/rules', strange, owner, own)).status).toBe(400);
    expect((await ask('POST', '/rules/dry-run', { rule, from: '2026-02-30' }, owner, own)).status).toBe(400);
  });
});
