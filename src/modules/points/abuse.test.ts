import { afterAll, beforeAll, expect, it } from 'vitest';
import type { NeutralEvent } from '#modules/events/contract.ts';
import { createCommunity } from '#modules/communities/index.ts';
import { communitySpace, writeEvents } from '#modules/events/index.ts';
import { ensureAccounts } from '#modules/members/index.ts';
import { grantScope } from '#platform/clickhouse/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testApp, type TestApp, type TestWorkspace } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';
import { FLOODING } from './earn.ts';
import { balancesOf, createEarning, lookAfterPoints } from './index.ts';

const DAY_MS = 86_400_000;
let database: Database;
let app: TestApp;
let workspace: TestWorkspace;
let owner: Record<string, string>;
beforeAll(async () => {
  database = await testDatabase();
  app = await testApp(database, { engine: await testEngine() });
  workspace = await app.workspace();
  owner = await workspace.operator('owner');
});
afterAll(async () => {
  await app.close();
  await database.close();
});

type Suspicion = { id: string; kind: string; member: { id: string }; points: number; evidence: object; state: string };

/** A community of people with rules, in which something happens, is looked through, and decided about over HTTP. */
async function newPlace(people: readonly string[], rules: readonly object[]) {
  const community = await database.inWorkspace(workspace.id, (tx) => createCommunity(tx, workspace.id, { name: 'C' }));
  const ids = { workspaceId: workspace.id, communityId: community.id };
  const space = communitySpace(community.id);
  const idOf = (name: string) => space.accountId('qq', name);
  const account = (name: string) => ({
    id: idOf(name),
    platform: 'qq',
    externalId: name,
    name,
    bot: false,
    firstAt: 0,
  });
  await database.inWorkspace(workspace.id, (tx) => ensureAccounts(tx, community.id, people.map(account)));
  const ask = async (method: 'GET' | 'POST', path: string, payload?: object) => {
    const url = `/api/v1/communities/${community.id}/points${path}`;
    const response = await app.inject({ method, url, headers: owner, ...(payload && { payload }) });
    expect(response.statusCode, response.body).toBeLessThan(300);
    return response.json();
  };
  for (const rule of rules) await ask('POST', '/rules', rule);
  let made = 0;
  const { engine } = app.services;
  const earning = createEarning({ database, engine, clock: app.clock, onEarned: () => undefined });
  return {
    idOf,
    event: (member: string, fields: Partial<NeutralEvent>): NeutralEvent => ({
      id: `e${(made += 1)}`,
      platform: 'qq',
      group: 'g',
      member,
      kind: 'message',
      text: `第 ${made} 句话`,
      at: new Date(app.clock.now() + made).toISOString(),
      ...fields,
    }),
    async happens(events: readonly NeutralEvent[]) {
      await writeEvents(engine, grantScope(workspace.id, community.id), { zone: community.zone }, [...events]);
      await earning.react(
        ids,
        events.map((event) => ({
          eventId: space.eventId('qq', event.id),
          version: 0,
          source: 'api',
          receivedAt: new Date(),
          event,
        })),
      );
    },
    look: async () => (await lookAfterPoints({ ...app.services, listChannels: async () => [] }, ids)).suspicions,
    found: async (): Promise<Suspicion[]> => (await ask('GET', '/suspicions')).suspicions,
    decide: (id: string, decision: 'dismiss' | 'take_back') =>
      ask('POST', `/suspicions/${id}/decision`, { decision, reason: '刷屏' }),
    balance: async (name: string) =>
      (await database.inWorkspace(workspace.id, (tx) => balancesOf(tx, [idOf(name)]))).get(idOf(name)),
  };
}

it('flooding is found with its counts, taken back, and found again only when it goes on', async () => {
  const said = { kind: 'message', points: 1 };
  const place = await newPlace(
    ['ann'],
    [
      { ...said, name: 'a' },
      { ...said, name: 'b', points: 2 },
    ],
  );
  const flood = (count: number) => place.happens(Array.from({ length: count }, () => place.event('ann', {})));
  // Both rules refuse what is too much: it is the same six things that were said.
  await flood(FLOODING.events + 6);
  expect(await place.balance('ann')).toBe(3 * FLOODING.events);
  expect(await place.look()).toBe(1);
  const [found] = await place.found();
  expect(found).toMatchObject({
    kind: 'flooding',
    state: 'open',
    member: { id: place.idOf('ann') },
    evidence: { refused: 6 },
    points: 3 * FLOODING.events,
  });
  await place.decide(found!.id, 'take_back');
  expect(await place.balance('ann')).toBe(0);
  expect(await place.look()).toBe(0);
  app.clock.advance(DAY_MS);
  expect(await place.look()).toBe(0);
  await flood(FLOODING.events + 5);
  expect(await place.look()).toBe(1);
  const again = (await place.found()).find(({ state }) => state === 'open');
  expect(again).toMatchObject({ evidence: { refused: 5 }, points: 3 * FLOODING.events });
  await place.decide(again!.id, 'dismiss');
  app.clock.advance(DAY_MS);
  expect(await place.look()).toBe(0);
  expect(await place.balance('ann')).toBe(3 * FLOODING.events);
});

it('people who like each other for points lose them, and are not found by the same likes again', async () => {
  const place = await newPlace(
    ['ann', 'bob'],
    [{ name: '受欢迎', kind: 'message', points: 10, conditions: { reactions: 1 } }],
  );
  const likeEachOther = async () => {
    const said = ['ann', 'bob'].flatMap((name) => Array.from({ length: 12 }, () => place.event(name, {})));
    await place.happens(said);
    await place.happens(
      said.map(({ id, member }) =>
        place.event(member === 'ann' ? 'bob' : 'ann', { kind: 'reaction', replyTo: id, text: undefined }),
      ),
    );
  };
  await likeEachOther();
  expect(await place.balance('ann')).toBe(120);
  expect(await place.look()).toBe(2);
  const [one, other] = await place.found();
  await place.decide(one!.id, 'take_back');
  await place.decide(other!.id, 'dismiss');
  expect([await place.balance('ann'), await place.balance('bob')].toSorted()).toEqual([0, 120]);
  for (let day = 0; day < 7; day += 1) {
    app.clock.advance(DAY_MS);
    expect(await place.look()).toBe(0);
  }
  app.clock.advance(DAY_MS);
  await likeEachOther();
  expect(await place.look()).toBe(2);
  const open = (await place.found()).filter(({ state }) => state === 'open');
  expect(open.map(({ points }) => points)).toEqual([120, 120]);
});
