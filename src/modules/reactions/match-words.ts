import type { Matching } from './contract.ts';

const ALNUM = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}]/u;

/** How words and messages are compared: width, case and runs of blanks do not count. */
export const foldText = (text: string): string => text.normalize('NFKC').toLowerCase().replaceAll(/\s+/gu, ' ').trim();

const AROUND = /^[\s\p{P}\p{S}]+|[\s\p{P}\p{S}]+$/gu;

/** A folded text without the marks that people put around a command and mean nothing by. */
export const withoutMarks = (folded: string): string => folded.replaceAll(AROUND, '');

/**
 * Which of the words a message has; undefined when it has none. `contains` finds a word anywhere, but not inside of
 * another one in scripts that put blanks between words (“hi” is not in “this”, “积分” is in “查积分吧”); `begins` at its
 * beginning; `whole` when the message says nothing else, marks around it aside. Words come folded.
 */
export function findWord(text: string, words: readonly string[], matching: Matching): string | undefined {
  const folded = foldText(text);
  if (matching === 'whole') {
    const bare = withoutMarks(folded);
    return words.find((word) => word === folded || word === bare);
  }
  return words.find((word) => standsIn(folded, word, matching === 'begins'));
}

function standsIn(text: string, word: string, onlyFirst: boolean): boolean {
  if (word === '') return false;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (onlyFirst && at > 0) return false;
    if (!(joins(text, at - 1, word[0]!) || joins(text, at + word.length, word.at(-1)!))) return true;
  }
  return false;
}

/** Whether the character at a place goes on with the word at that end of it. */
const joins = (text: string, place: number, end: string): boolean => ALNUM.test(end) && ALNUM.test(text[place] ?? '');
