import type { Pair } from './candidate-pairs.ts';

/** What is known of pairs and people when new ones are chosen. */
export type Known = {
  /** Pairs that may not be proposed now, as `first second`. */
  taken: ReadonlySet<string>;
  /** In how many proposals of the last days each person was. */
  proposed: ReadonlyMap<string, number>;
  /** So many may wait besides those that do. */
  room: number;
  /** In so many proposals of these days somebody may be. */
  each: number;
};

export const pairKey = ({ first, second }: Pick<Pair, 'first' | 'second'>): string => `${first} ${second}`;

/** The best pairs that may be proposed, best first: nobody more often than allowed, no pair that is taken. */
export function choosePairs(pairs: readonly Pair[], { taken, proposed, room, each }: Known): Pair[] {
  const times = new Map(proposed);
  const chosen: Pair[] = [];
  for (const pair of pairs) {
    if (chosen.length >= room) break;
    const [first, second] = [times.get(pair.first) ?? 0, times.get(pair.second) ?? 0];
    if (taken.has(pairKey(pair)) || first >= each || second >= each) continue;
    times.set(pair.first, first + 1);
    times.set(pair.second, second + 1);
    chosen.push(pair);
  }
  return chosen;
}
