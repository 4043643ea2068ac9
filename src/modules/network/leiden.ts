import type { Rows } from './graph.ts';
import { aggregate, type Level, levelOf } from './leiden-level.ts';
import { moveNodes } from './leiden-move.ts';
import { refine } from './leiden-refine.ts';
import { modularity } from './modularity.ts';
import { seededRandom } from './random.ts';
import { createTurns } from './turns.ts';

export type Groups = {
  /** Number of the group of each node, 0 … count − 1, the largest first. */
  readonly of: Uint32Array;
  readonly count: number;
  readonly modularity: number;
};

/** Ties from which on one round is enough. */
const ONE_ROUND_FROM = 200_000;

export type LeidenOptions = { resolution?: number; seed?: number; rounds?: number };

/**
 * Groups within a network: Leiden on modularity (Traag, Waltman and van Eck, 2019): move nodes, refine within groups,
 * aggregate, until nothing moves; then again from what was found, up to `rounds` times while it gets better (past some
 * hundred thousand ties once: another round gains less than 0.0001 of modularity there). In the
 * refinement a node joins the best well-connected group, not a random one. The same seed gives the same groups.
 */
export async function leiden(nodes: number, undirected: Rows, options: LeidenOptions = {}): Promise<Groups> {
  const { resolution = 1, seed = 1, rounds = undirected.target.length / 2 > ONE_ROUND_FROM ? 1 : 2 } = options;
  const random = seededRandom(seed);
  const turn = createTurns();
  const whole = levelOf(nodes, undirected);
  let best: Uint32Array = Uint32Array.from({ length: nodes }, (_, i) => i);
  if (whole.total > 0) {
    let quality = -Infinity;
    for (let round = 0; round < rounds; round++) {
      const found = await oneRound(whole, best.slice(), { resolution, random, turn });
      if (found.quality <= quality + 1e-9) break;
      [best, quality] = [found.group, found.quality];
    }
    return numbered(best, quality);
  }
  return numbered(best, modularity(nodes, undirected, best, resolution));
}

type Means = { resolution: number; random: () => number; turn: ReturnType<typeof createTurns> };

type Found = { group: Uint32Array; quality: number };

/** Moves, refines and aggregates until every node of the level is a group of its own. */
async function oneRound(whole: Level, group: Uint32Array, { resolution, random, turn }: Means): Promise<Found> {
  const nodeOf = Uint32Array.from(group.keys());
  let level = whole;
  for (;;) {
    const groups = await moveNodes(level, group, { resolution, random, turn });
    if (groups === level.nodes) break;
    const refined = await refine(level, group, { resolution, random, turn });
    const next = aggregate(level, refined);
    const above = new Uint32Array(next.level.nodes);
    for (let i = 0; i < level.nodes; i++) above[next.nodeOf[i]!] = group[i]!;
    for (let i = 0; i < nodeOf.length; i++) nodeOf[i] = next.nodeOf[nodeOf[i]!]!;
    // Groups are numbered below the number of nodes of their level.
    group = dense(above);
    if (next.level.nodes === level.nodes) break;
    level = next.level;
  }
  const quality = levelModularity(level, group, resolution);
  for (let i = 0; i < nodeOf.length; i++) nodeOf[i] = group[nodeOf[i]!]!;
  return { group: nodeOf, quality };
}

/** Modularity of the groups of a level: that of the whole network, found over far fewer ties. */
function levelModularity({ nodes, rows, inner, degree, total }: Level, group: Uint32Array, resolution: number): number {
  const { start, target, weight } = rows;
  const degrees = new Float64Array(nodes);
  let inside = 0;
  for (let i = 0; i < nodes; i++) {
    degrees[group[i]!]! += degree[i]!;
    inside += inner[i]!;
    for (let k = start[i]!; k < start[i + 1]!; k++) if (group[target[k]!] === group[i]) inside += weight[k]!;
  }
  return inside / total - resolution * degrees.reduce((sum, own) => sum + (own / total) ** 2, 0);
}

/** The same grouping with the numbers 0, 1, 2 … in the order of their first node. */
function dense(group: Uint32Array): Uint32Array {
  let [most, count] = [0, 0];
  for (const own of group) most = Math.max(most, own);
  const number = new Int32Array(most + 1).fill(-1);
  const found = new Uint32Array(group.length);
  for (let i = 0; i < group.length; i++) {
    const own = group[i]!;
    if (number[own] === -1) number[own] = count++;
    found[i] = number[own]!;
  }
  return found;
}

function numbered(group: Uint32Array, quality: number): Groups {
  const close = dense(group);
  const size: number[] = [];
  for (const own of close) size[own] = (size[own] ?? 0) + 1;
  const bySize = Array.from(size.keys()).sort((a, b) => size[b]! - size[a]! || a - b);
  const place = new Uint32Array(size.length);
  for (const [rank, own] of bySize.entries()) place[own] = rank;
  return { of: close.map((own) => place[own]!), count: size.length, modularity: quality };
}
