import type { Level } from './leiden-level.ts';
import type { Means } from './leiden-move.ts';
import { shuffled } from './random.ts';

/**
 * Splits each group into parts that hang together: every node begins alone, and those that are well connected to their
 * group join the best well-connected part of it, if that does not lower modularity. Returns the part of each node.
 */
export async function refine(
  level: Level,
  group: Uint32Array,
  { resolution, random, turn }: Means,
): Promise<Uint32Array> {
  const { nodes, rows, degree, total } = level;
  const { start, target, weight } = rows;
  const part = Uint32Array.from({ length: nodes }, (_, i) => i);
  const partDegree = degree.slice();
  const partSize = new Uint32Array(nodes).fill(1);
  const groupDegree = new Float64Array(nodes);
  /** Weight of the ties from a part to the rest of its group. */
  const outward = new Float64Array(nodes);
  for (let i = 0; i < nodes; i++) {
    groupDegree[group[i]!]! += degree[i]!;
    for (let k = start[i]!; k < start[i + 1]!; k++) if (group[target[k]!] === group[i]) outward[i]! += weight[k]!;
  }
  const wellConnected = (own: number, whole: number): boolean =>
    outward[own]! >= (resolution * partDegree[own]! * (whole - partDegree[own]!)) / total;
  const towards = new Float64Array(nodes);
  const touched = new Uint32Array(nodes);
  for (const i of shuffled(nodes, random)) {
    const whole = groupDegree[group[i]!]!;
    // A node that others joined already stays where it is.
    if (part[i] !== i || partSize[i] !== 1 || !wellConnected(i, whole)) continue;
    let seen = 0;
    for (let k = start[i]!; k < start[i + 1]!; k++) {
      if (group[target[k]!] !== group[i]) continue;
      const own = part[target[k]!]!;
      if (towards[own] === 0) touched[seen++] = own;
      towards[own]! += weight[k]!;
    }
    let best = i;
    let most = 0;
    for (let k = 0; k < seen; k++) {
      const own = touched[k]!;
      const gain = towards[own]! - (resolution * degree[i]! * partDegree[own]!) / total;
      if (gain > most && wellConnected(own, whole)) [best, most] = [own, gain];
    }
    if (best !== i) {
      part[i] = best;
      partSize[best]! += 1;
      partSize[i] = 0;
      partDegree[best]! += degree[i]!;
      outward[best] = outward[best]! + outward[i]! - 2 * towards[best]!;
    }
    for (let k = 0; k < seen; k++) towards[touched[k]!] = 0;
    const pause = turn(2 * (start[i + 1]! - start[i]!) + 1);
    if (pause) await pause;
  }
  return part;
}
