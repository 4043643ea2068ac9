import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { parseDay } from '#kernel/calendar.ts';
import { currentDays, rollUp } from '#modules/events/index.ts';
import {
  classifyMembers,
  DEFAULT_INSIGHT_RULES,
  evaluateCommunity,
  openFrame,
  readDayRevisions,
  readPreviousStates,
  reclassifyMembers,
} from '#modules/insights/index.ts';
import { countTiers } from '#modules/tiers/index.ts';
import { inScope, p, sql, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';
import { interleaved, seconds, type Bench } from './bench.ts';
import { startBenchServer } from './bench-server.ts';
import { engineMemory } from './engine-memory.ts';
import { fillLog, nameMembers, writeTexts } from './many-events.ts';
import { pageTimes } from './page-times.ts';

const MEMBERS = 1_000_000;
const EVENTS = 50_000_000;
const ROUNDS = 3;
/** How long ten people go on looking while memory is watched, at full size. */
const LOOK_SECONDS = 600;
const LAST = parseDay('2026-06-30')!;
const ZONE = 'UTC';

/** All built-in schemes for every member ÷ the bare aggregates ÷ the same rules in DuckDB; a tick; the pages. */
export const millionMembers: Bench = {
  name: 'million-members',
  async run({ directory, scale, say }) {
    const server = await startBenchServer(join(directory, 'data'));
    const { scope } = server;
    const { engine } = server.app.services;
    const size = { members: Math.round(MEMBERS * scale), events: Math.round(EVENTS * scale), last: LAST };
    const peak = { engine: 0, app: 0 };
    const watch = setInterval(() => {
      peak.engine = Math.max(peak.engine, engineMemory());
      peak.app = Math.max(peak.app, process.memoryUsage().rss / 1e6);
    }, 200);
    try {
      const filling = await seconds(() => fillLog(engine, scope, size));
      await nameMembers(engine, scope, size.members);
      await writeTexts(engine, scope);
      say(`${size.events} events of ${size.members} members made in ${filling.toFixed(0)} s`);
      const days = new Set(Array.from({ length: 365 }, (_, age) => LAST - age));
      const rolling = await seconds(() => rollUp(engine, scope, days));
      say(`rolled up in ${rolling.toFixed(0)} s`);

      const duck = await openDuck(engine, scope, directory);
      say('rows handed to DuckDB; interleaved rounds');
      const { frame } = await openFrame(engine, scope, { zone: ZONE, asOf: LAST });
      const times = await interleaved(ROUNDS, {
        bare: () => bareAggregates(engine, scope),
        ours: () => classifyMembers(frame, DEFAULT_INSIGHT_RULES, {}),
        duck: () => duck.tiers(),
      });
      duck.close();
      say('a whole evaluation');
      const { workspaceId, communityId } = scope;
      let evaluationId = '';
      const whole = await seconds(async () => {
        ({ id: evaluationId } = await evaluateCommunity(server.app.services, { workspaceId, communityId }));
      });
      const pages = await pageTimes(server, { say, seconds: LOOK_SECONDS * scale });
      const tick = await tickAfterChanges(engine, scope, { size, evaluationId, say });
      return [
        {
          name: 'tiers and RFM ÷ the bare aggregates',
          value: times.ours / times.bare,
          unit: '×',
          goal: { atMost: 1.3 },
        },
        {
          name: 'tiers and RFM ÷ the same rules in DuckDB',
          value: times.ours / times.duck,
          unit: '×',
          goal: { atMost: 0.7 },
        },
        {
          name: 'tick after 0.5 % of members changed ÷ full',
          value: tick.ratio,
          unit: '×',
          goal: { atMost: 0.25 },
          note: tick.equal,
        },
        ...pages,
        { name: 'tiers and RFM', value: times.ours, unit: 's' },
        { name: 'the bare aggregates', value: times.bare, unit: 's' },
        { name: 'DuckDB', value: times.duck, unit: 's' },
        { name: 'a whole evaluation (every figure, network, member_states)', value: whole, unit: 's' },
        {
          name: 'roll-up of all events',
          value: rolling,
          unit: 's',
          note: `${Math.round(size.events / rolling)} events/s`,
        },
        { name: 'peak memory of the engine', value: peak.engine, unit: 'MB', goal: { atMost: 3000 } },
        { name: 'peak memory of the server', value: peak.app, unit: 'MB' },
      ];
    } finally {
      clearInterval(watch);
      await server.stop();
    }
  },
};

/** New events of 0.5 % of the members on the last day; facts read anew for those ÷ for all, and whether both agree. */
async function tickAfterChanges(
  engine: EventEngine,
  scope: Scope,
  {
    size,
    evaluationId,
    say,
  }: { size: { members: number; events: number }; evaluationId: string; say(text: string): void },
): Promise<{ ratio: number; equal: string }> {
  say('a tick after new events');
  // Kept in memory from the evaluation: what was written, and the revisions of the days.
  const before = await openFrame(engine, scope, { zone: ZONE, asOf: LAST });
  const states = await readPreviousStates(before.frame, evaluationId);
  const since = await readDayRevisions(engine, scope);
  const few = { members: Math.round(size.members * 0.005), events: Math.round(size.members * 0.005), last: LAST };
  await fillLog(engine, scope, { ...few, span: 1 }, size.events);
  await rollUp(engine, scope, new Set([LAST]));
  const { frame } = await openFrame(engine, scope, { zone: ZONE, asOf: LAST });
  const changes = { evaluationId, since, states };
  const times = await interleaved(ROUNDS, {
    tick: () => reclassifyMembers(frame, DEFAULT_INSIGHT_RULES, changes),
    full: () => classifyMembers(frame, DEFAULT_INSIGHT_RULES, {}),
  });
  const some = await reclassifyMembers(frame, DEFAULT_INSIGHT_RULES, changes);
  const all = await classifyMembers(frame, DEFAULT_INSIGHT_RULES, {});
  const equal = JSON.stringify(countTiers(some.tiers)) === JSON.stringify(countTiers(all.tiers));
  return { ratio: times.tick / times.full, equal: equal ? 'equal result' : 'THE RESULTS DIFFER' };
}

/** Twelve aggregates a member, all consumed: the least that any implementation has to do. */
async function bareAggregates(engine: EventEngine, scope: Scope): Promise<void> {
  await engine.query(
    scope,
    'bench.bare_aggregates',
    sql`SELECT sum(toUnixTimestamp64Milli(a)), sum(toUnixTimestamp64Milli(b)), sum(toUnixTimestamp64Milli(c)), sum(d), sum(e), sum(f), sum(g),
          sum(h), sum(i), sum(j), sum(k), sum(toUInt32(l))
        FROM (
          SELECT persona_id, min(first_at) AS a, max(last_at) AS b, max(last_leave_at) AS c, sum(contributions) AS d,
            sum(weight) AS e, sumIf(weight, day > ${p.day(LAST - 28)}) AS f, uniqExactIf(day, day > ${p.day(LAST - 28)}) AS g,
            uniqExactIf(toMonday(day), day > ${p.day(LAST - 91)}) AS h, uniqExact(day) AS i, sum(purchases) AS j, sum(amount) AS k,
            max(day) AS l
          FROM member_days WHERE ${inScope(scope)} AND ${currentDays(scope)} GROUP BY persona_id
        )`,
    { maxSeconds: 600 },
  );
}

/** DuckDB with the same roll-up rows in tables of its own. */
async function openDuck(
  engine: EventEngine,
  scope: Scope,
  directory: string,
): Promise<{ tiers(): Promise<void>; close(): void }> {
  const days = join(directory, 'days.parquet');
  const gains = join(directory, 'gains.parquet');
  await engine.command(
    scope,
    'bench.hand_over_days',
    sql`INSERT INTO FUNCTION file(${p.string(days)}, 'Parquet')
        SELECT toString(persona_id) AS member, day, group_id::String AS grp, toUnixTimestamp64Milli(first_at) AS first_at, toUnixTimestamp64Milli(last_at) AS last_at,
          toUnixTimestamp64Milli(last_leave_at) AS last_leave_at, contributions, weight, purchases, amount
        FROM member_days WHERE ${inScope(scope)} AND ${currentDays(scope)}`,
  );
  await engine.command(
    scope,
    'bench.hand_over_gains',
    sql`INSERT INTO FUNCTION file(${p.string(gains)}, 'Parquet')
        SELECT day, toString(giver) AS giver, toString(receiver) AS receiver, gain, toString(kind) AS kind FROM tie_gains
        WHERE ${inScope(scope)} AND ${currentDays(scope)} AND day > ${p.day(LAST - 91)}`,
  );
  const instance = await DuckDBInstance.create(join(directory, 'duck.db'), { threads: '2', memory_limit: '8GB' });
  const duck = await instance.connect();
  await duck.run(
    `CREATE TABLE days AS SELECT * REPLACE (member::UUID AS member, grp::UUID AS grp) FROM read_parquet('${days}')`,
  );
  await duck.run(
    `CREATE TABLE gains AS SELECT * REPLACE (giver::UUID AS giver, receiver::UUID AS receiver) FROM read_parquet('${gains}')`,
  );
  rmSync(days);
  rmSync(gains);
  return {
    async tiers() {
      await duck.runAndReadAll(DUCK_TIERS);
    },
    close() {
      duck.closeSync();
      instance.closeSync();
    },
  };
}

/** The engagement tiers and RFM cells of docs/definitions.md over the same rows, as one DuckDB statement. */
const DUCK_TIERS = `
WITH t AS (SELECT DATE '2026-06-30' AS d),
standing AS (
  SELECT member, bool_and(leave > other AND leave > 0) AS gone FROM (
    SELECT member, grp, max(last_leave_at) AS leave, max(last_at) AS other FROM days GROUP BY member, grp) GROUP BY member),
facts AS (
  SELECT member, min(day) FILTER (first_at > 0) AS joined,
    max(day) FILTER (contributions > 0) AS last_active,
    count(DISTINCT day) FILTER (contributions > 0 AND day > t.d - 28) AS days28,
    count(DISTINCT date_trunc('week', day)) FILTER (contributions > 0 AND day >= date_trunc('week', t.d) - INTERVAL 84 DAY) AS weeks13,
    count(DISTINCT day) FILTER (contributions > 0 AND day > t.d - 91) AS days91,
    sum(purchases) AS orders, max(day) FILTER (purchases > 0) AS bought, sum(amount) AS amount,
    sum(purchases) FILTER (day > t.d - 365) AS orders365
  FROM days, t GROUP BY member),
received AS (
  SELECT receiver AS member, sum(gain) AS weight,
    count(DISTINCT giver) FILTER (kind IN ('reply', 'reaction', 'mention')) AS fans
  FROM gains GROUP BY receiver),
people AS (
  SELECT f.*, coalesce(r.weight, 0) AS weight, coalesce(r.fans, 0) AS fans
  FROM facts f JOIN standing s USING (member) LEFT JOIN received r USING (member)
  WHERE NOT s.gone AND f.joined IS NOT NULL),
pool AS (SELECT weight, row_number() OVER (ORDER BY weight DESC) AS place, count(*) OVER () AS n FROM people WHERE days91 > 0),
cut AS (SELECT max(weight) AS least FROM pool WHERE place = ceil(0.05 * n)),
tiers AS (
  SELECT member, CASE
    WHEN joined > t.d - 14 THEN 'newcomer'
    WHEN weeks13 >= 8 AND fans >= 5 AND weight > 0 AND weight >= cut.least THEN 'leader'
    WHEN joined <= t.d - 180 AND weeks13 >= 9 THEN 'loyal'
    WHEN days28 >= 4 THEN 'active' WHEN days28 >= 1 THEN 'potential' ELSE 'silent' END AS tier
  FROM people, t, cut),
ranked AS (
  SELECT member,
    rank() OVER (ORDER BY bought) AS r1, count(*) OVER (PARTITION BY bought) AS rn,
    rank() OVER (ORDER BY orders) AS f1, count(*) OVER (PARTITION BY orders) AS fn,
    rank() OVER (ORDER BY amount) AS m1, count(*) OVER (PARTITION BY amount) AS mn,
    count(*) OVER () AS n
  FROM people WHERE orders > 0),
quintiles AS (
  SELECT member, ceil(5 * (r1 + (rn - 1) / 2.0) / n) AS r, ceil(5 * (f1 + (fn - 1) / 2.0) / n) AS f,
    ceil(5 * (m1 + (mn - 1) / 2.0) / n) AS m FROM ranked),
cells AS (
  SELECT member, CASE WHEN r >= 4 AND f + m >= 8 THEN 'champions' WHEN r >= 4 AND f <= 2 THEN 'new' WHEN r >= 3 THEN 'loyal'
    WHEN r = 2 THEN 'at_risk' WHEN r = 1 AND f + m >= 8 THEN 'cannot_lose' WHEN r = 1 THEN 'lost' ELSE 'promising' END AS cell
  FROM quintiles)
SELECT tier, cell, count(*) FROM tiers LEFT JOIN cells USING (member) GROUP BY ALL`;
