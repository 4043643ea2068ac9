import { isoWeek, mondayOf, type Day } from '#kernel/calendar.ts';
import type { ActivityBits } from './activity-bits.ts';

/** Longest age, in weeks, at which a cohort is looked at. */
export const COHORT_WEEKS = 12;

export type Cohort = { cohort: string; size: number; retained: number[]; unbounded: number[]; unfinished: boolean };
export type WeekStatus = {
  week: string;
  new: number;
  retained: number;
  returning: number;
  dormant: number;
  complete: boolean;
};

/** What one pass over everyone's active weeks gives; index = weeks since the first week. */
export type WeeklyCounts = {
  readonly firstMonday: Day;
  readonly weeks: number;
  /** People whose first active week it is. */
  readonly first: Uint32Array;
  readonly active: Uint32Array;
  /** Active in it and in the week before. */
  readonly again: Uint32Array;
  /** [week × 13 + k]: people of the cohort active in its week k, or in week k or later. */
  readonly retained: Uint32Array;
  readonly unbounded: Uint32Array;
};

/** Counts the active weeks of everyone: statuses and cohorts fall out of these. One pass over the set bits. */
export function weeklyCounts(bits: ActivityBits): WeeklyCounts {
  const weeks = (mondayOf(bits.today) - bits.firstMonday) / 7 + 1;
  const [first, active, again] = [new Uint32Array(weeks), new Uint32Array(weeks), new Uint32Array(weeks)];
  const span = COHORT_WEEKS + 1;
  const [retained, lastAge] = [new Uint32Array(weeks * span), new Uint32Array(weeks * span)];
  for (let i = 0; i < bits.count; i++) {
    let start = -1;
    let previous = -2;
    for (let w = 0; w < bits.weeks.length; w++) {
      let word = bits.weeks[w]![i]!;
      while (word !== 0) {
        const low = word & -word;
        const week = w * 32 + (31 - Math.clz32(low));
        word ^= low;
        if (start < 0) first[(start = week)]!++;
        active[week]!++;
        if (previous === week - 1) again[week]!++;
        if (week - start <= COHORT_WEEKS) retained[start * span + week - start]!++;
        previous = week;
      }
    }
    if (start >= 0) lastAge[start * span + Math.min(previous - start, COHORT_WEEKS)]!++;
  }
  return { firstMonday: bits.firstMonday, weeks, first, active, again, retained, unbounded: fromEnd(lastAge, span) };
}

/** Sums each row of `span` from its end: who was last seen at age k or later. */
function fromEnd(lastAge: Uint32Array, span: number): Uint32Array {
  const sums = lastAge.slice();
  for (let row = 0; row < sums.length; row += span) {
    for (let k = span - 2; k >= 0; k--) sums[row + k]! += sums[row + k + 1]!;
  }
  return sums;
}

/** Statuses in the ISO weeks that hold max(first event, today − 364) … today. */
export function weeklyStatuses(counts: WeeklyCounts, today: Day, firstEvent: Day): WeekStatus[] {
  const from = (mondayOf(Math.max(firstEvent, today - 364)) - counts.firstMonday) / 7;
  const statuses: WeekStatus[] = [];
  let known = 0;
  for (let week = 0; week < counts.weeks; week++) {
    const fresh = counts.first[week]!;
    const old = counts.active[week]! - fresh;
    const monday = counts.firstMonday + 7 * week;
    if (week >= from) {
      statuses.push({
        week: isoWeek(monday),
        new: fresh,
        retained: counts.again[week]!,
        returning: old - counts.again[week]!,
        dormant: known - old,
        complete: monday + 6 <= today,
      });
    }
    known += fresh;
  }
  return statuses;
}

/** Every non-empty weekly cohort with `retained[k]` and `unbounded[k]` for k = 0 … min(12, age). */
export function weeklyCohorts(counts: WeeklyCounts, today: Day): Cohort[] {
  const cohorts: Cohort[] = [];
  const last = counts.weeks - 1;
  for (let week = 0; week <= last; week++) {
    if (counts.first[week] === 0) continue;
    const row = week * (COHORT_WEEKS + 1);
    const end = row + Math.min(COHORT_WEEKS, last - week) + 1;
    cohorts.push({
      cohort: isoWeek(counts.firstMonday + 7 * week),
      size: counts.first[week]!,
      retained: [...counts.retained.subarray(row, end)],
      unbounded: [...counts.unbounded.subarray(row, end)],
      unfinished: last - week <= COHORT_WEEKS && counts.firstMonday + 7 * last + 6 > today,
    });
  }
  return cohorts;
}

const POOLED_COHORTS = 8;
const POOLED_WEEK = 4;

/** Week-4 retention pooled over the 8 latest non-empty cohorts whose week 4 is complete; rate null without any. */
export function pooledWeek4(
  counts: WeeklyCounts,
  today: Day,
): { rate: number | null; retained: number; size: number; cohorts: number } {
  let [retained, size, cohorts] = [0, 0, 0];
  for (let week = counts.weeks - 1; week >= 0 && cohorts < POOLED_COHORTS; week--) {
    if (counts.first[week] === 0 || counts.firstMonday + 7 * (week + POOLED_WEEK) + 6 > today) continue;
    retained += counts.retained[week * (COHORT_WEEKS + 1) + POOLED_WEEK]!;
    size += counts.first[week]!;
    cohorts++;
  }
  return { rate: size === 0 ? null : retained / size, retained, size, cohorts };
}

const TREND_WEEKS = 12;

/** Distinct people active in each of the last 12 complete ISO weeks, oldest first; weeks before the first event left out. */
export function weeklyActive(counts: WeeklyCounts, today: Day, firstEvent: Day): number[] {
  const lastComplete = (mondayOf(today + 1) - 7 - counts.firstMonday) / 7;
  const from = Math.max(lastComplete - TREND_WEEKS + 1, (mondayOf(firstEvent) - counts.firstMonday) / 7);
  return lastComplete < from ? [] : [...counts.active.subarray(from, lastComplete + 1)];
}
