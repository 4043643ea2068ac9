/** Directed ties as parallel columns: `from[k]` gives to `to[k]` with `weight[k]` > 0. Nodes are 0 … nodes − 1. */
export type Ties = {
  readonly nodes: number;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly weight: Float64Array;
};

/** Compressed rows: the neighbours of node i are `target[start[i] … start[i+1])`, ascending, each once. */
export type Rows = { readonly start: Uint32Array; readonly target: Uint32Array; readonly weight: Float64Array };

/**
 * Rows of a directed graph, by giver. Parallel ties are added up; ties of a node to itself are left out. Two counting
 * sorts (by target, then by source) put every row in ascending order in linear time.
 */
export function buildRows(ties: Ties): Rows {
  const { nodes, from, to, weight } = ties;
  const byTarget = countingOrder(to, nodes);
  const start = new Uint32Array(nodes + 1);
  for (let k = 0; k < from.length; k++) if (from[k] !== to[k]) start[from[k]! + 1]!++;
  for (let i = 0; i < nodes; i++) start[i + 1]! += start[i]!;
  const next = start.slice(0, nodes);
  const target = new Uint32Array(start[nodes]!);
  const weights = new Float64Array(start[nodes]!);
  for (let k = 0; k < byTarget.length; k++) {
    const tie = byTarget[k]!;
    const source = from[tie]!;
    if (source === to[tie]) continue;
    const at = next[source]!++;
    target[at] = to[tie]!;
    weights[at] = weight[tie]!;
  }
  return addUpParallel(nodes, { start, target, weight: weights });
}

function countingOrder(keys: Uint32Array, size: number): Uint32Array {
  const next = new Uint32Array(size + 1);
  for (let k = 0; k < keys.length; k++) next[keys[k]! + 1]!++;
  for (let i = 0; i < size; i++) next[i + 1]! += next[i]!;
  const order = new Uint32Array(keys.length);
  for (let k = 0; k < keys.length; k++) order[next[keys[k]!]!++] = k;
  return order;
}

function addUpParallel(nodes: number, rows: Rows): Rows {
  const { start, target, weight } = rows;
  const newStart = new Uint32Array(nodes + 1);
  let size = 0;
  for (let i = 0; i < nodes; i++) {
    const rowStart = size;
    for (let k = start[i]!; k < start[i + 1]!; k++) {
      if (size > rowStart && target[size - 1] === target[k]) {
        weight[size - 1]! += weight[k]!;
      } else {
        target[size] = target[k]!;
        weight[size++] = weight[k]!;
      }
    }
    newStart[i + 1] = size;
  }
  return { start: newStart, target: target.subarray(0, size), weight: weight.subarray(0, size) };
}

/** The same ties seen from the receivers: row i holds who gives to i. */
export function reverseRows(nodes: number, rows: Rows): Rows {
  const start = new Uint32Array(nodes + 1);
  for (let k = 0; k < rows.target.length; k++) start[rows.target[k]! + 1]!++;
  for (let i = 0; i < nodes; i++) start[i + 1]! += start[i]!;
  const next = start.slice(0, nodes);
  const target = new Uint32Array(rows.target.length);
  const weight = new Float64Array(rows.target.length);
  for (let i = 0; i < nodes; i++) {
    for (let k = rows.start[i]!; k < rows.start[i + 1]!; k++) {
      const at = next[rows.target[k]!]!++;
      target[at] = i;
      weight[at] = rows.weight[k]!;
    }
  }
  return { start, target, weight };
}

/** Both directions together: neighbours either way, weights added. */
export function undirectedRows(nodes: number, out: Rows, into: Rows): Rows {
  const start = new Uint32Array(nodes + 1);
  const target = new Uint32Array(out.target.length + into.target.length);
  const weight = new Float64Array(target.length);
  let size = 0;
  for (let i = 0; i < nodes; i++) {
    let a = out.start[i]!;
    let b = into.start[i]!;
    while (a < out.start[i + 1]! || b < into.start[i + 1]!) {
      const left = a < out.start[i + 1]! ? out.target[a]! : Infinity;
      const right = b < into.start[i + 1]! ? into.target[b]! : Infinity;
      target[size] = Math.min(left, right);
      weight[size++] = (left <= right ? out.weight[a]! : 0) + (right <= left ? into.weight[b]! : 0);
      if (left <= right) a++;
      if (right <= left) b++;
    }
    start[i + 1] = size;
  }
  return { start, target: target.slice(0, size), weight: weight.slice(0, size) };
}
