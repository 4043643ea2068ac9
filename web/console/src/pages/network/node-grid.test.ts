import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NodeGrid } from './node-grid.ts';

it('finds the same node as looking at all of them', () => {
  const place = fc.double({ min: -1, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.array(fc.tuple(place, place), { maxLength: 80 }), place, place, (nodes, x, y) => {
      const reach = (node: number): number => 0.02 + (node % 5) * 0.05;
      const grid = new NodeGrid(
        nodes.map(([at]) => at),
        nodes.map(([, at]) => at),
      );
      const far = nodes.map(([a, b]) => Math.hypot(a - x, b - y));
      const within = [...far.keys()].filter((i) => far[i]! <= reach(i));
      const nearest = Math.min(...within.map((i) => far[i]!));
      const found = grid.nearest(x, y, 0.22, reach);
      if (within.length === 0) expect(found).toBe(-1);
      else expect(far[found]).toBe(nearest);
    }),
  );
});
