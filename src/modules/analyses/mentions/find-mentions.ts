import { WordMatcher } from '#kernel/word-matcher.ts';
import type { Brand, Tone } from '../mentions.contract.ts';
import type { TextMark } from '../text.contract.ts';
import { toneOf } from './tone.ts';

/** What a text says of the brands it names. */
export type Mention = {
  readonly brandId: string;
  readonly places: readonly { from: number; to: number }[];
  readonly tone: Tone;
};
export type Found = { readonly mentions: readonly Mention[]; readonly tone: Tone; readonly marks: TextMark[] };

/** Finds brands in texts by their words; of overlapping words the leftmost and longest counts, so an exception hides what it holds. */
export class MentionFinder {
  readonly #matcher: WordMatcher;
  /** The brand of each word of the matcher; null for exceptions. */
  readonly #brands: (string | null)[];

  constructor(brands: readonly Brand[]) {
    const words = brands.flatMap(({ id, words: own, except }) => [
      ...own.map((word) => ({ word, brand: id as string | null })),
      ...except.map((word) => ({ word, brand: null })),
    ]);
    this.#matcher = new WordMatcher(words.map(({ word }) => word));
    this.#brands = words.map(({ brand }) => brand);
  }

  /** The brands of a text with the tone of each, and of all together; undefined where none is named. */
  find(text: string): Found | undefined {
    const byBrand = new Map<string, { from: number; to: number }[]>();
    for (const { from, to, word } of this.#matcher.find(text)) {
      const brandId = this.#brands[word]!;
      if (brandId === null) continue;
      const places = byBrand.get(brandId);
      if (places) places.push({ from, to });
      else byBrand.set(brandId, [{ from, to }]);
    }
    if (byBrand.size === 0) return undefined;
    const whole = toneOf(text, [...byBrand.values()].flat());
    const names = [...byBrand].flatMap(([as, places]) => places.map((place) => ({ ...place, as })));
    return {
      mentions: [...byBrand].map(([brandId, places]) => ({ brandId, places, tone: toneOf(text, places).tone })),
      tone: whole.tone,
      marks: [...names, ...whole.marks].sort((a, b) => a.from - b.from),
    };
  }
}

/** A text cut to a window of `length` around its first mark, with the marks that are left in it. */
export function windowOf(
  text: string,
  marks: readonly TextMark[],
  length: number,
): { text: string; marks: TextMark[] } {
  if (text.length <= length) return { text, marks: [...marks] };
  const from = Math.max(0, Math.min((marks[0]?.from ?? 0) - Math.floor(length / 3), text.length - length));
  const to = from + length;
  return {
    text: `${from > 0 ? '…' : ''}${text.slice(from, to)}${to < text.length ? '…' : ''}`,
    marks: marks
      .filter((mark) => mark.from >= from && mark.to <= to)
      .map((mark) => ({
        ...mark,
        from: mark.from - from + (from > 0 ? 1 : 0),
        to: mark.to - from + (from > 0 ? 1 : 0),
      })),
  };
}
