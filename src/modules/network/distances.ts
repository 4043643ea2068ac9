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

/** People from whom is walked at once: one bit of a word each. */
const TOGETHER = 32;
/** From this share of all ties at the front on, it is cheaper to ask who has not been reached. */
const ASK_FROM = 1 / 16;

/**
 * How far people are apart over ties, from up to `sources` people drawn by a fixed seed. 32 of them walk at once: on
 * their way they meet the same ties, so that most are read once for all of them (Then et al., 2014), and where the front
 * is wide, those who are still missing look for it instead (Beamer et al., 2012). Counts exactly what walking one by one does.
 */
export async function distances(nodes: number, undirected: Rows, sources = 500): Promise<Distances> {
  const walked = Math.min(nodes, sources);
  const order = shuffled(nodes, seededRandom(1));
  const walk: Walk = { nodes, ...undirected, seen: new Int32Array(nodes), turn: createTurns() };
  const pairs: number[] = [];
  let [front, next] = [new Int32Array(nodes), new Int32Array(nodes)];
  for (let from = 0; from < walked; from += TOGETHER) {
    const size = Math.min(TOGETHER, walked - from);
    const everybody = size === 32 ? -1 : (1 << size) - 1;
    walk.seen.fill(0);
    for (let bit = 0; bit < size; bit++) walk.seen[order[from + bit]!] = front[order[from + bit]!] = 1 << bit;
    for (let steps = 1; ; steps++) {
      const ask = tiesOf(walk, front) > ASK_FROM * undirected.target.length;
      await (ask ? askForFront(walk, front, next, everybody) : spreadFront(walk, front, next));
      const reached = arrive(walk.seen, next);
      front.fill(0);
      [front, next] = [next, front];
      if (reached === 0) break;
      pairs[steps] = (pairs[steps] ?? 0) + reached;
    }
  }
  return { ...summary(pairs), sources: walked };
}

/** Which walkers have been at each node, as bits. */
type Walk = Pick<Rows, 'start' | 'target'> & {
  readonly nodes: number;
  readonly seen: Int32Array;
  readonly turn: ReturnType<typeof createTurns>;
};

function tiesOf({ nodes, start }: Walk, front: Int32Array): number {
  let ties = 0;
  for (let i = 0; i < nodes; i++) if (front[i] !== 0) ties += start[i + 1]! - start[i]!;
  return ties;
}

/** Each node at the front tells its neighbours who came. */
async function spreadFront({ nodes, start, target, turn }: Walk, front: Int32Array, next: Int32Array): Promise<void> {
  for (let i = 0; i < nodes; i++) {
    const here = front[i]!;
    if (here === 0) continue;
    for (let k = start[i]!; k < start[i + 1]!; k++) next[target[k]!]! |= here;
    const pause = turn(start[i + 1]! - start[i]!);
    if (pause) await pause;
  }
}

/** Each node where somebody has not been looks for them among its neighbours, until they are all found. */
async function askForFront(
  { nodes, start, target, seen, turn }: Walk,
  front: Int32Array,
  next: Int32Array,
  everybody: number,
): Promise<void> {
  for (let i = 0; i < nodes; i++) {
    const missing = everybody & ~seen[i]!;
    if (missing === 0) continue;
    let found = 0;
    let k = start[i]!;
    for (const end = start[i + 1]!; k < end; k++) {
      found |= front[target[k]!]!;
      if ((found & missing) === missing) break;
    }
    next[i] = found;
    const pause = turn(k - start[i]! + 1);
    if (pause) await pause;
  }
}

/** Leaves in `next` only who came for the first time, and says how many they are. */
function arrive(seen: Int32Array, next: Int32Array): number {
  let reached = 0;
  for (let i = 0; i < next.length; i++) {
    if (next[i] === 0) continue;
    const came = next[i]! & ~seen[i]!;
    next[i] = came;
    seen[i]! |= came;
    reached += bitsOf(came);
  }
  return reached;
}

/** How many bits of a word of 32 are set. */
function bitsOf(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
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
