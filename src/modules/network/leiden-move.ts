import type { Level } from './leiden-level.ts';
import { shuffled } from './random.ts';
import type { createTurns } from './turns.ts';

export type Means = { resolution: number; random: () => number; turn: ReturnType<typeof createTurns> };

/** Less gain than this is rounding. */
const WORTH = 1e-12;

/**
 * Moves nodes to the neighbouring group that raises modularity most, in place, until no node wants to move; after a move
 * only the neighbours that stayed behind are asked again. Returns how many groups are left.
 */
export async function moveNodes(
  level: Level,
  group: Uint32Array,
  { resolution, random, turn }: Means,
): Promise<number> {
  const { nodes, rows, degree, total } = level;
  const { start, target, weight } = rows;
  const groupDegree = new Float64Array(nodes);
  const groupSize = new Uint32Array(nodes);
  for (let i = 0; i < nodes; i++) {
    groupDegree[group[i]!]! += degree[i]!;
    groupSize[group[i]!]!++;
  }
  const empty: number[] = [];
  for (let c = 0; c < nodes; c++) if (groupSize[c] === 0) empty.push(c);
  const queue = shuffled(nodes, random);
  const queued = new Uint8Array(nodes).fill(1);
  const towards = new Float64Array(nodes);
  const touched = new Uint32Array(nodes);
  let [head, waiting] = [0, nodes];
  while (waiting > 0) {
    const i = queue[head]!;
    head = head + 1 === nodes ? 0 : head + 1;
    waiting--;
    queued[i] = 0;
    const from = group[i]!;
    let seen = 0;
    for (let k = start[i]!; k < start[i + 1]!; k++) {
      const c = group[target[k]!]!;
      if (towards[c] === 0) touched[seen++] = c;
      towards[c]! += weight[k]!;
    }
    const pull = (resolution * degree[i]!) / total;
    groupDegree[from]! -= degree[i]!;
    groupSize[from]!--;
    let best = from;
    let most = towards[from]! - pull * groupDegree[from]!;
    for (let k = 0; k < seen; k++) {
      const c = touched[k]!;
      const gain = towards[c]! - pull * groupDegree[c]!;
      if (gain > most + WORTH) [best, most] = [c, gain];
      towards[c] = 0;
    }
    // Alone is worth nothing: better than a group that repels.
    if (most < -WORTH && groupSize[from]! > 0) best = empty.pop()!;
    groupDegree[best]! += degree[i]!;
    groupSize[best]!++;
    if (best !== from) {
      group[i] = best;
      if (groupSize[from] === 0) empty.push(from);
      for (let k = start[i]!; k < start[i + 1]!; k++) {
        const j = target[k]!;
        if (queued[j] === 1 || group[j] === best) continue;
        queued[j] = 1;
        queue[(head + waiting++) % nodes] = j;
      }
    }
    const pause = turn(2 * (start[i + 1]! - start[i]!) + 1);
    if (pause) await pause;
  }
  let groups = 0;
  for (let c = 0; c < nodes; c++) if (groupSize[c]! > 0) groups++;
  return groups;
}
