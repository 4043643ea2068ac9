import { sql, type Sql } from '#platform/clickhouse/index.ts';
import { distinctDays } from './distinct-days.ts';
import { checkFilter, dayCount, eventTest } from './event-test.ts';
import type { Facts, RuleKind } from './rule-kind.ts';
import { daysOf, edgesOf, inDays, numberTest, passes } from './tests.ts';

/** Did something so many times, or on so many days; not at all is exactly 0 times. */
export const did: RuleKind<'did'> = {
  kind: 'did',
  check: ({ event }, known) => checkFilter(event, known, '/event'),
  edges: ({ span }) => edgesOf(span),
  compile({ today }, clause) {
    const { event, count, test, number, span } = clause;
    const window = daysOf(span, today);
    const rolled = dayCount(event);
    const { test: meant, columns } = rolled ? { test: rolled.where, columns: rolled.columns } : eventTest(event);
    const where = sql`(${meant} AND ${inDays(window)})`;
    const times: Sql = rolled ? sql`sumIf(toUInt64(${rolled.count}), ${where})` : sql`countIf(${where})`;
    const counted =
      count === 'days' ? distinctDays(where, window) : { values: { done: times }, count: ({ done }: Facts) => done! };
    return {
      on: rolled ? 'days' : 'events',
      ...window,
      columns: ['day', ...columns],
      where,
      values: counted.values,
      holds: (values) => numberTest(sql`toInt64(${counted.count(values)})`, test, number),
      absent: passes(0, test, number),
      facts: (values) => ({ [count]: counted.count(values) }),
    };
  },
};
