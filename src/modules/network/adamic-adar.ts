import type { Rows } from './graph.ts';
import { createTurns } from './turns.ts';

/** Two people without a tie who have ties to the same others. `a` < `b`. */
export type CommonPair = {
  readonly a: number;
  readonly b: number;
  /** Σ 1 ÷ ln(ties of each common neighbour). */
  readonly score: number;
  readonly common: number;
};

/**
 * For each of some people those they are not tied to and have most neighbours in common with, by Adamic and Adar (2003).
 * Neighbours with more than `hub` ties are passed over: everybody knows them, so they say nothing, and they are what
 * would make the work grow with the square; so are those in `without`. At most `each` a person, at least two in common; each pair once.
 */
export async function adamicAdar(
  nodes: number,
  { start, target }: Rows,
  people: Uint32Array,
  { hub = 100, each = 10, without }: { hub?: number; each?: number; without?: ReadonlySet<number> } = {},
): Promise<CommonPair[]> {
  const chosen = new Uint8Array(nodes);
  for (const i of people) chosen[i] = 1;
  const [score, common] = [new Float64Array(nodes), new Uint32Array(nodes)];
  const met = new Uint32Array(nodes);
  const found = new Map<number, CommonPair>();
  const turn = createTurns();
  for (const i of people) {
    let [size, work] = [0, 1];
    for (let k = start[i]!; k < start[i + 1]!; k++) {
      const between = target[k]!;
      const ties = start[between + 1]! - start[between]!;
      if (ties > hub || without?.has(between)) continue;
      work += ties;
      for (let l = start[between]!; l < start[between + 1]!; l++) {
        const other = target[l]!;
        if (chosen[other] === 0 || other === i) continue;
        if (common[other] === 0) met[size++] = other;
        common[other]!++;
        score[other]! += 1 / Math.log(ties);
      }
    }
    const strangers = met
      .subarray(0, size)
      .filter((other) => common[other]! > 1 && !isTied({ start, target }, i, other));
    strangers.sort((a, b) => score[b]! - score[a]! || a - b);
    for (const other of strangers.subarray(0, each)) {
      const [a, b] = i < other ? [i, other] : [other, i];
      found.set(a * nodes + b, { a, b, score: score[other]!, common: common[other]! });
    }
    for (let k = 0; k < size; k++) [score[met[k]!], common[met[k]!]] = [0, 0];
    const pause = turn(work);
    if (pause) await pause;
  }
  return [...found.values()].sort((one, other) => one.a - other.a || one.b - other.b);
}

function isTied({ start, target }: Pick<Rows, 'start' | 'target'>, from: number, to: number): boolean {
  let [low, high] = [start[from]!, start[from + 1]! - 1];
  while (low <= high) {
    const middle = (low + high) >>> 1;
    if (target[middle] === to) return true;
    if (target[middle]! < to) low = middle + 1;
    else high = middle - 1;
  }
  return false;
}
