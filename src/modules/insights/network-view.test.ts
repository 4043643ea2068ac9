import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCommunity, type Community } from '#modules/communities/index.ts';
import type { NeutralEvent } from '#modules/events/contract.ts';
import { communitySpace, rollUp, writeEvents } from '#modules/events/index.ts';
import { grantScope, inScope, sql } from '#platform/clickhouse/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testApp, type TestApp, type TestWorkspace } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';
import { evaluateCommunity } from './evaluate-community.ts';
import { membersReply } from './members.contract.ts';
import { egoReply, networkReply, pathReply } from './network-view.contract.ts';

const START = Date.UTC(2026, 2, 2, 3);
const GARDEN = ['a1', 'a2', 'a3', 'a4', 'a5'];
const CHESS = ['b1', 'b2', 'b3', 'b4', 'b5', 'b6'];

let database: Database;
let app: TestApp;
let workspace: TestWorkspace;
let community: Community;
let headers: Record<string, string>;

/** Five gardeners who answer each other; chess players who all only answer b1; `go` knows one of each; `new` nobody. */
function* history(): Generator<NeutralEvent> {
  let id = 0;
  const event = (
    member: string,
    kind: 'join' | 'message' | 'reply',
    more: Partial<NeutralEvent> = {},
  ): NeutralEvent => {
    const at = new Date(START + id * 3_600_000).toISOString();
    return { id: `e${id++}`, group: 'g', groupName: 'G', member, kind, at, ...more };
  };
  for (const member of [...GARDEN, ...CHESS, 'go']) yield event(member, 'join', { name: member.toUpperCase() });
  const talk = function* (asked: string, answering: string, text: string) {
    const question = event(asked, 'message', { text });
    yield question;
    yield event(answering, 'reply', { replyTo: question.id, text });
  };
  for (let round = 0; round < 2; round++) {
    for (const a of GARDEN) for (const b of GARDEN) if (a !== b) yield* talk(a, b, 'roses tulips compost');
    for (const b of CHESS.slice(1)) yield* talk('b1', b, 'gambit endgame openings');
  }
  yield* talk('a1', 'go', 'hello');
  yield* talk('go', 'b1', 'hello');
  yield event('new', 'join', { name: 'NEW' });
}

const accountOf = (name: string): string => communitySpace(community.id).accountId('qunluo', name);
const get = (path: string) => app.inject({ method: 'GET', url: `/api/v1/communities/${community.id}${path}`, headers });
const names = (people: readonly { member: string }[]): string[] => people.map(({ member }) => member);

beforeAll(async () => {
  database = await testDatabase();
  const engine = await testEngine();
  app = await testApp(database, { engine });
  workspace = await app.workspace();
  headers = await workspace.operator('owner');
  community = await database.inWorkspace(workspace.id, (tx) => createCommunity(tx, workspace.id, { name: 'Two' }));
  const scope = grantScope(workspace.id, community.id);
  const written = await writeEvents(engine, scope, { zone: community.zone }, history());
  await rollUp(engine, scope, written.changed);
});
afterAll(async () => {
  await app.close();
  await database.close();
});

it('shows circles with their words, who leads and who holds them, and who is at risk', async () => {
  const { network } = networkReply.parse((await get('/network')).json());
  expect(network!.figures).toMatchObject({ people: 13, tied: 12, isolated: 1, components: 1, bridges: 3 });
  expect(network!.figures.ties).toBe(10 + 5 + 2);
  expect(network!.betweenness).toBe('exact');
  expect(network!.keptTies).toBe(17);
  expect(network!.leftOut).toEqual([]);
  expect(network!.circlesInAll).toBe(2);
  const chess = network!.circles.find(({ words }) => words.includes('gambit'))!;
  const garden = network!.circles.find(({ words }) => words.includes('tulips'))!;
  expect(garden.words).not.toContain('gambit');
  expect(chess.holder?.member).toBe('b1');
  expect(names(chess.leaders)).toContain('b1');
  expect(garden.holder).toBeNull();
  expect(garden.leaders).toHaveLength(3);
  expect(Object.fromEntries(network!.bridges.map(({ member, cutOff }) => [member, cutOff]))).toEqual({
    b1: 5,
    go: 5,
    a1: 4,
  });
  expect(network!.bridges.at(-1)!.member).toBe('a1');
  expect(network!.isolatedNewcomers).toMatchObject({ total: 1, people: [{ member: 'new', name: 'NEW' }] });
});

