import { sql as query } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '#kernel/clock.ts';
import { newId } from '#kernel/ids.ts';
import type { Group } from '#modules/communities/index.ts';
import { CommunityTurns } from '#modules/events/index.ts';
import { findByIds } from '#modules/members/index.ts';
import { grantScope, inScope, sql, type EventEngine } from '#platform/clickhouse/index.ts';
import { createJobs, type Jobs } from '#platform/jobs/index.ts';
import { createLogger } from '#platform/log.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testApp, type TestApp, type TestWorkspace } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';
import { multipartFile } from '#testkit/multipart.ts';
import type { Import, ImportPeople } from './contract.ts';
import { workOnImports } from './index.ts';

let database: Database;
let engine: EventEngine;
let jobs: Jobs;
let app: TestApp;
let workspace: TestWorkspace;
let headers: Record<string, string>;
let communityId: string;
let group: Group;

beforeAll(async () => {
  database = await testDatabase();
  engine = await testEngine();
  const log = createLogger({ logLevel: 'silent' });
  jobs = createJobs({ settings: database.settings, log });
  await jobs.start();
  app = await testApp(database, { engine, jobs });
  await workOnImports({
    ...app.services,
    log,
    clock: systemClock,
    turns: new CommunityTurns(database),
    onCommunityChanged: () => undefined,
  });
  workspace = await app.workspace();
  headers = await workspace.operator('owner');
  communityId = (await post('/communities', { name: 'Readers' })).json().id;
  group = (await post(`/communities/${communityId}/groups`, { platform: 'offline', name: '周末聚会' })).json();
  await importFile('chat.jsonl', CHAT);
});
afterAll(async () => {
  await jobs.stop();
  await app.close();
  await database.close();
});

const CHAT = [
  ['whatsapp', '13800138000', '王小明'],
  ['wechat', 'wx1', '李雷'],
  ['wechat', 'wx2', '李雷'],
]
  .map(([platform, member, name], at) =>
    JSON.stringify({ id: `${at}`, platform, member, name, kind: 'message', at: '2026-04-01T10:00:00Z', text: 'hi' }),
  )
  .join('\n');
const SHEET = '姓名,电话\n王小明,138-0013-8000\n李雷,\n新朋友,13700137000\n新朋友,13700137000\n,\n';

const post = (url: string, payload: object) => app.inject({ method: 'POST', url: `/api/v1${url}`, headers, payload });
const ofImport = (made: Import, rest: string, body: object) =>
  post(`/communities/${communityId}/imports/${made.id}/${rest}`, body);

async function upload(name: string, content: string): Promise<Import> {
  const body = multipartFile(name, content);
  const url = `/api/v1/communities/${communityId}/imports`;
  return (
    await app.inject({ method: 'POST', url, payload: body.payload, headers: { ...headers, ...body.headers } })
  ).json();
}

async function finish(made: Import, body: object): Promise<Import> {
  const started = await ofImport(made, 'start', body);
  expect(started.statusCode, started.body).toBe(202);
  for (;;) {
    const url = `/api/v1/communities/${communityId}/imports/${made.id}`;
    const found = (await app.inject({ method: 'GET', url, headers })).json<Import>();
    if (found.status !== 'running') return found;
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}

const importFile = async (name: string, content: string, body: object = {}) =>
  finish(await upload(name, content), body);

const choices = () => ({ options: { group: group.externalId, sheet: { day: '2026-05-02', session: '诗歌夜' } } });

async function attended(): Promise<{ platform: string; n: number; groups: string[] }[]> {
  const scope = grantScope(workspace.id, communityId);
  const rows = await engine.query<{ platform: string; n: number; groups: string[] }>(
    scope,
    'imports.test_attended',
    sql`SELECT platform, count() AS n, groupUniqArray(toString(group_id)) AS groups FROM events FINAL
        WHERE ${inScope(scope)} AND kind = 'attend' GROUP BY platform`,
  );
  return rows.map((row) => ({ ...row, n: Number(row.n) }));
}

describe('a sign-in sheet', () => {
  it('cannot be started before its day and its group are known', async () => {
    const made = await upload('签到.csv', SHEET);
    expect(made).toMatchObject({
      format: 'sign-in-sheet',
      preview: { sheet: { mapping: { name: '姓名', contact: '电话' } } },
    });
    const refused = (await ofImport(made, 'start', {})).json();
    expect(refused.faults.map(({ where }: { where: string }) => where)).toEqual([
      '/body/options/group',
      '/body/options/sheet',
    ]);
  });

  it('shows who its people may be, joins only those that were confirmed, and changes nothing when read again', async () => {
    const made = await upload('签到.csv', SHEET);
    await ofImport(made, 'preview', choices());
    const { people } = (await ofImport(made, 'people', choices())).json<ImportPeople>();
    expect(
      people.map(({ member, name, events, matches }) => [member, name, events, matches.map(({ by }) => by)]),
    ).toEqual([
      ['13800138000', '王小明', 1, ['id']],
      ['name:李雷', '李雷', 1, ['name', 'name']],
      ['13700137000', '新朋友', 1, []],
    ]);
    const into = people[0]!.matches[0]!.memberId;
    const chosen = [{ platform: 'offline', member: '13800138000', into }];

    const unknown = await ofImport(made, 'start', { ...choices(), people: [{ ...chosen[0], into: newId() }] });
    expect(unknown.json()).toMatchObject({ status: 400, faults: [{ where: '/body/people/0/into' }] });

    const done = await finish(made, { ...choices(), people: chosen });
    expect(done).toMatchObject({
      status: 'done',
      summary: { read: 3, written: 3, newMembers: 3, byKind: { attend: 3 } },
    });
    expect(done.summary!.skipped).toEqual([{ reason: 'signed_twice', count: 1, where: [5] }]);
    expect(await attended()).toEqual([{ platform: 'offline', n: 3, groups: [group.id] }]);
    const [person] = await database.inWorkspace(workspace.id, (tx) => findByIds(tx, communityId, [into]));
    expect(person!.accounts.map(({ platform, externalId }) => `${platform} ${externalId}`).toSorted()).toEqual([
      'offline 13800138000',
      'whatsapp 13800138000',
    ]);

    const again = await upload('签到 2.csv', SHEET);
    const known = (await ofImport(again, 'people', choices())).json<ImportPeople>().people;
    expect(known[0]!.matches[0]).toMatchObject({ memberId: into, by: 'account' });
    expect(await finish(again, { ...choices(), people: chosen })).toMatchObject({ summary: { written: 0, known: 3 } });
    expect(await attended()).toEqual([{ platform: 'offline', n: 3, groups: [group.id] }]);
    const { rows } = await database.inWorkspace(workspace.id, (tx) =>
      query<{ actor_kind: string; after: object }>`
        SELECT actor_kind, after FROM audit_entries WHERE action = 'imports.start' AND subject_kind = 'member'`.execute(
        tx,
      ),
    );
    expect(rows).toEqual([{ actor_kind: 'operator', after: { mergedInto: into, reason: expect.any(String) } }]);
  });

  it('of a big file is not gone through person by person', async () => {
    const made = await upload(
      '签到.csv',
      `姓名,电话\n${Array.from({ length: 2100 }, (_, at) => `p${at},`).join('\n')}\n`,
    );
    expect((await ofImport(made, 'people', choices())).json()).toMatchObject({ status: 400, code: 'too_many_people' });
  });
});
