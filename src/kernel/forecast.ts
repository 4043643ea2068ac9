import type { Day } from './calendar.ts';

/** A figure on a day. */
export type Known = { day: Day; value: number };

/** Where a figure will stand on a day if it goes on changing as it did, with the range that it falls into so often. */
export type Forecast = {
  low: number;
  middle: number;
  high: number;
  /** Mean change a week over the weeks looked at. */
  perWeek: number;
  /** How many weeks were looked at. */
  weeks: number;
  /** The day lies further ahead than the weeks looked at reach back. */
  far: boolean;
};

/** How far back is looked, and how many figures, a week apart, are needed. */
export const FORECAST_WEEKS = 12;
export const FORECAST_NEEDS = 5;

/** How often the range holds: 4 times of 5 to see where one is heading, 19 of 20 to say that something was not chance. */
type Certainty = '80 %' | '95 %';

/** Student's t by degrees of freedom from 1: that share of all lies within ± t. */
const T: Readonly<Record<Certainty, readonly number[]>> = {
  '80 %': [3.078, 1.886, 1.638, 1.533, 1.476, 1.44, 1.415, 1.397, 1.383, 1.372, 1.363],
  '95 %': [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201],
};

/** Between which values a figure of a unit can lie; shares that may fall below 0 say so. */
export function boundsOf(unit: string, signed: boolean): { least: number; most: number } {
  const most = unit === 'share' ? 1 : unit === 'score' ? 100 : Infinity;
  return { least: signed ? -Infinity : 0, most };
}

/**
 * A random walk with drift (Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 5.2): the latest figure plus
 * the mean weekly change for each week ahead; the range from how much the weekly changes varied, growing with the weeks
 * ahead and with how few there were: s × √(h × (1 + h ÷ n)) × t. Figures a week apart, back from the latest one, so that
 * weekdays do not count as change; at most the last 12 weeks. Undefined with fewer than 5 of them.
 */
export function forecast(
  series: readonly Known[],
  due: Day,
  { least, most }: { least: number; most: number },
  certainty: Certainty = '80 %',
): Forecast | undefined {
  const points = weekly(series);
  if (points.length < FORECAST_NEEDS) return undefined;
  const [first, last] = [points[0]!, points.at(-1)!];
  const weeks = (last.day - first.day) / 7;
  const perWeek = (last.value - first.value) / weeks;
  const ahead = Math.max(0, due - last.day) / 7;
  const changes = points.length - 1;
  let squares = 0;
  for (let at = 1; at < points.length; at++) {
    const gap = (points[at]!.day - points[at - 1]!.day) / 7;
    squares += (points[at]!.value - points[at - 1]!.value - perWeek * gap) ** 2 / gap;
  }
  const t = T[certainty];
  const spread =
    Math.sqrt((squares / (changes - 1)) * ahead * (1 + ahead / changes)) * t[Math.min(changes - 1, t.length) - 1]!;
  const middle = last.value + perWeek * ahead;
  const within = (value: number): number => Math.min(most, Math.max(least, value));
  return {
    low: within(middle - spread),
    middle: within(middle),
    high: within(middle + spread),
    perWeek,
    weeks: Math.round(weeks),
    far: ahead > weeks,
  };
}

/** The figures a week apart, back from the latest; of each week the latest figure of it. Days ascending. */
function weekly(series: readonly Known[]): Known[] {
  const last = series.at(-1);
  if (!last) return [];
  const found = new Map<number, Known>();
  for (const point of series) {
    const week = Math.floor((last.day - point.day) / 7);
    if (week <= FORECAST_WEEKS) found.set(week, point);
  }
  return [...found.values()].toSorted((a, b) => a.day - b.day);
}
