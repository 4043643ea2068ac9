const GINI_NEEDS = 5;

export type Concentration = { gini: number | null; busFactor: number | null; activeMembers: number };

/**
 * How evenly the contribution weight of 28 days is spread over the members active in them: Gini in its population
 * form (null under 5 members) and the bus factor, the fewest members who make half of it (null without any).
 */
export function concentration(weights: Float64Array): Concentration {
  const sorted = weights.slice().sort();
  const n = sorted.length;
  let total = 0;
  let ranked = 0;
  for (let i = 0; i < n; i++) {
    total += sorted[i]!;
    ranked += (2 * (i + 1) - n - 1) * sorted[i]!;
  }
  return {
    gini: n < GINI_NEEDS || total === 0 ? null : ranked / (n * total),
    busFactor: total === 0 ? null : fewestForHalf(sorted, total),
    activeMembers: n,
  };
}

function fewestForHalf(ascending: Float64Array, total: number): number {
  let sum = 0;
  let people = 0;
  while (sum * 2 < total) sum += ascending[ascending.length - ++people]!;
  return people;
}
