import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildRows, layout, leiden, reverseRows, undirectedRows } from './index.ts';
import { Quadtree } from './quadtree.ts';

function circles(count: number, size: number) {
  const pairs: [number, number][] = [];
  for (let c = 0; c < count; c++)
    for (let i = 0; i < size; i++)
      for (let step = 1; step <= 4; step++) pairs.push([c * size + i, c * size + ((i + step) % size)]);
  for (let c = 1; c < count; c++) pairs.push([0, c * size]);
  const nodes = count * size;
  const out = buildRows({
    nodes,
    from: Uint32Array.from(pairs, ([a]) => a),
    to: Uint32Array.from(pairs, ([, b]) => b),
    weight: new Float64Array(pairs.length).fill(1),
  });
  return { nodes, rows: undirectedRows(nodes, out, reverseRows(nodes, out)) };
}

it('puts circles of people apart, in the square, the same every time', async () => {
  const { nodes, rows } = circles(6, 40);
  const groups = await leiden(nodes, rows);
  const picture = await layout(nodes, rows, groups.of);
  expect(await layout(nodes, rows, groups.of)).toEqual(picture);
  const distance = (a: number, b: number) => Math.hypot(picture.x[a]! - picture.x[b]!, picture.y[a]! - picture.y[b]!);
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const within: number[] = [];
  const between: number[] = [];
  for (let a = 0; a < nodes; a += 3)
    for (let b = a + 1; b < nodes; b += 5)
      (Math.floor(a / 40) === Math.floor(b / 40) ? within : between).push(distance(a, b));
  expect(mean(between) / mean(within)).toBeGreaterThan(2);
  for (const value of [...picture.x, ...picture.y]) expect(Math.abs(value)).toBeLessThanOrEqual(1);
});

it('starts from the places of a picture before, so that few who were there move far, and finds one for who is new', async () => {
  const { nodes, rows } = circles(6, 40);
  const groups = await leiden(nodes, rows);
  const before = await layout(nodes, rows, groups.of);
  const from = { x: before.x.slice(), y: before.y.slice() };
  for (const newcomer of [3, 40]) [from.x[newcomer], from.y[newcomer]] = [NaN, NaN];
  const after = await layout(nodes, rows, groups.of, { from });
  const moved = Float64Array.from(after.x, (x, i) => Math.hypot(x - before.x[i]!, after.y[i]! - before.y[i]!)).sort();
  expect(moved[nodes >> 1]!, 'half of them').toBeLessThan(0.1);
  expect([...after.x, ...after.y].every(Number.isFinite)).toBe(true);
  const apart = await layout(nodes, rows, groups.of, { from: { x: from.x.map(() => NaN), y: from.y.map(() => NaN) } });
  expect([...apart.x].every(Number.isFinite)).toBe(true);
});

it('has a place for nobody, for one, and for people without ties', async () => {
  for (const nodes of [0, 1, 2, 50]) {
    const rows = { start: new Uint32Array(nodes + 1), target: new Uint32Array(0), weight: new Float64Array(0) };
    const { x, y } = await layout(
      nodes,
      rows,
      Uint32Array.from({ length: nodes }, (_, i) => i),
      { rounds: 20 },
    );
    expect([...x, ...y].every(Number.isFinite)).toBe(true);
    expect(x.length).toBe(nodes);
  }
});

it('pushes as the plain sum does, up to what is taken as one', () => {
  const place = fc.record({
    // On a grid: of doubles most are next to 0, and people at the very same place are no matter of this.
    x: fc.integer({ min: -200, max: 200 }).map((value) => value / 20),
    y: fc.integer({ min: -200, max: 200 }).map((value) => value / 20),
    mass: fc.double({ min: 0.5, max: 5, noNaN: true }),
  });
  fc.assert(
    fc.property(
      fc.uniqueArray(place, { minLength: 2, maxLength: 60, selector: ({ x, y }) => `${x} ${y}` }),
      (places) => {
        const [x, y, mass] = (['x', 'y', 'mass'] as const).map((key) =>
          Float64Array.from(places, (one) => one[key]),
        ) as [Float64Array, Float64Array, Float64Array];
        const tree = new Quadtree(places.length);
        tree.build(x, y, mass);
        const out = new Float64Array(2);
        // Nothing is far enough at theta 0: the sum is exact.
        for (let i = 0; i < places.length; i++) {
          tree.push(i, x[i]!, y[i]!, 0, out);
          let [sumX, sumY] = [0, 0];
          for (let j = 0; j < places.length; j++) {
            if (i === j) continue;
            const squared = Math.max((x[i]! - x[j]!) ** 2 + (y[i]! - y[j]!) ** 2, 1e-4);
            sumX += ((x[i]! - x[j]!) * mass[j]!) / squared;
            sumY += ((y[i]! - y[j]!) * mass[j]!) / squared;
          }
          const scale = Math.max(1, Math.abs(sumX), Math.abs(sumY));
          expect(Math.abs(out[0]! - sumX) / scale).toBeLessThan(1e-6);
          expect(Math.abs(out[1]! - sumY) / scale).toBeLessThan(1e-6);
        }
      },
    ),
  );
});
