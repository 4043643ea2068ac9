import { formatDay, mondayOf, type Day } from '#kernel/calendar.ts';
import { DAYS_KEPT, type ActivityBits } from './activity-bits.ts';
import { median } from './median.ts';

/** Days whose MAU is shown and whose highest counts for the stage: 364. Index = age in days, 0 = today. */
export const SERIES_DAYS = 364;
const WEEK = 7;
const MONTH = 28;

export type DailySeries = {
  /** Distinct people active on the day `age` days ago; DAYS_KEPT long. */
  readonly dau: Uint32Array;
  /** Distinct people active in the 7 days that end with it; SERIES_DAYS long. */
  readonly wau: Uint32Array;
  /** Distinct people active in the 28 days that end with it; SERIES_DAYS long. */
  readonly mau: Uint32Array;
};

/**
 * DAU and rolling WAU and MAU of the last 364 days in one pass over the active days. An active day of a person stands
 * for the person in the windows that end from that day to 6 or 27 days later, but no longer than to the day before
 * their next active one: so each window sees each person once, and difference arrays add it up.
 */
export function dailySeries(bits: ActivityBits): DailySeries {
  const dau = new Uint32Array(DAYS_KEPT);
  const weekChange = new Int32Array(SERIES_DAYS + 1);
  const monthChange = new Int32Array(SERIES_DAYS + 1);
  for (let i = 0; i < bits.count; i++) {
    let next = -1;
    for (let w = 0; w < bits.days.length; w++) {
      let word = bits.days[w]![i]!;
      while (word !== 0) {
        const low = word & -word;
        const age = w * 32 + (31 - Math.clz32(low));
        word ^= low;
        dau[age]!++;
        mark(weekChange, Math.max(age - (WEEK - 1), next + 1), age);
        mark(monthChange, Math.max(age - (MONTH - 1), next + 1), age);
        next = age;
      }
    }
  }
  return { dau, wau: summed(weekChange), mau: summed(monthChange) };
}

/** One person more in the windows that end `from` to `to` days ago. */
function mark(change: Int32Array, from: number, to: number): void {
  if (from >= SERIES_DAYS) return;
  change[from]!++;
  change[Math.min(to + 1, SERIES_DAYS)]!--;
}

function summed(change: Int32Array): Uint32Array {
  const sums = new Uint32Array(SERIES_DAYS);
  let people = 0;
  for (let age = 0; age < SERIES_DAYS; age++) sums[age] = people += change[age]!;
  return sums;
}

/** Distinct people active in the last `days` days. */
export function activePeople(bits: ActivityBits, days: number): number {
  let people = 0;
  for (let i = 0; i < bits.count; i++) {
    for (let w = 0; w * 32 < days; w++) {
      const left = days - w * 32;
      const word = bits.days[w]![i]!;
      if ((left >= 32 ? word : word & ((1 << left) - 1)) !== 0) {
        people++;
        break;
      }
    }
  }
  return people;
}

/** Mean DAU of the 28 days that end `age` days ago ÷ their MAU; null when nobody was active. */
export function stickinessAt(series: DailySeries, age: number): number | null {
  if (series.mau[age] === 0) return null;
  let sum = 0;
  for (let k = age; k < age + MONTH; k++) sum += series.dau[k]!;
  return sum / MONTH / series.mau[age]!;
}

const MEDIAN_WEEKS = 26;
const MEDIAN_NEEDS = 8;

/**
 * The community's own stickiness: the median over the ends of the 26 complete weeks before T, weeks with MAU 0
 * skipped; null when fewer than 8 are left. `weeks` says how many there were.
 */
export function ownStickiness(series: DailySeries, today: Day): { median: number | null; weeks: number } {
  const lastSunday = mondayOf(today + 1) - 1;
  const values: number[] = [];
  for (let week = 0; week < MEDIAN_WEEKS; week++) {
    const value = stickinessAt(series, today - lastSunday + 7 * week);
    if (value !== null) values.push(value);
  }
  return { median: values.length < MEDIAN_NEEDS ? null : median(values), weeks: values.length };
}

/** The highest MAU of the last 364 days, and the first day that had it; null day when it is 0. */
export function highestMau(series: DailySeries, today: Day): { mau: number; day: string | null } {
  let age = SERIES_DAYS - 1;
  for (let k = SERIES_DAYS - 1; k >= 0; k--) if (series.mau[k]! > series.mau[age]!) age = k;
  const mau = series.mau[age]!;
  return { mau, day: mau === 0 ? null : formatDay(today - age) };
}
