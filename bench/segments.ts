import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { parseDay } from '#kernel/calendar.ts';
import { rollUp } from '#modules/events/index.ts';
import { evaluateCommunity, openEvaluated, type Evaluated } from '#modules/insights/index.ts';
import { createSegment, previewRule, recomputeSegments, ruleMembers } from '#modules/segments/index.ts';
import type { Rule } from '#modules/segments/rule.contract.ts';
import { inScope, p, sql, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';
import { interleaved, median, seconds, type Bench } from './bench.ts';
import { type BenchServer, startBenchServer } from './bench-server.ts';
import { engineMemory } from './engine-memory.ts';
import { fillLog, nameMembers } from './many-events.ts';

const MEMBERS = 1_000_000;
const EVENTS = 50_000_000;
const NEW_EVENTS = 100_000;
const SEGMENTS = 100;
const ROUNDS = 3;
const LAST = parseDay('2026-06-30')!;

/** Three things that members did or did not, over the log itself: kinds that no roll-up counts by themselves. */
const THREE: Rule = {
  kind: 'all',
  of: [
    {
      kind: 'did',
      event: { kinds: ['message'] },
      count: 'times',
      test: 'at_least',
      number: 5,
      span: { lastDays: 365 },
    },
    {
      kind: 'did',
      event: { kinds: ['reaction'] },
      count: 'days',
      test: 'at_least',
      number: 2,
      span: { lastDays: 180 },
    },
    {
      kind: 'amount',
      of: 'sum',
      event: { kinds: ['purchase'] },
      test: 'at_most',
      number: 200,
      span: { lastDays: 365 },
    },
  ],
};

/** The same in DuckDB: who is not in the events has bought nothing, and has not written either. */
const DUCK_THREE = `
SELECT count(*) AS members FROM (
  SELECT member FROM events WHERE kind IN ('message', 'reaction', 'purchase') AND day > DATE '2026-06-30' - 365
  GROUP BY member
  HAVING count(*) FILTER (kind = 'message') >= 5
    AND count(DISTINCT day) FILTER (kind = 'reaction' AND day > DATE '2026-06-30' - 180) >= 2
    AND coalesce(sum(value) FILTER (kind = 'purchase' AND has_value = 1), 0) <= 200)`;

const KINDS = ['message', 'reply', 'reaction', 'check_in', 'purchase', 'visit'] as const;

/** Rules like those of a busy community: two or three conditions each, windows of a week to a year. */
const ruleOf = (at: number): Rule => {
  const kind = KINDS[at % KINDS.length]!;
  const lastDays = [7, 28, 91, 365][at % 4]!;
  const did: Rule = {
    kind: 'did',
    event: { kinds: [kind] },
    count: at % 3 === 0 ? 'days' : 'times',
    test: 'at_least',
    number: 1 + (at % 7),
    span: { lastDays },
  };
  const more: readonly Rule[] = [
    { kind: 'tier', scheme: 'engagement', in: ['active', 'loyal', 'leader'] },
    { kind: 'first-last', which: 'last', event: { kinds: ['contribution'] }, when: { withinDays: 1 + (at % 30) } },
    {
      kind: 'amount',
      of: 'sum',
      event: { kinds: ['purchase'] },
      test: 'at_least',
      number: 50 * (at % 9),
      span: { lastDays: 91 },
    },
    { kind: 'joined', when: { beforeDays: 30 + at } },
    {
      kind: 'not',
      of: {
        kind: 'did',
        event: { kinds: ['purchase'] },
        count: 'times',
        test: 'at_least',
        number: 1,
        span: { lastDays: 28 },
      },
    },
  ];
  return { kind: at % 2 === 0 ? 'all' : 'any', of: [did, more[at % more.length]!, more[(at + 2) % more.length]!] };
};

/** A rule of three behavioural clauses ÷ DuckDB; the preview of it; a hundred segments after new events ÷ computed whole. */
export const segments: Bench = {
  name: 'segments',
  async run({ directory, scale, say }) {
    const server = await startBenchServer(join(directory, 'data'));
    const { scope } = server;
    // What follows an evaluation is asked for here, when its time is measured.
    const services = { ...server.app.services, onEvaluated: () => undefined };
    const { engine } = services;
    const { workspaceId, communityId } = scope;
    const ids = { workspaceId, communityId };
    const size = { members: Math.round(MEMBERS * scale), events: Math.round(EVENTS * scale), last: LAST };
    let memory = 0;
    const watch = setInterval(() => (memory = Math.max(memory, engineMemory())), 200);
    try {
      const filling = await seconds(() => fillLog(engine, scope, size));
      await nameMembers(engine, scope, size.members);
      await settle(engine, scope);
      await rollUp(engine, scope, new Set(Array.from({ length: 365 }, (_, age) => LAST - age)));
      await evaluateCommunity(services, ids);
      say(`${size.events} events of ${size.members} members made in ${filling.toFixed(0)} s, rolled up and evaluated`);
      const evaluated = await openEvaluated(services, { workspaceId, communityKey: communityId });
      const duck = await openDuck(engine, scope, directory);
      say('rows handed to DuckDB; interleaved rounds');
      const counts = { ours: 0, duck: 0 };
      const times = await interleaved(ROUNDS, {
        ours: async () => void (counts.ours = await countExactly(services, evaluated)),
        duck: async () => void (counts.duck = await duck.count()),
      });
      duck.close();
      const previews: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        previews.push((await previewRule(services, evaluated, { rule: THREE, exact: false })).ms / 1000);
      }
      const many = await manySegments(server, services, { size, scale, say });
      return [
        {
          name: 'three behavioural clauses ÷ the same in DuckDB',
          value: times.ours / times.duck,
          unit: '×',
          goal: { atMost: 0.7 },
          note:
            counts.ours === counts.duck
              ? `${counts.ours} members by both`
              : `RESULTS DIFFER ${counts.ours} ${counts.duck}`,
        },
        { name: 'count and sample while editing', value: median(previews), unit: 's', goal: { atMost: 1 } },
        ...many,
        { name: 'three behavioural clauses', value: times.ours, unit: 's' },
        { name: 'DuckDB', value: times.duck, unit: 's' },
        { name: 'peak memory of the engine', value: memory, unit: 'MB' },
      ];
    } finally {
      clearInterval(watch);
      await server.stop();
    }
  },
};

