import { afterAll, beforeAll, expect, it } from 'vitest';
import { dayOf, formatDay } from '#kernel/calendar.ts';
import { createCommunity } from '#modules/communities/index.ts';
import type { NeutralEvent } from '#modules/events/contract.ts';
import { rollUp, writeEvents } from '#modules/events/index.ts';
import { reportReply } from '#modules/reports/contract.ts';
import { grantScope } from '#platform/clickhouse/index.ts';
import { createJobs, type Jobs } from '#platform/jobs/index.ts';
import { createLogger } from '#platform/log.ts';
import { testApp, type TestApp } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';

const DAY_MS = 86_400_000;
const ZONE = 'Asia/Shanghai';

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

/** Forty people speak every third day for two months, then thirty of them stop. */
function falling(last: number): NeutralEvent[] {
  const events: NeutralEvent[] = [];
  for (let age = 90; age >= 0; age--)
    for (let person = 0; person < 40; person++) {
      if ((age + person) % 3 !== 0 || (age < 31 && person >= 10)) continue;
      const at = new Date((last - age) * DAY_MS + 6 * 3_600_000 + person * 60_000).toISOString();
      events.push({ id: `${age}-${person}`, group: 'g', member: `m${person}`, kind: 'message', text: '在', at });
    }
  return events;
}

it('a report says why the active people became fewer, how objectives stand, and what to do next', async () => {
  const { database, engine } = app.services;
  const workspace = await app.workspace();
  const headers = await workspace.operator('owner');
  const { id } = await database.inWorkspace(workspace.id, (tx) =>
    createCommunity(tx, workspace.id, { name: 'Falling', zone: ZONE }),
  );
  const scope = grantScope(workspace.id, id);
  // The last day of a month that is over.
  const today = dayOf(app.clock.now(), ZONE);
  const last = dayOf(
    Date.UTC(new Date(today * DAY_MS).getUTCFullYear(), new Date(today * DAY_MS).getUTCMonth(), 0),
    'UTC',
  );
  const { changed } = await writeEvents(engine, scope, { zone: ZONE }, falling(last));
  await rollUp(engine, scope, changed);
  const send = (path: string, payload: object) =>
    app.inject({ method: 'POST', url: `/api/v1/communities/${id}${path}`, headers, payload });
  const aim = { name: '月活回到 40', measure: { metric: 'mau' }, target: 40, dueDay: formatDay(today + 60) };
  const made = await send('/objectives', { ...aim, startDay: formatDay(last - 30), startValue: 10 });
  expect(made.statusCode, made.body).toBe(201);
  const response = await send('/reports', { kind: 'month', day: formatDay(last) });
  expect(response.statusCode, response.body).toBe(201);
  const { content } = reportReply.parse(response.json());
  expect(content.causes.length).toBeGreaterThan(0);
  expect(content.causes[0]!.title.en).toMatch(/\(-\d+\)$/);
  expect(content.objectives.map(({ title }) => title['zh-CN'])).toEqual([expect.stringContaining('月活回到 40')]);
  expect(content.next.length).toBeGreaterThan(0);
  for (const { title, detail } of [...content.causes, ...content.objectives, ...content.next])
    expect([title.en, title['zh-CN'], detail?.en, detail?.['zh-CN']].join()).not.toContain('{{');
});
