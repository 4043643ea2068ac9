import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCommunity, type Community } from '#modules/communities/index.ts';
import type { NeutralEvent } from '#modules/events/contract.ts';
import { communitySpace, rollUp, writeEvents } from '#modules/events/index.ts';
import { RIGHTS } from '#modules/identity/contract.ts';
import { evaluateCommunity } from '#modules/insights/index.ts';
import { ensureAccounts, setStandings, setTags } from '#modules/members/index.ts';
import { grantScope } from '#platform/clickhouse/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testApp, type TestApp, type TestWorkspace } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';
import { type Introduction, introductionSchema, introductionsReply, type Introductions } from './contract.ts';
import { eraseIntroductionsOf } from './erase-introductions.ts';
import { proposeIntroductions } from './propose-introductions.ts';

const DAY = 86_400_000;
/** Gardeners and players who write about the same rare things and never answered each other. */
const PEOPLE = ['ann', 'bob', 'cid', 'dan', 'eve', 'fay', 'guy', 'hal', 'boss', 'robot'];

let database: Database;
let app: TestApp;
let workspace: TestWorkspace;
let community: Community;
let headers: Record<string, string>;
let ids: { workspaceId: string; communityId: string };

let made = 0;
const event = (member: string, text: string, more: Partial<NeutralEvent> = {}, daysAgo = 3): NeutralEvent => ({
  id: `e${made++}`,
  group: 'g',
  groupName: 'G',
  member,
  name: member.toUpperCase(),
  kind: 'message',
  text,
  at: new Date(app.clock.now() - daysAgo * DAY).toISOString(),
  ...more,
});
const accountOf = (name: string): string => communitySpace(community.id).accountId('qunluo', name);
const write = async (events: readonly NeutralEvent[]): Promise<void> => {
  const scope = grantScope(workspace.id, community.id);
  const written = await writeEvents(app.services.engine, scope, { zone: community.zone }, events);
  await rollUp(app.services.engine, scope, written.changed);
  await evaluateCommunity(app.services, ids);
};
const base = () => `/api/v1/communities/${community.id}/introductions`;
const list = async (query = ''): Promise<Introductions> =>
  introductionsReply.parse((await app.inject({ method: 'GET', url: `${base()}${query}`, headers })).json());
const order = (id: string, payload: object, by = headers) =>
  app.inject({ method: 'POST', url: `${base()}/${id}/decision`, headers: by, payload });
const namesOf = ({ first, second }: Introduction): string => [first.name, second.name].toSorted().join(' ');

beforeAll(async () => {
  database = await testDatabase();
  app = await testApp(database, { engine: await testEngine() });
  workspace = await app.workspace();
  headers = await workspace.operator('owner');
  community = await database.inWorkspace(workspace.id, (tx) => createCommunity(tx, workspace.id, { name: 'Meet' }));
  ids = { workspaceId: workspace.id, communityId: community.id };
  await database.inWorkspace(workspace.id, async (tx) => {
    await ensureAccounts(
      tx,
      community.id,
      PEOPLE.map((name) => ({
        id: accountOf(name),
        platform: 'qunluo',
        externalId: name,
        name: name.toUpperCase(),
        bot: name === 'robot',
        firstAt: 0,
      })),
    );
    await setStandings(tx, { communityId: community.id, memberId: accountOf('boss'), standings: ['team'] });
    for (const name of ['guy', 'hal'])
      await setTags(tx, { communityId: community.id, memberId: accountOf(name), tags: ['difficult'], source: 'hand' });
  });
  const twice = (name: string, text: string, more: Partial<NeutralEvent> = {}) => [
    event(name, text, more),
    event(name, text, more, 4),
  ];
  await write([
    ...PEOPLE.map((name) => event(name, '', { kind: 'join' }, 40)),
    ...['ann', 'bob', 'boss'].flatMap((name) => twice(name, 'tulips daffodils compost')),
    ...twice('robot', 'tulips daffodils compost', { bot: true }),
    ...['cid', 'dan'].flatMap((name) => twice(name, 'gambit endgame opening')),
    ...['eve', 'fay'].flatMap((name) => twice(name, 'sourdough rye oven')),
    ...['guy', 'hal'].flatMap((name) => twice(name, 'nothing much')),
    event('cid', 'thanks', { kind: 'reply', target: 'dan' }),
  ]);
});
afterAll(async () => {
  await app.close();
  await database.close();
});

