import type { Rows } from './graph.ts';
import { seededRandom, shuffled } from './random.ts';
import { createTurns } from './turns.ts';

export type Distances = {
  /** Mean steps between two people who have a way to each other; null when nobody has. */
  readonly mean: number | null;
  /** Steps within which 90 % of such pairs are. */
  readonly within90: number | null;
  /** People from whom was walked; all of them up to `sources`. */
  readonly sources: number;
};

/** How far people are apart over ties, from up to `sources` people drawn by a fixed seed. */
export async function distances(nodes: number, undirected: Rows, sources = 500): Promise<Distances> {
  const { start, target } = undirected;
  const walked = Math.min(nodes, sources);
  const order = shuffled(nodes, seededRandom(1));
  const distance = new Int32Array(nodes).fill(-1);
  const queue = new Uint32Array(nodes);
  const pairs: number[] = [];
  const turn = createTurns();
  for (let s = 0; s < walked; s++) {
    let length = 0;
    queue[length++] = order[s]!;
    distance[order[s]!] = 0;
    let work = 0;
    for (let at = 0; at < length; at++) {
      const i = queue[at]!;
      work += start[i + 1]! - start[i]!;
      for (let k = start[i]!; k < start[i + 1]!; k++) {
        const j = target[k]!;
        if (distance[j] !== -1) continue;
        distance[j] = distance[i]! + 1;
        queue[length++] = j;
      }
    }
    for (let at = 0; at < length; at++) {
      const i = queue[at]!;
      if (at > 0) pairs[distance[i]!] = (pairs[distance[i]!] ?? 0) + 1;
      distance[i] = -1;
    }
    const pause = turn(work + length);
    if (pause) await pause;
  }
  return { ...summary(pairs), sources: walked };
}

function summary(pairs: readonly number[]): Pick<Distances, 'mean' | 'within90'> {
  let count = 0;
  let steps = 0;
  pairs.forEach((found, step) => {
    count += found;
    steps += found * step;
  });
  if (count === 0) return { mean: null, within90: null };
  let reached = 0;
  const within90 = pairs.findIndex((found) => (reached += found ?? 0) >= 0.9 * count);
  return { mean: steps / count, within90 };
}

/**
 * How much of a small world a network is: clustering ÷ that of a random network of the same size (mean ties ÷ people),
 * over distance ÷ that of a random one (ln people ÷ ln mean ties) (Watts and Strogatz, 1998; Humphries and Gurney,
 * 2008). Above 1 is a small world. Null where one of its parts is unknown or there are no two ties a person.
 */
export function smallWorld(figures: {
  people: number;
  meanTies: number;
  clustering: number | null;
  meanDistance: number | null;
}): number | null {
  const { people, meanTies, clustering, meanDistance } = figures;
  if (clustering === null || meanDistance === null || meanTies < 2 || people < 3) return null;
  return clustering / (meanTies / people) / (meanDistance / (Math.log(people) / Math.log(meanTies)));
}
