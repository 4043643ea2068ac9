/** Ties that are drawn, at most: the strongest. */
export const TIES_DRAWN = 20_000;
