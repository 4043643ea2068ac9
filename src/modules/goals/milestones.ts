/** Shares of the way of an objective that are told of, in percent. */
export const MILESTONES = [25, 50, 75, 100] as const;
export type Milestone = (typeof MILESTONES)[number];

/** A share is a quotient: what it misses by rounding does not count. */
const ROUNDING = 1e-9;

/** The milestones that a progress (a share of the way; null: unknown) has come to. Pure. */
export const milestonesAt = (progress: number | null): Milestone[] =>
  progress === null ? [] : MILESTONES.filter((percent) => progress * 100 >= percent - ROUNDING);
