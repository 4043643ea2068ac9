import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { createCommunity } from '#modules/communities/index.ts';
import { createWorkspace } from '#modules/identity/index.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import { testApp } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import {
  defineAttribute,
  ensureAccounts,
  findByIds,
  listStanding,
  listTagged,
  listTags,
  mergeMembers,
  type SeenAccount,
  setAttribute,
  setStandings,
  setTags,
  unmerge,
} from './index.ts';

let database: Database;
let workspaceId: string;
let communityId: string;
beforeAll(async () => {
  database = await testDatabase();
  workspaceId = await database.asSystem((tx) => createWorkspace(tx, 'W'));
  communityId = (await inside((tx) => createCommunity(tx, workspaceId, { name: 'C' }))).id;
});
afterAll(() => database.close());

const inside = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => database.inWorkspace(workspaceId, work);
const seen = (over: Partial<SeenAccount> = {}): SeenAccount => {
  const id = newId();
  return {
    id,
    platform: 'qq',
    externalId: id.slice(-6),
    name: '小明',
    bot: false,
    firstAt: Date.UTC(2024, 0, 2),
    ...over,
  };
};

describe('accounts', () => {
  it('are made with a member each, and made once', async () => {
    const accounts = [seen(), seen({ bot: true, name: undefined })];
    expect(await inside((tx) => ensureAccounts(tx, communityId, accounts))).toEqual({ created: 2 });
    expect(await inside((tx) => ensureAccounts(tx, communityId, accounts))).toEqual({ created: 0 });
    const people = await inside((tx) =>
      findByIds(
        tx,
        communityId,
        accounts.map(({ id }) => id),
      ),
    );
    expect(people.map(({ id, accounts }) => [id, accounts.length])).toEqual(accounts.map(({ id }) => [id, 1]));
    expect(people[0]!.accounts[0]).toEqual({
      id: accounts[0]!.id,
      platform: 'qq',
      externalId: accounts[0]!.externalId,
      name: '小明',
      bot: false,
      firstAt: '2024-01-02T00:00:00.000Z',
    });
  });

  it('take a newer name, stay bots, and keep the earliest first sight', async () => {
    const account = seen({ bot: true });
    await inside((tx) => ensureAccounts(tx, communityId, [account]));
    await inside((tx) =>
      ensureAccounts(tx, communityId, [{ ...account, bot: false, name: '大明', firstAt: Date.UTC(2025, 0, 1) }]),
    );
    await inside((tx) =>
      ensureAccounts(tx, communityId, [{ ...account, bot: false, name: '', firstAt: Date.UTC(2023, 0, 1) }]),
    );
    const [person] = await inside((tx) => findByIds(tx, communityId, [account.id]));
    expect(person!.accounts[0]).toMatchObject({ name: '大明', bot: true, firstAt: '2023-01-01T00:00:00.000Z' });
  });

  it('come 50,000 at a time in a few statements, in fewer the second time', async () => {
    const accounts = Array.from({ length: 50_000 }, () => seen());
    const statements = async (expected: number): Promise<number> =>
      inside(async (tx) => {
        const asked = vi.spyOn(tx.getExecutor(), 'executeQuery');
        expect(await ensureAccounts(tx, communityId, accounts)).toEqual({ created: expected });
        return asked.mock.calls.length;
      });
    expect(await statements(50_000)).toBe(3);
    expect(await statements(0)).toBe(1);
  });

  it('can be written by many at once in any order', async () => {
    const accounts = Array.from({ length: 500 }, () => seen());
    const writers = Array.from({ length: 6 }, (_, at) =>
      inside((tx) => ensureAccounts(tx, communityId, at % 2 ? accounts.toReversed() : accounts)),
    );
    const made = await Promise.all(writers);
    expect(made.reduce((sum, { created }) => sum + created, 0)).toBe(500);
  });
});

describe('tags', () => {
  it('are set by hand, replaced as a whole, and leave those of rules alone', async () => {
    const account = seen();
    await inside((tx) => ensureAccounts(tx, communityId, [account]));
    const set = (tags: string[], source: 'hand' | 'rule' = 'hand') =>
      inside((tx) => setTags(tx, { communityId, memberId: account.id, tags, source }));
    await set(['vip', '讲师', 'vip']);
    await set(['自动'], 'rule');
    await set(['讲师', '新']);
    const [person] = await inside((tx) => findByIds(tx, communityId, [account.id]));
    expect(person!.tags).toEqual([
      { tag: '新', source: 'hand' },
      { tag: '自动', source: 'rule' },
      { tag: '讲师', source: 'hand' },
    ]);
    expect(await inside((tx) => listTagged(tx, communityId, '讲师'))).toEqual([account.id]);
    await set([]);
    expect(await inside((tx) => listTagged(tx, communityId, '讲师'))).toEqual([]);
    await expect(
      inside((tx) => setTags(tx, { communityId, memberId: newId(), tags: [], source: 'hand' })),
    ).rejects.toThrow('not found');
  });

  it('of merged members are one person’s, counted once', async () => {
    const [one, two] = [seen(), seen()];
    await inside(async (tx) => {
      await ensureAccounts(tx, communityId, [one!, two!]);
      for (const { id } of [one!, two!])
        await setTags(tx, { communityId, memberId: id, tags: ['both'], source: 'hand' });
      await mergeMembers(tx, { communityId, intoId: one!.id, memberId: two!.id });
    });
    expect(await inside((tx) => listTagged(tx, communityId, 'both'))).toEqual([one!.id]);
    expect((await inside((tx) => listTags(tx, communityId))).find(({ tag }) => tag === 'both')).toEqual({
      tag: 'both',
      members: 1,
    });
  });

  it('are set over HTTP, folded, and only on members of the community', async () => {
    const app = await testApp(database);
    const account = seen();
    await inside((tx) => ensureAccounts(tx, communityId, [account]));
    const workspace = await app.workspace();
    const own = await database.inWorkspace(workspace.id, (tx) => createCommunity(tx, workspace.id, { name: 'D' }));
    const headers = await workspace.operator('moderator');
    const put = (community: string, member: string, tags: unknown) =>
      app.inject({
        method: 'PUT',
        url: `/api/v1/communities/${community}/members/${member}/tags`,
        headers,
        payload: { tags },
      });
    expect((await put(own.id, account.id, ['x'])).statusCode).toBe(404);
    const mine = seen();
    await database.inWorkspace(workspace.id, (tx) => ensureAccounts(tx, own.id, [mine]));
    const done = await put(own.key, mine.id, ['  a  b ', 'a b', 'c']);
    expect(done.json()).toEqual({
      tags: [
        { tag: 'a b', source: 'hand' },
        { tag: 'c', source: 'hand' },
      ],
    });
    expect((await put(own.id, mine.id, ['  '])).json().faults[0].where).toBe('/body/tags/0');
    const list = await app.inject({ method: 'GET', url: `/api/v1/communities/${own.id}/tags`, headers });
    expect(list.json()).toEqual({
      tags: [
        { tag: 'a b', members: 1 },
        { tag: 'c', members: 1 },
      ],
    });
    await app.close();
  });
});

