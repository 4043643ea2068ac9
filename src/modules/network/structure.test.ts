import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { UndirectedGraph } from 'graphology';
import louvain from 'graphology-communities-louvain';
import { betweenness as graphologyBetweenness } from 'graphology-metrics/centrality/index.js';
import { describe, expect, it } from 'vitest';
import {
  articulation,
  betweenness,
  buildRows,
  components,
  distances,
  leiden,
  modularity,
  reverseRows,
  type Rows,
  smallWorld,
  undirectedRows,
} from './index.ts';

type Pairs = readonly (readonly [number, number])[];

function undirectedOf(nodes: number, pairs: Pairs, weight: (k: number) => number = () => 1): Rows {
  const out = buildRows({
    nodes,
    from: Uint32Array.from(pairs, ([a]) => a),
    to: Uint32Array.from(pairs, ([, b]) => b),
    weight: Float64Array.from(pairs, (_, k) => weight(k)),
  });
  return undirectedRows(nodes, out, reverseRows(nodes, out));
}

function graphOf(nodes: number, rows: Rows): UndirectedGraph {
  const graph = new UndirectedGraph();
  for (let i = 0; i < nodes; i++) graph.addNode(i);
  for (let i = 0; i < nodes; i++)
    for (let k = rows.start[i]!; k < rows.start[i + 1]!; k++)
      if (rows.target[k]! > i) graph.addEdge(i, rows.target[k]!, { weight: rows.weight[k]! });
  return graph;
}

const networks = fc.integer({ min: 1, max: 24 }).chain((nodes) =>
  fc.record({
    nodes: fc.constant(nodes),
    pairs: fc.array(fc.tuple(fc.nat(nodes - 1), fc.nat(nodes - 1)), { maxLength: 50 }),
  }),
);

/** The package is CommonJS and its types say otherwise. */
const louvainDetailed = (
  louvain as unknown as { detailed(graph: UndirectedGraph, options: object): { modularity: number } }
).detailed;

/** The parts that are left when a node is taken away, by plain search. */
function partsWithout(nodes: number, rows: Rows, gone: number): number[] {
  const left = new Set(Array.from({ length: nodes }, (_, i) => i).filter((i) => i !== gone));
  const sizes: number[] = [];
  while (left.size > 0) {
    const [first] = left;
    const open = [first!];
    left.delete(first!);
    let size = 0;
    for (let i = open.pop(); i !== undefined; i = open.pop()) {
      size++;
      for (const j of rows.target.subarray(rows.start[i], rows.start[i + 1])) if (left.delete(j)) open.push(j);
    }
    sizes.push(size);
  }
  return sizes.sort((a, b) => b - a);
}

describe('components and articulation points', () => {
  it('are those of a plain search', () => {
    fc.assert(
      fc.property(networks, ({ nodes, pairs }) => {
        const rows = undirectedOf(nodes, pairs);
        const parts = components(nodes, rows);
        expect([...parts.size]).toEqual(partsWithout(nodes, rows, -1));
        const { points, cutOff } = articulation(nodes, rows);
        for (let i = 0; i < nodes; i++) {
          const others = [...parts.size].toSpliced(parts.of[i]!, 1);
          const after = partsWithout(nodes, rows, i);
          for (const size of others) after.splice(after.indexOf(size), 1);
          const lost = after.length > 1 ? after.slice(1).reduce((sum, size) => sum + size, 0) : 0;
          expect([i, cutOff[i]]).toEqual([i, lost]);
          expect(points.includes(i)).toBe(lost > 0);
        }
      }),
    );
  });

  it('need no recursion for a chain of a hundred thousand', () => {
    const nodes = 100_000;
    const rows = undirectedOf(
      nodes,
      Array.from({ length: nodes - 1 }, (_, i) => [i, i + 1] as const),
    );
    const { points, cutOff } = articulation(nodes, rows);
    expect(points.length).toBe(nodes - 2);
    expect(cutOff[nodes / 2]).toBe(nodes / 2 - 1);
  });
});

describe('betweenness', () => {
  it('is that of graphology, exact', async () => {
    await fc.assert(
      fc.asyncProperty(networks, async ({ nodes, pairs }) => {
        const rows = undirectedOf(nodes, pairs);
        const theirs = graphologyBetweenness(graphOf(nodes, rows), {
          normalized: false,
          getEdgeWeight: null,
        }) as Record<string, number>;
        const { value, error } = await betweenness(nodes, rows);
        expect(error).toBeNull();
        for (let i = 0; i < nodes; i++) expect(value[i]).toBeCloseTo(theirs[i]!, 9);
      }),
      { numRuns: 60 },
    );
  });

  it('is estimated with an interval that holds for about 19 of 20', async () => {
    const { nodes, rows } = randomNetwork(2_000, 6_000, 5);
    const exact = await betweenness(nodes, rows);
    const sampled = await betweenness(nodes, rows, { exactUpTo: 100, pivots: 400 });
    expect(sampled.pivots).toBe(400);
    const held = exact.value.filter((value, i) => Math.abs(value - sampled.value[i]!) <= sampled.error![i]! + 1e-9);
    expect(held.length / nodes).toBeGreaterThan(0.9);
    const top = exact.value.reduce((best, value, i) => (value > exact.value[best]! ? i : best), 0);
    expect(sampled.value[top]! / exact.value[top]!).toBeCloseTo(1, 0);
  });
});

