import type { Day } from '#kernel/calendar.ts';

/** Days before T that the day bits hold: 364 days of series, each with a window of 28, and room to spare. */
export const DAY_WORDS = 14;
export const DAYS_KEPT = DAY_WORDS * 32;

/**
 * When everyone was active, as bits, columns of 32-bit words. Bit b of `days[w][i]`: person i contributed on day
 * today − (32w + b). Bit b of `weeks[w][i]`: person i contributed in the ISO week whose Monday is
 * firstMonday + 7 (32w + b). A bit mask a person is the least that daily, weekly and cohort figures can be counted
 * from, and two accounts of one person merge by OR.
 */
export type ActivityBits = {
  readonly count: number;
  readonly today: Day;
  readonly days: readonly Uint32Array[];
  readonly firstMonday: Day;
  readonly weeks: readonly Uint32Array[];
};

/** Number of set bits of a 32-bit word. */
export function bitCount(word: number): number {
  let v = word - ((word >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Adds to each person's count how many of the last `window` days (at most DAYS_KEPT) have their bit set; word by word. */
export function addActiveDays(counts: Uint8Array | Uint16Array, days: readonly Uint32Array[], window: number): void {
  for (let w = 0; w * 32 < window; w++) {
    const left = window - w * 32;
    const mask = left >= 32 ? 0xffffffff : (1 << left) - 1;
    const column = days[w]!;
    for (let i = 0; i < column.length; i++) {
      const word = column[i]! & mask;
      if (word !== 0) counts[i]! += bitCount(word);
    }
  }
}

/**
 * In how many of the last 13 ISO weeks, the current one included, person i was active. `intoWeek` is the position of
 * today in its week, 0 = Monday.
 */
export function activeWeeks13(days: readonly Uint32Array[], i: number, intoWeek: number): number {
  let weeks = 0;
  let from = 0;
  for (let week = 0; week < 13; week++) {
    const to = intoWeek + 7 * week;
    if (activeBetween(days, i, from, to)) weeks++;
    from = to + 1;
  }
  return weeks;
}

/** Whether person i was active from age `from` to age `to` in days, both included and at most 31 apart. */
export function activeBetween(days: readonly Uint32Array[], i: number, from: number, to: number): boolean {
  const word = from >>> 5;
  const shift = from & 31;
  let bits = days[word]![i]! >>> shift;
  if (shift > 0 && word + 1 < days.length) bits |= days[word + 1]![i]! << (32 - shift);
  const size = to - from + 1;
  return (size >= 32 ? bits : bits & ((1 << size) - 1)) !== 0;
}
