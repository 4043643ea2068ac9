import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildRows, reverseRows, undirectedRows } from '#modules/network/index.ts';
import { candidatePairsApart } from './candidate-pairs-apart.ts';
import { type Candidate, candidatePairs, type Facts, isTied } from './candidate-pairs.ts';
import { choosePairs, pairKey } from './choose-pairs.ts';
import type { Interest } from './shared-interests.ts';

const idOf = (at: number): string => `00000000-0000-7000-8000-${String(at).padStart(12, '0')}`;

/** People 0 … n − 1, each at the node of their number. */
function factsOf(
  people: readonly Partial<Candidate>[],
  {
    ties = [],
    interests = [],
    team = [],
  }: { ties?: readonly (readonly [number, number])[]; interests?: readonly Interest[]; team?: readonly number[] } = {},
): Facts {
  const nodes = people.length;
  const out = buildRows({
    nodes,
    from: Uint32Array.from(ties, ([a]) => a),
    to: Uint32Array.from(ties, ([, b]) => b),
    weight: Float64Array.from(ties, () => 1),
  });
  return {
    people: people.map((one, at) => ({
      memberId: idOf(at),
      isNew: false,
      isLeader: false,
      joined: 20_000,
      influence: 0,
      groups: [],
      node: at,
      circle: 0,
      component: 1,
      ...one,
    })),
    interests,
    teamNodes: new Set(team),
    network: { nodes, rows: undirectedRows(nodes, out, reverseRows(nodes, out)) },
  };
}
const word = (label: string, ...people: number[]): Interest => ({
  kind: 'word',
  label,
  people: Uint32Array.from(people),
});
const forty = (some: Record<number, Partial<Candidate>> = {}): Partial<Candidate>[] =>
  Array.from({ length: 40 }, (_, at) => some[at] ?? {});

describe('pairs worth introducing', () => {
  it('share rare words, and more so over the border of circles', async () => {
    const interests = [word('tulips', 1, 2), word('roses', 1, 2), word('chess', 3, 4), word('opening', 3, 4)];
    const people = forty({ 1: { circle: 1 }, 2: { circle: 2 }, 3: { circle: 1 }, 4: { circle: 1 } });
    const pairs = await candidatePairs(factsOf(people, { interests }));
    expect(pairs).toHaveLength(1);
    expect(pairs[0]).toMatchObject({ first: idOf(1), second: idOf(2), score: 27 });
    expect(pairs[0]!.reasons).toEqual([
      {
        kind: 'shared_words',
        points: 17,
        words: [
          { word: 'roses', people: 2 },
          { word: 'tulips', people: 2 },
        ],
      },
      { kind: 'other_circle', points: 10 },
    ]);
  });

  it('have common neighbours, who are named', async () => {
    const ties = [3, 4, 5, 6].flatMap((between) => [[1, between] as const, [2, between] as const]);
    const [pair] = await candidatePairs(factsOf(forty(), { ties }));
    expect(pair!.reasons[0]).toMatchObject({ kind: 'common_neighbours', total: 4, points: 30 });
    expect(pair!.reasons[0]).toMatchObject({ people: ['3', '4', '5', '6'] });
    const [less] = await candidatePairs(factsOf(forty(), { ties, team: [3] }));
    expect(less!.reasons[0]).toMatchObject({ total: 3, people: ['4', '5', '6'] });
  });

  it('are a newcomer and a leader who share something, and not any two of them', async () => {
    const people = forty({
      1: { isNew: true, groups: ['g'] },
      2: { isLeader: true, groups: ['g'] },
      3: { isNew: true, groups: ['h'] },
    });
    const pairs = await candidatePairs(factsOf(people));
    expect(pairs.map(pairKey)).toEqual([`${idOf(1)} ${idOf(2)}`]);
    expect(pairs[0]!.reasons).toMatchObject([
      { kind: 'newcomer_leader', newcomer: idOf(1) },
      { kind: 'same_group', groups: ['g'] },
    ]);
  });

  it('are none among nobody, people of whom nothing is known, and people who are all alike', async () => {
    expect(await candidatePairs(factsOf([]))).toEqual([]);
    expect(await candidatePairs(factsOf([{}, {}, {}]))).toEqual([]);
    const everybody = word('hello', ...Array.from({ length: 40 }, (_, at) => at));
    expect(await candidatePairs(factsOf(forty(), { interests: [everybody] }))).toEqual([]);
  });
});

