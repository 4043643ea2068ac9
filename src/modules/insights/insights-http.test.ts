import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCommunity, type Community } from '#modules/communities/index.ts';
import type { NeutralEvent } from '#modules/events/contract.ts';
import { communitySpace, rollUp, writeEvents } from '#modules/events/index.ts';
import { ensureAccounts, setTags } from '#modules/members/index.ts';
import { grantScope, inScope, sql } from '#platform/clickhouse/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testApp, type TestApp, type TestWorkspace } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';
import { membersReply, overviewReply, portraitReply, timelineReply } from './members.contract.ts';
import { evaluationsReply, flowsReply } from './trends.contract.ts';

const DAY_MS = 86_400_000;
const START = Date.UTC(2024, 2, 4, 3);
const NAMES = ['ann', 'bob', 'cat', 'dan', 'eve'];

let database: Database;
let app: TestApp;
let workspace: TestWorkspace;
let community: Community;
let headers: Record<string, string>;

const at = (day: number, minute = 0): string => new Date(START + day * DAY_MS + minute * 60_000).toISOString();

/** Forty days in a group of five: ann writes daily and is answered, bob answers, cat falls silent, dan left, eve is new. */
function* history(): Generator<NeutralEvent> {
  let id = 0;
  const event = (fields: Partial<NeutralEvent>): NeutralEvent => ({
    id: `e${id++}`,
    group: 'g',
    groupName: 'Readers',
    member: 'ann',
    kind: 'message',
    at: at(0),
    ...fields,
  });
  for (const member of NAMES.slice(0, 4)) yield event({ member, kind: 'join', name: member.toUpperCase(), at: at(0) });
  for (let day = 0; day < 120; day++) {
    const question = event({ at: at(day, 60), text: `gardening question number ${day}` });
    yield question;
    yield event({ member: 'bob', kind: 'reply', replyTo: question.id, at: at(day, 65), text: 'gardening answer' });
    if (day < 40) yield event({ member: 'cat', kind: 'reaction', replyTo: question.id, at: at(day, 70) });
  }
  yield event({ member: 'dan', kind: 'leave', at: at(50) });
  yield event({ member: 'eve', kind: 'message', at: at(118), text: 'hello', mentions: ['ann'] });
  yield event({ member: 'cat', kind: 'message', at: at(39, 90), text: 'buy cheap things', removed: 'spam' });
}

const get = (path: string, query: Record<string, string> = {}) =>
  app.inject({ method: 'GET', url: `/api/v1/communities/${community.key}${path}`, query, headers });

const accountOf = (name: string): string => communitySpace(community.id).accountId('qunluo', name);

beforeAll(async () => {
  database = await testDatabase();
  const engine = await testEngine();
  app = await testApp(database, { engine });
  workspace = await app.workspace();
  headers = await workspace.operator('owner');
  community = await database.inWorkspace(workspace.id, (tx) => createCommunity(tx, workspace.id, { name: 'Readers' }));
  const scope = grantScope(workspace.id, community.id);
  const written = await writeEvents(engine, scope, { zone: community.zone }, history());
  await rollUp(engine, scope, written.changed);
  await database.inWorkspace(workspace.id, async (tx) => {
    await ensureAccounts(
      tx,
      community.id,
      NAMES.map((name) => ({
        id: accountOf(name),
        platform: 'qunluo',
        externalId: name,
        name,
        bot: false,
        firstAt: START,
      })),
    );
    await setTags(tx, { communityId: community.id, memberId: accountOf('ann'), tags: ['gardener'], source: 'hand' });
  });
});
afterAll(async () => {
  await app.close();
  await database.close();
});

it('evaluates when first asked, then serves what was kept', async () => {
  const first = overviewReply.parse((await get('/overview')).json());
  expect(first.report.members).toMatchObject({ total: 4, ever: 5, left: 1 });
  expect(first.report.asOf).toBe('2024-07-01');
  const again = overviewReply.parse((await get('/overview')).json());
  expect(again.evaluatedAt).toBe(first.evaluatedAt);
  expect(again.previous?.mau).toBe(2);
});

