import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { derivedId } from '#kernel/ids.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testApp, type TestApp, type TestWorkspace } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { keyFromName } from './community-key.ts';
import { createCommunity, ensureGroups, listGroups } from './index.ts';

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
});
