import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayOf, startOfDay } from '#kernel/calendar.ts';
import { type Community, createCommunity } from '#modules/communities/index.ts';
import type { NeutralEvent } from '#modules/events/contract.ts';
import { communitySpace, rollUp, writeEvents } from '#modules/events/index.ts';
import { evaluateCommunity } from '#modules/insights/index.ts';
import { ensureAccounts, setTags } from '#modules/members/index.ts';
import { ruleMembers } from '#modules/segments/index.ts';
import { grantScope, inScope, sql as engineSql } from '#platform/clickhouse/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testApp, type TestApp, type TestWorkspace } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';
import { awardBadges } from './award-badges.ts';
import type { MemberBadgesReply } from './badges.contract.ts';
import type { Benefit, MemberBenefitsReply, UsesReply } from './benefits.contract.ts';
import { evaluateLevels } from './evaluate-levels.ts';
import type { Board, MemberPlacesReply, PlacesReply } from './leaderboards.contract.ts';
import { DEFAULT_LEVEL_RULES } from './level-store.ts';
import type {
  HoldersReply,
  LevelFlowReply,
  LevelsReply,
  MemberLevelReply,
  SimulationReply,
} from './levels.contract.ts';
import { useBenefit } from './use-benefit.ts';

type Headers = Record<string, string>;
const DAY_MS = 86_400_000;
const NAMES = ['ann', 'bob', 'cat', 'dan'];

let database: Database;
let app: TestApp;
let workspace: TestWorkspace;
let community: Community;
let owner: Headers;
let ann: Headers;
const queued: object[] = [];

const idOf = (name: string): string => communitySpace(community.id).accountId('qunluo', name);
const url = (path: string): string => `/api/v1/communities/${community.key}${path}`;
const ask = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload?: object, headers = owner) =>
  app.inject({ method, url: path.startsWith('/api/') ? path : url(path), headers, ...(payload && { payload }) });
async function must<T>(...asked: Parameters<typeof ask>): Promise<T> {
  const answer = await ask(...asked);
  expect(answer.statusCode, answer.body).toBeLessThan(300);
  return (answer.statusCode === 204 ? undefined : answer.json()) as T;
}

/** ann wrote on 12 days, bob on 6, cat on 6 but earlier, dan once. */
function history(): NeutralEvent[] {
  const days: Record<string, number[]> = {
    ann: Array.from({ length: 12 }, (_, ago) => ago),
    bob: [0, 1, 2, 3, 4, 5],
    cat: [3, 4, 5, 6, 7, 8],
    dan: [0],
  };
  let id = 0;
  return Object.entries(days).flatMap(([member, own]) =>
    own.map((ago) => ({
      id: `e${id++}`,
      group: 'g',
      groupName: 'Readers',
      member,
      name: member.toUpperCase(),
      kind: 'message' as const,
      at: new Date(app.clock.now() - ago * DAY_MS - 3_600_000).toISOString(),
    })),
  );
}

const countAsked = async (): Promise<number> => {
  const scope = grantScope(workspace.id, community.id);
  const rows = await app.services.engine.query<{ n: number }>(
    scope,
    'test.asked',
    engineSql`SELECT count() AS n FROM asked_ids WHERE ${inScope(scope)}`,
  );
  return Number(rows[0]!.n);
};

const look = async () => {
  const ids = { workspaceId: workspace.id, communityId: community.id };
  const { services } = app;
  await evaluateLevels({ ...services, connectors: services.connections.connectors }, ids);
  await awardBadges({ ...services, ruleMembers: (evaluated, rule) => ruleMembers(services, evaluated, rule) }, ids);
};

const level = (name: string, growth: number, more: object = {}) => ({
  name,
  nameEn: '',
  colour: '#1677ff',
  icon: 'star',
  standards: { growth, contribution: 0, activeDays: 0, quizzes: 0 },
  benefits: [],
  ...more,
});

