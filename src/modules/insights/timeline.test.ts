import fc from 'fast-check';
import { expect, it } from 'vitest';
import { stretches } from './timeline.read-model.ts';

const busyDays = fc
  .uniqueArray(
    fc.record({
      day_number: fc.integer({ min: 0, max: 400 }),
      contributions_at_least: fc.integer({ min: 1, max: 90 }),
    }),
    {
      selector: ({ day_number: day }) => day,
    },
  )
  .map((days) => days.toSorted((a, b) => b.day_number - a.day_number));

it('looks at every day once, the latest first, and at no more days than hold what is wanted', () => {
  fc.assert(
    fc.property(
      busyDays,
      fc.integer({ min: 400, max: 500 }),
      fc.integer({ min: 1, max: 200 }),
      (busy, last, wanted) => {
        const found = [...stretches(busy, last, wanted)];
        let next = last;
        for (const { from, to } of found) {
          expect(to).toBe(next);
          expect(from).toBeLessThanOrEqual(to);
          next = from - 1;
        }
        expect(next).toBe(-1);
        const count = (from: number) =>
          busy.filter(({ day_number: day }) => day >= from).reduce((sum, one) => sum + one.contributions_at_least, 0);
        if (found.length > 1) {
          expect(count(found[0]!.from)).toBeGreaterThanOrEqual(wanted);
          expect(count(found[0]!.from + 1)).toBeLessThan(wanted);
        } else expect(count(1)).toBeLessThan(wanted);
      },
    ),
  );
});
