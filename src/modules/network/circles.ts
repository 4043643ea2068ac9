import type { Rows } from './graph.ts';

/** Fewer people than this who keep to each other are no circle. */
export const SMALLEST_CIRCLE = 3;

/** What a circle is like from outside its words: who is in it is told by the members' numbers. */
export type CircleShape = {
  readonly size: number;
  /** Ties between its people, each once, and their weight together. */
  readonly ties: number;
  readonly weight: number;
  /** Share of the weight of all ties of its people that stays inside; 1 = nobody is tied to anybody outside. */
  readonly inward: number;
  /** Who is at one end of most of the weight inside, and of how much of it; 1 = all ties inside are theirs. */
  readonly holder: number;
  readonly holderShare: number;
};

/** The shape of each circle of at least three people. `circle` numbers them from 1 by size, 0 is none. */
export function shapeCircles(nodes: number, { start, target, weight }: Rows, circle: Uint32Array): CircleShape[] {
  const size: number[] = [];
  for (const own of circle) size[own] = (size[own] ?? 0) + 1;
  let count = 0;
  while ((size[count + 1] ?? 0) >= SMALLEST_CIRCLE) count++;
  const ends = new Uint32Array(count + 1);
  const [inside, all] = [new Float64Array(count + 1), new Float64Array(count + 1)];
  const [most, holder] = [new Float64Array(count + 1), new Uint32Array(count + 1)];
  for (let i = 0; i < nodes; i++) {
    const own = circle[i]!;
    if (own === 0 || own > count) continue;
    let held = 0;
    for (let k = start[i]!; k < start[i + 1]!; k++) {
      all[own]! += weight[k]!;
      if (circle[target[k]!] !== own) continue;
      held += weight[k]!;
      ends[own]!++;
    }
    inside[own]! += held;
    if (held > most[own]!) [most[own], holder[own]] = [held, i];
  }
  return Array.from({ length: count }, (_, k) => {
    const own = k + 1;
    // Every tie inside was met from both of its ends.
    return {
      size: size[own]!,
      ties: ends[own]! / 2,
      weight: inside[own]! / 2,
      inward: all[own] === 0 ? 0 : inside[own]! / all[own]!,
      holder: holder[own]!,
      holderShare: inside[own] === 0 ? 0 : Math.min(1, (2 * most[own]!) / inside[own]!),
    };
  });
}
