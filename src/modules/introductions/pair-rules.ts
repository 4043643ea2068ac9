/** What decides who is proposed to whom (docs/definitions.md, "Introductions"). */
export const PAIR_RULES = {
  /** Who is considered: the most active and the newest so many. */
  people: 20_000,
  /** A pair below is not proposed. */
  threshold: 20,
  /** Somebody is in so many proposals within so many days, at most. */
  each: 3,
  days: 28,
  /** Proposals that wait at a time. */
  open: 50,
  /** A pair that was proposed is not proposed again for so many days; one that was dismissed never. */
  restDays: 180,
  /** After so many days a proposal lapses, and what became of a pair is looked at. */
  outcomeDays: 28,
} as const;
