import { sql } from '#platform/clickhouse/index.ts';
import { checkFilter, dayCount, eventTest } from './event-test.ts';
import type { RuleKind } from './rule-kind.ts';
import { dayEdges, dayTest, inDays } from './tests.ts';

/** When something was done for the first or the last time. Who never did it is neither recent nor long ago. */
export const firstLast: RuleKind<'first-last'> = {
  kind: 'first-last',
  check: ({ event }, known) => checkFilter(event, known, '/event'),
  edges: ({ when }) => dayEdges(when),
  compile({ today }, { which, event, when }) {
    const window = { from: undefined, to: today };
    const rolled = dayCount(event);
    const { test, columns } = rolled ? { test: rolled.where, columns: rolled.columns } : eventTest(event);
    const where = sql`(${test} AND ${inDays(window)})`;
    return {
      on: rolled ? 'days' : 'events',
      ...window,
      columns: ['day', ...columns],
      where,
      values: { at: which === 'first' ? sql`minIf(toUInt16(day), ${where})` : sql`maxIf(toUInt16(day), ${where})` },
      holds: ({ at }) => dayTest(at!, when, today),
      absent: false,
      facts: ({ at }) => ({ [which]: sql`if(${at!} = 0, '', toString(toDate(${at!})))` }),
    };
  },
};