beforeAll(async () => {
  database = await testDatabase();
  const jobs = { send: async (_: unknown, data: object) => void queued.push(data) };
  app = await testApp(database, { engine: await testEngine(), jobs: jobs as never });
  workspace = await app.workspace();
  owner = await workspace.operator('owner');
  community = await database.inWorkspace(workspace.id, (tx) => createCommunity(tx, workspace.id, { name: 'Readers' }));
  const scope = grantScope(workspace.id, community.id);
  const events = history();
  const written = await writeEvents(app.services.engine, scope, { zone: community.zone }, events);
  await rollUp(app.services.engine, scope, written.changed);
  await database.inWorkspace(workspace.id, async (tx) => {
    const account = (name: string) => ({
      id: idOf(name),
      platform: 'qunluo',
      externalId: name,
      name: name.toUpperCase(),
      bot: false,
      firstAt: 0,
    });
    await ensureAccounts(tx, community.id, NAMES.map(account));
    for (const [name, tag] of [
      ['ann', 'red'],
      ['bob', 'blue'],
      ['dan', 'red'],
    ] as const)
      await setTags(tx, { communityId: community.id, memberId: idOf(name), tags: [tag], source: 'hand' });
  });
  await evaluateCommunity(app.services, { workspaceId: workspace.id, communityId: community.id });
  ann = await workspace.member(community.id, idOf('ann'));
});
afterAll(async () => {
  await app.close();
  await database.close();
});

describe('levels over HTTP', () => {
  it('are simulated against today’s members before they are written, and place them when they are', async () => {
    const levels = [level('青铜', 0), level('白银', 10), level('黄金', 24)];
    const simulated = await must<SimulationReply>('POST', '/levels/simulate', { levels, rules: DEFAULT_LEVEL_RULES });
    expect(simulated).toMatchObject({ members: 4, now: [{ rank: 0, members: 4 }] });
    expect(simulated.inTheEnd.map(({ members }) => members)).toEqual([0, 1, 2, 1]);
    expect(simulated.moves.find(({ to }) => to === 3)).toEqual({ from: 0, to: 3, members: 1 });
    expect((await must<LevelsReply>('GET', '/levels')).levels).toEqual([]);

    const saved = await must<LevelsReply>('PUT', '/levels', { levels });
    expect(saved.levels.map(({ rank, name }) => [rank, name])).toEqual([
      [1, '青铜'],
      [2, '白银'],
      [3, '黄金'],
    ]);
    expect(queued).toContainEqual({ workspaceId: workspace.id, communityId: community.id });
    await look();
    const { distribution, lastRun } = await must<LevelsReply>('GET', '/levels');
    expect(distribution.map(({ rank, members }) => [rank, members])).toEqual([
      [1, 1],
      [2, 2],
      [3, 1],
    ]);
    expect(lastRun).toMatchObject({ kind: 'monthly', members: 4, promoted: 3 });
  });

  it('say what would move when standards rise: some at once, some in the end', async () => {
    const { levels, rules } = await must<LevelsReply>('GET', '/levels');
    const raised = levels.map((one, at) => ({ ...one, standards: { ...one.standards, growth: [0, 10, 40][at]! } }));
    const simulated = await must<SimulationReply>('POST', '/levels/simulate', { levels: raised, rules });
    expect(simulated.atOnce.map(({ members }) => members)).toEqual([0, 1, 2, 1]);
    expect(simulated.inTheEnd.map(({ members }) => members)).toEqual([0, 1, 3, 0]);
    expect(simulated.samples).toMatchObject([{ name: 'ANN', from: 3, to: 2 }]);
  });

  it('refuse a ladder that asks less of a higher level, with the place', async () => {
    const answer = await ask('PUT', '/levels', { levels: [level('A', 10), level('B', 5)] });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ code: 'bad_ladder', faults: [{ where: '/levels/1/standards/growth' }] });
  });

  it('show an operator and the member why, and what the next level asks', async () => {
    const own = await must<MemberLevelReply>('GET', '/api/m/v1/level', undefined, ann);
    expect(own.level).toMatchObject({ rank: 3, figures: { growth: 24, done: 24, activeDays: 12 }, next: null });
    expect(own.days).toEqual([{ kind: 'message', days: 12, weight: 24, counted: 24 }]);
    expect(own.history).toMatchObject([{ fromRank: 1, toRank: 3, reason: 'first' }]);
    const written = await countAsked();
    await must('GET', '/api/m/v1/level', undefined, ann);
    expect(await countAsked()).toBe(written);
    const bobs = await must<MemberLevelReply>('GET', `/members/${idOf('bob')}/level`);
    expect(bobs.level).toMatchObject({
      rank: 2,
      holding: [{ figure: 'growth', has: 12, needs: 9 }],
      next: { rank: 3, gaps: [{ figure: 'growth', has: 12, needs: 24 }] },
    });
    const { holders, next } = await must<HoldersReply>('GET', '/levels/holders?limit=2');
    expect(holders.map(({ name, rank }) => [name, rank])[0]).toEqual(['ANN', 3]);
    const rest = await must<HoldersReply>('GET', `/levels/holders?limit=2&cursor=${next}`);
    expect([...holders, ...rest.holders].map(({ memberId }) => memberId).toSorted()).toEqual(
      NAMES.map(idOf).toSorted(),
    );
    const flow = await must<LevelFlowReply>('GET', '/levels/flow');
    expect(flow.moves).toContainEqual({ from: 1, to: 3, reason: 'first', members: 1 });
    expect(flow.days).toHaveLength(1);
    // The first hour of the first day, in the community's zone.
    const began = startOfDay(dayOf(app.clock.now(), community.zone) - 6, community.zone);
    await database.inWorkspace(workspace.id, (tx) =>
      sql`UPDATE level_changes SET at = ${new Date(began + 3_600_000)} WHERE community_id = ${community.id}`.execute(
        tx,
      ),
    );
    expect((await must<LevelFlowReply>('GET', '/levels/flow?days=7')).moves).toEqual(flow.moves);
  });
});

