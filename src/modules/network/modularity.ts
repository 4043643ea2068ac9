import type { Rows } from './graph.ts';

/**
 * Modularity of a grouping of an undirected weighted network (Newman and Girvan, 2004), with a resolution; 0 without
 * ties. `group[i]` is any number below the number of nodes.
 */
export function modularity(nodes: number, undirected: Rows, group: Uint32Array, resolution = 1): number {
  const inside = new Float64Array(nodes);
  const total = new Float64Array(nodes);
  let all = 0;
  for (let i = 0; i < nodes; i++) {
    const own = group[i]!;
    for (let k = undirected.start[i]!; k < undirected.start[i + 1]!; k++) {
      const weight = undirected.weight[k]!;
      all += weight;
      total[own]! += weight;
      if (group[undirected.target[k]!] === own) inside[own]! += weight;
    }
  }
  if (all === 0) return 0;
  let sum = 0;
  for (let c = 0; c < nodes; c++) sum += inside[c]! / all - resolution * (total[c]! / all) ** 2;
  return sum;
}
