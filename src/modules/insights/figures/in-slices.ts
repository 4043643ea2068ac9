import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ActivityBits } from './activity-bits.ts';

/** People who are counted in one go: some tens of milliseconds. */
const PEOPLE_A_TURN = 65_536;

/**
 * What `count` makes of everybody, worked out for some people at a time, so that the event loop gets its turn between.
 * `count` gives columns that add up over people; what else it gives is the same for all of them.
 */
export async function inSlices<Counts extends object>(
  bits: ActivityBits,
  count: (some: ActivityBits) => Counts,
  peopleATurn = PEOPLE_A_TURN,
): Promise<Counts> {
  if (bits.count <= peopleATurn) return count(bits);
  const slice = (from: number): ActivityBits => {
    const some = (column: Uint32Array): Uint32Array => column.subarray(from, from + peopleATurn);
    return {
      ...bits,
      count: Math.min(peopleATurn, bits.count - from),
      days: bits.days.map(some),
      weeks: bits.weeks.map(some),
    };
  };
  const sum = count(slice(0));
  for (let from = peopleATurn; from < bits.count; from += peopleATurn) {
    await nextTurn();
    const more = count(slice(from));
    for (const [name, column] of Object.entries(sum)) {
      if (!(column instanceof Uint32Array)) continue;
      const added = more[name as keyof Counts] as Uint32Array;
      for (let k = 0; k < column.length; k++) column[k]! += added[k]!;
    }
  }
  return sum;
}
