import { setImmediate as nextTurn } from 'node:timers/promises';
import { IdIndex } from './gather/id-index.ts';
import type { People } from './gather/people.ts';
import type { Frame } from './gather/standing.ts';
import { scoreWords, WordCounts } from './words/score-words.ts';
import { sampledTexts } from './words/sampled-texts.query.ts';
import { tokenise } from './words/tokenise.ts';

const WORDS = 6;
const TEXTS_A_TURN = 250;

/**
 * The words that set each circle apart, over a sample of the texts of 91 days that is bounded and always the same.
 * `circleOf` is the circle of a member by number, 0 for none; the answer is by circle, from 1. An account that a rename
 * left counts for the first who had it: a sample of words bears that.
 */
export async function circleWords(
  frame: Frame,
  people: People,
  { circleOf, circles, names }: { circleOf: Uint32Array; circles: number; names: ReadonlySet<string> },
): Promise<string[][]> {
  if (circles === 0) return [];
  const { rows, accountIds, bodies } = await sampledTexts(frame);
  const accounts = new IdIndex();
  const counts = Array.from({ length: circles }, () => new WordCounts());
  for (let row = 0; row < rows; row++) {
    const member = people.memberOf(accountIds, row);
    const circle = member < 0 ? 0 : circleOf[member]!;
    const words = tokenise(bodies[row]!).filter((word) => !names.has(word));
    if (circle > 0) counts[circle - 1]!.add(words, accounts.add(accountIds, row));
    if (row % TEXTS_A_TURN === TEXTS_A_TURN - 1) await nextTurn();
  }
  return scoreWords(counts, WORDS).map(({ words }) => words.map(({ word }) => word));
}
