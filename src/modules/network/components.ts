import type { Rows } from './graph.ts';

/** Parts of a network between which nobody knows anybody. `of[i]` is the part of node i, 0 … count − 1, by size. */
export type Components = { readonly count: number; readonly of: Uint32Array; readonly size: Uint32Array };

/** The connected components of an undirected network, largest first; those of equal size by their smallest node. */
export function components(nodes: number, undirected: Rows): Components {
  const { start, target } = undirected;
  const found = new Int32Array(nodes).fill(-1);
  const queue = new Uint32Array(nodes);
  const sizes: number[] = [];
  for (let root = 0; root < nodes; root++) {
    if (found[root] !== -1) continue;
    const part = sizes.length;
    let length = 0;
    queue[length++] = root;
    found[root] = part;
    for (let at = 0; at < length; at++) {
      const i = queue[at]!;
      for (let k = start[i]!; k < start[i + 1]!; k++) {
        const j = target[k]!;
        if (found[j] !== -1) continue;
        found[j] = part;
        queue[length++] = j;
      }
    }
    sizes.push(length);
  }
  const bySize = Array.from(sizes.keys()).sort((a, b) => sizes[b]! - sizes[a]! || a - b);
  const place = new Uint32Array(sizes.length);
  for (const [rank, part] of bySize.entries()) place[part] = rank;
  return {
    count: sizes.length,
    of: Uint32Array.from(found, (part) => place[part]!),
    size: Uint32Array.from(bySize, (part) => sizes[part]!),
  };
}
