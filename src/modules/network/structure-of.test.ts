import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildRows, reverseRows, type Rows, structureApart, undirectedRows } from './index.ts';
import { STRUCTURE_LIMITS, structureOf } from './structure.ts';
import { seededRandom } from './random.ts';

type Tie = readonly [from: number, to: number, weight?: number];

function undirectedOf(nodes: number, ties: readonly Tie[]): Rows {
  const out = buildRows({
    nodes,
    from: Uint32Array.from(ties, ([a]) => a),
    to: Uint32Array.from(ties, ([, b]) => b),
    weight: Float64Array.from(ties, ([, , weight = 1]) => weight),
  });
  return undirectedRows(nodes, out, reverseRows(nodes, out));
}

const structure = (
  nodes: number,
  ties: readonly Tie[],
  limits = STRUCTURE_LIMITS as Parameters<typeof structureOf>[0]['limits'],
) => structureOf({ nodes, undirected: undirectedOf(nodes, ties), clustering: null, limits: limits! });

const clique = (people: readonly number[]): Tie[] =>
  people.flatMap((a, at) => people.slice(at + 1).map((b): Tie => [a, b]));

describe('the structure of a network', () => {
  it('of two cliques and a go-between has two circles, one bridge and nobody without ties', async () => {
    // 0…4 and 6…10 know each other, 5 knows one of each; 11 knows nobody.
    const ties = [...clique([0, 1, 2, 3, 4]), ...clique([6, 7, 8, 9, 10]), [4, 5], [5, 6]] as Tie[];
    const found = await structure(12, ties);
    expect([...found.tied]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect([...found.componentSizes]).toEqual([11]);
    expect(found.cutOff[5]).toBe(5);
    expect(found.circles.map(({ size }) => size).toSorted()).toEqual([5, 6]);
    expect(new Set(found.circle.slice(0, 5)).size).toBe(1);
    expect(found.circle[0]).not.toBe(found.circle[10]);
    expect(found.betweenness![5]).toBe(25);
    expect(found.modularity).toBeGreaterThan(0.4);
    expect(found.leftOut).toEqual([]);
  });

  it('names who holds a circle: all weight of a star is its middle’s', async () => {
    const found = await structure(6, [
      [0, 1],
      [0, 2],
      [0, 3],
      [0, 4],
      [0, 5],
    ]);
    expect(found.circles).toEqual([{ size: 6, ties: 5, weight: 5, inward: 1, holder: 0, holderShare: 1 }]);
    const even = await structure(3, clique([0, 1, 2]));
    expect(even.circles[0]).toMatchObject({ ties: 3, holderShare: expect.closeTo(2 / 3, 9) });
  });

  it('has no circle of two, and none of nobody', async () => {
    const pairs = await structure(4, [
      [0, 1],
      [2, 3],
    ]);
    expect(pairs.circles).toEqual([]);
    expect([...pairs.circle]).toEqual([0, 0, 0, 0]);
    const nobody = await structure(3, []);
    expect(nobody).toMatchObject({ modularity: null, meanDistance: null, smallWorld: null, circles: [], keptFrom: 0 });
    expect(nobody.tied).toHaveLength(0);
  });

  it('leaves out and says so what a network is too large for, draws the most tied, keeps the strongest', async () => {
    const ties: Tie[] = [
      [0, 1, 9],
      [0, 2, 8],
      [0, 3, 7],
      [1, 2, 1],
      [3, 4, 1],
    ];
    const found = await structure(5, ties, { circleTies: 4, betweennessTies: 4, placed: 3, keptTies: 3 });
    expect(found.leftOut).toEqual([
      { part: 'betweenness', ties: 5, limit: 4 },
      { part: 'circles', ties: 5, limit: 4 },
    ]);
    expect(found.betweenness).toBeNull();
    expect([...found.placed]).toEqual([0, 1, 2]);
    expect(found.keptFrom).toBe(7);
  });

  it('keeps at most half as many more ties than asked where many weigh the same', async () => {
    const same = clique([0, 1, 2, 3, 4, 5]).map(([a, b]): Tie => [a, b, a === 0 && b === 1 ? 5 : 1]);
    expect((await structure(6, same, { ...STRUCTURE_LIMITS, keptTies: 3 })).keptFrom).toBe(5);
  });

  it('puts each in a circle of its own component, and holds its parts together', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 30 }).chain((nodes) =>
          fc.record({
            nodes: fc.constant(nodes),
            ties: fc.array(fc.tuple(fc.nat(nodes - 1), fc.nat(nodes - 1)), { maxLength: 60 }),
          }),
        ),
        async ({ nodes, ties }) => {
          const found = await structure(nodes, ties);
          const size = found.tied.length;
          expect(found.componentSizes.reduce((a, b) => a + b, 0)).toBe(size);
          expect(found.placed).toHaveLength(size);
          const component = new Map<number, number>();
          for (let i = 0; i < size; i++) {
            const own = found.circle[i]!;
            if (own === 0) continue;
            expect(component.get(own) ?? found.component[i]).toBe(found.component[i]);
            component.set(own, found.component[i]!);
          }
          for (const [k, shape] of found.circles.entries()) {
            expect(found.circle.filter((own) => own === k + 1)).toHaveLength(shape.size);
            expect(shape.holderShare).toBeGreaterThanOrEqual(0);
            expect(shape.holderShare).toBeLessThanOrEqual(1);
            expect(shape.inward).toBeLessThanOrEqual(1 + 1e-12);
          }
          for (const place of [...found.x, ...found.y]) expect(Math.abs(place)).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is the same from a thread of its own, which does not hold up the event loop', async () => {
    const random = seededRandom(7);
    const nodes = 800;
    const ties = Array.from({ length: 7500 }, (): Tie => {
      const a = Math.floor(random() * nodes);
      return [a, Math.min(nodes - 1, Math.floor(a / 50) * 50 + Math.floor(random() * 60)), 1 + random()];
    });
    const input = { nodes, undirected: undirectedOf(nodes, ties), clustering: 0.3 };
    let ticks = 0;
    const timer = setInterval(() => ticks++, 20);
    const apart = await structureApart(input);
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(2);
    expect(apart).toEqual(await structureOf(input));
  });
});
