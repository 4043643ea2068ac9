import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { createCommunity, type Community } from '#modules/communities/index.ts';
import type { NeutralEvent } from '#modules/events/contract.ts';
import { communitySpace, rollUp, writeEvents } from '#modules/events/index.ts';
import { ensureAccounts, setStandings } from '#modules/members/index.ts';
import { grantScope } from '#platform/clickhouse/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testApp, type TestApp, type TestWorkspace } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';
import { eraseEvaluationsOf, eraseStatesOf } from './erase-insights.ts';
import { evaluateCommunity } from './evaluate-community.ts';
import { keepNetworkMonths } from './keep-network-months.ts';
import { keepNetworkRisks } from './keep-network-risks.ts';
import { networkMonthReply, networkMonthsReply } from './network-months.contract.ts';
import { networkRisksReply } from './network-risks.contract.ts';
import { networkReply } from './network-view.contract.ts';

let database: Database;
let app: TestApp;
let workspace: TestWorkspace;
let community: Community;
let headers: Record<string, string>;
let ids: { workspaceId: string; communityId: string };

const at = (text: string): string => `${text}T04:00:00.000Z`;
let made = 0;
const event = (member: string, day: string, more: Partial<NeutralEvent> = {}): NeutralEvent => ({
  id: `e${made++}`,
  group: 'g',
  groupName: 'G',
  member,
  name: member.toUpperCase(),
  kind: 'message',
  at: at(day),
  ...more,
});

/** Both say something to each other on a day. */
const talk = (a: string, b: string, day: string): NeutralEvent[] => [
  event(a, day, { kind: 'reply', target: b }),
  event(b, day, { kind: 'reply', target: a }),
];
const three = (x: string, y: string, z: string, day: string) => [
  ...talk(x, y, day),
  ...talk(y, z, day),
  ...talk(x, z, day),
];

/** Three friends in January; a second round of three comes in March, and in June only `star` still answers. */
const history = (): NeutralEvent[] => [
  ...['a', 'b', 'c', 'gone'].map((member) => event(member, '2026-01-05', { kind: 'join' })),
  ...three('a', 'b', 'c', '2026-01-10'),
  ...talk('a', 'gone', '2026-01-11'),
  event('gone', '2026-02-10', { kind: 'leave' }),
  ...three('x', 'y', 'z', '2026-03-10'),
  ...['a', 'b', 'c'].flatMap((member) => talk('star', member, '2026-03-20')),
  ...['a', 'b', 'c'].flatMap((member) => talk('star', member, '2026-03-21')),
  ...['p', 'q', 'r'].map((member) => event('star', '2026-06-20', { kind: 'reply', target: member })),
  ...['p', 'q', 'r', 'a', 'star'].map((member) => event(member, '2026-06-20')),
];

const get = (path: string) => app.inject({ method: 'GET', url: `/api/v1/communities/${community.id}${path}`, headers });
const months = async () => networkMonthsReply.parse((await get('/network/months')).json());
const write = async (events: readonly NeutralEvent[]) => {
  const scope = grantScope(workspace.id, community.id);
  const written = await writeEvents(app.services.engine, scope, { zone: community.zone }, events);
  await rollUp(app.services.engine, scope, written.changed);
  await evaluateCommunity(app.services, ids);
};
const keep = async (): Promise<number> => {
  const computed = await keepNetworkMonths(app.services, ids);
  await keepNetworkRisks(app.services, ids);
  return computed;
};

beforeAll(async () => {
  database = await testDatabase();
  app = await testApp(database, { engine: await testEngine() });
  workspace = await app.workspace();
  headers = await workspace.operator('owner');
  community = await database.inWorkspace(workspace.id, (tx) => createCommunity(tx, workspace.id, { name: 'Grows' }));
  ids = { workspaceId: workspace.id, communityId: community.id };
  await write(history());
});
afterAll(async () => {
  await app.close();
  await database.close();
});

