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

export type LeidenOptions = { resolution?: number; seed?: number; rounds?: number };

/**
 * Groups within a network: Leiden on modularity (Traag, Waltman and van Eck, 2019): move nodes, refine within groups,
 * aggregate, until nothing moves; then again from what was found, up to `rounds` times while it gets better. In the
 * refinement a node joins the best well-connected group, not a random one. The same seed gives the same groups.
 */
export async function leiden(nodes: number, undirected: Rows, options: LeidenOptions = {}): Promise<Groups> {
  const { resolution = 1, seed = 1, rounds = 2 } = options;
  const random = seededRandom(seed);
  const turn = createTurns();
  const whole = levelOf(nodes, undirected);
  let best: Uint32Array = Uint32Array.from({ length: nodes }, (_, i) => i);
  if (whole.total > 0) {
    let quality = -Infinity;
    for (let round = 0; round < rounds; round++) {
      const found = await oneRound(whole, best.slice(), { resolution, random, turn });
      const reached = modularity(nodes, undirected, found, resolution);
      if (reached <= quality + 1e-9) break;
      [best, quality] = [found, reached];
    }
  }
  return numbered(best, modularity(nodes, undirected, best, resolution));
}

type Means = { resolution: number; random: () => number; turn: ReturnType<typeof createTurns> };

/** Moves, refines and aggregates until every node of the level is a group of its own. */
async function oneRound(whole: Level, group: Uint32Array, { resolution, random, turn }: Means): Promise<Uint32Array> {
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
  return nodeOf.map((node) => group[node]!);
}

/** The same grouping with the numbers 0, 1, 2 … in the order of their first node. */
function dense(group: Uint32Array): Uint32Array {
  const number = new Map<number, number>();
  return group.map((own) => {
    let found = number.get(own);
    if (found === undefined) number.set(own, (found = number.size));
    return found;
  });
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
