import type { Refusal } from './contract.ts';
import { type Offer, refusalOf } from './refusal-of.ts';

/** What somebody asks for: one unit of a reward, at the price they confirmed. */
export type Wish = { rewardId: string; memberId: string; price: number; now: number };

/** What is known when a batch is decided, all read under the lock of the rewards. */
export type ClaimFacts = {
  offers: ReadonlyMap<string, Offer>;
  balances: ReadonlyMap<string, number>;
  ranks: ReadonlyMap<string, number>;
  /** Orders that count towards the limit now, by `mineKey`. */
  mine: ReadonlyMap<string, number>;
};

export const mineKey = (rewardId: string, memberId: string): string => `${rewardId} ${memberId}`;

export type Decision = 'takes' | 'unknown' | 'price_changed' | Refusal;

/**
 * Decides many wishes in the order in which they came: each sees what those before it took of stock, limit and points.
 * `poor` are the places of wishes for which the ledger had no points after all: they take nothing, so that a later one
 * may. Adding to `poor` never turns a wish that takes into one that does not.
 */
export function decideClaims(wishes: readonly Wish[], facts: ClaimFacts, poor: ReadonlySet<number>): Decision[] {
  const left = new Map<string, number>();
  const spent = new Map<string, number>();
  const taken = new Map<string, number>();
  return wishes.map(({ rewardId, memberId, price, now }, place) => {
    const offer = facts.offers.get(rewardId);
    if (!offer) return 'unknown';
    if (offer.price !== price) return 'price_changed';
    const key = mineKey(rewardId, memberId);
    const still = offer.left === null ? null : (left.get(rewardId) ?? offer.left);
    const refusal = refusalOf(
      { ...offer, left: still },
      {
        balance: (facts.balances.get(memberId) ?? 0) - (spent.get(memberId) ?? 0),
        rank: facts.ranks.get(memberId) ?? 0,
        mine: (facts.mine.get(key) ?? 0) + (taken.get(key) ?? 0),
      },
      now,
    );
    if (refusal) return refusal;
    if (poor.has(place)) return 'not_enough_points';
    if (still !== null) left.set(rewardId, still - 1);
    spent.set(memberId, (spent.get(memberId) ?? 0) + price);
    taken.set(key, (taken.get(key) ?? 0) + 1);
    return 'takes';
  });
}