it('has a figure of each month’s end, and the present day last', async () => {
  expect(await months()).toMatchObject({ upToDate: false, months: [{ day: '2026-06-20', complete: false }] });
  expect(await keep()).toBe(5);
  const { months: found, upToDate } = await months();
  expect(upToDate).toBe(true);
  expect(found.map(({ day }) => day)).toEqual([
    '2026-01-31',
    '2026-02-28',
    '2026-03-31',
    '2026-04-30',
    '2026-05-31',
    '2026-06-20',
  ]);
  const [january, february, march] = found.map(({ figures }) => figures);
  expect(january).toMatchObject({ people: 4, tied: 4, ties: 4, components: 1, reciprocity: 1 });
  expect(february, 'who left has no tie any more').toMatchObject({ people: 3, tied: 3, ties: 3, clustering: 1 });
  expect(march).toMatchObject({ people: 7, tied: 7, ties: 3 + 3 + 3, components: 2, circles: 2 });
});

it('shows who was in the picture of a month, with circles numbered as they are today', async () => {
  const january = networkMonthReply.parse((await get('/network/months/2026-01-31')).json());
  expect(january.picture.name.toSorted()).toEqual(['A', 'B', 'C', 'GONE']);
  expect(january.picture.from).toHaveLength(4);
  const march = networkMonthReply.parse((await get('/network/months/2026-03-31')).json());
  const now = networkReply.parse((await get('/network')).json()).network!.picture;
  const circleOf = (picture: typeof now, name: string): number => picture.circle[picture.name.indexOf(name)]!;
  expect(circleOf(march.picture, 'X')).toBe(circleOf(now, 'X'));
  expect(circleOf(march.picture, 'A')).toBe(circleOf(now, 'A'));
  for (const place of [...march.picture.x, ...march.picture.y]) expect(Math.abs(place)).toBeLessThanOrEqual(1);
  expect((await get('/network/months/2026-03-30')).statusCode).toBe(404);
  expect((await get('/network/months/soon')).statusCode).toBe(400);
});

it('computes only months that something late changed', async () => {
  expect(await keep()).toBe(0);
  await write(talk('b', 'x', '2026-04-11'));
  expect((await months()).upToDate).toBe(false);
  expect(await keep()).toBe(2);
  const { months: found } = await months();
  expect(found.find(({ day }) => day === '2026-03-31')!.figures.components).toBe(2);
  expect(found.find(({ day }) => day === '2026-04-30')!.figures.components).toBe(1);
});

it('names the only link of others, who holds a group, and what fades', async () => {
  const { risks, upToDate } = networkRisksReply.parse((await get('/network/risks')).json());
  expect(upToDate).toBe(true);
  expect(risks!.soleLinks).toHaveLength(1);
  expect(risks!.soleLinks[0]).toMatchObject({ by: { name: 'STAR' }, total: 3 });
  expect(risks!.soleLinks[0]!.people.map(({ name }) => name).toSorted()).toEqual(['P', 'Q', 'R']);
  const star = communitySpace(community.id).accountId('qunluo', 'star');
  expect(risks!.held).toEqual([
    expect.objectContaining({ people: expect.any(Number), contributions: null, ties: expect.anything() }),
  ]);
  expect(risks!.held[0]!.ties!.by.memberId).toBe(star);
  expect(risks).toMatchObject({ leaders: [], fadingTies: [] });
});