it('draws everybody who is tied, and ties by their places', async () => {
  const { picture } = networkReply.parse((await get('/network')).json()).network!;
  expect(picture.memberId).toHaveLength(12);
  expect(picture.from).toHaveLength(17);
  const pairs = picture.from.map((from, k) => [picture.name[from], picture.name[picture.to[k]!]].toSorted().join());
  expect(new Set(pairs).size).toBe(17);
  expect(pairs).toContain('A1,GO');
  expect(picture.weight).toEqual(picture.weight.toSorted((a, b) => b - a));
});

it('shows a member with those around, what was given and received, and the ties among them', async () => {
  const ego = egoReply.parse((await get(`/network/members/${accountOf('go')}`)).json());
  expect(names(ego.people).toSorted()).toEqual(['a1', 'b1']);
  expect(ego.ties).toHaveLength(2);
  expect(ego.member).toMatchObject({ ties: 2, cutOff: 5, component: 1, betweenness: { value: 30, error: 0 } });
  const a1 = ego.people.find(({ member }) => member === 'a1')!;
  expect(a1.given).toBeGreaterThan(0);
  const wide = egoReply.parse((await get(`/network/members/${accountOf('go')}?steps=2`)).json());
  expect(wide.inAll).toBe(11);
  expect(wide.people.map(({ steps }) => steps)).toEqual(Array.from({ length: 11 }, (_, k) => (k < 2 ? 1 : 2)));
  const alone = egoReply.parse((await get(`/network/members/${accountOf('new')}`)).json());
  expect(alone).toMatchObject({ people: [], inAll: 0, member: { name: 'NEW', ties: 0, circle: 0 } });
  expect((await get(`/network/members/${accountOf('nobody')}`)).statusCode).toBe(404);
  expect((await get(`/network/members/${accountOf('go')}?steps=3`)).statusCode).toBe(400);
});

it('finds the way from one member to another, or says why there is none', async () => {
  const way = (from: string, to: string) => get(`/network/members/${accountOf(from)}/path/${accountOf(to)}`);
  const found = pathReply.parse((await way('a3', 'b4')).json());
  expect(names(found.people)).toEqual(['a3', 'a1', 'go', 'b1', 'b4']);
  expect(found.ties).toHaveLength(4);
  expect(found.ties.every(({ given, received }) => given + received > 0)).toBe(true);
  expect(pathReply.parse((await way('a3', 'new')).json())).toMatchObject({ people: [], reason: 'no_ties' });
  expect((await way('a3', 'nobody')).statusCode).toBe(404);
});

it('filters the member list by circle, bridges and ties', async () => {
  const list = async (query: string) =>
    names(membersReply.parse((await get(`/members?${query}`)).json()).rows).toSorted();
  expect(await list('bridge=true')).toEqual(['a1', 'b1', 'go']);
  expect(await list('isolated=true')).toEqual(['new']);
  expect((await list('isolated=false')).length).toBe(12);
  const { circles } = networkReply.parse((await get('/network')).json()).network!;
  const garden = circles.find(({ words }) => words.includes('tulips'))!;
  const inside = await list(`circle=${garden.circle}`);
  expect(inside).toHaveLength(garden.size);
  expect(inside).toEqual(expect.arrayContaining(GARDEN));
  expect((await get('/members?circle=0')).statusCode).toBe(400);
});

it('keeps the networks of the evaluations whose states are kept, and no others', async () => {
  const ids = { workspaceId: workspace.id, communityId: community.id };
  for (let round = 0; round < 3; round++) await evaluateCommunity(app.services, ids);
  const { engine } = app.services;
  const scope = grantScope(workspace.id, community.id);
  const held = (table: 'members' | 'ties' | 'states') =>
    engine.query<{ id: string }>(
      scope,
      'test.held',
      {
        members: sql`SELECT DISTINCT evaluation_id AS id FROM network_members WHERE ${inScope(scope)} ORDER BY id`,
        ties: sql`SELECT DISTINCT evaluation_id AS id FROM network_ties WHERE ${inScope(scope)} ORDER BY id`,
        states: sql`SELECT DISTINCT evaluation_id AS id FROM member_states WHERE ${inScope(scope)} ORDER BY id`,
      }[table],
    );
  expect(await held('members')).toEqual(await held('states'));
  expect(await held('ties')).toEqual(await held('states'));
  expect(await held('ties')).toHaveLength(2);
});

it('of a community without anybody says that there is nobody', async () => {
  const empty = await database.inWorkspace(workspace.id, (tx) => createCommunity(tx, workspace.id, { name: 'Empty' }));
  const reply = await app.inject({ method: 'GET', url: `/api/v1/communities/${empty.id}/network`, headers });
  const { network } = networkReply.parse(reply.json());
  expect(network).toMatchObject({
    figures: { people: 0, ties: 0, density: null, modularity: null, smallWorld: null },
    circles: [],
    picture: { memberId: [], from: [] },
  });
});