describe('benefits', () => {
  it('are for the levels that have them, and a quota is never exceeded, however many ask at once', async () => {
    const perk = { key: 'birthday', name: '生日礼', kind: 'perk' };
    const quota = { key: 'coupons', name: '每月券', kind: 'quota', period: 'month' };
    const { id: perkId } = await must<Benefit>('POST', '/benefits', perk);
    const { id: quotaId } = await must<Benefit>('POST', '/benefits', quota);
    expect((await ask('POST', '/benefits', quota)).statusCode).toBe(409);
    expect((await ask('POST', '/benefits', { ...quota, key: 'x', period: null })).statusCode).toBe(400);
    const { levels } = await must<LevelsReply>('GET', '/levels');
    levels[1]!.benefits = [{ benefitId: quotaId, quota: 1 }];
    levels[2]!.benefits = [
      { benefitId: quotaId, quota: 3 },
      { benefitId: perkId, quota: null },
    ];
    await must('PUT', '/levels', { levels });
    const mine = await must<MemberBenefitsReply>('GET', '/api/m/v1/benefits', undefined, ann);
    expect(mine.benefits.map(({ key, allowed, left, fromRank }) => [key, allowed, left, fromRank])).toEqual([
      ['coupons', true, 3, 2],
      ['birthday', true, null, 3],
    ]);
    const bobs = await must<MemberBenefitsReply>('GET', `/members/${idOf('bob')}/benefits`);
    expect(bobs.benefits.map(({ reason }) => reason)).toEqual(['allowed', 'level']);

    const use = (key: string) =>
      database.inWorkspace(workspace.id, (tx) =>
        useBenefit(tx, {
          communityId: community.id,
          memberId: idOf('ann'),
          benefit: 'coupons',
          key,
          now: app.clock.now(),
        }),
      );
    const used = await Promise.all(Array.from({ length: 10 }, (_, at) => use(`k${at}`)));
    expect(used.filter(({ allowed }) => allowed)).toHaveLength(3);
    expect(used.filter(({ reason }) => reason === 'used_up')).toHaveLength(7);
    const again = await use(`k${used.findIndex(({ allowed }) => allowed)}`);
    expect(again).toMatchObject({ allowed: true, repeat: true });
    const body = { memberId: idOf('bob'), key: 'desk' };
    expect(await must('POST', `/benefits/${perkId}/uses`, body)).toMatchObject({ allowed: false, reason: 'level' });
    expect(await must('POST', `/benefits/${quotaId}/uses`, body)).toMatchObject({ allowed: true, left: 0 });
    const { uses } = await must<UsesReply>('GET', `/benefits/uses?memberId=${idOf('bob')}`);
    expect(uses).toMatchObject([{ memberName: 'BOB', usedBy: 'owner', amount: 1 }]);
  });
});