it('names leaders whose activity falls, and their strong ties below half of their peak', async () => {
  const old = await database.inWorkspace(workspace.id, (tx) => createCommunity(tx, workspace.id, { name: 'Old' }));
  const scope = grantScope(workspace.id, old.id);
  const space = communitySpace(old.id);
  const [star, friend] = ['star', 'friend'].map((name) => space.accountId('qunluo', name)) as [string, string];
  const events = [
    ...talk('star', 'friend', '2025-09-01'),
    ...talk('star', 'friend', '2025-09-02'),
    ...talk('star', 'other', '2025-09-02'),
    ...Array.from({ length: 10 }, () => event('star', '2026-03-10')),
    event('star', '2026-06-19'),
    event('other', '2026-06-20'),
  ];
  const written = await writeEvents(app.services.engine, scope, { zone: old.zone }, events);
  await rollUp(app.services.engine, scope, written.changed);
  await database.inWorkspace(workspace.id, async (tx) => {
    await ensureAccounts(tx, old.id, [
      { id: star, platform: 'qunluo', externalId: 'star', name: 'STAR', bot: false, firstAt: 0 },
    ]);
    await setStandings(tx, { communityId: old.id, memberId: star, standings: ['expert'] });
  });
  const both = { workspaceId: workspace.id, communityId: old.id };
  await evaluateCommunity(app.services, both);
  expect(await keepNetworkMonths(app.services, both)).toBe(9);
  await keepNetworkRisks(app.services, both);
  const reply = await app.inject({ method: 'GET', url: `/api/v1/communities/${old.id}/network/risks`, headers });
  const { risks } = networkRisksReply.parse(reply.json());
  expect(risks!.leaders).toHaveLength(1);
  expect(risks!.leaders[0]).toMatchObject({ of: { memberId: star, tier: 'leader' }, weight: { before: 20, now: 2 } });
  expect(risks!.leaders[0]!.influence!.before).toBeGreaterThan(0);
  expect(risks!.fadingTies).toHaveLength(1);
  const [tie] = risks!.fadingTies;
  expect([tie!.a.memberId, tie!.b.memberId].toSorted()).toEqual([star, friend].toSorted());
  expect(tie!.peakDay).toBe('2025-09-02');
  expect(tie!.peak).toBeCloseTo(6 * 0.9 ** (1 / 30) + 6, 9);
  expect(tie!.now).toBeCloseTo(6 * 0.9 ** (292 / 30) + 6 * 0.9 ** (291 / 30), 9);
});

it('has no month and no risk of a community of nobody, or of three who never answered each other', async () => {
  for (const events of [[], ['p', 'q', 'r'].map((member) => event(member, '2026-05-20'))]) {
    const few = await database.inWorkspace(workspace.id, (tx) => createCommunity(tx, workspace.id, { name: 'Few' }));
    const scope = grantScope(workspace.id, few.id);
    const written = await writeEvents(app.services.engine, scope, { zone: few.zone }, events);
    await rollUp(app.services.engine, scope, written.changed);
    const both = { workspaceId: workspace.id, communityId: few.id };
    await evaluateCommunity(app.services, both);
    await keepNetworkMonths(app.services, both);
    await keepNetworkRisks(app.services, both);
    const at = `/api/v1/communities/${few.id}/network`;
    const reply = networkMonthsReply.parse((await app.inject({ method: 'GET', url: `${at}/months`, headers })).json());
    expect(reply.upToDate).toBe(true);
    expect(reply.months.at(-1)!.figures).toMatchObject({
      people: events.length,
      ties: 0,
      circles: 0,
      clustering: null,
    });
    const { risks } = networkRisksReply.parse(
      (await app.inject({ method: 'GET', url: `${at}/risks`, headers })).json(),
    );
    expect(risks).toEqual({ held: [], soleLinks: [], leaders: [], fadingTies: [] });
  }
});

it('forgets who is erased in the pictures of past months and among the risks', async () => {
  const space = communitySpace(community.id);
  const [star, tombstone] = [space.accountId('qunluo', 'star'), newId()];
  const ids = new Map([[star, tombstone]]);
  const scope = grantScope(workspace.id, community.id);
  await eraseStatesOf(app.services.engine, scope, { ids, shared: [] });
  await eraseEvaluationsOf(app.services, scope, { ids, shared: [] });
  for (const path of ['/network/months/2026-03-31', '/network/risks']) {
    const { body } = await get(path);
    expect(body).not.toContain(star);
    expect(body).not.toContain('STAR');
    expect(body).toContain(tombstone);
  }
});
