import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCommunity } from '#modules/communities/index.ts';
import { communitySpace, rollUp, writeEvents } from '#modules/events/index.ts';
import { ensureAccounts, findByIds, listTagged, mergeMembers, setAttribute, setTags } from '#modules/members/index.ts';
import { grantScope } from '#platform/clickhouse/index.ts';
import { createJobs, type Jobs } from '#platform/jobs/index.ts';
import { createLogger } from '#platform/log.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import { testApp, type TestApp } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';
import { workOnBulkActions } from './index.ts';

const COUNT = 2_300;
const START = Date.UTC(2024, 2, 4, 3);

let database: Database;
let jobs: Jobs;
let app: TestApp;
let headers: Record<string, string>;
let workspaceId: string;
let communityId: string;
let ids: string[];

const inside = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => database.inWorkspace(workspaceId, work);
const call = async (method: 'GET' | 'POST', path: string, payload?: object, status = method === 'GET' ? 200 : 201) => {
  const url = `/api/v1/communities/${communityId}${path}`;
  const response = await app.inject({ method, url, headers, ...(payload ? { payload } : {}) });
  expect(response.statusCode, response.body).toBe(status);
  return response.json();
};
const preview = (selection: object, action: object) =>
  call('POST', '/bulk-actions/preview', { selection, action }, 200);
const start = (selection: object, action: object) => call('POST', '/bulk-actions', { selection, action });
const tagsOf = async (id: string) => (await inside((tx) => findByIds(tx, communityId, [id])))[0]!.tags;

beforeAll(async () => {
  database = await testDatabase();
  jobs = createJobs({ settings: database.settings, log: createLogger({ logLevel: 'silent' }) });
  await jobs.start();
  app = await testApp(database, { engine: await testEngine(), jobs });
  await workOnBulkActions(app.services);
  const workspace = await app.workspace();
  workspaceId = workspace.id;
  headers = await workspace.operator('owner');
  communityId = (await inside((tx) => createCommunity(tx, workspaceId, { name: 'Bulk', zone: 'UTC' }))).id;
  const space = communitySpace(communityId);
  const member = (at: number) => `m${String(at).padStart(4, '0')}`;
  ids = Array.from({ length: COUNT }, (_, at) => space.accountId('qq', member(at)));
  await inside((tx) =>
    ensureAccounts(
      tx,
      communityId,
      ids.map((id, at) => ({
        id,
        platform: 'qq',
        externalId: member(at),
        name: `Name ${at}`,
        bot: false,
        firstAt: START,
      })),
    ),
  );
  const scope = grantScope(workspaceId, communityId);
  const events = ids.map((_, at) => ({
    id: `e${at}`,
    platform: 'qq',
    group: at % 2 ? 'odd' : 'even',
    member: member(at),
    name: `Name ${at}`,
    kind: 'message' as const,
    at: new Date(START + at * 1000).toISOString(),
  }));
  await rollUp(
    app.services.engine,
    scope,
    (await writeEvents(app.services.engine, scope, { zone: 'UTC' }, events)).changed,
  );
  await call('POST', '/evaluate', undefined, 200);
});
afterAll(async () => {
  await app.close();
  await jobs.stop();
  await database.close();
});