/** A network of three circles of friends with ties between them, by a fixed random order. */
function randomNetwork(nodes: number, ties: number, seed: number): { nodes: number; rows: Rows; pairs: Pairs } {
  let state = seed;
  const next = (below: number) => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) % below;
  const pairs = Array.from({ length: ties }, () => {
    const a = next(nodes);
    const near = (a % 3) + 3 * next(Math.floor(nodes / 3));
    return [a, next(10) < 7 ? near : next(nodes)] as const;
  });
  return { nodes, rows: undirectedOf(nodes, pairs, (k) => 1 + (k % 4)), pairs };
}

const SHARED = new URL('../../../../shared/data/ref-graphs/', import.meta.url);

describe('groups', () => {
  it('partition the nodes, hang together, and have the modularity that they claim', async () => {
    await fc.assert(
      fc.asyncProperty(networks, async ({ nodes, pairs }) => {
        const rows = undirectedOf(nodes, pairs);
        const groups = await leiden(nodes, rows);
        expect(groups.modularity).toBeCloseTo(modularity(nodes, rows, groups.of), 12);
        expect(groups.modularity).toBeGreaterThanOrEqual(-1e-12);
        for (let c = 0; c < groups.count; c++) {
          const own = [...groups.of.keys()].filter((i) => groups.of[i] === c);
          const inside = pairs.filter(([a, b]) => groups.of[a] === c && groups.of[b] === c);
          const place = new Map(own.map((i, at) => [i, at]));
          const rowsInside = undirectedOf(
            own.length,
            inside.map(([a, b]) => [place.get(a)!, place.get(b)!] as const),
          );
          expect(components(own.length, rowsInside).count).toBe(1);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('are not worse than those of Louvain, and the same every time', async () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const { nodes, rows } = randomNetwork(600, 3_000, seed);
      const theirs = louvainDetailed(graphOf(nodes, rows), {
        getEdgeWeight: 'weight',
        rng: () => 0.5,
      }).modularity;
      const ours = await leiden(nodes, rows);
      expect(ours.modularity).toBeGreaterThanOrEqual(theirs - 1e-9);
      expect(await leiden(nodes, rows)).toEqual(ours);
    }
  });

  it.skipIf(!existsSync(SHARED))(
    'of the karate club reach the best modularity there is (needs ../shared)',
    async () => {
      const { nodes, edges } = JSON.parse(readFileSync(new URL('karate.json', SHARED), 'utf8')) as {
        nodes: number | unknown[];
        edges: Pairs;
      };
      const count = typeof nodes === 'number' ? nodes : nodes.length;
      const rows = undirectedOf(count, edges);
      const groups = await leiden(count, rows);
      // 0.4198 (0.41979): the optimum without weights.
      expect(groups.modularity).toBeCloseTo(0.4198, 3);
      expect(groups.count).toBe(4);
    },
  );

  it('of nobody, of strangers, and of one circle', async () => {
    expect(await leiden(0, undirectedOf(0, []))).toMatchObject({ count: 0, modularity: 0 });
    expect(await leiden(3, undirectedOf(3, []))).toMatchObject({ count: 3, modularity: 0 });
    const circle = undirectedOf(3, [
      [0, 1],
      [1, 2],
      [2, 0],
    ]);
    expect(await leiden(3, circle)).toMatchObject({ count: 1, modularity: 0 });
  });
});

describe('distances', () => {
  it('are steps over ties', async () => {
    const chain = undirectedOf(4, [
      [0, 1],
      [1, 2],
      [2, 3],
    ]);
    expect(await distances(4, chain)).toEqual({ mean: 20 / 12, within90: 3, sources: 4 });
    expect(await distances(3, undirectedOf(3, []))).toEqual({ mean: null, within90: null, sources: 3 });
  });

  it('are what walking from one after the other counts', async () => {
    const tie = (nodes: number) => fc.tuple(fc.nat(nodes - 1), fc.nat(nodes - 1));
    const graph = fc
      .integer({ min: 2, max: 90 })
      .chain((nodes) => fc.record({ nodes: fc.constant(nodes), ties: fc.array(tie(nodes), { maxLength: 3 * nodes }) }));
    await fc.assert(
      fc.asyncProperty(graph, async ({ nodes, ties }) => {
        const rows = undirectedOf(nodes, ties);
        const steps = Array.from({ length: nodes }, (_, from) => stepsFrom(from, nodes, rows)).flat();
        const mean = steps.length === 0 ? null : steps.reduce((sum, one) => sum + one, 0) / steps.length;
        const within90 = steps.toSorted((a, b) => a - b)[Math.ceil(0.9 * steps.length) - 1] ?? null;
        expect(await distances(nodes, rows)).toEqual({ mean, within90, sources: nodes });
      }),
    );
  });

  it('tell a small world from a random one', () => {
    const random = { people: 1000, meanTies: 10, clustering: 0.01, meanDistance: 3 };
    expect(smallWorld(random)).toBeCloseTo(1, 1);
    expect(smallWorld({ ...random, clustering: 0.4 })).toBeGreaterThan(30);
    expect(smallWorld({ ...random, clustering: null })).toBeNull();
    expect(smallWorld({ ...random, meanTies: 1 })).toBeNull();
  });
});

/** Steps to everybody who can be reached from somebody. */
function stepsFrom(from: number, nodes: number, { start, target }: Rows): number[] {
  const steps = new Map([[from, 0]]);
  for (const [node, step] of steps)
    for (const other of target.slice(start[node], start[node + 1])) if (!steps.has(other)) steps.set(other, step + 1);
  steps.delete(from);
  return [...steps.values()];
}
