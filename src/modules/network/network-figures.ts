import type { Rows } from './graph.ts';
import { createTurns } from './turns.ts';

/** Figures of the whole network; null where the figure does not exist (docs/definitions.md, "Ties"). */
export type NetworkFigures = {
  readonly ties: number;
  readonly people: number;
  readonly density: number | null;
  readonly reciprocity: number | null;
  readonly clustering: number | null;
  readonly isolatedShare: number | null;
  readonly medianTies: number | null;
};

/** A tie counts as strong enough to be returned from here on. */
const RECIPROCAL_FROM = 1;

/** Density, reciprocity, clustering, isolated share and median ties of a network given by giver and undirected. */
export async function networkFigures(nodes: number, out: Rows, undirected: Rows): Promise<NetworkFigures> {
  const ties = out.target.length;
  return {
    ties,
    people: nodes,
    density: nodes < 2 ? null : ties / (nodes * (nodes - 1)),
    reciprocity: reciprocity(nodes, out),
    clustering: await clustering(nodes, undirected),
    isolatedShare: nodes === 0 ? null : isolated(nodes, undirected) / nodes,
    medianTies: medianDegree(nodes, undirected),
  };
}

/** Ties whose other direction exists, both at least 1, ÷ ties of at least 1; null without such ties. */
export function reciprocity(nodes: number, out: Rows): number | null {
  let strong = 0;
  let returned = 0;
  for (let i = 0; i < nodes; i++) {
    for (let k = out.start[i]!; k < out.start[i + 1]!; k++) {
      if (out.weight[k]! < RECIPROCAL_FROM) continue;
      strong++;
      if (weightOf(out, out.target[k]!, i) >= RECIPROCAL_FROM) returned++;
    }
  }
  return strong === 0 ? null : returned / strong;
}

/** The weight of the tie from one node to another, 0 where there is none. */
export function weightOf(rows: Rows, from: number, to: number): number {
  let low = rows.start[from]!;
  let high = rows.start[from + 1]! - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = rows.target[middle]!;
    if (found === to) return rows.weight[middle]!;
    if (found < to) low = middle + 1;
    else high = middle - 1;
  }
  return 0;
}

/**
 * Mean local clustering coefficient over nodes of degree ≥ 2; null without such nodes. Triangles are found once each,
 * along edges pointed from lower to higher degree, so hubs cost little.
 */
export async function clustering(nodes: number, undirected: Rows): Promise<number | null> {
  const { start, target } = undirected;
  const degree = (i: number): number => start[i + 1]! - start[i]!;
  const before = (i: number, j: number): boolean => degree(i) < degree(j) || (degree(i) === degree(j) && i < j);
  const forward = new Uint32Array(nodes + 1);
  const ahead = new Uint32Array(target.length >>> 1);
  let size = 0;
  for (let i = 0; i < nodes; i++) {
    for (let k = start[i]!; k < start[i + 1]!; k++) if (before(i, target[k]!)) ahead[size++] = target[k]!;
    forward[i + 1] = size;
  }
  const triangles = new Float64Array(nodes);
  const marked = new Int32Array(nodes).fill(-1);
  const turn = createTurns();
  for (let i = 0; i < nodes; i++) {
    let work = 1;
    for (let k = forward[i]!; k < forward[i + 1]!; k++) marked[ahead[k]!] = i;
    for (let k = forward[i]!; k < forward[i + 1]!; k++) {
      const j = ahead[k]!;
      work += forward[j + 1]! - forward[j]!;
      for (let l = forward[j]!; l < forward[j + 1]!; l++) {
        const third = ahead[l]!;
        if (marked[third] !== i) continue;
        triangles[i]!++;
        triangles[j]!++;
        triangles[third]!++;
      }
    }
    const pause = turn(work);
    if (pause) await pause;
  }
  return meanCoefficient(nodes, degree, triangles);
}

function meanCoefficient(nodes: number, degree: (i: number) => number, triangles: Float64Array): number | null {
  let sum = 0;
  let people = 0;
  for (let i = 0; i < nodes; i++) {
    const d = degree(i);
    if (d < 2) continue;
    people++;
    sum += (2 * triangles[i]!) / (d * (d - 1));
  }
  return people === 0 ? null : sum / people;
}

function isolated(nodes: number, undirected: Rows): number {
  let alone = 0;
  for (let i = 0; i < nodes; i++) if (undirected.start[i + 1] === undirected.start[i]) alone++;
  return alone;
}

function medianDegree(nodes: number, undirected: Rows): number | null {
  if (nodes === 0) return null;
  const degrees = new Uint32Array(nodes);
  for (let i = 0; i < nodes; i++) degrees[i] = undirected.start[i + 1]! - undirected.start[i]!;
  degrees.sort();
  const upper = degrees[nodes >>> 1]!;
  return nodes % 2 === 1 ? upper : (degrees[(nodes >>> 1) - 1]! + upper) / 2;
}