describe('badges', () => {
  it('are given by rule and by hand, and stay', async () => {
    const rule = { kind: 'did', event: { kinds: ['message'] }, count: 'days', test: 'at_least', number: 6 };
    const look2 = { icon: 'medal', colour: '#faad14' };
    const talker = await must<{ id: string }>('POST', '/badges', { name: '话匣子', ...look2, rule });
    const helper = await must<{ id: string }>('POST', '/badges', { name: '热心', ...look2, rule: null });
    const broken = { kind: 'group', of: ['018f0000-0000-7000-8000-000000000000'] };
    expect((await ask('POST', '/badges', { name: '坏', ...look2, rule: broken })).statusCode).toBe(400);
    await look();
    await must('POST', `/badges/${helper.id}/holders`, { memberId: idOf('ann'), reason: '帮了新人' });
    const own = await must<MemberBadgesReply>('GET', '/api/m/v1/badges', undefined, ann);
    expect(
      own.badges
        .filter(({ at }) => at !== null)
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(['热心', '话匣子'].toSorted());
    const { holders } = await must<{ holders: { name: string }[] }>('GET', `/badges/${talker.id}/holders`);
    expect(holders.map(({ name }) => name).toSorted()).toEqual(['ANN', 'BOB', 'CAT']);
    await must('PUT', `/badges/${talker.id}`, { name: '话匣子', ...look2, rule: { ...rule, number: 100 } });
    await look();
    expect((await must<{ holders: object[] }>('GET', `/badges/${talker.id}/holders`)).holders).toHaveLength(3);
    await must('DELETE', `/badges/${helper.id}/holders/${idOf('ann')}`);
    expect((await ask('DELETE', `/badges/${helper.id}/holders/${idOf('ann')}`)).statusCode).toBe(404);
  });
});

describe('leaderboards', () => {
  const make = (fields: object) => must<Board>('POST', '/leaderboards', { name: '榜', period: 'ever', ...fields });
  const places = (id: string, query = '') => must<PlacesReply>('GET', `/leaderboards/${id}/places${query}`);

  it('put who reached a score first before who reached it later', async () => {
    const { id } = await make({ metric: 'active_days' });
    const { rows } = await places(id);
    // cat came to six days three days before bob did.
    expect(rows.map(({ name, rank, score }) => [name, rank, score])).toEqual([
      ['ANN', 1, 12],
      ['CAT', 2, 6],
      ['BOB', 3, 6],
      ['DAN', 4, 1],
    ]);
    expect((await places(id, '?from=1&limit=1')).rows.map(({ name }) => name)).toEqual(['CAT']);
  });

  it('leave out who does not want to be seen, and close up', async () => {
    const { id } = await make({ metric: 'did:message' });
    await must('PUT', '/api/m/v1/leaderboards/opt-out', { optedOut: true }, ann);
    expect(await places(id)).toMatchObject({ places: 3, hidden: 1, rows: [{ name: 'CAT', rank: 1 }, {}, {}] });
    const own = await must<MemberPlacesReply>('GET', `/api/m/v1/leaderboards/${id}`, undefined, ann);
    expect(own).toMatchObject({ mine: null, optedOut: true });
    await must('PUT', '/api/m/v1/leaderboards/opt-out', { optedOut: false }, ann);
    const seen = await must<MemberPlacesReply>('GET', `/api/m/v1/leaderboards/${id}`, undefined, ann);
    expect(seen).toMatchObject({ mine: { rank: 1, score: 12 }, rows: [{ me: true }, {}, {}, {}] });
    expect(JSON.stringify(seen)).not.toContain(idOf('bob'));
  });

  it('rank teams a head, growth value of levels, and days of a period', async () => {
    const { id: teams } = await make({ metric: 'contribution', teams: ['red', 'blue', 'nobody'] });
    expect((await places(teams)).teams).toEqual([
      { rank: 1, team: 'red', score: 13, total: 26, members: 2 },
      { rank: 2, team: 'blue', score: 12, total: 12, members: 1 },
    ]);
    const { id: growth } = await make({ metric: 'growth' });
    expect((await places(growth)).rows[0]).toMatchObject({ name: 'ANN', score: 24 });
    const { id: day } = await make({ metric: 'messages', period: 'day', shown: false });
    expect((await places(day)).rows.map(({ name }) => name)).toEqual(expect.not.arrayContaining(['CAT']));
    expect((await places(day, '?back=3')).rows.map(({ name }) => name)).toContain('CAT');
    expect((await ask('GET', `/api/m/v1/leaderboards/${day}`, undefined, ann)).statusCode).toBe(404);
    expect((await ask('POST', '/leaderboards', { name: 'x', metric: 'growth', period: 'day' })).statusCode).toBe(400);
  });

  it('tell open pages of a change', async () => {
    const { id } = await make({ metric: 'points' });
    const server = await app.server.app.listen({ port: 0, host: '127.0.0.1' });
    const aborter = new AbortController();
    const answer = await fetch(`${server}/api/m/v1/leaderboards/${id}/stream`, {
      headers: ann,
      signal: aborter.signal,
    });
    const reader = answer.body!.getReader();
    let text = '';
    while (!text.includes('event: places')) text += Buffer.from((await reader.read()).value!).toString();
    expect(text).toContain('"places":0');
    queued.length = 0;
    await must('POST', '/points/awards', { key: 'for-the-board', memberIds: [idOf('dan')], points: 30 });
    // Whoever rises by points rises now; the community was named by its key.
    expect(queued).toEqual([{ workspaceId: workspace.id, communityId: community.id }]);
    app.clock.advance(4_000);
    while (!text.includes('"score":30')) text += Buffer.from((await reader.read()).value!).toString();
    aborter.abort();
    expect(text).toContain('DAN');
  });
});

it('nobody but those who may changes anything, and each change is in the trail', async () => {
  const analyst = await workspace.operator('analyst');
  expect((await ask('GET', '/levels', undefined, analyst)).statusCode).toBe(200);
  expect((await ask('PUT', '/levels', { levels: [] }, analyst)).statusCode).toBe(403);
  expect((await ask('GET', '/levels', undefined, ann)).statusCode).toBeGreaterThanOrEqual(401);
  const actions = await database.inWorkspace(workspace.id, async (tx) => {
    const { rows } = await sql<{ action: string }>`SELECT DISTINCT action FROM audit_entries`.execute(tx);
    return rows.map(({ action }) => action);
  });
  for (const action of ['levels.save', 'benefits.create', 'benefits.use', 'badges.give', 'leaderboards.create'])
    expect(actions).toContain(action);
});