it('proposes who shares something, with reasons and a text, and never the tied, the team or bots', async () => {
  expect(await proposeIntroductions(app.services, ids)).toBe(2);
  const { introductions, counts, search, total } = await list();
  expect(introductions.map(namesOf).toSorted()).toEqual(['ANN BOB', 'EVE FAY']);
  expect([total, counts.proposed, search!.status]).toEqual([2, 2, 'done']);
  const [pair] = introductions.filter((one) => namesOf(one) === 'ANN BOB');
  expect(pair!.reasons[0]).toMatchObject({ kind: 'shared_words', words: expect.any(Array) });
  expect(pair!.text['zh-CN']).toContain('「tulips」');
  expect(pair!.text.en).toMatch(/@(ANN|BOB), meet @(ANN|BOB)\. .*“compost”/);
  expect(await proposeIntroductions(app.services, ids), 'a pair that waits is not proposed again').toBe(0);
});

it('filters by reason and member', async () => {
  expect((await list('?reason=shared_words')).introductions).toHaveLength(2);
  expect((await list('?reason=common_neighbours')).introductions).toEqual([]);
  const ofAnn = await list(`?member=${accountOf('ann')}`);
  expect(ofAnn.introductions.map(namesOf)).toEqual(['ANN BOB']);
  const bad = await app.inject({ method: 'GET', url: `${base()}?state=maybe`, headers });
  expect(bad.statusCode).toBe(400);
});

it('is decided by who may, once, with a trail; and can be taken back', async () => {
  const pair = (await list()).introductions.find((one) => namesOf(one) === 'ANN BOB')!;
  const analyst = await workspace.operator('analyst');
  expect((await order(pair.id, { decision: 'made' }, analyst)).statusCode).toBe(403);
  const reply = introductionSchema.parse((await order(pair.id, { decision: 'made' })).json());
  expect(reply).toMatchObject({ state: 'made', decidedBy: 'owner', tied: null });
  expect((await order(pair.id, { decision: 'dismissed', reason: 'no_fit' })).statusCode).toBe(409);
  expect((await order(pair.id, { decision: 'proposed' })).statusCode).toBe(200);
  expect((await order(pair.id, { decision: 'dismissed', reason: 'because' })).statusCode).toBe(400);
  expect((await order(pair.id, { decision: 'dismissed', reason: 'no_fit', note: 'asked BOB' })).json()).toMatchObject({
    state: 'dismissed',
    dismissedFor: 'no_fit',
    note: 'asked BOB',
  });
  await order(pair.id, { decision: 'proposed' });
  await order(pair.id, { decision: 'made' });
  const trail = await app.inject({ method: 'GET', url: '/api/v1/audit', headers });
  expect(JSON.stringify(trail.json())).toContain('introductions.decide');
});

it('tells what became of those introduced beside those who were not', async () => {
  app.clock.advance(5 * DAY);
  await write([
    event('ann', 'hi', { kind: 'reply', target: 'bob' }, 1),
    event('bob', 'hi', { kind: 'reply', target: 'ann' }, 1),
    event('eve', 'so so', {}, 1),
  ]);
  await proposeIntroductions(app.services, ids);
  expect((await list()).comparison).toMatchObject({ made: { pairs: 1, tied: 1 }, small: true, difference: null });
  app.clock.advance(26 * DAY);
  // A session ends in so long a time, a token does not.
  headers = await workspace.token(RIGHTS);
  await write([event('eve', 'still here', {}, 1), event('fay', 'me too', {}, 1)]);
  await proposeIntroductions(app.services, ids);
  const { comparison, counts } = await list();
  expect(comparison).toMatchObject({ made: { pairs: 1, tied: 1, share: 1 }, notMade: { pairs: 1, tied: 0, share: 0 } });
  expect(comparison.difference!.low).toBeLessThan(comparison.difference!.value);
  expect(counts).toMatchObject({ made: 1, lapsed: 1, proposed: 0 });
  const [lapsed] = (await list('?state=lapsed')).introductions;
  expect(lapsed).toMatchObject({ lapsedFor: 'old', tied: false });
  expect((await order(lapsed!.id, { decision: 'made' })).statusCode).toBe(409);
  expect((await list('?state=made')).introductions).toHaveLength(1);
});

it('forgets what names somebody who is erased, and keeps what counts', async () => {
  const [before] = (await list('?state=made')).introductions;
  await database.inWorkspace(workspace.id, (tx) =>
    eraseIntroductionsOf(tx, community.id, { patterns: ['%compost%'], in: (value) => value }),
  );
  const { introductions, comparison } = await list('?state=made');
  expect(introductions).toMatchObject([{ id: before!.id, reasons: [], note: '' }]);
  expect(comparison.made.pairs).toBe(1);
});