it('finds the same beside the event loop', async () => {
  const people = Array.from({ length: 600 }, (_, at) => ({
    isNew: at % 7 === 0,
    isLeader: at % 50 === 1,
    groups: ['g'],
  }));
  const facts = factsOf(people, { interests: [word('tulips', 1, 2, 3), word('roses', 1, 2), word('compost', 1, 2)] });
  const pairs = await candidatePairs(facts);
  expect(pairs.length).toBeGreaterThan(10);
  expect(await candidatePairsApart(facts)).toEqual(pairs);
});

const world = fc.integer({ min: 2, max: 14 }).chain((size) =>
  fc.record({
    people: fc.array(
      fc.record({
        isNew: fc.boolean(),
        isLeader: fc.boolean(),
        groups: fc.subarray(['g', 'h', 'i']),
        circle: fc.nat(3),
        component: fc.integer({ min: 1, max: 2 }),
        influence: fc.integer({ min: 0, max: 9 }),
      }),
      { minLength: size, maxLength: size },
    ),
    ties: fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 30 }),
    interests: fc.array(
      fc
        .tuple(
          fc.constantFrom('a', 'b', 'c', 'd', 'e'),
          fc.uniqueArray(fc.nat(size - 1), { minLength: 2, maxLength: 4 }),
        )
        .map(([label, people]) => word(label, ...people.toSorted((a, b) => a - b))),
      { maxLength: 8 },
    ),
  }),
);

describe('whatever the facts are', () => {
  it('nobody is proposed to whom they are tied, to themselves, or twice; the score is the sum of the points', async () => {
    await fc.assert(
      fc.asyncProperty(world, async ({ people, ties, interests }) => {
        const facts = factsOf(people, { ties, interests });
        const pairs = await candidatePairs(facts);
        const at = new Map(facts.people.map(({ memberId, node }) => [memberId, node]));
        expect(new Set(pairs.map(pairKey)).size).toBe(pairs.length);
        for (const { first, second, score, reasons } of pairs) {
          expect(first < second).toBe(true);
          expect(isTied(facts.network, at.get(first)!, at.get(second)!)).toBe(false);
          expect(score).toBe(
            Math.min(
              100,
              reasons.reduce((sum, { points }) => sum + points, 0),
            ),
          );
          expect(score).toBeGreaterThanOrEqual(20);
        }
        expect(await candidatePairs(facts)).toEqual(pairs);
      }),
    );
  });

  it('nobody is chosen more often than allowed, and no more than there is room for, the best first', () => {
    const pair = fc
      .tuple(fc.nat(9), fc.nat(9), fc.integer({ min: 20, max: 100 }))
      .filter(([a, b]) => a < b)
      .map(([a, b, score]) => ({ first: idOf(a), second: idOf(b), score, reasons: [] }));
    const input = fc.record({
      pairs: fc.uniqueArray(pair, { selector: pairKey, maxLength: 40 }),
      before: fc.array(fc.tuple(fc.nat(9), fc.nat(4)), { maxLength: 5 }),
      room: fc.nat(20),
      each: fc.integer({ min: 1, max: 4 }),
    });
    fc.assert(
      fc.property(input, ({ pairs, before, room, each }) => {
        const sorted = pairs.toSorted((a, b) => b.score - a.score);
        const proposed = new Map(before.map(([at, times]) => [idOf(at), times]));
        const taken = new Set(sorted.filter((_, at) => at % 3 === 0).map(pairKey));
        const chosen = choosePairs(sorted, { taken, proposed, room, each });
        expect(chosen.length).toBeLessThanOrEqual(room);
        expect(chosen.some((one) => taken.has(pairKey(one)))).toBe(false);
        for (let at = 0; at < 10; at++) {
          const times = chosen.filter(({ first, second }) => [first, second].includes(idOf(at))).length;
          if (times > 0) expect(times + (proposed.get(idOf(at)) ?? 0)).toBeLessThanOrEqual(each);
        }
        expect(chosen).toEqual(sorted.filter((one) => chosen.includes(one)));
        expect(proposed.size).toBe(new Map(before).size);
      }),
    );
  });
});
