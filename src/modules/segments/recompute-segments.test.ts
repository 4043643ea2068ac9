import * as kysely from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { NeutralEvent } from '#modules/events/contract.ts';
import { ensureAccounts, mergeMembers, setTags, unmerge } from '#modules/members/index.ts';
import { inScope, p, sql } from '#platform/clickhouse/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { randomHistory, seeded } from '#testkit/event-log/random-history.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';
import { recomputeSegments } from './recompute-segments.ts';
import { clausesOf, type Rule } from './rule.contract.ts';
import { addScheme } from './scheme-store.ts';
import { addSegment, listSegments } from './segment-store.ts';
import { randomRules } from './testing/random-rules.ts';
import { oracle } from './testing/rule-oracle.ts';
import {
  accountOf,
  describePeople,
  evaluated,
  groupOf,
  LEVELS,
  newWorld,
  PEOPLE,
  plainHistory,
  readWorld,
  tell,
  type SegmentWorld,
} from './testing/segment-world.ts';

/** More of them by hand: `SEEDS=2,3,4 vitest run …`. */
const SEEDS = (process.env.SEEDS ?? '1').split(',').map(Number);

let database: Database;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

/** Members of all segments as they stand, a line each. */
async function members({ services, scope }: SegmentWorld): Promise<string[]> {
  const rows = await services.engine.query<{ line: string }>(
    scope,
    'test.members',
    sql`SELECT concat(toString(segment_id), ' ', toString(member_id)) AS line FROM segment_members FINAL
        WHERE ${inScope(scope)} ORDER BY line`,
  );
  return rows.map(({ line }) => line);
}

const counted = async ({ services, workspaceId, community }: SegmentWorld) =>
  (await services.database.inWorkspace(workspaceId, (tx) => listSegments(tx, community.id))).map(
    ({ id, members: size }) => [id, size] as const,
  );

/** What stands must be what computing everything whole gives, and the counts must be the members'. */
async function expectWhole(world: SegmentWorld): Promise<void> {
  const { services, workspaceId, community } = world;
  const before = await members(world);
  const counts = await counted(world);
  for (const [id, size] of counts) expect(before.filter((line) => line.startsWith(id)).length).toBe(size);
  const done = await recomputeSegments(services, { workspaceId, communityId: community.id, whole: true });
  expect(await members(world)).toEqual(before);
  expect(done.moved).toEqual([]);
}

async function addRules(world: SegmentWorld, rules: readonly Rule[]): Promise<string[]> {
  const { services, workspaceId, community } = world;
  return services.database.inWorkspace(workspaceId, async (tx) => {
    const ids: string[] = [];
    for (const [at, rule] of rules.entries()) {
      ids.push(
        await addSegment(tx, {
          communityId: community.id,
          name: `s${ids.length} ${at} ${Math.random()}`,
          rule,
          createdBy: null,
        }),
      );
    }
    return ids;
  });
}

const recompute = ({ services, workspaceId, community }: SegmentWorld) =>
  recomputeSegments(services, { workspaceId, communityId: community.id });

const namesOf = (world: SegmentWorld, today: number, segments: readonly string[] = []) => ({
  groups: ['g1', 'g2'].map((group) => groupOf(world, { group })),
  members: PEOPLE.map((member) => accountOf(world, { member })),
  segments,
  schemes: new Map<string, readonly string[]>(),
  levels: LEVELS,
  today,
});

