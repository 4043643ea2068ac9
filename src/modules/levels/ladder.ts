/** What a member is measured by. `growth` is the growth value, `contribution` the weight without caps. */
export type LevelFigures = {
  readonly growth: number;
  readonly contribution: number;
  readonly activeDays: number;
  readonly quizzes: number;
};
export const FIGURES = ['growth', 'contribution', 'activeDays', 'quizzes'] as const;
export type Figure = (typeof FIGURES)[number];

/** What a level asks for; 0 asks for nothing. */
export type Standards = LevelFigures;

/** The standards of a ladder, the lowest level first: rank r is at r − 1. No standard is lower on a higher level. */
export type Ladder = readonly Standards[];

/** How a level is held: demotion below this share of a standard, after so many months of grace. */
export type HoldingRules = { readonly share: number; readonly graceMonths: number };

/** The defaults of formulas.md. */
export const DEFAULT_HOLDING_RULES: HoldingRules = { share: 0.9, graceMonths: 1 };

/** Whether every standard is met. */
export const meets = (figures: LevelFigures, standards: Standards): boolean =>
  FIGURES.every((figure) => figures[figure] >= standards[figure]);

/** The highest rank whose standards are all met; 0: not even the lowest's. */
export function reachedRank(figures: LevelFigures, ladder: Ladder): number {
  for (let rank = ladder.length; rank > 0; rank--) if (meets(figures, ladder[rank - 1]!)) return rank;
  return 0;
}

/** The standards that figures fall short of by more than the share allows: the causes of grace and demotion. */
export const shortOf = (figures: LevelFigures, standards: Standards, { share }: HoldingRules): Figure[] =>
  // In thousandths, since 0.9 × 10 is not 9 in binary.
  FIGURES.filter((figure) => figures[figure] * 1000 < Math.round(share * 1000) * standards[figure]);

/** Places where a ladder asks less of a higher level than of a lower one. */
export const fallingStandards = (ladder: Ladder): { rank: number; figure: Figure }[] =>
  ladder.flatMap((standards, at) =>
    at === 0
      ? []
      : FIGURES.filter((figure) => standards[figure] < ladder[at - 1]![figure]).map((figure) => ({
          rank: at + 1,
          figure,
        })),
  );
