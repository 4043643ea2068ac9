import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayOf, formatDay, mondayOf } from '#kernel/calendar.ts';
import { createCommunity } from '#modules/communities/index.ts';
import type { NeutralEvent } from '#modules/events/contract.ts';
import { rollUp, writeEvents } from '#modules/events/index.ts';
import { randomHistory } from '#testkit/oracle/random-history.ts';
import { grantScope } from '#platform/clickhouse/index.ts';
import { createJobs, type Jobs } from '#platform/jobs/index.ts';
import { createLogger } from '#platform/log.ts';
import { testApp, type TestApp } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';
import { testMailServer, type TestMailServer } from '#testkit/mail-server.ts';
import { adjustmentSchema, reportReply, reportsReply, type ReportReply } from './contract.ts';
import { workOnReports, type ReportSources } from './index.ts';
import { dueReports } from './scheduled-reports.ts';

const DAY_MS = 86_400_000;
const ZONE = 'Asia/Shanghai';
const TODAY = dayOf(Date.now(), ZONE);
const DAYS = 60;
const SOURCES: ReportSources = { objectives: [], causes: [], worked: [], next: [] };

let app: TestApp;
let jobs: Jobs;
let headers: Record<string, string>;
let workspaceId: string;
let communityId: string;
let events: NeutralEvent[];
let mail: TestMailServer;

beforeAll(async () => {
  const database = await testDatabase();
  const engine = await testEngine();
  mail = await testMailServer();
  jobs = createJobs({ settings: database.settings, log: createLogger({ logLevel: 'silent' }) });
  await jobs.start();
  app = await testApp(database, { engine, jobs, env: mail.env });
  const workspace = await app.workspace();
  workspaceId = workspace.id;
  headers = await workspace.operator('owner');
  const made = await database.inWorkspace(workspaceId, (tx) =>
    createCommunity(tx, workspaceId, { name: '读书会 <b>', zone: ZONE }),
  );
  communityId = made.id;
  const from = (TODAY - DAYS) * DAY_MS;
  events = randomHistory({ seed: 3, events: 2_500, people: 40, days: DAYS - 1, from, bot: false });
  const scope = grantScope(workspaceId, communityId);
  const written = await writeEvents(engine, scope, { zone: ZONE }, events);
  await rollUp(engine, scope, written.changed);
}, 180_000);

afterAll(async () => {
  await jobs?.stop();
  await app?.close();
  await mail?.close();
});

