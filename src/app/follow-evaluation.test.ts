import { afterAll, beforeAll, expect, it } from 'vitest';
import { formatDay } from '#kernel/calendar.ts';
import { createCommunity } from '#modules/communities/index.ts';
import { rollUp, writeEvents } from '#modules/events/index.ts';
import { evaluateCommunity } from '#modules/insights/index.ts';
import { grantScope } from '#platform/clickhouse/index.ts';
import { createJobs, type Jobs } from '#platform/jobs/index.ts';
import { createLogger } from '#platform/log.ts';
import { testApp, type TestApp } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';
import { workOnFollowing } from './follow-evaluation.ts';

const DAY_MS = 86_400_000;

let app: TestApp;
let jobs: Jobs;
beforeAll(async () => {
  const database = await testDatabase();
  jobs = createJobs({ settings: database.settings, log: createLogger({ logLevel: 'silent' }) });
  await jobs.start();
  app = await testApp(database, { engine: await testEngine(), jobs });
});
afterAll(async () => {
  await jobs?.stop();
  await app?.close();
});

it('objectives and plays are noted after an evaluation that somebody asked for outside of the workers', async () => {
  const { database, engine } = app.services;
  const workspace = await app.workspace();
  const headers = await workspace.operator('owner');
  const { id } = await database.inWorkspace(workspace.id, (tx) =>
    createCommunity(tx, workspace.id, { name: 'C', zone: 'UTC' }),
  );
  const today = Math.floor(app.clock.now() / DAY_MS);
  const events = Array.from({ length: 60 }, (_, at) => ({
    id: `e${at}`,
    group: 'g',
    member: `m${at % 9}`,
    kind: 'message' as const,
    at: new Date((today - 1 - (at % 20)) * DAY_MS).toISOString(),
  }));
  const { changed } = await writeEvents(engine, grantScope(workspace.id, id), { zone: 'UTC' }, events);
  await rollUp(engine, grantScope(workspace.id, id), changed);
  const ask = async (method: 'GET' | 'POST' | 'PUT', path: string, payload?: object) => {
    const url = `/api/v1/communities/${id}${path}`;
    const answer = await app.inject({ method, url, headers, ...(payload && { payload }) });
    expect(answer.statusCode, answer.body).toBeLessThan(300);
    return answer.json();
  };
  const ids = { workspaceId: workspace.id, communityId: id };
  await evaluateCommunity(app.services, ids);
  const aim = { name: 'More', measure: { metric: 'mau' }, target: 40, dueDay: formatDay(today + 90) };
  const objective = await ask('POST', '/objectives', aim);
  // Nothing declines here, so what was dismissed comes to its end with the next evaluation.
  await ask('PUT', '/plays/diagnose_decline/dismissal', { reason: 'not now' });
  expect((await ask('GET', '/plays')).dismissed).toHaveLength(1);

  app.clock.advance(DAY_MS);
  await evaluateCommunity(app.services, ids);
  await workOnFollowing(app.services);
  const days = async () =>
    (await ask('GET', `/objectives/${objective.id}`)).history.map(({ day }: { day: string }) => day);
  await expect.poll(days, { timeout: 60_000 }).toContain(formatDay(today + 1));
  await expect.poll(async () => (await ask('GET', '/plays')).dismissed, { timeout: 60_000 }).toEqual([]);
});
