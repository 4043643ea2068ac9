import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatDay, parseDay } from '#kernel/calendar.ts';
import { createCommunity } from '#modules/communities/index.ts';
import { rollUp, writeEvents } from '#modules/events/index.ts';
import { createWorkspace } from '#modules/identity/index.ts';
import { grantScope } from '#platform/clickhouse/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';
import type { CommunityReport } from './contract.ts';
import { evaluateCommunity, type InsightServices } from './evaluate-community.ts';
import { insightMessages } from './messages/index.ts';
import { dailyMetric } from './metric-of-days.ts';
import { METRIC_FACTS, METRIC_KEYS, type MetricKey } from './metrics.contract.ts';
import { metricSeries, METRICS, metricsOf } from './metrics.ts';
import { randomHistory } from '#testkit/oracle/random-history.ts';

const FROM = Date.UTC(2024, 0, 1);
const PAST = ['2024-02-11', '2024-03-20', '2024-04-14'];

let database: Database;
let services: InsightServices;
let ids: { workspaceId: string; communityId: string };
let latest: CommunityReport;
const earlier = new Map<string, CommunityReport>();

beforeAll(async () => {
  database = await testDatabase();
  const engine = await testEngine();
  services = { database, engine, clock: { now: () => Date.UTC(2024, 4, 20) } };
  const workspaceId = await database.asSystem((tx) => createWorkspace(tx, 'W'));
  const community = await database.inWorkspace(workspaceId, (tx) =>
    createCommunity(tx, workspaceId, { name: 'C', zone: 'UTC' }),
  );
  ids = { workspaceId, communityId: community.id };
  const history = randomHistory({ seed: 7, events: 2500, people: 60, days: 130, from: FROM });
  const staying = history.filter(({ kind }) => kind !== 'leave');
  const scope = grantScope(workspaceId, community.id);
  const written = await writeEvents(engine, scope, { zone: 'UTC' }, staying);
  await rollUp(engine, scope, written.changed);
  for (const day of PAST) {
    earlier.set(day, (await evaluateCommunity(services, { ...ids, asOf: parseDay(day)! })).report);
  }
  latest = (await evaluateCommunity(services, ids)).report;
});
afterAll(() => database.close());

const DAILY = METRIC_KEYS.filter((key) => METRIC_FACTS[key].daily);

describe('metrics', () => {
  it('have a name and a meaning in both languages, and nothing else has one', () => {
    for (const language of ['zh-CN', 'en'] as const) {
      const { metrics, metricMeanings } = insightMessages(language);
      expect(Object.keys(metricMeanings).toSorted()).toEqual(METRIC_KEYS.toSorted());
      expect(METRIC_KEYS.filter((key) => !metrics[key])).toEqual([]);
    }
  });

  it('read every figure out of a report', () => {
    const all = metricsOf(latest);
    expect(Object.keys(all)).toEqual([...METRIC_KEYS]);
    expect(all).toMatchObject({ members: latest.members.total, mau: latest.activity.mau, health: latest.health.score });
    expect(Object.values(all).filter((value) => value !== null).length).toBeGreaterThan(30);
  });

  it.each(DAILY)('know %s of past days as an evaluation of that day does', (key: MetricKey) => {
    const days = new Map(dailyMetric(key, latest).map(({ day, value }) => [day, value]));
    for (const [day, report] of [...earlier, [latest.asOf, latest] as const]) {
      const [derived, evaluated] = [days.get(day), METRICS[key].of(report)];
      if (evaluated === null) expect(derived ?? null, `${key} ${day}`).toBeNull();
      else expect(derived, `${key} ${day}`).toBeCloseTo(evaluated, 10);
    }
  });
});

describe('a series', () => {
  it('has one figure a day: of the daily series, of kept evaluations, and none where nothing is known', async () => {
    const span = { from: '2024-02-01', to: formatDay(parseDay(latest.asOf)! + 3) };
    const mau = await metricSeries(services, ids, 'mau', span);
    expect(mau.length).toBe(parseDay(span.to)! - parseDay(span.from)! + 1);
    expect(mau.filter(({ value }) => value === null).map(({ day }) => day)).toEqual(
      mau.slice(-3).map(({ day }) => day),
    );
    const gini = await metricSeries(services, ids, 'gini', span);
    expect(gini.filter(({ value }) => value !== null).map(({ day }) => day)).toEqual([...PAST, latest.asOf]);
    expect(gini.find(({ day }) => day === PAST[1])!.value).toBe(earlier.get(PAST[1]!)!.concentration.gini);
    const week = await metricSeries(services, ids, 'returning_members', { from: PAST[1]!, to: PAST[1]! });
    expect(week).toEqual([{ day: PAST[1], value: METRICS.returning_members.of(earlier.get(PAST[1]!)!) }]);
  });

  it('is empty of figures for a stranger and for a span that ends before it begins', async () => {
    const stranger = await database.asSystem((tx) => createWorkspace(tx, 'Other'));
    const theirs = { workspaceId: stranger, communityId: ids.communityId };
    const span = { from: PAST[0]!, to: PAST[0]! };
    expect(await metricSeries(services, theirs, 'mau', span)).toEqual([{ day: PAST[0], value: null }]);
    expect(await metricSeries(services, ids, 'mau', { from: PAST[1]!, to: PAST[0]! })).toEqual([]);
  });
});
