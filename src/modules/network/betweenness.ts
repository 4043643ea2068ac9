import type { Rows } from './graph.ts';
import { seededRandom, shuffled } from './random.ts';
import { createTurns } from './turns.ts';

/** Up to so many nodes betweenness is exact; beyond, it is estimated from so many starting points (formulas.md, "Ties"). */
export const EXACT_UP_TO = 5_000;
export const PIVOTS = 1_000;

export type Betweenness = {
  /** Pairs of other nodes whose shortest ways lead over the node, each pair once, shared among equally short ways. */
  readonly value: Float64Array;
  /** Half of the 95 % interval of each value; null when the values are exact. */
  readonly error: Float64Array | null;
  /** Starting points that were walked from. */
  readonly pivots: number;
};

/**
 * Betweenness over the ties of an undirected network, every tie one step (Brandes, 2001). Beyond `exactUpTo` nodes from
 * `pivots` starting points drawn without replacement: unbiased, with the standard error of what was seen.
 */
export async function betweenness(
  nodes: number,
  undirected: Rows,
  options: { exactUpTo?: number; pivots?: number; seed?: number } = {},
): Promise<Betweenness> {
  const { exactUpTo = EXACT_UP_TO, pivots = PIVOTS, seed = 1 } = options;
  const exact = nodes <= exactUpTo || nodes <= pivots;
  const walked = exact ? nodes : pivots;
  const sources = exact ? undefined : shuffled(nodes, seededRandom(seed));
  const sum = new Float64Array(nodes);
  const squares = exact ? undefined : new Float64Array(nodes);
  const walk = createWalk(nodes, undirected);
  const turn = createTurns();
  for (let k = 0; k < walked; k++) {
    const work = walk(sources ? sources[k]! : k, (node, share) => {
      sum[node]! += share;
      if (squares) squares[node]! += share * share;
    });
    const pause = turn(work);
    if (pause) await pause;
  }
  // Every pair is met from both of its ends.
  const scale = walked === 0 ? 0 : nodes / walked / 2;
  return {
    value: sum.map((value) => value * scale),
    error: squares ? intervals({ sum, squares, walked, nodes }) : null,
    pivots: walked,
  };
}

type Seen = { sum: Float64Array; squares: Float64Array; walked: number; nodes: number };

/** Half of a 95 % interval from the spread of what each starting point gave, corrected for the finite number of nodes. */
function intervals({ sum, squares, walked, nodes }: Seen): Float64Array {
  const finite = (nodes - walked) / Math.max(1, nodes - 1);
  return sum.map((total, node) => {
    const mean = total / walked;
    const variance = Math.max(0, (squares[node]! - walked * mean * mean) / Math.max(1, walked - 1));
    return 1.96 * (nodes / 2) * Math.sqrt((variance / walked) * finite);
  });
}

type Visit = (node: number, share: number) => void;

/** A walk from one source: gives each other node its share of the shortest ways from there; returns the work done. */
function createWalk(nodes: number, { start, target }: Rows): (source: number, visit: Visit) => number {
  const distance = new Int32Array(nodes).fill(-1);
  const ways = new Float64Array(nodes);
  const share = new Float64Array(nodes);
  const queue = new Uint32Array(nodes);
  return (source, visit) => {
    let length = 0;
    let work = 0;
    queue[length++] = source;
    distance[source] = 0;
    ways[source] = 1;
    for (let at = 0; at < length; at++) {
      const i = queue[at]!;
      const next = distance[i]! + 1;
      work += start[i + 1]! - start[i]!;
      for (let k = start[i]!; k < start[i + 1]!; k++) {
        const j = target[k]!;
        if (distance[j] === -1) {
          distance[j] = next;
          queue[length++] = j;
        }
        if (distance[j] === next) ways[j]! += ways[i]!;
      }
    }
    for (let at = length - 1; at > 0; at--) {
      const i = queue[at]!;
      const before = distance[i]! - 1;
      const each = (1 + share[i]!) / ways[i]!;
      for (let k = start[i]!; k < start[i + 1]!; k++) {
        const j = target[k]!;
        if (distance[j] === before) share[j]! += ways[j]! * each;
      }
      visit(i, share[i]!);
    }
    for (let at = 0; at < length; at++) {
      const i = queue[at]!;
      distance[i] = -1;
      ways[i] = share[i] = 0;
    }
    return 2 * work + length;
  };
}
