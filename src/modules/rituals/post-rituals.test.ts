import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { dayOf, mondayOf, startOfDay } from '#kernel/calendar.ts';
import { listChannels } from '#modules/delivery/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testApp, type TestApp, type TestWorkspace } from '#testkit/app.ts';
import { type ChatCommunity, chatCommunity } from '#testkit/chat-community.ts';
import { chatConnector } from '#testkit/chat-connector.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';
import { postRituals } from './index.ts';

const ZONE = 'Asia/Shanghai';
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const connectors = [chatConnector()];
/** Nine o'clock on the Wednesday of next week. */
const DUE = startOfDay(mondayOf(dayOf(Date.now(), ZONE)) + 9, ZONE) + 9 * 60 * MINUTE_MS;

let database: Database;
let app: TestApp;
let workspace: TestWorkspace;
let owner: Record<string, string>;
let here: ChatCommunity;
let groupId: string;

beforeAll(async () => {
  database = await testDatabase();
  app = await testApp(database, { engine: await testEngine(), connectors });
});
afterAll(async () => {
  await app.close();
  await database.close();
});
beforeEach(async () => {
  workspace = await app.workspace();
  owner = await workspace.operator('owner');
  const parts = { database, engine: app.services.engine };
  here = await chatCommunity(parts, workspace.id, { connectors, chats: ['g1', 'g2'], reactions: [] });
  const { rows } = await here.inside((tx) =>
    sql<{ id: string }>`
      SELECT id FROM groups WHERE community_id = ${here.ids.communityId} AND external_id = 'g2'
    `.execute(tx),
  );
  groupId = rows[0]!.id;
});

const url = () => `/api/v1/communities/${here.ids.communityId}`;
const read = async () => (await app.inject({ method: 'GET', url: `${url()}/profile`, headers: owner })).json();
async function save(rituals: object[]) {
  const { version } = await read();
  const answer = await app.inject({
    method: 'PATCH',
    url: url(),
    headers: owner,
    payload: { version, profile: { rituals } },
  });
  return { status: answer.statusCode, body: answer.json() };
}
const ritual = (post: object = {}) => ({
  name: '周三晨读',
  when: '每周三早上',
  post: { every: 'week', day: 3, time: '09:00', text: '{{ritual}}：今天读什么？', groupIds: [groupId], ...post },
});
const postAt = (now: number) =>
  postRituals({ database, clock: { now: () => now }, listChannels: listChannels(connectors) }, workspace.id);
const times = () =>
  here.inside(async (tx) => {
    const { rows } = await sql<{ at: Date }>`
      SELECT not_before AS at FROM deliveries WHERE community_id = ${here.ids.communityId} ORDER BY seq
    `.execute(tx);
    return rows.map(({ at }) => at.getTime());
  });

it('rituals are posted once when they are due, whoever looks how often, also after a pause', async () => {
  expect((await save([ritual(), { name: '不发的', when: '' }])).status).toBe(200);
  expect(await postAt(DUE - 10 * MINUTE_MS)).toBe(0);
  const looks = await Promise.all([1, 2, 3].map((ahead) => postAt(DUE - ahead * MINUTE_MS)));
  expect(looks.reduce((all, one) => all + one, 0)).toBe(1);
  for (const later of [1, 20, 40]) expect(await postAt(DUE + later * MINUTE_MS)).toBe(0);
  expect(await here.sent()).toMatchObject([{ to: 'chat g2', text: '周三晨读：今天读什么？', purpose: 'service' }]);
  expect(await times()).toEqual([DUE]);

  // Another text, another order: it is the same ritual of the same day.
  const [kept] = (await read()).profile.rituals;
  await save([
    { name: '新的', when: '' },
    { ...kept, post: { ...kept.post, text: '换一句' } },
  ]);
  expect(await postAt(DUE + 5 * MINUTE_MS)).toBe(0);
  // A week later nothing looked in time.
  expect(await postAt(DUE + 7 * DAY_MS + 25 * MINUTE_MS)).toBe(1);
  // Another week later for too long.
  expect(await postAt(DUE + 14 * DAY_MS + 31 * MINUTE_MS)).toBe(0);
  expect((await here.sent()).map(({ text }) => text)).toEqual(['周三晨读：今天读什么？', '换一句']);
});

it('a schedule that cannot be is refused with its place', async () => {
  const where = async (post: object) => {
    const { status, body } = await save([ritual(post)]);
    return [status, body.faults?.[0]?.where];
  };
  expect(await where({ day: 8 })).toEqual([400, '/body/profile/rituals/0/post/day']);
  expect(await where({ time: '24:00' })).toEqual([400, '/body/profile/rituals/0/post/time']);
  expect(await where({ groupIds: [here.connectionId] })).toEqual([400, '/profile/rituals/0/post/groupIds']);
  expect(await where({ text: '{{nobody}}' })).toEqual([400, '/profile/rituals/0/post/text']);
  expect((await read()).profile.rituals).toEqual([]);
});
