import type { TextMark } from '../text.contract.ts';

const LETTER = String.raw`[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}]`;
const escaped = (word: string): string => word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/**
 * Where some neighbouring words stand in a text, whatever their case and with whatever space or sign is between them; a
 * word of letters is not found inside a longer one.
 */
export function markWords(text: string, words: readonly string[], as: string): TextMark[] {
  const between = String.raw`[\s\p{P}\p{S}]*`;
  const pattern = new RegExp(`(?<!${LETTER})${words.map(escaped).join(between)}(?!${LETTER})`, 'giu');
  const loose = new RegExp(words.map(escaped).join(between), 'giu');
  const isLatin = new RegExp(`^${LETTER}`, 'u').test(words[0]!) && new RegExp(`${LETTER}$`, 'u').test(words.at(-1)!);
  return [...text.matchAll(isLatin ? pattern : loose)].map(({ 0: found, index }) => ({
    from: index,
    to: index + found.length,
    as,
  }));
}