describe('standings', () => {
  it('are a person’s, survive merging, and are listed for evaluations', async () => {
    const [one, two] = [seen(), seen()];
    const set = (memberId: string, standings: ('expert' | 'team')[]) =>
      inside((tx) => setStandings(tx, { communityId, memberId, standings }));
    const experts = () => inside((tx) => listStanding(tx, communityId, 'expert'));
    await inside((tx) => ensureAccounts(tx, communityId, [one!, two!]));
    await set(two!.id, ['expert', 'team']);
    expect(await experts()).toEqual([two!.id]);
    const { mergeId } = await inside((tx) => mergeMembers(tx, { communityId, intoId: one!.id, memberId: two!.id }));
    expect(await experts()).toEqual([one!.id]);
    const [person] = await inside((tx) => findByIds(tx, communityId, [one!.id]));
    expect(person!.standings).toEqual(['expert', 'team']);
    await set(one!.id, ['team']);
    expect(await experts()).toEqual([]);
    await inside((tx) => unmerge(tx, { communityId, mergeId }));
    expect(await inside((tx) => listStanding(tx, communityId, 'team'))).toEqual([two!.id]);
    await expect(set(newId(), [])).rejects.toThrow('not found');
  });
});

describe('attributes', () => {
  it('hold what their type allows, with source and consent, and say what is wrong otherwise', async () => {
    const account = seen();
    await inside(async (tx) => {
      await ensureAccounts(tx, communityId, [account]);
      await defineAttribute(tx, communityId, { key: 'city', name: '城市', type: 'text' });
      await defineAttribute(tx, communityId, { key: 'birthday', name: '生日', type: 'date' });
      await defineAttribute(tx, communityId, {
        key: 'interests',
        name: '兴趣',
        type: 'choices',
        choices: ['书', '茶', '山'],
      });
    });
    const set = (key: string, value: unknown) =>
      inside((tx) =>
        setAttribute(tx, { communityId, memberId: account.id, key, value, source: 'member', consent: 'given' }),
      );
    await set('city', '杭州');
    await set('birthday', '1990-02-28');
    await set('interests', ['山', '书']);
    const [person] = await inside((tx) => findByIds(tx, communityId, [account.id]));
    expect(person!.attributes.map(({ key, value, source, consent }) => [key, value, source, consent])).toEqual([
      ['birthday', '1990-02-28', 'member', 'given'],
      ['city', '杭州', 'member', 'given'],
      ['interests', ['山', '书'], 'member', 'given'],
    ]);
    for (const [key, value] of [
      ['city', 5],
      ['birthday', '1990-02-30'],
      ['interests', ['酒']],
      ['interests', ['书', '书']],
      ['city', null],
    ] as const) {
      await expect(set(key, value), `${key} ${String(value)}`).rejects.toMatchObject({
        code: 'bad_input',
        faults: [{ where: `/${key}` }],
      });
    }
    await set('city', undefined);
    const [after] = await inside((tx) => findByIds(tx, communityId, [account.id]));
    expect(after!.attributes.map(({ key }) => key)).toEqual(['birthday', 'interests']);
    await expect(set('none', 1)).rejects.toThrow('the attribute none was not found');
  });

  it('are defined once each, with choices exactly where they are chosen', async () => {
    const define = (over: object) =>
      inside((tx) =>
        defineAttribute(tx, communityId, { key: 'size', name: 'Size', type: 'choice', choices: ['s', 'm'], ...over }),
      );
    await define({});
    await expect(define({})).rejects.toMatchObject({ code: 'attribute_key_taken' });
    await expect(define({ key: 'other', choices: [] })).rejects.toMatchObject({ code: 'bad_input' });
    await expect(define({ key: 'other', type: 'text' })).rejects.toMatchObject({ code: 'bad_input' });
    await expect(define({ key: 'Not a key' })).rejects.toMatchObject({ code: 'bad_input' });
  });
});