const url = (path: string): string => `/api/v1/communities/${communityId}${path}`;
const send = (method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE', path: string, payload?: object) =>
  app.inject({ method, url: url(path), headers, ...(payload ? { payload } : {}) });

async function make(payload: { kind: 'week' | 'month'; day?: string }): Promise<ReportReply> {
  const response = await send('POST', '/reports', payload);
  expect(response.statusCode, response.body).toBe(201);
  return reportReply.parse(response.json());
}

const CONTRIBUTIONS = new Set(['message', 'reply', 'reaction', 'vote', 'attend']);

/** Counted from the events themselves: who contributed on which days. */
function contributionsOf(first: number, last: number): { people: Set<string>; count: number } {
  const people = new Set<string>();
  let count = 0;
  for (const { kind, at, member, removed } of events) {
    const day = dayOf(Date.parse(at), ZONE);
    if (!CONTRIBUTIONS.has(kind) || removed || day < first || day > last) continue;
    people.add(member!);
    count++;
  }
  return { people, count };
}

const figure = (report: ReportReply, key: string) => report.content.figures.find((each) => each.key === key)!;

describe('the report of a week', () => {
  it('counts what happened in it and in the week before', async () => {
    const monday = mondayOf(TODAY) - 14;
    const report = await make({ kind: 'week', day: formatDay(monday + 3) });
    expect(report).toMatchObject({ from: formatDay(monday), to: formatDay(monday + 6), unfinished: false });
    const [now, before] = [contributionsOf(monday, monday + 6), contributionsOf(monday - 7, monday - 1)];
    const earlier = contributionsOf(0, monday - 1).people;
    expect(figure(report, 'active_people')).toMatchObject({ value: now.people.size, before: before.people.size });
    expect(figure(report, 'contributions')).toMatchObject({ value: now.count, before: before.count });
    const fresh = [...now.people].filter((person) => !earlier.has(person)).length;
    expect(figure(report, 'new_active_people').value).toBe(fresh);
    expect(now.people.size).toBeGreaterThan(10);
  });

  it('thanks people who did something, with what they did', async () => {
    const report = await make({ kind: 'week', day: formatDay(mondayOf(TODAY) - 7) });
    const { thanks } = report.content;
    expect(thanks.length).toBeGreaterThan(0);
    for (const { reasons, name, member } of thanks) {
      expect(reasons.length).toBeGreaterThan(0);
      expect(name || member).not.toBe('');
    }
  });

  it('stays as it was when it is made again, and is told of from the weeks beside it', async () => {
    const day = formatDay(mondayOf(TODAY) - 21);
    const first = await make({ kind: 'week', day });
    const again = await make({ kind: 'week', day });
    expect(again.id).not.toBe(first.id);
    expect(again.versions.map(({ id }) => id)).toEqual([again.id, first.id]);
    const kept = reportReply.parse((await send('GET', `/reports/${first.id}?language=en`)).json());
    expect(kept.content).toEqual(first.content);
    const next = await make({ kind: 'week', day: formatDay(mondayOf(TODAY) - 14) });
    expect(next.earlier).toBe(again.id);
    const listed = reportsReply.parse((await send('GET', '/reports?kind=week')).json()).reports;
    expect(listed.filter(({ from }) => from === day)).toHaveLength(1);
  });

  it('that is under way says so, and one to come is refused', async () => {
    expect((await make({ kind: 'month', day: formatDay(TODAY) })).unfinished).toBe(
      formatDay(TODAY) !== (await make({ kind: 'month', day: formatDay(TODAY) })).to,
    );
    const refused = await send('POST', '/reports', { kind: 'week', day: formatDay(TODAY + 14) });
    expect(refused.statusCode).toBe(400);
    expect(refused.json().faults[0].where).toBe('/day');
  });

  it('of before the first event is refused, and nothing is kept', async () => {
    const refused = await send('POST', '/reports', { kind: 'week', day: formatDay(TODAY - 400) });
    expect([refused.statusCode, refused.json().code]).toEqual([409, 'nothing_to_report']);
    const { reports } = reportsReply.parse((await send('GET', '/reports?kind=week')).json());
    expect(reports.every(({ from }) => from > formatDay(TODAY - 100))).toBe(true);
  });
});

describe('adjustments', () => {
  it('are reviewed by the report of the next period, against their metric', async () => {
    const first = await make({ kind: 'week', day: formatDay(mondayOf(TODAY) - 14) });
    const body = { change: '每周三晚上固定一个话题', reason: '新人找不到话说', metric: 'mau' };
    const added = await send('POST', `/reports/${first.id}/adjustments`, body);
    expect(added.statusCode, added.body).toBe(201);
    const adjustment = adjustmentSchema.parse(added.json());
    expect(adjustment.metricThen).toBe(first.content.metrics['mau']);
    const path = `/reports/${first.id}/adjustments/${adjustment.id}`;
    const done = await send('PATCH', path, { done: true, outcome: '来了 12 人' });
    expect(adjustmentSchema.parse(done.json())).toMatchObject({ done: true, change: body.change });
    const next = await make({ kind: 'week', day: formatDay(mondayOf(TODAY) - 7) });
    expect(next.content.reviewed).toMatchObject([
      {
        change: body.change,
        metric: 'mau',
        before: adjustment.metricThen,
        now: next.content.metrics['mau'],
        done: true,
      },
    ]);
    const strange = await send('POST', `/reports/${first.id}/adjustments`, { ...body, ownerId: first.id });
    expect([strange.statusCode, strange.json().faults[0].where]).toEqual([400, '/ownerId']);
    expect((await send('DELETE', path)).statusCode).toBe(204);
    expect((await send('PATCH', path, { done: false })).statusCode).toBe(404);
  });
});

describe('a report leaves the server', () => {
  let id: string;
  beforeAll(async () => {
    ({ id } = await make({ kind: 'week' }));
  });

  it('as Markdown and HTML that cannot be mistaken for marks of ours', async () => {
    const markdown = await send('GET', `/reports/${id}/file?format=markdown`);
    expect(markdown.headers['content-type']).toContain('text/markdown');
    expect(markdown.body).toContain('读书会 \\<b\\>');
    expect(markdown.body).toContain('## 发生了什么');
    const html = await send('GET', `/reports/${id}/file?format=html&language=en`);
    expect(html.body).toContain('读书会 &lt;b&gt;');
    expect(html.body).not.toContain('<b>');
  });

  const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].some((path) => existsSync(path));
  it.skipIf(!chromium)(`as PDF${chromium ? '' : ' (skipped: Chromium is not installed)'}`, async () => {
    const pdf = await send('GET', `/reports/${id}/file?format=pdf`);
    expect(pdf.statusCode, pdf.body.slice(0, 300)).toBe(200);
    expect(pdf.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.rawPayload.length).toBeGreaterThan(5_000);
  });

  it('by mail, to those who were named', async () => {
    const sent = await send('POST', `/reports/${id}/mail`, { to: ['ann@example.com'], language: 'en' });
    expect(sent.json(), sent.body).toEqual({ sent: 1 });
    expect(mail.mails.at(-1)!.subject).toContain('读书会 <b>: week');
    expect(mail.mails.at(-1)!.text).toContain('## What happened');
  });
});

it('reports that are due are made once and mailed to each recipient', async () => {
  const parts = { ...app.services, sources: SOURCES, jobs };
  const schedule = { kind: 'week', enabled: true, language: 'zh-CN', recipients: ['a@example.com', 'b@example.com'] };
  expect((await send('PUT', '/report-schedules', { schedules: [schedule] })).statusCode).toBe(200);
  const due = async () => (await dueReports(parts, workspaceId)).length;
  expect(await due()).toBe(1);
  const before = mail.mails.length;
  await workOnReports(parts);
  await expect.poll(() => mail.mails.length).toBe(before + 2);
  expect(new Set(mail.mails.slice(-2).map(({ to }) => [to].flat()[0]?.text))).toEqual(new Set(schedule.recipients));
  expect(await due()).toBe(0);
  app.clock.advance(7 * DAY_MS);
  expect(await due()).toBe(1);
});
