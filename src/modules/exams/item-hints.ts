import type { Hint, ItemFigures, QuestionContent } from './question.contract.ts';
import { optionCount } from './check-question.ts';

/** From so many answers on a figure says something about the question; see the definitions. */
export const ENOUGH = 20;
/** That nobody gets a question right is worth knowing sooner. */
const NOBODY = 5;
const TOO_HARD = 0.2;
const TOO_EASY = 0.95;
/** Ebel, R. L. (1965), Measuring Educational Achievement: under 0.2 an item is poor and wants rewriting. */
const WEAK = 0.2;

/**
 * What the figures say about a question. Discrimination is the point-biserial correlation of being right with the share
 * of the other questions right: the item itself is left out of the score, or it would correlate with itself
 * (Henrysson, S. (1963), Correction of item-total correlations in item analysis, Psychometrika 28, 211–218).
 */
export function itemHints(question: Pick<QuestionContent, 'kind' | 'options'>, figures: ItemFigures): Hint[] {
  const { answered, right, difficulty, discrimination, chosen } = figures;
  if (answered >= NOBODY && right === 0) return ['nobody_right'];
  if (answered < ENOUGH || difficulty === null) return [];
  const hints: Hint[] = [];
  if (discrimination !== null && discrimination < 0) hints.push('misleading');
  if (difficulty < TOO_HARD) hints.push('too_hard');
  if (difficulty > TOO_EASY) hints.push('too_easy');
  else if (discrimination !== null && discrimination >= 0 && discrimination < WEAK) hints.push('weak');
  const choosable = question.kind === 'single' || question.kind === 'multiple';
  if (choosable && Array.from({ length: optionCount(question) }, (_, at) => chosen[at] ?? 0).includes(0))
    hints.push('unused_option');
  return hints;
}
