import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adjusted, fisherExact, liftOf } from './association.ts';

describe('association', () => {
  it('has Fisher’s own numbers of the lady tasting tea, and the textbook’s', () => {
    expect(fisherExact({ with: 4, stayedWith: 3, without: 4, stayedWithout: 1 })).toBeCloseTo(0.4857142857, 9);
    expect(fisherExact({ with: 12, stayedWith: 1, without: 12, stayedWithout: 9 })).toBeCloseTo(0.002759456, 8);
  });

  it('is the sum over all tables as rare, whatever the margins', () => {
    const choose = (n: number, k: number): number => {
      let found = 1;
      for (let i = 0; i < k; i++) found = (found * (n - i)) / (i + 1);
      return found;
    };
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 25 }),
        fc.integer({ min: 1, max: 25 }),
        fc.nat(25),
        fc.nat(25),
        (n1, n2, x, y) => {
          const [a, c] = [x % (n1 + 1), y % (n2 + 1)];
          const weight = (k: number): number => choose(n1, k) * choose(n2, a + c - k);
          const [least, most] = [Math.max(0, a + c - n2), Math.min(n1, a + c)];
          let [all, rare] = [0, 0];
          for (let k = least; k <= most; k++) {
            all += weight(k);
            if (weight(k) <= weight(a) * (1 + 1e-7)) rare += weight(k);
          }
          expect(fisherExact({ with: n1, stayedWith: a, without: n2, stayedWithout: c })).toBeCloseTo(rare / all, 9);
        },
      ),
    );
  });

  it('tells a real difference among a million at once, and is 1 where nothing differs', () => {
    expect(fisherExact({ with: 400_000, stayedWith: 90_000, without: 600_000, stayedWithout: 120_000 })).toBeLessThan(
      1e-15,
    );
    expect(fisherExact({ with: 500_000, stayedWith: 100_000, without: 500_000, stayedWithout: 100_000 })).toBeCloseTo(
      1,
      6,
    );
  });

  it('gives the lift its interval after Katz', () => {
    const found = liftOf({ with: 100, stayedWith: 40, without: 200, stayedWithout: 20 })!;
    expect(found.lift).toBeCloseTo(4, 12);
    expect(found.low).toBeCloseTo(4 * Math.exp(-1.959963985 * Math.sqrt(1 / 40 - 1 / 100 + 1 / 20 - 1 / 200)), 6);
    expect(found.high * found.low).toBeCloseTo(16, 9);
    expect(liftOf({ with: 10, stayedWith: 0, without: 10, stayedWithout: 5 })).toBeNull();
  });

  it('corrects for many comparisons after Benjamini and Hochberg', () => {
    const [first, second, third, fourth] = adjusted([0.01, 0.04, 0.03, 0.005]);
    expect([first, second, third, fourth]).toEqual([0.02, 0.04, 0.04, 0.02].map((n) => expect.closeTo(n, 12)));
    expect(adjusted([])).toEqual([]);
  });
});
