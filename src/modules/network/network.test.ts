import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyseNetwork, buildRows, decay, pageRank, reverseRows, weightOf, type Ties } from './index.ts';

const SHARED = new URL('../../../../shared/data/ref-graphs/', import.meta.url);

const tiesOf = (nodes: number, list: readonly (readonly [number, number, number])[]): Ties => ({
  nodes,
  from: Uint32Array.from(list, ([from]) => from),
  to: Uint32Array.from(list, ([, to]) => to),
  weight: Float64Array.from(list, ([, , weight]) => weight),
});

const ties = fc.integer({ min: 1, max: 12 }).chain((nodes) =>
  fc.record({
    nodes: fc.constant(nodes),
    list: fc.array(fc.tuple(fc.nat(nodes - 1), fc.nat(nodes - 1), fc.double({ min: 0.01, max: 5, noNaN: true })), {
      maxLength: 60,
    }),
  }),
);

describe('decay', () => {
  it('is 0.9 after 30 days', () => {
    expect(decay(0)).toBe(1);
    expect(decay(30)).toBe(0.9);
    expect(decay(60)).toBeCloseTo(0.81, 12);
  });
});

describe('rows', () => {
  it('add up parallel ties, leave out ties to oneself, and stand in order', () => {
    fc.assert(
      fc.property(ties, ({ nodes, list }) => {
        const rows = buildRows(tiesOf(nodes, list));
        const sums = new Map<string, number>();
        for (const [from, to, weight] of list)
          if (from !== to) sums.set(`${from} ${to}`, (sums.get(`${from} ${to}`) ?? 0) + weight);
        expect(rows.target.length).toBe(sums.size);
        for (let from = 0; from < nodes; from++) {
          const row = [...rows.target.subarray(rows.start[from], rows.start[from + 1])];
          expect(row).toEqual(row.toSorted((a, b) => a - b));
          for (const to of row) expect(weightOf(rows, from, to)).toBeCloseTo(sums.get(`${from} ${to}`)!, 9);
        }
        const back = reverseRows(nodes, reverseRows(nodes, rows));
        expect([...back.target]).toEqual([...rows.target]);
      }),
    );
  });
});

/** PageRank as it is written down, on a full matrix. */
function plainPageRank(nodes: number, list: readonly (readonly [number, number, number])[]): number[] {
  const given = Array.from({ length: nodes }, () => 0);
  const own = list.filter(([from, to]) => from !== to);
  for (const [from, , weight] of own) given[from]! += weight;
  let rank = given.map(() => 1 / nodes);
  for (let round = 0; round < 500; round++) {
    const dangling = rank.reduce((sum, value, i) => sum + (given[i] === 0 ? value : 0), 0);
    const next = rank.map(() => 0.15 / nodes + (0.85 * dangling) / nodes);
    for (const [from, to, weight] of own) next[to]! += (0.85 * rank[from]! * weight) / given[from]!;
    rank = next;
  }
  return rank;
}

describe('influence', () => {
  it('is PageRank and sums to 1', async () => {
    await fc.assert(
      fc.asyncProperty(ties, async ({ nodes, list }) => {
        const { influence } = await analyseNetwork(tiesOf(nodes, list));
        expect(influence.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9);
        plainPageRank(nodes, list).forEach((value, i) => expect(influence[i]).toBeCloseTo(value, 7));
      }),
      { numRuns: 50 },
    );
  });

  it('is shared evenly where nobody is tied to anybody, and empty for nobody', async () => {
    expect([...(await analyseNetwork(tiesOf(4, []))).influence]).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect([...(await analyseNetwork(tiesOf(0, []))).influence]).toEqual([]);
  });

  it.skipIf(!existsSync(SHARED)).each(['karate', 'football'])(
    'agrees with the published figures of %s (needs ../shared/data)',
    async (name) => {
      const read = (file: string) => JSON.parse(readFileSync(new URL(file, SHARED), 'utf8'));
      const { nodes, edges } = read(`${name}.json`) as { nodes: unknown[]; edges: [number, number][] };
      const list = edges.flatMap(
        ([a, b]) =>
          [
            [a, b, 1],
            [b, a, 1],
          ] as const,
      );
      const { influence, figures } = await analyseNetwork(tiesOf(nodes.length, list));
      for (const [node, value] of read('expected.json')[name].pagerank.top10)
        expect(influence[node]).toBeCloseTo(value, 6);
      expect(figures.ties).toBe(2 * read('expected.json')[name].undirectedSimpleEdges);
      expect(figures.reciprocity).toBe(1);
    },
  );
});