it('evaluates as of a past day once, as long as the log stands', async () => {
  const past = overviewReply.parse((await get('/overview', { asOf: '2024-04-10' })).json());
  expect(past.report.asOf).toBe('2024-04-10');
  expect(past.report.activity.mau).toBe(3);
  expect(past.report.members.total).toBe(4);
  const again = overviewReply.parse((await get('/overview', { asOf: '2024-04-10' })).json());
  expect(again.evaluatedAt).toBe(past.evaluatedAt);
  expect(overviewReply.parse((await get('/overview')).json()).report.asOf).toBe('2024-07-01');
});

it('tells how the figures went and who moved between tiers', async () => {
  const { evaluations } = evaluationsReply.parse((await get('/evaluations')).json());
  expect(evaluations.map(({ asOf }) => asOf)).toEqual(['2024-04-10', '2024-07-01']);
  expect(evaluations.at(-1)).toMatchObject({ members: 4, tiers: { newcomer: 1, active: 2, silent: 1 } });
  const earlier = evaluationsReply.parse((await get('/evaluations', { until: '2024-06-30' })).json());
  expect(earlier.evaluations).toHaveLength(1);

  const flows = flowsReply.parse((await get('/flows')).json());
  expect(flows).toMatchObject({ from: '2024-06-03', to: '2024-07-01' });
  const moves = Object.fromEntries(flows.moves.map(({ from, to, members }) => [`${from} ${to}`, members]));
  expect(moves).toEqual({ 'active active': 2, 'outside newcomer': 1, 'silent silent': 1 });
  expect(flowsReply.parse((await get('/flows')).json()).computedAt).toBe(flows.computedAt);
  const young = flowsReply.parse((await get('/flows', { asOf: '2024-03-20' })).json());
  expect(young).toMatchObject({ from: null, to: '2024-03-20', moves: [] });
});

it.each(['2024-02-30', '2999-01-01', 'yesterday'])('refuses asOf %s and says where', async (asOf) => {
  const response = await get('/overview', { asOf });
  expect(response.statusCode).toBe(400);
  expect(response.json().faults[0].where).toMatch(/asOf/);
});

it('computes anew when told to', async () => {
  const before = overviewReply.parse((await get('/overview')).json());
  app.clock.advance(1000);
  const response = await app.inject({ method: 'POST', url: `/api/v1/communities/${community.id}/evaluate`, headers });
  expect(overviewReply.parse(response.json()).evaluatedAt > before.evaluatedAt).toBe(true);
});

it('lists members with filters, tags and pages', async () => {
  const all = membersReply.parse((await get('/members')).json());
  expect(all.total).toBe(4);
  expect(all.rows.map((row) => row.member)).toEqual(['bob', 'ann', 'cat', 'eve']);
  expect(all.rows[1]!.tags).toEqual(['gardener']);
  const pages: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: ReturnType<typeof membersReply.parse> = membersReply.parse(
      (await get('/members', { sort: 'name', order: 'asc', limit: '1', ...(cursor === '' ? {} : { cursor }) })).json(),
    );
    expect(page.total).toBe(4);
    pages.push(...page.rows.map((row) => row.member));
    cursor = page.nextCursor;
  }
  expect(pages).toEqual(['ann', 'bob', 'cat', 'eve']);
  const only = async (query: Record<string, string>): Promise<string[]> =>
    membersReply
      .parse((await get('/members', query)).json())
      .rows.map((row) => row.member)
      .sort();
  expect(await only({ q: 'AN' })).toEqual(['ann']);
  expect(await only({ tier: 'silent' })).toEqual(['cat']);
  expect(await only({ silentKind: 'lapsed' })).toEqual(['cat']);
  expect(await only({ activity: 'potential' })).toEqual(['eve']);
  expect(await only({ tag: 'gardener' })).toEqual(['ann']);
  expect(await only({ tag: 'nobody' })).toEqual([]);
  expect(await only({ joinedFrom: '2024-06-01' })).toEqual(['eve']);
  expect(await only({ joinedTo: '2024-06-01' })).toEqual(['ann', 'bob', 'cat']);
  const group = communitySpace(community.id).groupId('qunluo', 'g');
  expect(await only({ group })).toEqual(['ann', 'bob', 'cat', 'eve']);
  expect(await only({ group: 'no id' })).toEqual([]);
});

