/** A seeded source of chance: equal seeds give equal runs on every machine. */
export type Random = {
  /** Uniform in [0, 1). */
  unit(): number;
  /** A whole number in [0, n). */
  below(n: number): number;
  /** Whether something of this probability happens. */
  chance(p: number): boolean;
  /** One element; the list must not be empty. */
  pick<T>(list: readonly T[]): T;
  /** An index by weight; weights are not negative and not all 0. */
  weighted(weights: readonly number[]): number;
  /** Normal with this mean and deviation. */
  normal(mean: number, deviation: number): number;
  /** Exponential with this mean. */
  exponential(mean: number): number;
  /** Log-normal with median 1. */
  heavy(sigma: number): number;
};

/** Mulberry32: small, quick, and good enough for a story; never for security. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const unit = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const standardNormal = (): number => Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit());
  return {
    unit,
    below: (n) => Math.floor(unit() * n),
    chance: (p) => unit() < p,
    pick: (list) => list[Math.floor(unit() * list.length)]!,
    weighted(weights) {
      let total = 0;
      for (const weight of weights) total += weight;
      let left = unit() * total;
      for (let index = 0; index < weights.length; index += 1) {
        left -= weights[index]!;
        if (left < 0) return index;
      }
      return weights.length - 1;
    },
    normal: (mean, deviation) => mean + deviation * standardNormal(),
    exponential: (mean) => -mean * Math.log(1 - unit()),
    heavy: (sigma) => Math.exp(sigma * standardNormal()),
  };
}
