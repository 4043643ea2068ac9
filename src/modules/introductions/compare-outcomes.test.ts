import { expect, it } from 'vitest';
import { compareOutcomes } from './compare-outcomes.ts';

it('compares shares with the intervals of Wilson and Newcombe', () => {
  // Newcombe (1998), table II: 56/70 against 48/80 by method 10 is 0.2000 from 0.0524 to 0.3339.
  const { made, notMade, difference, small } = compareOutcomes(
    { pairs: 70, tied: 56, underWay: 3 },
    { pairs: 80, tied: 48, underWay: 0 },
  );
  expect(difference!.value).toBeCloseTo(0.2, 9);
  expect(difference!.low).toBeCloseTo(0.0524, 4);
  expect(difference!.high).toBeCloseTo(0.3339, 4);
  expect([made.underWay, notMade.share, small]).toEqual([3, 0.6, false]);
});

it('says nothing of none, and that few are few', () => {
  const none = { pairs: 0, tied: 0, underWay: 2 };
  expect(compareOutcomes(none, { pairs: 3, tied: 0, underWay: 0 })).toMatchObject({
    made: { share: null, low: null, high: null, underWay: 2 },
    notMade: { share: 0, low: 0 },
    difference: null,
    small: true,
  });
  const all = compareOutcomes({ pairs: 2, tied: 2, underWay: 0 }, { pairs: 2, tied: 0, underWay: 0 });
  expect(all.difference!.value).toBe(1);
  expect(all.difference!.high).toBe(1);
  expect(all.difference!.low).toBeLessThan(0.5);
  expect(all.small).toBe(true);
});
