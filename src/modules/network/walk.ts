import type { Rows } from './graph.ts';

/**
 * A shortest way over undirected ties, as nodes from one end to the other; of equally short ones by the strongest tie at
 * each step, seen from the end. Undefined where no way leads there.
 */
export function shortestPath(
  nodes: number,
  { start, target, weight }: Rows,
  from: number,
  to: number,
): number[] | undefined {
  const steps = new Int32Array(nodes).fill(-1);
  const before = new Int32Array(nodes).fill(-1);
  const strength = new Float64Array(nodes);
  const queue = new Uint32Array(nodes);
  steps[from] = 0;
  queue[0] = from;
  let length = 1;
  // Those as far away as the end still may have a stronger tie to it, those beyond not.
  for (let at = 0; at < length && !(steps[to] !== -1 && steps[queue[at]!]! >= steps[to]!); at++) {
    const i = queue[at]!;
    for (let k = start[i]!; k < start[i + 1]!; k++) {
      const j = target[k]!;
      if (steps[j] === -1) {
        steps[j] = steps[i]! + 1;
        queue[length++] = j;
      }
      if (steps[j] === steps[i]! + 1 && weight[k]! > strength[j]!) [before[j], strength[j]] = [i, weight[k]!];
    }
  }
  if (steps[to] === -1) return undefined;
  const path = [to];
  for (let i = to; i !== from; i = before[i]!) path.push(before[i]!);
  return path.toReversed();
}

/** Somebody near: how many steps away, and the weight of their ties to those one step closer. */
export type Near = { node: number; steps: number; weight: number };

/** Everybody within some steps of a node, without it: the closest first, of those the most strongly tied. */
export function neighbourhood({ start, target, weight }: Rows, node: number, steps: number): Near[] {
  const found = new Map<number, Near>([[node, { node, steps: 0, weight: 0 }]]);
  let rim = [node];
  for (let step = 1; step <= steps; step++) {
    const next: number[] = [];
    for (const i of rim) {
      for (let k = start[i]!; k < start[i + 1]!; k++) {
        const near = found.get(target[k]!);
        if (near === undefined) {
          found.set(target[k]!, { node: target[k]!, steps: step, weight: weight[k]! });
          next.push(target[k]!);
        } else if (near.steps === step) near.weight += weight[k]!;
      }
    }
    rim = next;
  }
  found.delete(node);
  return [...found.values()].sort((a, b) => a.steps - b.steps || b.weight - a.weight || a.node - b.node);
}
