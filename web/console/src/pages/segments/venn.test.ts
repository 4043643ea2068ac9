import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundsOf, distanceFor, lensArea, placeCircles, regionSpots, sidesOf } from './venn.ts';

describe('two circles', () => {
  it('share nothing apart, the small one inside the large, and half by symmetry', () => {
    expect(lensArea(1, 1, 2)).toBe(0);
    expect(lensArea(2, 1, 0.5)).toBeCloseTo(Math.PI);
    // The lens of two unit circles through each other's centre: 2π/3 − √3/2.
    expect(lensArea(1, 1, 1)).toBeCloseTo((2 * Math.PI) / 3 - Math.sqrt(3) / 2);
  });

  it('are put where they share the area asked for', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.2, max: 1, noNaN: true }),
        fc.double({ min: 0.2, max: 1, noNaN: true }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (a, b, part) => {
          const shared = part * Math.PI * Math.min(a, b) ** 2;
          expect(lensArea(a, b, distanceFor(a, b, shared))).toBeCloseTo(shared, 6);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('a picture of three sets', () => {
  it('has areas by size and every pair as asked, where a triangle allows it', () => {
    const both = [
      [0, 30, 20],
      [30, 0, 25],
      [20, 25, 0],
    ];
    const sizes = [100, 80, 60];
    const circles = placeCircles(sizes, (i, j) => both[i]![j]!);
    expect(circles.map(({ r }) => (r / circles[0]!.r) ** 2 * 100)).toEqual(sizes.map((size) => expect.closeTo(size)));
    const scale = (Math.PI * circles[0]!.r ** 2) / 100;
    for (const [i, j] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const) {
      const [a, b] = [circles[i]!, circles[j]!];
      expect(lensArea(a.r, b.r, Math.hypot(a.x - b.x, a.y - b.y)) / scale).toBeCloseTo(both[i]![j]!, 3);
    }
  });

  it('draws something finite for any three sets, and puts numbers only where their region is', () => {
    const subsets = fc.array(fc.nat({ max: 40 }), { minLength: 7, maxLength: 7 });
    fc.assert(
      fc.property(subsets, (regions) => {
        const count = (bits: number) =>
          regions.reduce((sum, members, at) => (((at + 1) & bits) === bits ? sum + members : sum), 0);
        const circles = placeCircles([count(1), count(2), count(4)], (i, j) => count((1 << i) | (1 << j)));
        const bounds = boundsOf(circles);
        for (const value of [...Object.values(bounds), ...circles.flatMap(Object.values)])
          expect(Number.isFinite(value)).toBe(true);
        for (const { mask, x, y, room } of regionSpots(circles)) {
          expect(room).toBeGreaterThan(0);
          const inside = circles.map((circle) => Math.hypot(x - circle.x, y - circle.y) < circle.r);
          expect(inside.reduce((bits, is, at) => (is ? bits | (1 << at) : bits), 0)).toBe(mask);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('knows which circles a region is in', () => {
    expect(sidesOf(5, 3)).toEqual({ within: [0, 2], without: [1] });
  });
});
