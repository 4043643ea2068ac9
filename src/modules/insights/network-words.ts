import { setImmediate as nextTurn } from 'node:timers/promises';
import { IdIndex } from './gather/id-index.ts';
import type { People } from './gather/people.ts';
import type { Frame } from './gather/standing.ts';
import { namesAmong } from './words/names-among.query.ts';
import { scoreWords, WordCounts, wordsOf } from './words/score-words.ts';
import { sampledTexts } from './words/sampled-texts.query.ts';
import { tokenise } from './words/tokenise.ts';

const WORDS = 6;
const TEXTS_A_TURN = 250;

/**
 * The words that set each circle apart, over a sample of the texts of 91 days that is bounded and always the same.
 * `circleOf` is the circle of a member by number, 0 for none; the answer is by circle, from 1. An account that a rename
 * left counts for the first who had it: a sample of words bears that. What people go by is no word of a circle.
 */
export async function circleWords(
  frame: Frame,
  people: People,
  { circleOf, circles }: { circleOf: Uint32Array; circles: number },
): Promise<string[][]> {
  if (circles === 0) return [];
  const { rows, accountIds, bodies } = await sampledTexts(frame);
  const accounts = new IdIndex();
  const counts = Array.from({ length: circles }, () => new WordCounts());
  for (let row = 0; row < rows; row++) {
    const member = people.memberOf(accountIds, row);
    const circle = member < 0 ? 0 : circleOf[member]!;
    if (circle > 0) counts[circle - 1]!.add(tokenise(bodies[row]!), accounts.add(accountIds, row));
    if (row % TEXTS_A_TURN === TEXTS_A_TURN - 1) await nextTurn();
  }
  const names = await namesAmong(frame, wordsOf(counts));
  for (const circle of counts) circle.leaveOut(names);
  return scoreWords(counts, WORDS).map(({ words }) => words.map(({ word }) => word));
}
