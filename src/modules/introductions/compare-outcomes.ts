import type { Comparison } from './contract.ts';

/** Of pairs whose 28 days are over how many are tied, and how many are not over. */
export type Tally = { pairs: number; tied: number; underWay: number };

const Z = 1.959963984540054;
const SMALL = 20;

/** A share with its 95 % interval (Wilson, 1927); nulls for none of none. */
function shareOf({ pairs, tied, underWay }: Tally): Comparison['made'] {
  if (pairs === 0) return { pairs, tied, underWay, share: null, low: null, high: null };
  const share = tied / pairs;
  const middle = (share + Z ** 2 / (2 * pairs)) / (1 + Z ** 2 / pairs);
  const half = (Z / (1 + Z ** 2 / pairs)) * Math.sqrt((share * (1 - share)) / pairs + Z ** 2 / (4 * pairs ** 2));
  return { pairs, tied, underWay, share, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/**
 * Introductions that were made against pairs that were proposed and not introduced: the difference of the shares that
 * became tied, with the 95 % interval of Newcombe (1998, method 10). Who is introduced was chosen by people, not by
 * chance, so this is a comparison and no proof.
 */
export function compareOutcomes(made: Tally, notMade: Tally): Comparison {
  const [one, other] = [shareOf(made), shareOf(notMade)];
  const small = made.pairs < SMALL || notMade.pairs < SMALL;
  if (one.share === null || other.share === null) return { made: one, notMade: other, difference: null, small };
  const value = one.share - other.share;
  const low = value - Math.hypot(one.share - one.low!, other.high! - other.share);
  const high = value + Math.hypot(one.high! - one.share, other.share - other.low!);
  return { made: one, notMade: other, difference: { value, low, high }, small };
}
