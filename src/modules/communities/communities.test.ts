import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { derivedId } from '#kernel/ids.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testApp, type TestApp, type TestWorkspace } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { keyFromName } from './community-key.ts';
import { createCommunity, ensureGroups, type Group, listGroups } from './index.ts';

let database: Database;
let app: TestApp;
let workspace: TestWorkspace;
let headers: Record<string, string>;
beforeAll(async () => {
  database = await testDatabase();
  app = await testApp(database);
  workspace = await app.workspace();
  headers = await workspace.operator('owner');
});
afterAll(async () => {
  await app.close();
  await database.close();
});

const create = (payload: object) => app.inject({ method: 'POST', url: '/api/v1/communities', headers, payload });
const get = (url: string) => app.inject({ method: 'GET', url: `/api/v1${url}`, headers });

describe('communities', () => {
  it('are made with sensible defaults and found by id and by key', async () => {
    const made = await create({ name: ' Book Club 杭州 ' });
    expect(made.statusCode).toBe(201);
    const community = made.json();
    expect(community).toMatchObject({
      name: 'Book Club 杭州',
      key: 'book-club',
      type: 'interest',
      zone: 'Asia/Shanghai',
      workspaceId: workspace.id,
    });
    expect((await get(`/communities/${community.id}`)).json()).toEqual(community);
    expect((await get('/communities/book-club')).json()).toEqual(community);
    expect((await get('/communities')).json().communities).toContainEqual(community);
    expect((await get('/communities/none')).json()).toMatchObject({ status: 404, code: 'not_found' });
  });

  it('number a key made from a name, and refuse a chosen one that is taken', async () => {
    const keys = [];
    for (let at = 0; at < 3; at += 1) keys.push((await create({ name: '读书会' })).json().key);
    expect(keys).toEqual(['community', 'community-2', 'community-3']);
    expect((await create({ name: 'x', key: 'community' })).json()).toMatchObject({
      status: 409,
      code: 'community_key_taken',
    });
  });

  it('refuse a zone that is none, and a key that could not be typed', async () => {
    const wrong = await create({ name: 'x', zone: 'Mars/Olympus', key: 'A B' });
    expect(
      wrong
        .json()
        .faults.map(({ where }: { where: string }) => where)
        .toSorted(),
    ).toEqual(['/body/key', '/body/zone']);
    expect((await create({ name: 'x', zone: 'America/St_Johns' })).statusCode).toBe(201);
  });

  it('may share a key with a community of another workspace', async () => {
    const other = await app.workspace();
    const theirs = await database.inWorkspace(other.id, (tx) =>
      createCommunity(tx, other.id, { name: 'x', key: 'book-club' }),
    );
    expect((await get('/communities/book-club')).json().id).not.toBe(theirs.id);
  });
});

describe('keys', () => {
  it('are made of the Latin letters of a name', () => {
    expect(keyFromName('Café  Müller!')).toBe('cafe-muller');
    expect(keyFromName('群落')).toBe('community');
    expect(keyFromName('a'.repeat(200))).toHaveLength(50);
  });
});