/** As after an import: one part, so that reading it whole costs what reading plainly does. */
const settle = (engine: EventEngine, scope: Scope): Promise<void> =>
  engine.command(scope, 'bench.settle', sql`OPTIMIZE TABLE events FINAL /* ${inScope(scope)} */`);

type Services = Parameters<typeof recomputeSegments>[0];

async function countExactly(services: Services, evaluated: Evaluated): Promise<number> {
  const members = await ruleMembers(services, evaluated, THREE);
  const { engine, scope } = evaluated.frame;
  const [row] = await engine.query<{ members: number }>(
    scope,
    'bench.rule',
    sql`SELECT count() AS members FROM ${members}`,
    {
      maxSeconds: 600,
    },
  );
  return Number(row!.members);
}

async function manySegments(
  { scope }: BenchServer,
  services: Services,
  { size, scale, say }: { size: { members: number; events: number }; scale: number; say(text: string): void },
) {
  const { workspaceId, communityId } = scope;
  const ids = { workspaceId, communityId };
  const caller = { kind: 'token', workspaceId, rights: new Set<string>() } as const;
  const open = () => openEvaluated(services, { workspaceId, communityKey: communityId });
  const evaluated = await open();
  for (let at = 0; at < SEGMENTS; at++) {
    const body = { kind: 'rule', name: `segment ${at}`, description: '', rule: ruleOf(at), tag: null } as const;
    await createSegment(services, { caller, evaluated }, body);
  }
  await recomputeSegments(services, ids);
  say(`${SEGMENTS} segments made; new events`);
  const few = { members: size.members, events: Math.round(NEW_EVENTS * scale), last: LAST, span: 1 };
  await fillLog(services.engine, scope, few, size.events);
  await rollUp(services.engine, scope, new Set([LAST]));
  await evaluateCommunity(services, ids);
  let changed = { candidates: 0, changed: 0, whole: 0 };
  const some = await seconds(async () => void (changed = await recomputeSegments(services, ids)));
  say('the same computed whole');
  let moved = 0;
  const all = await seconds(async () => {
    moved = (await recomputeSegments(services, { ...ids, whole: true })).moved.length;
  });
  const how = `${changed.changed} of ${SEGMENTS} by ${changed.candidates} members who can have changed`;
  return [
    {
      name: `${SEGMENTS} segments after ${few.events} new events`,
      value: some,
      unit: 's',
      goal: { atMost: 5 },
      note: how,
    },
    {
      name: `${SEGMENTS} segments after new events ÷ computed whole`,
      value: some / all,
      unit: '×',
      goal: { atMost: 0.25 },
      note: moved === 0 ? 'equal result' : `THE RESULTS DIFFER in ${moved}`,
    },
    { name: `${SEGMENTS} segments computed whole`, value: all, unit: 's' },
  ] as const;
}

/** DuckDB with the same events in a table of its own. */
async function openDuck(
  engine: EventEngine,
  scope: Scope,
  directory: string,
): Promise<{ count(): Promise<number>; close(): void }> {
  const file = join(directory, 'events.parquet');
  await engine.command(
    scope,
    'bench.hand_over_events',
    sql`INSERT INTO FUNCTION file(${p.string(file)}, 'Parquet')
        SELECT toString(account_id) AS member, day, toString(kind) AS kind, value, has_value FROM events FINAL WHERE ${inScope(scope)}`,
  );
  const instance = await DuckDBInstance.create(join(directory, 'duck.db'), { threads: '2', memory_limit: '8GB' });
  const duck = await instance.connect();
  await duck.run(`CREATE TABLE events AS SELECT * REPLACE (member::UUID AS member) FROM read_parquet('${file}')`);
  rmSync(file);
  return {
    async count() {
      return Number((await duck.runAndReadAll(DUCK_THREE)).getRows()[0]![0]);
    },
    close() {
      duck.closeSync();
      instance.closeSync();
    },
  };
}
