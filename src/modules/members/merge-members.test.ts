import { array, assert, asyncProperty, constant, nat, oneof, property, record } from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { createCommunity } from '#modules/communities/index.ts';
import { createWorkspace } from '#modules/identity/index.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import { testDatabase } from '#testkit/database.ts';
import {
  defineAttribute,
  ensureAccounts,
  findByIds,
  listTagged,
  manualMerges,
  mergeMembers,
  type Person,
  recordRenames,
  setAttribute,
  setTags,
  unmerge,
} from './index.ts';
import { tagsOf } from './member-tags.ts';
import { addNote, listNotes } from './member-notes.ts';
import { peopleOf, type PersonEdge } from './people.ts';

let database: Database;
let workspaceId: string;
let communityId: string;
beforeAll(async () => {
  database = await testDatabase();
  workspaceId = await database.asSystem((tx) => createWorkspace(tx, 'W'));
  await database.inWorkspace(workspaceId, async (tx) => {
    communityId = (await createCommunity(tx, workspaceId, { name: 'C' })).id;
    await defineAttribute(tx, communityId, { key: 'city', name: 'City', type: 'text' });
  });
});
afterAll(() => database.close());

const inside = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => database.inWorkspace(workspaceId, work);

/** A community of people of one account each, with a tag and an attribute of their own and a tag all share. */
async function people(tx: Tx, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => newId());
  await ensureAccounts(
    tx,
    communityId,
    ids.map((id) => ({ id, platform: 'qq', externalId: id, bot: false, firstAt: 0 })),
  );
  for (const [at, id] of ids.entries()) {
    await setTags(tx, { communityId, memberId: id, tags: ['shared', `own${at}`], source: 'hand' });
    await setAttribute(tx, {
      communityId,
      memberId: id,
      key: 'city',
      value: `city${at}`,
      source: 'operator',
      consent: 'unknown',
    });
    await addNote(tx, { communityId, memberId: id, text: `note ${at}` });
  }
  return ids;
}

/** What is stored, whoever it belongs to now: each account, tag and attribute value with the member it was given to. */
async function stored(tx: Tx, ids: readonly string[]): Promise<unknown> {
  const db = tx.withTables<Record<string, Record<string, unknown>>>();
  const read = (table: string, columns: string[]) =>
    db
      .selectFrom(table)
      .select(columns)
      .where('member_id', 'in', ids)
      .orderBy('member_id')
      .orderBy(columns[1]!)
      .execute();
  return Promise.all([
    read('accounts', ['member_id', 'id', 'external_id']),
    read('member_tags', ['member_id', 'tag', 'source']),
    read('member_attributes', ['member_id', 'definition_id', 'value']),
    read('member_notes', ['member_id', 'id', 'text']),
  ]);
}

const roots = async (tx: Tx, ids: readonly string[]): Promise<Map<string, string>> => {
  const merged = new Map((await manualMerges(tx, communityId)).map(({ accountId, memberId }) => [accountId, memberId]));
  return new Map(ids.map((id) => [id, merged.get(id) ?? id]));
};

const view = (person: Person) => ({
  accounts: person.accounts.map(({ id }) => id),
  tags: person.tags.map(({ tag }) => tag),
  city: person.attributes.map(({ value }) => value),
});

