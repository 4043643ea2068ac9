import type { Day } from '#kernel/calendar.ts';

/** Stands in a day column for "never". Below every real day, so that `T − day` is large and comparisons just work. */
export const NEVER: Day = -1_000_000;

/**
 * What the schemes look at, one element a person, all columns of the same length. Days are counted since 1970-01-01
 * in the community's zone; windows end with the day of T. `docs/definitions.md` defines each figure.
 */
export type MemberFacts = {
  readonly count: number;
  /** Day of the first counting event other than a rename. */
  readonly joinedDay: Int32Array;
  /** 1: joined by T and not left. */
  readonly isMember: Uint8Array;
  /** Last day with a contribution, or NEVER. */
  readonly lastActiveDay: Int32Array;
  readonly activeDays28: Uint8Array;
  readonly activeWeeks13: Uint8Array;
  readonly activeDays365: Uint16Array;
  /** Contribution weight of the last 365 days. */
  readonly weight365: Float64Array;
  /** Undecayed tie weight received in the last 91 days. */
  readonly received91: Float64Array;
  /** Distinct people who reacted to, replied to or mentioned them in the last 91 days. */
  readonly fans91: Uint32Array;
  /** 1: certified as an expert by an operator. */
  readonly expert: Uint8Array;
  readonly orders: Uint32Array;
  readonly lastPurchaseDay: Int32Array;
  /** Purchases less refunds, all time. */
  readonly amount: Float64Array;
  readonly orders365: Uint32Array;
};

/** Facts of `count` people about whom nothing is known yet. */
export function emptyFacts(count: number): MemberFacts {
  return {
    count,
    joinedDay: new Int32Array(count).fill(NEVER),
    isMember: new Uint8Array(count),
    lastActiveDay: new Int32Array(count).fill(NEVER),
    activeDays28: new Uint8Array(count),
    activeWeeks13: new Uint8Array(count),
    activeDays365: new Uint16Array(count),
    weight365: new Float64Array(count),
    received91: new Float64Array(count),
    fans91: new Uint32Array(count),
    expert: new Uint8Array(count),
    orders: new Uint32Array(count),
    lastPurchaseDay: new Int32Array(count).fill(NEVER),
    amount: new Float64Array(count),
    orders365: new Uint32Array(count),
  };
}
