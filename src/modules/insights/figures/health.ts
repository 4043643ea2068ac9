import { HEALTH_PARTS, type CommunityReport, type Facts } from '../contract.ts';
import type { InsightRules } from '../insight-rules.ts';

export type HealthPartKey = (typeof HEALTH_PARTS)[number];

/** The raw figure of a part, or null with the reason why it is not known, and the facts it was made from. */
export type HealthInput = { raw: number | null; reason: string | null; facts: Facts };
export type Health = CommunityReport['health'];

/**
 * Health 0–100 (formulas.md, "Health"): every known part interpolated to 0…100, weighted; parts without data left out
 * and the rest re-weighted; unknown (null) when the known parts weigh under 50. Rounded half up, once, at the end.
 */
export function health(inputs: Record<HealthPartKey, HealthInput>, rules: InsightRules['health']): Health {
  let [weight, sum] = [0, 0];
  const parts = HEALTH_PARTS.map((key) => {
    const { raw, reason, facts } = inputs[key];
    const score = raw === null ? null : interpolate(rules.scales[key], raw);
    if (score !== null) {
      weight += rules.weights[key];
      sum += rules.weights[key] * score;
    }
    return { key, weight: rules.weights[key], raw, score, reason, facts };
  });
  const score = weight === 0 || weight < rules.neededWeight ? null : Math.floor(sum / weight + 0.5);
  return { score, band: score === null ? null : bandOf(score, rules), weight, parts };
}

/** Linear between the points, flat outside; points ascend in their first number. */
export function interpolate(points: readonly (readonly [number, number])[], x: number): number {
  const first = points[0]!;
  if (x <= first[0]) return first[1];
  for (let k = 1; k < points.length; k++) {
    const [x0, y0] = points[k - 1]!;
    const [x1, y1] = points[k]!;
    if (x <= x1) return y0 + ((x - x0) / (x1 - x0)) * (y1 - y0);
  }
  return points.at(-1)![1];
}

function bandOf(score: number, { bands }: InsightRules['health']): NonNullable<Health['band']> {
  if (score >= bands.thriving) return 'thriving';
  if (score >= bands.healthy) return 'healthy';
  return score >= bands.strained ? 'strained' : 'at_risk';
}
