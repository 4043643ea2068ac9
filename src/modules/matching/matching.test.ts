import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCommunity } from '#modules/communities/index.ts';
import { communitySpace, rollUp, writeEvents } from '#modules/events/index.ts';
import { ensureAccounts } from '#modules/members/index.ts';
import { grantScope } from '#platform/clickhouse/index.ts';
import { createJobs, type Jobs } from '#platform/jobs/index.ts';
import { createLogger } from '#platform/log.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testApp, type TestApp } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';
import { workOnSearches } from './index.ts';
import { suggestionsReply, type Suggestions } from './contract.ts';

const NOW = Date.now();
const HOUR = 3_600_000;

let database: Database;
let app: TestApp;
let jobs: Jobs;
let headers: Record<string, string>;
let url: string;
let ids: { lin: string; twin: string; other: string };

const send = async (method: 'GET' | 'POST' | 'DELETE', path: string, payload?: object) =>
  app.inject({ method, url: `${url}${path}`, headers, ...(payload ? { payload } : {}) });
const search = async (): Promise<Suggestions> => {
  const asked = await send('POST', '/merge-suggestions/search');
  expect(asked.statusCode, asked.body).toBe(202);
  expect(asked.json().search).toMatchObject({ status: 'waiting' });
  for (;;) {
    const found = suggestionsReply.parse((await send('GET', '/merge-suggestions')).json());
    if (found.search?.status === 'done') return found;
    expect(found.search?.status).not.toBe('failed');
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
};

beforeAll(async () => {
  database = await testDatabase();
  const engine = await testEngine();
  jobs = createJobs({ settings: database.settings, log: createLogger({ logLevel: 'silent' }) });
  await jobs.start();
  app = await testApp(database, { engine, jobs });
  await workOnSearches(app.services);
  const workspace = await app.workspace();
  headers = await workspace.operator('owner');
  const { id } = await database.inWorkspace(workspace.id, (tx) =>
    createCommunity(tx, workspace.id, { name: 'Match', zone: 'UTC' }),
  );
  url = `/api/v1/communities/${id}`;
  const space = communitySpace(id);
  const people = [
    { platform: 'qq', externalId: '10001', name: '林晓' },
    { platform: 'telegram', externalId: 'lin_xiao', name: '林晓' },
    { platform: 'qq', externalId: '10003', name: '别人' },
  ].map((one) => ({ ...one, id: space.accountId(one.platform, one.externalId) }));
  ids = { lin: people[0]!.id, twin: people[1]!.id, other: people[2]!.id };
  await database.inWorkspace(workspace.id, (tx) =>
    ensureAccounts(
      tx,
      id,
      people.map((one) => ({ ...one, bot: false, firstAt: NOW - 40 * 24 * HOUR })),
    ),
  );
  const events = Array.from({ length: 40 }, (_, day) =>
    [people[day % 2]!, people[2]!].map((one, at) => ({
      id: `e${day}.${at}`,
      platform: one.platform,
      member: one.externalId,
      name: one.name,
      group: one.platform,
      kind: 'message' as const,
      text: day === 3 && at === 1 ? '我也是 @lin_xiao' : 'hello',
      at: new Date(NOW - (40 - day) * 24 * HOUR - at * 5 * HOUR).toISOString(),
    })),
  ).flat();
  const scope = grantScope(workspace.id, id);
  await rollUp(engine, scope, (await writeEvents(engine, scope, { zone: 'UTC' }, events)).changed);
});
afterAll(async () => {
  await jobs.stop();
  await app.close();
  await database.close();
});

it('suggests with reasons, forgets who was dismissed or merged, and asks again when that is taken back', async () => {
  expect(suggestionsReply.parse((await send('GET', '/merge-suggestions')).json()).searchedAt).toBeNull();
  const found = await search();
  expect(found.people).toBe(3);
  const pair = found.suggestions.find(({ reasons }) => reasons.some(({ kind }) => kind === 'same_name'))!;
  expect([pair.first.memberId, pair.second.memberId].toSorted()).toEqual([ids.lin, ids.twin].toSorted());
  expect(pair.reasons.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['same_name', 'other_platform', 'never_together', 'same_hours']),
  );
  expect(pair.score).toBe(
    Math.min(
      100,
      pair.reasons.reduce((sum, { points }) => sum + points, 0),
    ),
  );
  const said = found.suggestions.find(({ reasons }) => reasons.some(({ kind }) => kind === 'says_so'))!;
  expect([said.first.memberId, said.second.memberId].toSorted()).toEqual([ids.other, ids.twin].toSorted());

  const body = { firstId: said.first.memberId, secondId: said.second.memberId };
  expect((await send('POST', '/merge-suggestions/dismissals', body)).statusCode).toBe(204);
  expect((await search()).suggestions).toHaveLength(found.suggestions.length - 1);
  expect((await send('DELETE', '/merge-suggestions/dismissals', body)).statusCode).toBe(204);
  expect((await send('GET', `/merge-suggestions?member=${ids.other}`)).json().suggestions).toHaveLength(1);

  const merged = await send('POST', '/merges', { intoId: ids.lin, memberId: ids.twin, reason: 'same name' });
  expect(merged.statusCode, merged.body).toBe(201);
  const after = suggestionsReply.parse((await send('GET', '/merge-suggestions')).json()).suggestions;
  expect(after.every(({ reasons }) => reasons.every(({ kind }) => kind !== 'same_name'))).toBe(true);
  expect((await send('DELETE', `/merges/${merged.json().mergeId}`)).statusCode).toBe(200);
  expect((await send('GET', '/merge-suggestions')).json().suggestions).toHaveLength(found.suggestions.length);
});
