import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDay } from '#kernel/calendar.ts';
import { budgetWarnings, periodCosts, type PeriodCounts } from './budget-rules.ts';
import { daysOfPeriod } from './period.ts';

const line = (id: string, planned: number, spent: number) => ({ id, planned, spent });
const COUNTS: PeriodCounts = { joined: 4, active: 10, orders: 3, ordersRecorded: true, beforeFirst: false };

describe('warnings', () => {
  it.each<[string, number, ReturnType<typeof line>[], [string, string | null][]]>([
    ['nothing to say', 1000, [line('a', 500, 449)], []],
    ['nothing at all', 0, [], []],
    ['a line nearly spent', 1000, [line('a', 500, 450)], [['operation_nearly_spent', 'a']]],
    ['a line spent to the last', 1000, [line('a', 500, 500)], [['operation_nearly_spent', 'a']]],
    ['a line overspent', 1000, [line('a', 500, 501)], [['operation_overspent', 'a']]],
    ['spent without a plan', 1000, [line('a', 0, 1)], [['spent_unplanned', 'a']]],
    ['more came back than went out', 1000, [line('a', 500, -20)], []],
    ['too much planned', 1000, [line('a', 600, 0), line('b', 500, 0)], [['overplanned', null]]],
    [
      'the whole nearly spent',
      1000,
      [line('a', 1000, 900)],
      [
        ['budget_nearly_spent', null],
        ['operation_nearly_spent', 'a'],
      ],
    ],
    [
      'the whole overspent',
      1000,
      [line('a', 1000, 1001)],
      [
        ['budget_overspent', null],
        ['operation_overspent', 'a'],
      ],
    ],
  ])('%s', (_, amount, lines, expected) => {
    expect(budgetWarnings(amount, lines).map(({ code, operationId }) => [code, operationId])).toEqual(expected);
  });
});

describe('costs', () => {
  const of = (spent: number, counts: PeriodCounts | null) =>
    periodCosts(spent, counts).map(({ each, reason }) => each ?? reason);
  it.each<[string, number, PeriodCounts | null, (number | string)[]]>([
    ['shared half up', 1000, COUNTS, [250, 100, 333]],
    ['before the period', 1000, null, ['not_begun', 'not_begun', 'not_begun']],
    [
      'before the first event',
      1000,
      { ...COUNTS, beforeFirst: true },
      ['before_first_event', 'before_first_event', 'before_first_event'],
    ],
    ['nothing spent', 0, COUNTS, ['nothing_spent', 'nothing_spent', 'nothing_spent']],
    ['nobody', 9, { ...COUNTS, joined: 0, active: 0, orders: 0 }, ['nobody_joined', 'nobody_active', 'no_orders']],
    ['no purchase ever', 9, { ...COUNTS, ordersRecorded: false }, [2, 1, 'no_orders_recorded']],
  ])('%s', (_, spent, counts, expected) => {
    expect(of(spent, counts)).toEqual(expected);
  });
});

describe('periods', () => {
  it.each([
    ['2026-11', '2026-11-01', '2026-12-01'],
    ['2026-12', '2026-12-01', '2027-01-01'],
    ['2024-02', '2024-02-01', '2024-03-01'],
    ['2026-Q1', '2026-01-01', '2026-04-01'],
    ['2026-Q4', '2026-10-01', '2027-01-01'],
  ])('%s', (period, start, end) => {
    const days = daysOfPeriod(period);
    expect([formatDay(days.start), formatDay(days.end)]).toEqual([start, end]);
  });

  it('follow each other without a gap', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2000, max: 2099 }), fc.integer({ min: 1, max: 11 }), (year, month) => {
        const name = (one: number) => `${year}-${String(one).padStart(2, '0')}`;
        expect(daysOfPeriod(name(month)).end).toBe(daysOfPeriod(name(month + 1)).start);
      }),
    );
  });
});
