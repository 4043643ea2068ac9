import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatDay } from '#kernel/calendar.ts';
import { inScope, p, sql } from '#platform/clickhouse/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { seeded } from '#testkit/event-log/random-history.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';
import { compileTogether, membersOf, type Narrowing } from './compile-rules.ts';
import { narrowTo } from './people-of-ids.ts';
import { lookUp, withContext } from './prepare-rules.ts';
import { previewRule } from './preview-rule.ts';
import type { Rule } from './rule.contract.ts';
import type { RuleContext } from './rules/rule-kind.ts';
import { sampleOf, wilson } from './sample.ts';
import { ALL_KINDS, randomRules } from './testing/random-rules.ts';
import { oracle, type OracleWorld } from './testing/rule-oracle.ts';
import {
  accountOf,
  describePeople,
  evaluated,
  groupOf,
  idsOf,
  LEVELS,
  newWorld,
  PEOPLE,
  plainHistory,
  readWorld,
  tell,
  type SegmentWorld,
} from './testing/segment-world.ts';
import type { Evaluated } from '#modules/insights/index.ts';

let database: Database;
let world: SegmentWorld;
let opened: Evaluated;
let facts: OracleWorld;
const random = seeded(41);

beforeAll(async () => {
  database = await testDatabase();
  world = await newWorld(database, await testEngine());
  const events = plainHistory(random, 320);
  await tell(world, events);
  opened = await evaluated(world);
  const people = await describePeople(world, random);
  facts = { ...(await readWorld(world, opened, events)), ...people, segments: new Map(), schemes: new Map() };
});
afterAll(() => database.close());

/** The ids that a narrowed rule gives, and those of the members that are looked at at all. */
async function narrowed(rule: Rule, narrow: (context: RuleContext) => Narrowing): Promise<[string[], string[]]> {
  const { services, workspaceId, community } = world;
  const found = await services.database.inWorkspace(workspaceId, (tx) => lookUp(services, tx, community.id, [rule]));
  return withContext(services, opened, found, async (context) => {
    const narrowing = narrow(context);
    const everybody: Rule = { kind: 'joined', when: { withinDays: 3650 } };
    return [
      await idsOf(world, membersOf(context, rule, narrowing)),
      await idsOf(world, membersOf(context, everybody, narrowing)),
    ];
  });
}

/** Who the engine says a rule means, by either way of compiling it. */
async function answers(rule: Rule): Promise<{ alone: string[]; together: string[] }> {
  const { services, workspaceId, community } = world;
  const found = await services.database.inWorkspace(workspaceId, (tx) => lookUp(services, tx, community.id, [rule]));
  return withContext(services, opened, found, async (context) => {
    const { from, rules } = compileTogether(context, [rule]);
    return {
      alone: await idsOf(world, membersOf(context, rule)),
      together: await idsOf(world, sql`(SELECT member_id FROM ${from} WHERE ${rules[0]!.holds})`),
    };
  });
}

const names = () => ({
  groups: ['g1', 'g2'].map((group) => groupOf(world, { group })),
  members: PEOPLE.map((member) => accountOf(world, { member, platform: member > 'j' ? 'slack' : 'qunluo' })),
  segments: [],
  schemes: new Map(),
  levels: LEVELS,
  today: opened.today,
});

async function check(rule: Rule): Promise<number> {
  const expected = [...oracle(facts, rule)].toSorted();
  const { alone, together } = await answers(rule);
  expect(alone, JSON.stringify(rule)).toEqual(expected);
  expect(together, JSON.stringify(rule)).toEqual(expected);
  return expected.length;
}

describe('each kind of clause means whom an oracle means', () => {
  it.each(ALL_KINDS.filter((kind) => kind !== 'segment'))('%s', async (kind) => {
    const { clause } = randomRules(random, names(), [kind]);
    const sizes: number[] = [];
    for (let i = 0; i < 14; i++) sizes.push(await check(clause()));
    if (kind !== 'stage') expect(sizes.some((size) => size > 0)).toBe(true);
  });
});

it('rules of clauses mean whom an oracle means', async () => {
  const { rule } = randomRules(
    random,
    names(),
    ALL_KINDS.filter((kind) => kind !== 'segment'),
  );
  const sizes: number[] = [];
  for (let i = 0; i < 40; i++) sizes.push(await check(rule(3)));
  expect(sizes.filter((size) => size > 0 && size < facts.states.length).length).toBeGreaterThan(8);
});

it('takes windows that begin before all time and end after it', async () => {
  const event = { kinds: ['message' as const] };
  const wide = { from: '1970-01-01', to: '2149-01-01' };
  expect(await check({ kind: 'did', event, count: 'times', test: 'at_least', number: 1, span: wide })).toBeGreaterThan(
    0,
  );
  await check({ kind: 'did', event, count: 'times', test: 'at_least', number: 1, span: { lastDays: 3650 } });
  const past = { from: '1999-01-01', to: formatDay(opened.today - 300) };
  expect(await check({ kind: 'did', event, count: 'times', test: 'exactly', number: 0, span: past })).toBe(
    facts.states.length,
  );
});

it('means of some members, or of a share of them, whom it means of all', async () => {
  const { rule } = randomRules(
    random,
    names(),
    ALL_KINDS.filter((kind) => kind !== 'segment'),
  );
  const three = facts.states.slice(0, 3).map(({ member_id }) => member_id);
  for (let i = 0; i < 8; i++) {
    const one = rule(2);
    const all = oracle(facts, one);
    for (const narrow of [
      (context: RuleContext) => narrowTo(context, sql`${p.uuids(three)}`),
      (context: RuleContext) => sampleOf(context, 0.5),
    ]) {
      const [found, looked] = await narrowed(one, narrow);
      expect(looked.length).toBeLessThan(facts.states.length);
      expect(found, JSON.stringify(one)).toEqual(looked.filter((id) => all.has(id)));
    }
  }
});

it('estimates what takes long, from a share of the members, and says how sure it is', async () => {
  const rule: Rule = { kind: 'did', event: { kinds: ['message'] }, count: 'times', test: 'at_least', number: 1 };
  const exact = await previewRule(world.services, opened, { rule, exact: true }, { rows: 10, members: 6 });
  expect(exact).toMatchObject({ estimate: null, matched: oracle(facts, rule).size });
  const { estimate, matched } = await previewRule(
    world.services,
    opened,
    { rule, exact: false },
    { rows: 10, members: 6 },
  );
  expect(estimate!.sampled).toBeLessThan(facts.states.length);
  expect(estimate!.low).toBeLessThanOrEqual(exact.matched);
  expect(estimate!.high).toBeGreaterThanOrEqual(exact.matched);
  expect(matched).toBeGreaterThanOrEqual(estimate!.low);
});

it('takes a share of ids by chance, and an interval that never leaves 0 to 1', async () => {
  const { services, scope } = world;
  const { states } = sampleOf({ ...opened, setOf: () => sql`1`, schemeOf: () => [] }, 1 / 16);
  const [row] = await services.engine.query<{ chosen: number }>(
    scope,
    'test.share',
    sql`SELECT countIf(${states}) AS chosen FROM (SELECT generateUUIDv4() AS member_id FROM numbers(64000)) /* ${inScope(scope)} */`,
  );
  expect(Math.abs(Number(row!.chosen) - 4000)).toBeLessThan(400);
  expect(wilson(0, 50)[0]).toBe(0);
  expect(wilson(50, 50)[1]).toBeCloseTo(1, 12);
  const [low, high] = wilson(20, 80);
  expect([low, high].map((one) => Math.round(one * 1000))).toEqual([168, 355]);
});
