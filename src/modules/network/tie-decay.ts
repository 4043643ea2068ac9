/** A tie keeps this share of its strength for each 30 days that pass (formulas.md, "Ties"). */
export const DECAY_PER_30_DAYS = 0.9;

/** What is left after `days` of a gain of 1: 0.9^(days ÷ 30). */
export const decay = (days: number): number => DECAY_PER_30_DAYS ** (days / 30);
