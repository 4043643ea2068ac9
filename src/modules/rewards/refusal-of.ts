import type { Refusal, RewardState } from './contract.ts';

/** What of a reward decides whether it can be had; instants in milliseconds UTC. */
export type Offer = {
  state: RewardState;
  price: number;
  opensAt: number | null;
  closesAt: number | null;
  /** Units not held by an order; null: as many as are asked for. */
  left: number | null;
  /** The most of one member within the period that counts now; null: none. */
  limit: number | null;
  /** Rank of the level that it takes; null: for everybody. */
  rank: number | null;
};

/** What of a member decides; `mine` are the orders that count towards the limit now. */
export type Buyer = { balance: number; rank: number; mine: number };

/**
 * Why a member cannot have a reward at an instant: the first reason that holds, in the order in which it helps to know
 * them; null when nothing stands against it. The time window is half-open: it begins at `opensAt`, and at `closesAt` it
 * is over.
 */
export function refusalOf(offer: Offer, buyer: Buyer, now: number): Refusal | null {
  if (offer.state !== 'open') return 'not_open';
  if (offer.opensAt !== null && now < offer.opensAt) return 'not_yet';
  if (offer.closesAt !== null && now >= offer.closesAt) return 'over';
  if (offer.left !== null && offer.left <= 0) return 'sold_out';
  if (offer.rank !== null && buyer.rank < offer.rank) return 'level_too_low';
  if (offer.limit !== null && buyer.mine >= offer.limit) return 'limit_reached';
  if (buyer.balance < offer.price) return 'not_enough_points';
  return null;
}
