import type { Rows } from './graph.ts';

/**
 * A network in which a node stands for several of the one below. `inner[i]` is twice the weight of ties within node i;
 * `degree[i]` is the weight of all its ends, inner ones included; `total` is the sum of all degrees.
 */
export type Level = {
  readonly nodes: number;
  readonly rows: Rows;
  readonly inner: Float64Array;
  readonly degree: Float64Array;
  readonly total: number;
};

/** The lowest level: the network itself. */
export const levelOf = (nodes: number, rows: Rows): Level => withDegrees(nodes, rows, new Float64Array(nodes));

function withDegrees(nodes: number, rows: Rows, inner: Float64Array): Level {
  const degree = new Float64Array(nodes);
  let total = 0;
  for (let i = 0; i < nodes; i++) {
    let sum = inner[i]!;
    for (let k = rows.start[i]!; k < rows.start[i + 1]!; k++) sum += rows.weight[k]!;
    degree[i] = sum;
    total += sum;
  }
  return { nodes, rows, inner, degree, total };
}

/** The network whose nodes are the groups of a level, and the node that each of its nodes became. */
export function aggregate(level: Level, group: Uint32Array): { level: Level; nodeOf: Uint32Array } {
  const { order, begin, nodeOf, count } = byGroup(level.nodes, group);
  const { start, target, weight } = level.rows;
  const newStart = new Uint32Array(count + 1);
  const newTarget = new Uint32Array(target.length);
  const newWeight = new Float64Array(target.length);
  const inner = new Float64Array(count);
  const sum = new Float64Array(count);
  let size = 0;
  for (let own = 0; own < count; own++) {
    const rowStart = size;
    for (let at = begin[own]!; at < begin[own + 1]!; at++) {
      const i = order[at]!;
      inner[own]! += level.inner[i]!;
      for (let k = start[i]!; k < start[i + 1]!; k++) {
        const to = nodeOf[target[k]!]!;
        if (to === own) {
          inner[own]! += weight[k]!;
          continue;
        }
        if (sum[to] === 0) newTarget[size++] = to;
        sum[to]! += weight[k]!;
      }
    }
    for (let k = rowStart; k < size; k++) {
      newWeight[k] = sum[newTarget[k]!]!;
      sum[newTarget[k]!] = 0;
    }
    newStart[own + 1] = size;
  }
  const rows = { start: newStart, target: newTarget.slice(0, size), weight: newWeight.slice(0, size) };
  return { level: withDegrees(count, rows, inner), nodeOf };
}

/** Nodes in the order of their groups, where each group begins, and a number without gaps for each. */
export function byGroup(
  nodes: number,
  group: Uint32Array,
): { order: Uint32Array; begin: Uint32Array; nodeOf: Uint32Array; count: number } {
  const number = new Int32Array(nodes).fill(-1);
  const nodeOf = new Uint32Array(nodes);
  let count = 0;
  for (let i = 0; i < nodes; i++) {
    if (number[group[i]!] === -1) number[group[i]!] = count++;
    nodeOf[i] = number[group[i]!]!;
  }
  const begin = new Uint32Array(count + 1);
  for (let i = 0; i < nodes; i++) begin[nodeOf[i]! + 1]!++;
  for (let c = 0; c < count; c++) begin[c + 1]! += begin[c]!;
  const next = begin.slice(0, count);
  const order = new Uint32Array(nodes);
  for (let i = 0; i < nodes; i++) order[next[nodeOf[i]!]!++] = i;
  return { order, begin, nodeOf, count };
}
