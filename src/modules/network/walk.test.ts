import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildRows, neighbourhood, reverseRows, type Rows, shortestPath, undirectedRows, weightOf } from './index.ts';

type Tie = readonly [from: number, to: number, weight: number];

function rowsOf(nodes: number, ties: readonly Tie[]): Rows {
  const out = buildRows({
    nodes,
    from: Uint32Array.from(ties, ([a]) => a),
    to: Uint32Array.from(ties, ([, b]) => b),
    weight: Float64Array.from(ties, ([, , weight]) => weight),
  });
  return undirectedRows(nodes, out, reverseRows(nodes, out));
}

/** Steps between all pairs, by trying every stop on the way (Floyd and Warshall). */
function allSteps(nodes: number, rows: Rows): number[][] {
  const steps = Array.from({ length: nodes }, (_, i) =>
    Array.from({ length: nodes }, (_, j) => (i === j ? 0 : weightOf(rows, i, j) > 0 ? 1 : Infinity)),
  );
  for (let k = 0; k < nodes; k++)
    for (let i = 0; i < nodes; i++)
      for (let j = 0; j < nodes; j++) steps[i]![j] = Math.min(steps[i]![j]!, steps[i]![k]! + steps[k]![j]!);
  return steps;
}

const networks = fc.integer({ min: 1, max: 12 }).chain((nodes) =>
  fc.record({
    nodes: fc.constant(nodes),
    ties: fc.array(fc.tuple(fc.nat(nodes - 1), fc.nat(nodes - 1), fc.integer({ min: 1, max: 9 })), { maxLength: 24 }),
  }),
);

it('a shortest path is a way of ties, as long as the shortest that trying all finds', () => {
  fc.assert(
    fc.property(networks, ({ nodes, ties }) => {
      const rows = rowsOf(nodes, ties);
      const steps = allSteps(nodes, rows);
      for (let i = 0; i < nodes; i++)
        for (let j = 0; j < nodes; j++) {
          const path = shortestPath(nodes, rows, i, j);
          if (path === undefined) expect(steps[i]![j]).toBe(Infinity);
          else {
            expect([path[0], path.at(-1), path.length - 1]).toEqual([i, j, steps[i]![j]]);
            for (let k = 1; k < path.length; k++) expect(weightOf(rows, path[k - 1]!, path[k]!)).toBeGreaterThan(0);
          }
        }
    }),
  );
});

it('of two ways of the same length the stronger last tie is taken', () => {
  const rows = rowsOf(4, [
    [0, 1, 9],
    [0, 2, 1],
    [1, 3, 1],
    [2, 3, 5],
  ]);
  expect(shortestPath(4, rows, 0, 3)).toEqual([0, 2, 3]);
});

it('those near are all within the steps, closest and most strongly tied first', () => {
  fc.assert(
    fc.property(networks, fc.integer({ min: 1, max: 3 }), ({ nodes, ties }, most) => {
      const rows = rowsOf(nodes, ties);
      const steps = allSteps(nodes, rows)[0]!;
      const near = neighbourhood(rows, 0, most);
      expect(new Map(near.map(({ node, steps }) => [node, steps]))).toEqual(
        new Map([...steps.entries()].filter(([, far]) => far > 0 && far <= most)),
      );
      const order = near.map(({ steps, weight }) => steps * 1e6 - weight);
      expect(order).toEqual(order.toSorted((a, b) => a - b));
    }),
  );
});
