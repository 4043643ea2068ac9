import type { Refusal } from './contract.ts';
import { type Offer, refusalOf } from './refusal-of.ts';

/** What somebody asks for: one unit of a reward, at the price they confirmed. */
export type Wish = { rewardId: string; memberId: string; price: number; now: number };

/** What is known when a batch is decided, all read under the lock of the rewards. */
export type ClaimFacts = {
  offers: ReadonlyMap<string, Offer>;
  /** Before any of these wishes; undefined: everybody is believed to have enough. */
  balances: ReadonlyMap<string, number> | undefined;
  ranks: ReadonlyMap<string, number>;
  /** Orders that count towards the limit now, by `mineKey`. */
  mine: ReadonlyMap<string, number>;
};

export const mineKey = (rewardId: string, memberId: string): string => `${rewardId} ${memberId}`;

export type Decision = 'takes' | 'unknown' | 'price_changed' | Refusal;

/** What the ledger has said: places of wishes that are paid for, and of those for which there were no points after all. */
export type LedgerSaid = { paid: ReadonlySet<number>; poor: ReadonlySet<number> };

/**
 * Decides many wishes in the order in which they came: each sees what those before it took of stock, limit and points. What
 * is paid for takes before all others and whatever they do; what is poor takes nothing, so that a later one may.
 */
export function decideClaims(wishes: readonly Wish[], facts: ClaimFacts, { paid, poor }: LedgerSaid): Decision[] {
  const taken = new Map<string, number>();
  const takenBy = new Map<string, number>();
  const spent = new Map<string, number>();
  const take = ({ rewardId, memberId, price }: Wish): void => {
    add(taken, rewardId, 1);
    add(takenBy, mineKey(rewardId, memberId), 1);
    add(spent, memberId, price);
  };
  for (const place of paid) take(wishes[place]!);
  return wishes.map((wish, place) => {
    const { rewardId, memberId, price, now } = wish;
    if (paid.has(place)) return 'takes';
    const offer = facts.offers.get(rewardId);
    if (!offer) return 'unknown';
    if (offer.price !== price) return 'price_changed';
    const key = mineKey(rewardId, memberId);
    const refusal = refusalOf(
      { ...offer, left: offer.left === null ? null : offer.left - (taken.get(rewardId) ?? 0) },
      {
        balance: facts.balances ? (facts.balances.get(memberId) ?? 0) - (spent.get(memberId) ?? 0) : Infinity,
        rank: facts.ranks.get(memberId) ?? 0,
        mine: (facts.mine.get(key) ?? 0) + (takenBy.get(key) ?? 0),
      },
      now,
    );
    if (refusal) return refusal;
    if (poor.has(place)) return 'not_enough_points';
    take(wish);
    return 'takes';
  });
}

const add = (to: Map<string, number>, key: string, by: number): void => void to.set(key, (to.get(key) ?? 0) + by);