describe('merging', () => {
  it('makes one person of two, and taking it back makes two again, with all that was theirs', async () => {
    await inside(async (tx) => {
      const [a, b, c] = (await people(tx, 3)) as [string, string, string];
      const before = (await findByIds(tx, communityId, [a, b, c])).map(view);
      const inner = await mergeMembers(tx, { communityId, intoId: b, memberId: c, reason: 'same phone' });
      const outer = await mergeMembers(tx, { communityId, intoId: a, memberId: c });
      expect(outer.personId).toBe(a);
      const [one] = (await findByIds(tx, communityId, [a])).map(view);
      expect(one!.accounts.toSorted()).toEqual([a, b, c].toSorted());
      expect(one!.tags).toEqual(['own0', 'own1', 'own2', 'shared']);
      expect(one!.city).toEqual(['city2']);
      await unmerge(tx, { communityId, mergeId: inner.mergeId });
      expect([...(await roots(tx, [a, b, c])).values()]).toEqual([a, a, c]);
      await unmerge(tx, { communityId, mergeId: outer.mergeId });
      expect((await findByIds(tx, communityId, [a, b, c])).map(view)).toEqual(before);
      await expect(unmerge(tx, { communityId, mergeId: outer.mergeId })).rejects.toThrow('not found');
    });
  });

  it('refuses what is one already and what is not there', async () => {
    await inside(async (tx) => {
      const [a, b] = (await people(tx, 2)) as [string, string];
      await mergeMembers(tx, { communityId, intoId: a, memberId: b });
      await expect(mergeMembers(tx, { communityId, intoId: b, memberId: a })).rejects.toMatchObject({
        code: 'already_merged',
      });
      await expect(mergeMembers(tx, { communityId, intoId: a, memberId: a })).rejects.toMatchObject({
        code: 'already_merged',
      });
      await expect(mergeMembers(tx, { communityId, intoId: a, memberId: newId() })).rejects.toThrow('not found');
    });
  });

  it('two at once in opposite directions make one person, not a circle', async () => {
    const [a, b] = (await inside((tx) => people(tx, 2))) as [string, string];
    const merge = (intoId: string, memberId: string) =>
      inside((tx) => mergeMembers(tx, { communityId, intoId, memberId }));
    const done = await Promise.allSettled([merge(a, b), merge(b, a)]);
    expect(done.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const [root] = [...new Set((await inside((tx) => roots(tx, [a, b]))).values())];
    const [person] = await inside((tx) => findByIds(tx, communityId, [root!]));
    expect(person!.accounts).toHaveLength(2);
  });

  it('after any sequence keeps every account, tag and attribute exactly once, and taking all back restores everything', async () => {
    const step = oneof(
      { weight: 3, arbitrary: record({ kind: constant('merge' as const), into: nat(5), member: nat(5) }) },
      { weight: 2, arbitrary: record({ kind: constant('unmerge' as const), which: nat(20) }) },
    );
    await assert(
      asyncProperty(array(step, { maxLength: 14 }), async (steps) => {
        await inside(async (tx) => {
          const ids = await people(tx, 6);
          const before = await stored(tx, ids);
          const views = (await findByIds(tx, communityId, ids)).map(view);
          // The model: who stands under whom, as plain pointers.
          const above = new Map<string, string>();
          const rootIn = (id: string): string => (above.has(id) ? rootIn(above.get(id)!) : id);
          const standing: { mergeId: string; member: string }[] = [];
          for (const one of steps) {
            if (one.kind === 'merge') {
              const [into, member] = [rootIn(ids[one.into]!), rootIn(ids[one.member]!)];
              if (into === member) continue;
              const order = { communityId, intoId: ids[one.into]!, memberId: ids[one.member]! };
              standing.push({ mergeId: (await mergeMembers(tx, order)).mergeId, member });
              above.set(member, into);
            } else if (standing.length > 0) {
              const [undone] = standing.splice(one.which % standing.length, 1);
              await unmerge(tx, { communityId, mergeId: undone!.mergeId });
              above.delete(undone!.member);
            }
            const now = await roots(tx, ids);
            expect([...now]).toEqual(ids.map((id) => [id, rootIn(id)]));
            const rootIds = [...new Set(now.values())];
            const persons = await findByIds(tx, communityId, rootIds);
            const accounts = persons.flatMap((person) => person.accounts.map(({ id }) => [id, person.id]));
            expect(accounts.toSorted()).toEqual([...now].toSorted());
            const own = persons
              .flatMap(({ tags }) => tags.map(({ tag }) => tag))
              .filter((tag) => tag.startsWith('own'));
            expect(own.toSorted()).toEqual(ids.map((_, at) => `own${at}`).toSorted());
            expect(persons.every(({ tags }) => tags.filter(({ tag }) => tag === 'shared').length === 1)).toBe(true);
            expect(persons.every(({ attributes }) => attributes.length === 1)).toBe(true);
          }
          const notes: string[] = [];
          for (const root of new Set((await roots(tx, ids)).values()))
            notes.push(...(await listNotes(tx, communityId, root)).map(({ text }) => text));
          expect(notes.toSorted()).toEqual(ids.map((_, at) => `note ${at}`).toSorted());
          expect(await stored(tx, ids)).toEqual(before);
          for (const { mergeId } of standing) await unmerge(tx, { communityId, mergeId });
          expect((await findByIds(tx, communityId, ids)).map(view)).toEqual(views);
        });
      }),
      { numRuns: 25 },
    );
  });
});

describe('a rename', () => {
  it('takes tags, attributes and notes along, also those set before it was known, and gives them back when it never was', async () => {
    await inside(async (tx) => {
      const [old, now, other] = (await people(tx, 3)) as [string, string, string];
      const known = { renames: [{ memberId: old, intoId: now }], newcomers: [newId()] };
      expect(await recordRenames(tx, communityId, known)).toEqual({ changed: 1 });
      expect(await recordRenames(tx, communityId, known)).toEqual({ changed: 0 });
      const [person] = await findByIds(tx, communityId, [now]);
      expect(person!.tags.map(({ tag }) => tag)).toEqual(['own0', 'own1', 'shared']);
      const tagged = await listTagged(tx, communityId, 'own0');
      expect([tagged.includes(now), tagged.includes(old)]).toEqual([true, false]);
      await setTags(tx, { communityId, memberId: now, tags: ['own1'], source: 'hand' });
      expect((await tagsOf(tx, communityId, old)).map(({ tag }) => tag)).toEqual(['own1']);
      // Merged by hand, the whole person goes, and the merge says who they are.
      const { mergeId, personId } = await mergeMembers(tx, { communityId, intoId: other, memberId: old });
      expect(personId).toBe(other);
      expect((await manualMerges(tx, communityId)).filter(({ memberId }) => memberId === other)).toHaveLength(3);
      await unmerge(tx, { communityId, mergeId });
      expect(await listTagged(tx, communityId, 'own1')).toContain(now);
      await recordRenames(tx, communityId, { renames: [], newcomers: [] });
      expect((await tagsOf(tx, communityId, old)).map(({ tag }) => tag)).toEqual([]);
      expect((await listNotes(tx, communityId, old)).map(({ text }) => text)).toEqual(['note 0']);
    });
  });

  it('that comes after a merge leaves the person who they are', async () => {
    await inside(async (tx) => {
      const [into, merged, later] = (await people(tx, 3)) as [string, string, string];
      await mergeMembers(tx, { communityId, intoId: into, memberId: merged });
      await recordRenames(tx, communityId, { renames: [{ memberId: into, intoId: later }], newcomers: [] });
      const ofThese = (await manualMerges(tx, communityId)).filter(({ accountId }) =>
        [into, merged, later].includes(accountId),
      );
      expect(ofThese.map(({ memberId }) => memberId)).toEqual([into, into, into]);
      await recordRenames(tx, communityId, { renames: [], newcomers: [] });
    });
  });

  it('and merges in any order give every member one person, the same for all who are connected', () => {
    const edge = record({
      member: nat(7),
      into: nat(7),
      kind: oneof(constant('merge' as const), constant('rename' as const)),
    });
    assert(
      property(array(edge, { maxLength: 10 }), (drawn) => {
        const edges: PersonEdge[] = drawn
          .filter(({ member, into }) => member !== into)
          .map(({ member, into, kind }) => ({ member: `m${member}`, into: `m${into}`, kind }));
        const members = Array.from({ length: 8 }, (_, at) => `m${at}`);
        const found = peopleOf(members, edges);
        for (const { member, into } of edges) expect(found.get(member)).toBe(found.get(into));
        for (const person of found.values()) expect(found.get(person)).toBe(person);
        for (const member of members)
          if (!edges.some((one) => one.member === member || one.into === member))
            expect(found.get(member)).toBe(member);
      }),
    );
  });
});
