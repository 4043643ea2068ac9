import type { Rows } from './graph.ts';

/** The ties among some nodes only, numbered by their place in `chosen`, which ascends. `nodes` is the size of the whole. */
export function partOf({ start, target, weight }: Rows, chosen: Uint32Array, nodes: number): Rows {
  const place = new Int32Array(nodes).fill(-1);
  for (let k = 0; k < chosen.length; k++) place[chosen[k]!] = k;
  const partStart = new Uint32Array(chosen.length + 1);
  for (let k = 0; k < chosen.length; k++) {
    let own = 0;
    for (let at = start[chosen[k]!]!; at < start[chosen[k]! + 1]!; at++) if (place[target[at]!]! >= 0) own++;
    partStart[k + 1] = partStart[k]! + own;
  }
  const partTarget = new Uint32Array(partStart[chosen.length]!);
  const partWeight = new Float64Array(partTarget.length);
  let size = 0;
  for (const node of chosen) {
    for (let at = start[node]!; at < start[node + 1]!; at++) {
      if (place[target[at]!]! < 0) continue;
      partTarget[size] = place[target[at]!]!;
      partWeight[size++] = weight[at]!;
    }
  }
  return { start: partStart, target: partTarget, weight: partWeight };
}