it('comes to the same after each change as computing everything whole: histories with renames, edits, bots, merges', async () => {
  const engine = await testEngine();
  let partial = 0;
  for (const seed of SEEDS) {
    const random = seeded(seed);
    const world = await newWorld(database, engine);
    const history = randomHistory(random, 150);
    const days = history.toSorted((a, b) => (a.at < b.at ? -1 : 1));
    // First without the last days, later the rest piece by piece with stragglers and edits among them.
    const first = days.slice(0, 60);
    await tell(world, first);
    const { today } = await evaluated(world);
    await describePeople(world, random);
    const { rule } = randomRules(random, namesOf(world, today + 3), [
      'did',
      'did',
      'first-last',
      'sequence',
      'amount',
      'words',
      'joined',
      'tier',
      'group',
      'platform',
      'ties',
      'stage',
      'tag',
      'attribute',
      'value',
    ]);
    const base = await addRules(
      world,
      Array.from({ length: 14 }, () => rule(2)),
    );
    await addRules(world, [
      {
        kind: 'all',
        of: [
          { kind: 'segment', segmentId: base[0]! },
          { kind: 'not', of: { kind: 'segment', segmentId: base[1]! } },
        ],
      },
      { kind: 'any', of: [{ kind: 'segment', segmentId: base[2]! }, rule(1)] },
    ]);
    await recompute(world);
    await expectWhole(world);
    const rest = days.slice(60);
    for (let from = 0; from < rest.length; from += 70) {
      await tell(world, rest.slice(from, from + 70));
      if (random.chance(0.4)) await retag(world, random.pick(PEOPLE.slice(0, 4)));
      const undo = random.chance(0.5)
        ? await mergeTwo(world, ['ann', 'bob', 'cat', 'dan'], random.below(3))
        : undefined;
      await evaluated(world);
      partial += (await recompute(world)).changed;
      await expectWhole(world);
      if (undo) {
        await undo();
        await evaluated(world);
        partial += (await recompute(world)).changed;
        await expectWhole(world);
      }
    }
  }
  expect(partial).toBeGreaterThan(10);
});

async function retag(world: SegmentWorld, member: string): Promise<void> {
  const memberId = accountOf(world, { member });
  await world.services.database.inWorkspace(world.workspaceId, (tx) =>
    setTags(tx, { communityId: world.community.id, memberId, tags: ['reader'], source: 'hand' }).catch(() => undefined),
  );
}

async function mergeTwo(
  world: SegmentWorld,
  names: readonly string[],
  at: number,
): Promise<(() => Promise<void>) | undefined> {
  const { services, workspaceId, community } = world;
  const [memberId, intoId] = [names[at]!, names[at + 1]!].map((member) => accountOf(world, { member }));
  try {
    const { mergeId } = await services.database.inWorkspace(workspaceId, (tx) =>
      mergeMembers(tx, { communityId: community.id, memberId: memberId!, intoId: intoId!, reason: '' }),
    );
    return async () => {
      await services.database.inWorkspace(workspaceId, (tx) => unmerge(tx, { communityId: community.id, mergeId }));
    };
  } catch {
    // They are one person by a rename already.
    return undefined;
  }
}

it('follows days that go by: what a window lets go of, told by an oracle', async () => {
  const engine = await testEngine();
  const random = seeded(7);
  const world = await newWorld(database, engine);
  const history = plainHistory(random, 400).toSorted((a, b) => (a.at < b.at ? -1 : 1));
  const told: NeutralEvent[] = history.slice(0, 200);
  await tell(world, told);
  const { today } = await evaluated(world);
  const { clause } = randomRules(random, namesOf(world, today + 5), [
    'did',
    'first-last',
    'sequence',
    'amount',
    'words',
    'joined',
    'tier',
  ]);
  const rules = Array.from({ length: 16 }, () => clause());
  const ids = await addRules(world, rules);
  const { services, workspaceId, community } = world;
  const schemeId = await services.database.inWorkspace(workspaceId, (tx) =>
    addScheme(tx, { communityId: community.id, name: 'own', segmentIds: ids.slice(0, 3), createdBy: null }),
  );
  const own: Rule = { kind: 'tier', scheme: schemeId, in: [ids[1]!, 'none'] };
  const [ownId] = await addRules(world, [own]);
  await recompute(world);
  for (let from = 200; from < 400; from += 100) {
    told.push(...history.slice(from, from + 100));
    await tell(world, history.slice(from, from + 100));
    const opened = await evaluated(world);
    const done = await recompute(world);
    expect(done.whole).toBe(0);
    const segments = new Map<string, ReadonlySet<string>>();
    const facts = {
      ...(await readWorld(world, opened, told)),
      tags: new Map(),
      attributes: new Map(),
      segments,
      standings: world.standings,
      schemes: new Map([[schemeId, ids.slice(0, 3)]]),
    };
    const lines = await members(world);
    for (const [at, rule] of [...rules, own].entries()) {
      const id = [...ids, ownId!][at]!;
      const expected = oracle(facts, rule);
      segments.set(id, expected);
      const found = lines.filter((line) => line.startsWith(id)).map((line) => line.split(' ')[1]!);
      expect(found.toSorted(), JSON.stringify(rule)).toEqual([...expected].toSorted());
    }
  }
});

