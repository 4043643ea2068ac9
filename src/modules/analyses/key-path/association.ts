/** Stayed or not, among those who did something and those who did not. */
export type FourFold = { with: number; stayedWith: number; without: number; stayedWithout: number };

/** Two-sided 95 %. */
const Z = 1.959963984540054;

/**
 * Lift (risk ratio) with its 95 % interval after Katz: exp(ln RR ± z √(1/a − 1/n₁ + 1/c − 1/n₂)); null where a rate is 0 or
 * nobody is on a side.
 */
export function liftOf({ with: n1, stayedWith: a, without: n2, stayedWithout: c }: FourFold): {
  lift: number;
  low: number;
  high: number;
} | null {
  if (a === 0 || c === 0) return null;
  const lift = a / n1 / (c / n2);
  const spread = Z * Math.sqrt(1 / a - 1 / n1 + 1 / c - 1 / n2);
  return { lift, low: lift * Math.exp(-spread), high: lift * Math.exp(spread) };
}

/** Weights smaller than this beside the largest add nothing that a double can hold. */
const NOTHING = 1e-20;
/** Tables as likely as the one seen, but for rounding. */
const EQUAL = 1 + 1e-7;

/**
 * Fisher's exact test, two-sided: the share of all tables with the same margins that are not likelier than this one. Weights
 * are walked outwards from the likeliest table by their ratio, so that large tables need neither factorials nor many steps.
 */
export function fisherExact({ with: n1, stayedWith, without: n2, stayedWithout }: FourFold): number {
  const stayed = stayedWith + stayedWithout;
  const [least, most] = [Math.max(0, stayed - n2), Math.min(stayed, n1)];
  const up = (a: number): number => ((n1 - a) * (stayed - a)) / ((a + 1) * (n2 - stayed + a + 1));
  const mode = Math.min(most, Math.max(least, Math.floor(((stayed + 1) * (n1 + 1)) / (n1 + n2 + 2))));
  const weights = new Map([[mode, 1]]);
  for (let a = mode, weight = 1; a < most && weight > NOTHING;) {
    weight *= up(a);
    weights.set((a += 1), weight);
  }
  for (let a = mode, weight = 1; a > least && weight > NOTHING;) {
    weight /= up(a - 1);
    weights.set((a -= 1), weight);
  }
  const seen = weights.get(stayedWith) ?? 0;
  let [all, asRare] = [0, 0];
  for (const weight of weights.values()) {
    all += weight;
    if (weight <= seen * EQUAL) asRare += weight;
  }
  return Math.min(1, asRare / all);
}

/** Benjamini and Hochberg's correction: the smallest rate of false discoveries at which each would hold. Order is kept. */
export function adjusted(ps: readonly number[]): number[] {
  const order = ps.map((p, at) => ({ p, at })).sort((a, b) => b.p - a.p);
  const found = new Array<number>(ps.length);
  let least = 1;
  for (const [place, { p, at }] of order.entries()) {
    least = Math.min(least, (p * ps.length) / (ps.length - place));
    found[at] = least;
  }
  return found;
}
