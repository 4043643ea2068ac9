import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wholeParts } from './whole-parts.ts';

describe('wholeParts', () => {
  it('keeps the sum and moves no part by a whole one', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -4000, max: 4000 }), { minLength: 2, maxLength: 10 }), (quarters) => {
        const parts = quarters.map((quarter) => quarter / 4);
        // The last one makes the sum whole, as the parts of a change of whole people do.
        const sum = parts.reduce((total, part) => total + part, 0);
        parts.push(Math.ceil(sum) - sum);
        const whole = wholeParts(parts);
        expect(whole.reduce((total, part) => total + part, 0)).toBe(Math.ceil(sum) + 0); // not -0
        whole.forEach((part, index) => expect(Math.abs(part - parts[index]!)).toBeLessThan(1));
      }),
      { examples: [[[-1, 0]]] },
    );
  });
});
