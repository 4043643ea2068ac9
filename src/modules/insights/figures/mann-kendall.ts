/** Fewest points from which a trend is claimed. */
const TREND_NEEDS = 4;

export type Trend = { s: number; z: number; rising: number; falling: number; points: number };

/**
 * Mann–Kendall test of a series: S over all pairs, variance with the correction for ties, z with the continuity
 * correction, and the one-sided p of a rise and of a fall from the normal distribution. Null under 4 points.
 */
export function mannKendall(series: readonly number[]): Trend | null {
  const n = series.length;
  if (n < TREND_NEEDS) return null;
  let s = 0;
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) s += Math.sign(series[j]! - series[i]!);
  const equal = new Map<number, number>();
  for (const value of series) equal.set(value, (equal.get(value) ?? 0) + 1);
  let variance = n * (n - 1) * (2 * n + 5);
  for (const t of equal.values()) variance -= t * (t - 1) * (2 * t + 5);
  variance /= 18;
  const z = s === 0 || variance === 0 ? 0 : (s - Math.sign(s)) / Math.sqrt(variance);
  return { s, z, rising: normalBelow(-z), falling: normalBelow(z), points: n };
}

/** P(Z ≤ z) of the standard normal distribution, to double precision for |z| < 8. */
export function normalBelow(z: number): number {
  if (z > 8) return 1;
  if (z < -8) return 0;
  let term = z;
  let sum = z;
  for (let k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) sum += term *= (z * z) / k;
  return 0.5 + (sum * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
}
