import { afterAll, beforeAll, expect, it } from 'vitest';
import { dayOf, formatDay } from '#kernel/calendar.ts';
import { createCommunity } from '#modules/communities/index.ts';
import { systemCaller } from '#modules/identity/index.ts';
import { evaluateCommunity, findEvaluation } from '#modules/insights/index.ts';
import { acceptPlay, endPlay, type PlaybookServices, playsNow, setDismissal } from '#modules/playbooks/index.ts';
import type { NeutralEvent } from '#modules/events/contract.ts';
import { rollUp, writeEvents } from '#modules/events/index.ts';
import { reportReply } from '#modules/reports/contract.ts';
import { grantScope } from '#platform/clickhouse/index.ts';
import { createJobs, type Jobs } from '#platform/jobs/index.ts';
import { createLogger } from '#platform/log.ts';
import { testApp, type TestApp } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';
import { playbookServices, situationIn } from './playbook-services.ts';

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

it('a report says why the active people became fewer, how objectives stand, what plays did, and what to do next', async () => {
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
  const ids = { workspaceId: workspace.id, communityId: id };
  await evaluateCommunity(app.services, ids);
  const actor = systemCaller(workspace.id);
  const at = (day: number): PlaybookServices => {
    const then = playbookServices({ ...app.services, clock: { now: () => day * DAY_MS } });
    return { ...then, situationOf: async () => ({ ...(await then.situationOf(ids)), asOf: formatDay(day) }) };
  };
  const accept = (day: number, playId: string) =>
    acceptPlay(at(day), ids, { playId, language: 'en', ownerId: null, actor });
  const first = new Date(last * DAY_MS).setUTCDate(1) / DAY_MS;
  // Ended before, ended within, ended after the month: the first has no line, the last was under way.
  const [d1, d2, d3, d4] = [first - 9, first - 1, last - 1, last + 1] as const;
  for (const [playId, began, ended] of [
    ['live_session', d1, d2],
    ['large_event', d2, d3],
    ['invite_friends', d3, d4],
  ] as const)
    await endPlay(at(ended), ids, { runId: await accept(began, playId), outcome: 'seen', actor });
  const { report } = await findEvaluation(app.services, { ...ids, asOf: formatDay(last) });
  const [unwanted, ...wanted] = await database.inWorkspace(workspace.id, async (tx) => {
    const situation = await situationIn(tx, id, report);
    const { proposals } = await playsNow(tx, id, { situation, today: formatDay(today) });
    const { playId } = proposals[0]!;
    await setDismissal(tx, id, { playId, reason: 'not now', until: formatDay(today + 9), dismissedBy: null });
    return proposals.map(({ name }) => name.en);
  });
  const response = await send('/reports', { kind: 'month', day: formatDay(last) });
  expect(response.statusCode, response.body).toBe(201);
  const { content } = reportReply.parse(response.json());
  expect(content.causes.length).toBeGreaterThan(0);
  expect(content.causes[0]!.title.en).toMatch(/\(-\d+\)$/);
  expect(content.objectives.map(({ title }) => title['zh-CN'])).toEqual([expect.stringContaining('月活回到 40')]);
  expect(content.next.map(({ title }) => title.en)).toEqual(expect.arrayContaining(wanted));
  expect(content.next.map(({ title }) => title.en)).not.toContain(unwanted);
  expect(content.worked.map(({ title, verdict }) => [title.en, verdict])).toEqual([
    [expect.stringContaining('worse than the trend'), 'bad'],
    [expect.stringContaining('under way'), 'open'],
  ]);
  expect(content.worked[0]!.detail?.en).toMatch(/^MAU: 40 at the start, 10 at the end; .* 40 \(.*; seen$/);
  expect(content.worked[1]!.detail?.en).toMatch(/^0 of \d tasks done$/);
  for (const { title, detail } of [...content.causes, ...content.worked, ...content.objectives, ...content.next])
    expect([title.en, title['zh-CN'], detail?.en, detail?.['zh-CN']].join()).not.toContain('{{');
});