describe('groups', () => {
  it('are made once, take newer names, and are listed for who may see them', async () => {
    const community = (await create({ name: 'G' })).json();
    const group = (externalId: string, name?: string) => ({
      id: derivedId('group', community.id, 'qq', externalId),
      platform: 'qq',
      externalId,
      name,
    });
    const ensure = (...groups: ReturnType<typeof group>[]) =>
      database.inWorkspace(workspace.id, (tx) => ensureGroups(tx, community.id, groups));
    await ensure(group('1', '一群'), group('2'));
    await ensure(group('2', '二群'), group('1'));
    await ensure();
    const { groups } = (await get(`/communities/${community.id}/groups`)).json();
    expect(
      groups.map(({ name, externalId, purpose }: { name: string; externalId: string; purpose: null }) => [
        name,
        externalId,
        purpose,
      ]),
    ).toEqual([
      ['一群', '1', null],
      ['二群', '2', null],
    ]);
    expect(await database.inWorkspace(workspace.id, (tx) => listGroups(tx, community.id))).toEqual(groups);
  });

  const make = async (id: string, body: object) =>
    app.inject({ method: 'POST', url: `/api/v1/communities/${id}/groups`, headers, payload: body });
  const change = async (id: string, groupId: string, body: object, rest = '') =>
    app.inject({
      method: rest ? 'POST' : 'PATCH',
      url: `/api/v1/communities/${id}/groups/${groupId}${rest}`,
      headers,
      payload: body,
    });
  const list = async (id: string) => (await get(`/communities/${id}/groups`)).json().groups as Group[];

  it('made by hand meet the history that comes later by their id on the platform', async () => {
    const { id } = (await create({ name: 'H' })).json();
    const made = await make(id, {
      platform: 'qq',
      externalId: '77',
      name: '我起的名字',
      purpose: 'service',
      answerHours: 1,
    });
    expect(made.statusCode).toBe(201);
    expect(made.json()).toMatchObject({ awaited: true, externalId: '77', name: '我起的名字', sourceName: '' });
    expect((await make(id, { platform: 'qq', externalId: '77', name: 'x' })).json().code).toBe('group_known');
    const groupId = derivedId('group', id, 'qq', '77');
    await database.inWorkspace(workspace.id, (tx) =>
      ensureGroups(tx, id, [{ id: groupId, platform: 'qq', externalId: '77', name: '平台上的名字' }]),
    );
    expect(await list(id)).toMatchObject([
      {
        id: groupId,
        awaited: false,
        name: '我起的名字',
        sourceName: '平台上的名字',
        purpose: 'service',
        answerHours: 1,
      },
    ]);
    expect((await change(id, groupId, { name: '' })).json().name).toBe('平台上的名字');
  });

  it('seen on their platform take over what was said about one made by hand', async () => {
    const { id } = (await create({ name: 'A' })).json();
    const planned = (
      await make(id, { platform: 'wechat', name: '服务群', purpose: 'service', rules: 'r', contentKinds: ['FAQ'] })
    ).json<Group>();
    const other = (await make(id, { platform: 'qq', name: 'other' })).json<Group>();
    expect(planned).toMatchObject({ awaited: true, externalId: '' });
    const seen = derivedId('group', id, 'wechat', '9@chatroom');
    await database.inWorkspace(workspace.id, (tx) =>
      ensureGroups(tx, id, [{ id: seen, platform: 'wechat', externalId: '9@chatroom', name: '九群' }]),
    );
    expect((await change(id, seen, { from: other.id }, '/adopt')).json().code).toBe('group_not_awaited');
    expect((await change(id, planned.id, { from: seen }, '/adopt')).json().code).toBe('group_not_awaited');
    expect((await change(id, seen, { from: planned.id }, '/adopt')).json()).toMatchObject({
      id: seen,
      name: '服务群',
      sourceName: '九群',
      purpose: 'service',
      rules: 'r',
      contentKinds: ['FAQ'],
    });
    expect((await list(id)).map((group) => group.id).toSorted()).toEqual([other.id, seen].toSorted());
  });

  it('that meet in person are there at once; any can be described, archived and brought back', async () => {
    const { id } = (await create({ name: 'O' })).json();
    const made = (
      await make(id, {
        platform: 'offline',
        name: '周末聚会',
        venue: '书店二楼',
        host: '小林',
        schedule: '每周六 14:00',
      })
    ).json<Group>();
    expect(made).toMatchObject({ awaited: false, venue: '书店二楼', answerHours: null });
    const changed = (await change(id, made.id, { answerHours: 24, archived: true })).json<Group>();
    expect(changed).toMatchObject({
      name: '周末聚会',
      venue: '书店二楼',
      answerHours: 24,
      archivedAt: expect.any(String),
    });
    expect((await change(id, made.id, {})).json()).toEqual(changed);
    expect((await change(id, made.id, { archived: false })).json().archivedAt).toBeNull();
    expect((await change(id, made.id, { answerHours: 0, platform: 'qq' })).statusCode).toBe(400);
    expect((await change(id, made.id, { name: '' })).json().faults).toEqual([
      { where: '/body/name', what: 'is empty' },
    ]);
    const elsewhere = (await create({ name: 'E' })).json();
    expect((await change(elsewhere.id, made.id, { rules: 'x' })).statusCode).toBe(404);
    const { rows } = await database.inWorkspace(workspace.id, (tx) =>
      sql<{ action: string }>`SELECT action FROM audit_entries WHERE subject_id = ${made.id} ORDER BY id`.execute(tx),
    );
    expect(rows.map(({ action }) => action)).toEqual([
      'communities.create-group',
      ...Array<string>(2).fill('communities.update-group'),
    ]);
  });
});
