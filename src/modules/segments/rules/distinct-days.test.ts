import { expect, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { grantScope, inScope, joinSql, p, sql } from '#platform/clickhouse/index.ts';
import { seeded } from '#testkit/event-log/random-history.ts';
import { testEngine } from '#testkit/engine.ts';
import { distinctDays } from './distinct-days.ts';
import { inDays } from './tests.ts';

const TODAY = 20_000;

it('counts days of short and long windows, and of one without a beginning, as a set of them does', async () => {
  const engine = await testEngine();
  const scope = grantScope(newId(), newId());
  const random = seeded(5);
  for (const length of [1, 63, 64, 65, 128, 180, 365, 448, 768, 769, undefined]) {
    const window = { from: length === undefined ? undefined : TODAY - length + 1, to: TODAY };
    const days = Array.from({ length: 300 }, () => TODAY + 40 - random.below(random.pick([50, 200, 900])));
    const { values, count } = distinctDays(sql`(1 AND ${inDays(window)})`, window);
    const [row] = await engine.query<Record<string, number>>(
      scope,
      'test.distinct_days',
      sql`SELECT toInt64(${count(Object.fromEntries(Object.keys(values).map((name) => [name, sql`${p.identifier(name)}`])))}) AS found
          FROM (SELECT ${joinSql(Object.entries(values).map(([name, value]) => sql`${value} AS ${p.identifier(name)}`))}
                FROM (SELECT arrayJoin(${p.days(days)}) AS day) /* ${inScope(scope)} */)`,
    );
    const inside = days.filter((day) => day <= TODAY && day >= (window.from ?? 0));
    expect([length, row!.found]).toEqual([length, new Set(inside).size]);
  }
});
