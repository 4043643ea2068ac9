import { type Figure, type HoldingRules, type Ladder, type LevelFigures, reachedRank, shortOf } from './ladder.ts';

/** Months since year 0: comparing and subtracting them needs no calendar. */
export type MonthNumber = number;

/** Where a member stands. `graceSince`: the month whose evaluation first found them short; null: not on grace. */
export type LevelStanding = { readonly rank: number; readonly graceSince: MonthNumber | null };

export type LevelDecision = LevelStanding & {
  readonly step: 'promotion' | 'demotion' | 'grace' | 'none';
  /** What grace or demotion comes from. */
  readonly short: readonly Figure[];
};

/**
 * Promotion at once: the highest rank that is reached, where that is above the present one. Never leads down. A member who
 * rises is on no grace. Pure.
 */
export function promote(standing: LevelStanding, figures: LevelFigures, ladder: Ladder): LevelDecision {
  const reached = reachedRank(figures, ladder);
  return reached > standing.rank
    ? { rank: reached, graceSince: null, step: 'promotion', short: [] }
    : { ...standing, step: 'none', short: [] };
}

/**
 * The monthly evaluation of one member (formulas.md, "Growth value"): promotion first; who falls below the share of a
 * standard of their level begins their grace, or, where that lasted the months of the rules, goes one level down.
 * Whoever is back above the share is on grace no more. Pure.
 */
export function evaluateMonth(
  standing: LevelStanding,
  figures: LevelFigures,
  { ladder, rules, month }: { ladder: Ladder; rules: HoldingRules; month: MonthNumber },
): LevelDecision {
  const risen = promote(standing, figures, ladder);
  if (risen.step === 'promotion') return risen;
  const { rank, graceSince } = standing;
  const short = rank === 0 ? [] : shortOf(figures, ladder[rank - 1]!, rules);
  if (short.length === 0) return { rank, graceSince: null, step: 'none', short };
  const since = graceSince ?? month;
  if (month - since < rules.graceMonths) return { rank, graceSince: since, step: 'grace', short };
  return { rank: rank - 1, graceSince: null, step: 'demotion', short };
}

/** The number of a local month. */
export const monthNumber = (year: number, month: number): MonthNumber => year * 12 + month - 1;

/** The month of a day `YYYY-MM-DD`. */
export const monthOf = (day: string): MonthNumber => monthNumber(Number(day.slice(0, 4)), Number(day.slice(5, 7)));

/** The first day of a month, `YYYY-MM-DD`. */
export const firstDayOf = (month: MonthNumber): string =>
  `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}-01`;
