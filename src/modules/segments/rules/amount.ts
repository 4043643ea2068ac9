import { sql } from '#platform/clickhouse/index.ts';
import { checkFilter, eventTest, isAmount, isNumber, numberAt } from './event-test.ts';
import type { Facts, RuleKind, Term } from './rule-kind.ts';
import { daysOf, edgesOf, inDays, numberTest, passes } from './tests.ts';

/**
 * The sum or the average of the value of events, or of a number among their properties. Refunds count with a minus.
 * Compared to a millionth, so that the order in which numbers are added does not decide.
 */
export const amount: RuleKind<'amount'> = {
  kind: 'amount',
  check: ({ event }, known) => checkFilter(event, known, '/event'),
  edges: ({ span }) => edgesOf(span),
  compile({ today }, { of, event, property, test, number, span }): Term {
    const window = daysOf(span, today);
    const compared = {
      ...window,
      absent: of === 'sum' && passes(0, test, number),
    } as const;
    if (of === 'sum' && property === undefined && isAmount(event)) {
      const where = sql`(amount != 0 AND ${inDays(window)})`;
      return {
        ...compared,
        on: 'days',
        columns: ['day', 'amount'],
        where,
        values: { total: sql`round(sumIf(amount, ${where}), 6)` },
        holds: ({ total }) => numberTest(total!, test, number),
        facts: ({ total }) => ({ sum: total! }),
      };
    }
    const { test: meant, columns } = eventTest(event);
    const number_ = property === undefined ? sql`value` : numberAt(property);
    const isThere = property === undefined ? sql`has_value = 1` : isNumber(property);
    const where = sql`(${meant} AND ${isThere} AND ${inDays(window)})`;
    return {
      ...compared,
      on: 'events',
      columns: [
        ...new Set([
          'day',
          'kind',
          ...columns,
          ...(property === undefined ? (['value', 'has_value'] as const) : (['properties'] as const)),
        ] as const),
      ],
      where,
      values: { total: sql`sumIf(if(kind = 'refund', -1, 1) * ${number_}, ${where})`, times: sql`countIf(${where})` },
      holds: ({ total, times }) =>
        of === 'sum'
          ? numberTest(sql`round(${total!}, 6)`, test, number)
          : sql`(${times!} > 0 AND ${numberTest(sql`round(${total!} / ${times!}, 6)`, test, number)})`,
      facts: ({ total, times }): Facts =>
        of === 'sum'
          ? { sum: sql`round(${total!}, 6)`, times: times! }
          : { average: sql`if(${times!} = 0, NULL, round(${total!} / ${times!}, 6))`, times: times! },
    };
  },
};
