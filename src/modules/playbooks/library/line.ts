/** A straight line through a weekly series: its value at a week, and how the series scatters around it. */
export type Line = {
  slope: number;
  at(week: number): number;
  /** Standard deviation of the figures around the line, with n − 2 degrees of freedom. */
  scatter: number;
  n: number;
  mean: number;
  /** Σ (week − mean)² */
  sum: number;
};

/** Fewer weeks than that tell no direction. */
const LEAST_WEEKS = 4;
/** The 97.5 % quantile of Student's t by degrees of freedom, from 2; more than that is close to the last. */
const T_975 = [4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228];

/** Fits a line to a series with gaps by least squares; null with fewer than four known weeks. */
export function fitLine(series: readonly (number | null)[]): Line | null {
  const known = series.flatMap((value, week) => (value === null ? [] : [{ week, value }]));
  const n = known.length;
  if (n < LEAST_WEEKS) return null;
  const meanOf = (of: (one: (typeof known)[number]) => number): number =>
    known.reduce((sum, one) => sum + of(one), 0) / n;
  const mean = meanOf(({ week }) => week);
  const level = meanOf(({ value }) => value);
  const sum = known.reduce((total, { week }) => total + (week - mean) ** 2, 0);
  const slope = known.reduce((total, { week, value }) => total + (week - mean) * (value - level), 0) / sum;
  const at = (week: number): number => level + slope * (week - mean);
  const squares = known.reduce((total, { week, value }) => total + (value - at(week)) ** 2, 0);
  return { slope, at, scatter: Math.sqrt(squares / (n - 2)), n, mean, sum };
}

/**
 * Half the width of the 95 % prediction interval of one figure at a week: t · s · √(1 + 1/n + (x − x̄)² / Σ(x − x̄)²).
 * Weeks are taken as independent of each other, so the true range is wider rather than narrower.
 */
export const spreadAt = ({ scatter, n, mean, sum }: Line, week: number): number =>
  (T_975[n - 4] ?? T_975.at(-1)!) * scatter * Math.sqrt(1 + 1 / n + (week - mean) ** 2 / sum);