describe('a bulk action', () => {
  it('on tags is previewed, done at once for a few, and taken back without a trace', async () => {
    const some = ids.slice(0, 10);
    await inside(async (tx) => {
      for (const memberId of some.slice(0, 3))
        await setTags(tx, { communityId, memberId, tags: ['vip'], source: 'hand' });
    });
    const action = { kind: 'add-tag', tag: 'vip' };
    const seen = await preview({ ids: some }, action);
    expect(seen).toMatchObject({ total: 10, changes: 7, already: 3, overwrites: 0, refused: 0 });
    expect(seen.sample).toHaveLength(7);
    const done = await start({ ids: some }, action);
    expect(done).toMatchObject({ status: 'done', total: 10, done: 10, changed: 7, already: 3, canUndo: true });
    expect((await inside((tx) => listTagged(tx, communityId, 'vip'))).toSorted()).toEqual(some.toSorted());
    // Somebody sets one of them anew meanwhile: that one is theirs and stays.
    await inside(async (tx) => {
      await setTags(tx, { communityId, memberId: some[9]!, tags: [], source: 'hand' });
      await setTags(tx, { communityId, memberId: some[9]!, tags: ['vip'], source: 'hand' });
    });
    const undone = await call('POST', `/bulk-actions/${done.id}/undo`, undefined, 200);
    expect(undone.canUndo).toBe(false);
    expect((await inside((tx) => listTagged(tx, communityId, 'vip'))).toSorted()).toEqual(
      [...some.slice(0, 3), some[9]!].toSorted(),
    );
    await call('POST', `/bulk-actions/${done.id}/undo`, undefined, 409);
  });

  it('takes a tag away wherever in a person it was set, and undoing gives it back to who had it', async () => {
    const [a, b] = [ids[20]!, ids[21]!];
    await inside(async (tx) => {
      await setTags(tx, { communityId, memberId: b, tags: ['old'], source: 'hand' });
      await mergeMembers(tx, { communityId, intoId: a, memberId: b });
    });
    expect(await preview({ ids: [a] }, { kind: 'remove-tag', tag: 'old' })).toMatchObject({ changes: 1, already: 0 });
    const done = await start({ ids: [a] }, { kind: 'remove-tag', tag: 'old' });
    expect(done).toMatchObject({ changed: 1, already: 0 });
    expect(await tagsOf(a)).toEqual([]);
    await call('POST', `/bulk-actions/${done.id}/undo`, undefined, 200);
    expect(await tagsOf(a)).toEqual([{ tag: 'old', source: 'hand' }]);
  });

  it('on all of a long filter but some runs as a job with progress, a portion a transaction', async () => {
    const selection = { filter: { platform: 'qq' }, except: [ids[5]] };
    const action = { kind: 'add-tag', tag: 'wake' };
    const seen = await preview(selection, action);
    expect(seen.total).toBe(COUNT - 1);
    const begun = await start(selection, action);
    const read = () => call('GET', `/bulk-actions/${begun.id}`);
    await expect.poll(async () => (await read()).status).toBe('done');
    // Two were merged since the evaluation that the filter is of: they are changed as the one person they are.
    const changed = seen.changes - 1;
    expect(await read()).toMatchObject({ total: seen.total, done: seen.total, changed });
    const tagged = await inside((tx) => listTagged(tx, communityId, 'wake'));
    expect(tagged).toHaveLength(changed);
    expect(tagged).not.toContain(ids[5]);
    const list = await call('GET', '/members?tag=wake&sort=name&order=asc&limit=2');
    expect([list.total, list.rows.length]).toEqual([changed, 2]);
    expect((await call('GET', '/bulk-actions')).actions[0].id).toBe(begun.id);
  });

  it('on an attribute overwrites others, leaves who refused alone, and says all of it before', async () => {
    const [has, other, refused, none] = ids.slice(30, 34) as [string, string, string, string];
    await inside(async (tx) => {
      const set = (memberId: string, value: unknown, consent: 'given' | 'refused') =>
        setAttribute(tx, { communityId, memberId, key: 'city', value, source: 'member', consent });
      await set(has, '杭州', 'given');
      await set(other, '上海', 'given');
      await set(refused, null, 'refused');
    });
    const selection = { ids: [has, other, refused, none] };
    const action = { kind: 'set-attribute', key: 'city', value: '杭州', consent: 'not_needed' };
    expect(await preview(selection, action)).toMatchObject({
      total: 4,
      changes: 2,
      already: 1,
      overwrites: 1,
      refused: 1,
    });
    expect(await start(selection, action)).toMatchObject({ changed: 2, already: 1, refused: 1, canUndo: false });
    const people = await inside((tx) => findByIds(tx, communityId, selection.ids));
    expect(people.map(({ attributes }) => attributes[0]?.value)).toEqual(['杭州', '杭州', null, '杭州']);
    expect((await call('GET', '/members?attribute=city:is:杭州')).total).toBe(3);
    expect((await call('GET', '/members?attribute=city:none&attribute=city:none')).total).toBe(COUNT - 3);
    expect((await call('GET', '/members?attribute=city:contains:杭&platform=qq&sort=tier')).total).toBe(3);
    await call('POST', '/bulk-actions/preview', { selection, action: { ...action, value: 5 } }, 400);
    await call('GET', '/members?attribute=nothing:any', undefined, 404);
    await call('GET', '/members?attribute=city:from:3', undefined, 400);
  });

  it('on standings counts for both ways', async () => {
    const selection = { ids: ids.slice(40, 43) };
    expect(await start(selection, { kind: 'add-standing', standing: 'expert' })).toMatchObject({ changed: 3 });
    expect(await preview(selection, { kind: 'add-standing', standing: 'expert' })).toMatchObject({ already: 3 });
    expect(await start(selection, { kind: 'remove-standing', standing: 'expert' })).toMatchObject({ changed: 3 });
    expect(await preview(selection, { kind: 'remove-standing', standing: 'expert' })).toMatchObject({ already: 3 });
  });
});

describe('the list as a file', () => {
  it('has every row of the filter, in order, and nothing a spreadsheet would run', async () => {
    await inside((tx) => setTags(tx, { communityId, memberId: ids[50]!, tags: ['=cmd()'], source: 'hand' }));
    const url = `/api/v1/communities/${communityId}/members.csv?sort=name&order=asc&language=en`;
    const { body, headers: sent, statusCode } = await app.inject({ method: 'GET', url, headers });
    expect(statusCode).toBe(200);
    expect(sent['content-disposition']).toMatch(/^attachment; filename="members-bulk-.*\.csv"$/);
    const lines = body.trimEnd().split('\r\n');
    // Two are one person since the merge, which the evaluation does not know yet.
    expect(lines).toHaveLength(COUNT + 1);
    expect(lines[0]).toMatch(/^\uFEFFMember id,Name,Account,.*,City,Birthday$/);
    const names = lines.slice(1).map((line) => line.split(',')[1]);
    expect(names).toEqual(names.toSorted());
    expect(body).toContain(`"'=cmd()"`);
    const bad = await app.inject({ method: 'GET', url: `${url}&attribute=nothing:any`, headers });
    expect(bad.statusCode).toBe(404);
  });
});