it('sorts by every column, both ways, without losing anybody between pages', async () => {
  for (const sort of ['name', 'joined', 'lastActive', 'activeDays28', 'contributions28', 'weight365', 'influence']) {
    for (const order of ['asc', 'desc']) {
      const first = membersReply.parse((await get('/members', { sort, order, limit: '2' })).json());
      const rest = membersReply.parse(
        (await get('/members', { sort, order, limit: '2', cursor: first.nextCursor! })).json(),
      );
      expect(new Set([...first.rows, ...rest.rows].map((row) => row.memberId)).size, `${sort} ${order}`).toBe(4);
    }
  }
});

it('refuses a cursor that is none', async () => {
  const response = await get('/members', { cursor: 'nonsense' });
  expect([response.statusCode, response.json().code]).toEqual([400, 'bad_cursor']);
});

it('shows a member with tier and why, activity, ties, words', async () => {
  const ann = portraitReply.parse((await get(`/members/${accountOf('ann')}`)).json());
  expect(ann).toMatchObject({
    member: 'ann',
    activity: 'active',
    silent: null,
    tags: [{ tag: 'gardener', source: 'hand' }],
  });
  expect(ann.tier?.tier).toBe('active');
  expect(ann.tier?.inputs).toMatchObject({ active_days_28: 28, active_weeks_13: 13 });
  expect(ann.days.at(-1)).toEqual({ day: '2024-07-01', contributions: 1 });
  expect(ann.ties[0]).toMatchObject({ member: 'bob', given: 0 });
  expect(ann.words[0]).toEqual({ word: 'gardening', count: 120 });
  expect(ann.groups).toMatchObject([{ name: 'Readers', contributions: 120, left: false }]);
  expect(ann.accounts.map((account) => account.externalId)).toEqual(['ann']);
});

it('shows why somebody fell silent, and who has left without a tier', async () => {
  const cat = portraitReply.parse((await get(`/members/${accountOf('cat')}`)).json());
  expect(cat.silent?.kind).toBe('lapsed');
  expect(cat.silent?.causes[0]).toMatchObject({ cause: 'never_welcomed', facts: { heard_from: 0 } });
  expect(cat.silent?.causes.map(({ cause }) => cause)).toContain('sanctioned');
  const dan = portraitReply.parse((await get(`/members/${accountOf('dan')}`)).json());
  expect(dan).toMatchObject({ tier: null, activity: null, groups: [{ left: true }] });
});

it('gives the timeline latest first, page by page, removed events marked', async () => {
  const page = timelineReply.parse((await get(`/members/${accountOf('cat')}/timeline`, { limit: '3' })).json());
  expect(page.events.map(({ kind, removed }) => [kind, removed])).toEqual([
    ['message', true],
    ['reaction', false],
    ['reaction', false],
  ]);
  const next = timelineReply.parse(
    (await get(`/members/${accountOf('cat')}/timeline`, { limit: '200', before: page.nextBefore! })).json(),
  );
  expect(next.events).toHaveLength(39);
  expect(next.nextBefore).toBeNull();
  const joins = timelineReply.parse((await get(`/members/${accountOf('cat')}/timeline`, { kind: 'join' })).json());
  expect(joins.events).toMatchObject([{ kind: 'join', group: 'Readers', text: null }]);
});

it('knows nobody of that id', async () => {
  expect((await get('/members/0196f0d0-0000-7000-8000-000000000000')).statusCode).toBe(404);
});

it('keeps where members stood only for evaluations that lists may still page through', async () => {
  for (let round = 0; round < 3; round++) {
    app.clock.advance(1000);
    await app.inject({ method: 'POST', url: `/api/v1/communities/${community.id}/evaluate`, headers });
  }
  const scope = grantScope(workspace.id, community.id);
  const engine = await testEngine();
  const held = async (): Promise<number> => {
    const rows = await engine.query<{ held: number }>(
      scope,
      'insights.test_held',
      sql`SELECT uniqExact(evaluation_id) AS held FROM member_states WHERE ${inScope(scope)}`,
    );
    return rows[0]!.held;
  };
  // Two of the present, two of past days, and the placement that flows were asked for.
  await expect.poll(held, { timeout: 60_000 }).toBeLessThanOrEqual(5);
  expect(membersReply.parse((await get('/members')).json()).total).toBe(4);
});
