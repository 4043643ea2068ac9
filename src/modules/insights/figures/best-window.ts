import type { Day } from '#kernel/calendar.ts';

/** The largest sum over any 91 days in a row. Days ascend; `weight[k]` is what was contributed on `day[k]`. */
export function bestWindow(day: ArrayLike<Day>, weight: ArrayLike<number>, length = 91): number {
  let best = 0;
  let sum = 0;
  let start = 0;
  for (let end = 0; end < day.length; end++) {
    sum += weight[end]!;
    while (day[start]! <= day[end]! - length) sum -= weight[start++]!;
    best = Math.max(best, sum);
  }
  return best;
}