/** Figures by their definitions, pair by pair. */
function plainFigures(nodes: number, list: readonly (readonly [number, number, number])[]) {
  const weight = new Map<string, number>();
  for (const [a, b, w] of list) if (a !== b) weight.set(`${a} ${b}`, (weight.get(`${a} ${b}`) ?? 0) + w);
  const tie = (a: number, b: number): number => weight.get(`${a} ${b}`) ?? 0;
  const all = Array.from({ length: nodes }, (_, i) => i);
  const near = (i: number): number[] => all.filter((j) => tie(i, j) > 0 || tie(j, i) > 0);
  const strong = [...weight].filter(([, w]) => w >= 1).map(([key]) => key.split(' ').map(Number) as [number, number]);
  const local = all
    .map(near)
    .filter((list) => list.length >= 2)
    .map((list) => {
      const pairs = list.flatMap((a, k) => list.slice(k + 1).map((b) => [a, b] as const));
      return pairs.filter(([a, b]) => tie(a, b) > 0 || tie(b, a) > 0).length / pairs.length;
    });
  const degrees = all.map((i) => near(i).length).sort((a, b) => a - b);
  return {
    ties: weight.size,
    people: nodes,
    density: nodes < 2 ? null : weight.size / (nodes * (nodes - 1)),
    reciprocity: strong.length === 0 ? null : strong.filter(([a, b]) => tie(b, a) >= 1).length / strong.length,
    clustering: local.length === 0 ? null : local.reduce((sum, value) => sum + value, 0) / local.length,
    isolatedShare: degrees.filter((degree) => degree === 0).length / nodes,
    medianTies: (degrees[(nodes - 1) >> 1]! + degrees[nodes >> 1]!) / 2,
  };
}

describe('figures of the network', () => {
  it('are as defined', async () => {
    await fc.assert(
      fc.asyncProperty(ties, async ({ nodes, list }) => {
        const { figures } = await analyseNetwork(tiesOf(nodes, list));
        const plain = plainFigures(nodes, list);
        expect({ ...figures, clustering: 0 }).toEqual({ ...plain, clustering: 0 });
        if (plain.clustering === null) expect(figures.clustering).toBeNull();
        else expect(figures.clustering).toBeCloseTo(plain.clustering, 9);
      }),
    );
  });

  it('are unknown rather than 0 for nobody and for one', async () => {
    expect((await analyseNetwork(tiesOf(0, []))).figures).toEqual({
      ties: 0,
      people: 0,
      density: null,
      reciprocity: null,
      clustering: null,
      isolatedShare: null,
      medianTies: null,
    });
    expect((await analyseNetwork(tiesOf(1, []))).figures).toMatchObject({
      density: null,
      isolatedShare: 1,
      medianTies: 0,
    });
  });
});

describe('large networks', () => {
  it('let the event loop breathe', async () => {
    const nodes = 50_000;
    const count = 500_000;
    let seed = 7;
    const next = (): number => (seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0) % nodes;
    const rows = buildRows({
      nodes,
      from: Uint32Array.from({ length: count }, next),
      to: Uint32Array.from({ length: count }, next),
      weight: new Float64Array(count).fill(1),
    });
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    await pageRank(nodes, reverseRows(nodes, rows));
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(2);
  });
});
