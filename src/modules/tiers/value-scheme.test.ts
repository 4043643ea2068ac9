import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VALUE_CELLS } from '#modules/insights/contract.ts';
import { quintiles } from './quintiles.ts';
import { DEFAULT_SEGMENT_RULES as RULES } from './segment-rules.ts';
import { factsOfPeople } from './testing/facts-of-people.ts';
import { countCells, NO_CELL, valueCellOf, valueScheme } from './value-scheme.ts';

const TODAY = 20_000;

/** ⌈5 × mid-rank ÷ n⌉ as it is written, pair by pair. */
function plainQuintiles(values: readonly number[]): number[] {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length;
    const equal = values.filter((other) => other === value).length;
    return Math.ceil((5 * (below + (equal + 1) / 2)) / values.length);
  });
}

describe('quintiles', () => {
  it('splits ten different values in five pairs', () => {
    expect([...quintiles(Float64Array.from([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]))]).toEqual([5, 5, 4, 4, 3, 3, 2, 2, 1, 1]);
  });
  it('gives equals the quintile of their middle rank', () => {
    expect([...quintiles(Float64Array.from([7, 7, 7]))]).toEqual([4, 4, 4]); // rank 2 of 3
    expect([...quintiles(new Float64Array(1))]).toEqual([5]);
    expect([...quintiles(new Float64Array(0))]).toEqual([]);
  });
  it.each([
    ['whole numbers', fc.integer({ min: -50, max: 50 })],
    ['hundredths', fc.integer({ min: -500, max: 500 }).map((cents) => cents / 100)],
  ])('counts %s', (_, value) => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 50 }), (values) => {
        expect([...quintiles(Float64Array.from(values))]).toEqual(plainQuintiles(values));
      }),
    );
  });
  it('is the same by counting and by sorting', () => {
    const value = fc.oneof(
      fc.integer({ min: -5, max: 5 }),
      fc.integer({ min: -500, max: 500 }).map((cents) => cents / 100),
      fc.double({ min: -5, max: 5, noNaN: true }),
      fc.constant(1e9),
    );
    fc.assert(
      fc.property(fc.array(value, { maxLength: 50 }), (values) => {
        expect([...quintiles(Float64Array.from(values))]).toEqual(plainQuintiles(values.map((v) => v + 0)));
      }),
    );
  });
});

describe('cells', () => {
  it.each([
    [5, 4, 4, 'champions'],
    [4, 3, 5, 'champions'],
    [4, 3, 4, 'loyal'],
    [4, 2, 5, 'new'],
    [5, 1, 1, 'new'],
    [3, 5, 5, 'loyal'],
    [3, 1, 1, 'loyal'],
    [2, 5, 5, 'at_risk'],
    [2, 1, 1, 'at_risk'],
    [1, 4, 4, 'cannot_lose'],
    [1, 4, 3, 'lost'],
    [1, 1, 1, 'lost'],
  ] as const)('R%i F%i M%i is %s', (r, f, m, cell) => expect(valueCellOf(r, f, m, RULES)).toBe(cell));
  it('takes what is left when no rule matches', () => {
    expect(valueCellOf(3, 3, 3, { ...RULES, value: { cells: [], otherwise: 'promising' } })).toBe('promising');
  });
});

describe('the value scheme', () => {
  it('runs on purchases of everybody as soon as there is one', () => {
    const scheme = valueScheme(
      factsOfPeople(
        [
          { orders: 1, lastPurchaseDay: TODAY - 400, amount: 10 },
          { orders: 9, lastPurchaseDay: TODAY, amount: 90, orders365: 9, isMember: 0 },
          { orders: 3, lastPurchaseDay: TODAY - 364, amount: 30, orders365: 1 },
          { lastActiveDay: TODAY, activeDays365: 100 },
        ],
        TODAY,
      ),
      RULES,
      TODAY,
    );
    expect(scheme.basis).toBe('purchases');
    expect(scheme.people).toBe(3);
    expect([...scheme.recency]).toEqual([2, 5, 4, 0]);
    expect([...scheme.paying]).toEqual([0, 0, 1, 0]);
    expect(scheme.cell[3]).toBe(NO_CELL);
    expect(VALUE_CELLS[scheme.cell[1]!]).toBe('champions');
  });
  it('runs on activity of members in 365 days where nothing was bought', () => {
    const scheme = valueScheme(
      factsOfPeople(
        [
          { lastActiveDay: TODAY - 364, activeDays365: 1, weight365: 2 },
          { lastActiveDay: TODAY - 365, activeDays365: 0 },
          { lastActiveDay: TODAY, activeDays365: 10, weight365: 50 },
          { lastActiveDay: TODAY, activeDays365: 10, weight365: 50, isMember: 0 },
        ],
        TODAY,
      ),
      RULES,
      TODAY,
    );
    expect(scheme).toMatchObject({ basis: 'activity', people: 2 });
    expect([...scheme.monetary]).toEqual([3, 0, 5, 0]);
  });
  it('does not tell amounts apart that differ by noise only', () => {
    const noisy = [0.1 + 0.2, 0.3, 0.3, 0.3].map((amount) => ({ orders: 1, lastPurchaseDay: TODAY, amount }));
    expect(new Set(valueScheme(factsOfPeople(noisy, TODAY), RULES, TODAY).monetary).size).toBe(1);
  });
  it('is empty for nobody', () => {
    const scheme = valueScheme(factsOfPeople([], TODAY), RULES, TODAY);
    expect([scheme.people, Object.values(countCells(scheme)).every((count) => count === 0)]).toEqual([0, true]);
  });
});
