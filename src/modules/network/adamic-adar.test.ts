import fc from 'fast-check';
import { expect, it } from 'vitest';
import { adamicAdar } from './adamic-adar.ts';
import { buildRows, reverseRows, undirectedRows } from './graph.ts';
import { matchCircles } from './match-circles.ts';

const rowsOf = (nodes: number, pairs: readonly (readonly [number, number])[]) => {
  const out = buildRows({
    nodes,
    from: Uint32Array.from(pairs, ([a]) => a),
    to: Uint32Array.from(pairs, ([, b]) => b),
    weight: Float64Array.from(pairs, () => 1),
  });
  return undirectedRows(nodes, out, reverseRows(nodes, out));
};

it('finds pairs with common neighbours as the definition does, for everybody at once', async () => {
  const graphs = fc.integer({ min: 1, max: 18 }).chain((nodes) =>
    fc.record({
      nodes: fc.constant(nodes),
      pairs: fc.array(fc.tuple(fc.nat(nodes - 1), fc.nat(nodes - 1)), { maxLength: 60 }),
      people: fc.uniqueArray(fc.nat(nodes - 1)),
    }),
  );
  await fc.assert(
    fc.asyncProperty(graphs, async ({ nodes, pairs, people }) => {
      const rows = rowsOf(nodes, pairs);
      const around = (i: number) => new Set(rows.target.subarray(rows.start[i]!, rows.start[i + 1]!));
      const expected: string[] = [];
      for (const a of people.toSorted((x, y) => x - y))
        for (const b of people.toSorted((x, y) => x - y)) {
          if (a >= b || around(a).has(b)) continue;
          const common = [...around(a)].filter((z) => around(b).has(z));
          const score = common.reduce((sum, z) => sum + 1 / Math.log(around(z).size), 0);
          if (common.length > 1) expected.push(`${a} ${b} ${common.length} ${score.toFixed(9)}`);
        }
      const found = await adamicAdar(nodes, rows, Uint32Array.from(people), { each: 100 });
      expect(found.map(({ a, b, common, score }) => `${a} ${b} ${common} ${score.toFixed(9)}`)).toEqual(expected);
    }),
  );
});

it('passes over those whom everybody knows, and keeps the best few a person', async () => {
  const star = rowsOf(8, [...[2, 3, 4, 5, 6, 7].flatMap((i) => [[0, i] as const, [1, i] as const]), [2, 3]]);
  const pairs = await adamicAdar(8, star, Uint32Array.of(2, 3, 4, 5, 6, 7), { hub: 5 });
  expect(pairs).toEqual([]);
  const few = await adamicAdar(8, star, Uint32Array.of(4), { each: 1 });
  expect(few).toEqual([]);
  const each = await adamicAdar(8, star, Uint32Array.of(2, 4, 5, 6, 7), { each: 1 });
  expect(each.length).toBeLessThanOrEqual(5);
  expect(each[0]).toMatchObject({ a: 2, b: 4, common: 2 });
});

it('matches circles by the people in both, and gives one without a partner a number of its own', () => {
  const one = [1, 1, 1, 2, 2, 3, 0];
  const other = [2, 2, 1, 1, 1, 0, 1];
  expect(matchCircles(one, other, 4)).toEqual(
    new Map([
      [0, 0],
      [1, 2],
      [2, 1],
      [3, 5],
    ]),
  );
  expect(matchCircles([], [], 0)).toEqual(new Map([[0, 0]]));
});
