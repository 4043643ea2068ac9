import type { Rows } from './graph.ts';
import { createTurns } from './turns.ts';

export const DAMPING = 0.85;
const TOLERANCE = 1e-9;
const MAX_ROUNDS = 1000;

/**
 * Influence of every node: PageRank over weighted rows by *receiver* (`into`: who gives to i), damping 0.85, uniform
 * teleport, the mass of nodes that give nothing spread evenly, iterated until the L1 change is below 1e-9. Sums to 1;
 * an empty graph gives an empty answer. Yields to the event loop on large graphs.
 */
export async function pageRank(nodes: number, into: Rows): Promise<Float64Array> {
  if (nodes === 0) return new Float64Array(0);
  const given = new Float64Array(nodes);
  for (let k = 0; k < into.target.length; k++) given[into.target[k]!]! += into.weight[k]!;
  const turn = createTurns();
  let rank = new Float64Array(nodes).fill(1 / nodes);
  let next = new Float64Array(nodes);
  const share = new Float64Array(nodes);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    let dangling = 0;
    for (let i = 0; i < nodes; i++) {
      if (given[i] === 0) dangling += rank[i]!;
      share[i] = given[i] === 0 ? 0 : rank[i]! / given[i]!;
    }
    const base = (1 - DAMPING + DAMPING * dangling) / nodes;
    let change = 0;
    for (let i = 0; i < nodes; i++) {
      let sum = 0;
      const end = into.start[i + 1]!;
      for (let k = into.start[i]!; k < end; k++) sum += share[into.target[k]!]! * into.weight[k]!;
      const value = base + DAMPING * sum;
      change += Math.abs(value - rank[i]!);
      next[i] = value;
    }
    [rank, next] = [next, rank];
    if (change < TOLERANCE) break;
    await turn(nodes + into.target.length);
  }
  return rank;
}