it('writes nothing where nothing changed, and what changed without an evaluation', async () => {
  const world = await newWorld(database, await testEngine());
  const { services, workspaceId, community } = world;
  const at = '2024-04-01T04:00:00Z';
  await tell(world, [{ id: '1', group: 'g', member: 'ann', kind: 'message', at, text: 'x' }]);
  await evaluated(world);
  await addRules(world, [
    { kind: 'did', event: { kinds: ['message'] }, count: 'times', test: 'at_least', number: 1 },
    { kind: 'tag', tag: 'reader' },
  ]);
  await recompute(world);
  const rows = () =>
    services.database.inWorkspace(workspaceId, async (tx) => {
      const { rows: found } = await kysely.sql<{ line: string }>`
        SELECT segments::text AS line FROM segments WHERE community_id = ${community.id} UNION ALL
        SELECT segment_runs::text FROM segment_runs WHERE community_id = ${community.id} ORDER BY line`.execute(tx);
      return found.map(({ line }) => line);
    });
  const before = await rows();
  expect(before).toHaveLength(3);
  expect((await recompute(world)).moved).toEqual([]);
  expect(await rows()).toEqual(before);

  const memberId = accountOf(world, { member: 'ann' });
  await services.database.inWorkspace(workspaceId, async (tx) => {
    const account = {
      id: memberId,
      platform: 'qunluo',
      externalId: 'ann',
      name: 'ann',
      bot: false,
      firstAt: Date.parse(at),
    };
    await ensureAccounts(tx, community.id, [account]);
    await setTags(tx, { communityId: community.id, memberId, tags: ['reader'], source: 'hand' });
  });
  expect((await recompute(world)).moved).toMatchObject([{ entered: 1, left: 0 }]);
  expect((await counted(world)).map(([, size]) => size)).toEqual([1, 1]);
});

it('writes down who entered and who left, with why, and goes on where a computation was cut off', async () => {
  const engine = await testEngine();
  const world = await newWorld(database, engine);
  const { services, scope, workspaceId, community } = world;
  const at = (day: number) => new Date(Date.UTC(2024, 3, 1 + day, 4)).toISOString();
  const say = (id: string, member: string, day: number, kind = 'message'): NeutralEvent => ({
    id,
    group: 'g',
    member,
    kind,
    at: at(day),
    text: 'x',
  });
  await tell(world, [say('1', 'ann', 0), say('2', 'bob', 0)]);
  await evaluated(world);
  const rule: Rule = {
    kind: 'did',
    event: { kinds: ['message'] },
    count: 'times',
    test: 'at_least',
    number: 1,
    span: { lastDays: 3 },
  };
  const [id] = await addRules(world, [rule]);
  const first = await recompute(world);
  expect(first.moved).toEqual([{ segmentId: id, entered: 2, left: 0 }]);
  await tell(world, [say('3', 'bob', 4)]);
  await evaluated(world);
  // Cut off between the changes and the members: the next one ends it.
  const failing = Object.create(engine, {
    command: {
      value: async (...args: Parameters<typeof engine.command>) => {
        if (args[1] === 'segments.settle_changes') throw new Error('killed');
        return engine.command(...args);
      },
    },
  });
  await expect(
    recomputeSegments({ ...services, engine: failing }, { workspaceId, communityId: community.id }),
  ).rejects.toThrow('killed');
  await recompute(world);
  await expectWhole(world);
  await tell(world, [say('4', 'bob', 5, 'leave')]);
  await evaluated(world);
  await recompute(world);
  const rows = await engine.query<{ member_id: string; entered: number; reason: string }>(
    scope,
    'test.changes',
    sql`SELECT member_id, entered, reason FROM segment_changes FINAL WHERE ${inScope(scope)} AND segment_id = ${p.uuid(id!)}
        ORDER BY version, member_id = ${p.uuid(accountOf(world, { member: 'bob' }))}`,
  );
  const [ann, bob] = ['ann', 'bob'].map((member) => accountOf(world, { member }));
  expect(rows).toEqual([
    { member_id: ann, entered: 1, reason: 'rule' },
    { member_id: bob, entered: 1, reason: 'rule' },
    { member_id: ann, entered: 0, reason: 'facts' },
    { member_id: bob, entered: 0, reason: 'gone' },
  ]);
  expect(clausesOf(rule)).toHaveLength(1);
});
