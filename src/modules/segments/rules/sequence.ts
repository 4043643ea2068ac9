import { p, sql } from '#platform/clickhouse/index.ts';
import { checkFilter, eventTest } from './event-test.ts';
import type { RuleKind } from './rule-kind.ts';
import { daysOf, edgesOf, inDays } from './tests.ts';

const DAY_MS = 86_400_000;

/**
 * Did the one and, later by at least a millisecond and at most N days of 24 hours, the other. Both lists of instants are
 * put in order, those of the second before those of the first at one instant; the latest first before each second is
 * carried along, so that it costs a sort and one pass.
 */
export const sequence: RuleKind<'sequence'> = {
  kind: 'sequence',
  check: ({ first, next }, known) => [...checkFilter(first, known, '/first'), ...checkFilter(next, known, '/next')],
  edges: ({ span }) => edgesOf(span),
  compile({ today }, { first, next, withinDays, span }) {
    const window = daysOf(span, today);
    const [a, b] = [eventTest(first), eventTest(next)];
    const begun = sql`(${a.test} AND ${inDays(window)})`;
    const ended = sql`(${b.test} AND ${inDays(window)})`;
    const at = sql`toUnixTimestamp64Milli(at)`;
    return {
      on: 'events',
      ...window,
      columns: [...new Set(['day', 'at', ...a.columns, ...b.columns] as const)],
      where: sql`(${begun} OR ${ended})`,
      values: {
        steps: sql`arraySort(arrayConcat(arrayMap(one -> (one, toUInt8(1)), groupArrayIf(${at}, ${begun})),
          arrayMap(one -> (one, toUInt8(0)), groupArrayIf(${at}, ${ended}))))`,
      },
      holds: ({ steps }) => sql`arrayExists((one, before) -> one.2 = 0 AND before.2 = 1
          AND one.1 - before.1 <= ${p.int(withinDays * DAY_MS)}, ${steps!}, arrayFill(one -> one.2 = 1, ${steps!}))`,
      absent: false,
      facts: ({ steps }) => ({
        firstTimes: sql`arrayCount(one -> one.2 = 1, ${steps!})`,
        nextTimes: sql`arrayCount(one -> one.2 = 0, ${steps!})`,
      }),
    };
  },
};
