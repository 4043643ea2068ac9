import { WordMatcher } from '#kernel/word-matcher.ts';
import type { Tone } from '../mentions.contract.ts';
import type { TextMark } from '../text.contract.ts';
import { COMPLAINT, PRAISE } from './tone-words.ts';

const lexicon = new WordMatcher([...PRAISE, ...COMPLAINT]);

/** What turns the word that follows into its opposite, right before it, with at most a word of degree between. */
const NEGATED =
  /(?:(?:不(?:是|算|太|够|怎么|那么|会|能)?|没(?:有|那么|什么)?|无|未|别|并非|从不)(?:很|太|特别|那么|这么|多|再|觉得|感觉|说)?|(?:\b(?:not|no|never|hardly|without|nothing|none|neither|nor|cannot)|n['’]t)(?:\s+(?:a|an|the|so|very|really|too|that|any|be|been|had|have|has|seen|all|much|of|as|quite)){0,3}\s+)$/iu;
const BEFORE = 32;
const SENTENCE_END = /[。！!？?；;\n…]|\.(?=\s|$)/gu;

type Place = { from: number; to: number };

/** The sentences of a text that hold any of some places. */
function sentencesAround(text: string, places: readonly Place[]): Place[] {
  const ends = [...[...text.matchAll(SENTENCE_END)].map(({ index }) => index + 1), text.length];
  let from = 0;
  const sentences = ends.map((to) => {
    const sentence = { from, to };
    from = to;
    return sentence;
  });
  return sentences.filter((sentence) => places.some((place) => place.from < sentence.to && place.to > sentence.from));
}

/**
 * The tone in which something is spoken of: words of praise less words of complaint in the sentences that name it, a word
 * after a negation counting as its opposite (definitions.md, "Mentions"). By a lexicon, so irony is lost on it.
 */
export function toneOf(text: string, places: readonly Place[]): { tone: Tone; marks: TextMark[] } {
  const marks: TextMark[] = [];
  let score = 0;
  for (const { from, to } of sentencesAround(text, places)) {
    for (const match of lexicon.find(text.slice(from, to))) {
      const place = { from: from + match.from, to: from + match.to };
      // The name itself is no praise, whatever it is called.
      if (places.some((one) => one.from < place.to && one.to > place.from)) continue;
      const praises = match.word < PRAISE.length;
      const isNegated = NEGATED.test(text.slice(Math.max(from, place.from - BEFORE), place.from));
      const sign = praises === isNegated ? -1 : 1;
      score += sign;
      marks.push({ ...place, as: sign > 0 ? 'positive' : 'negative' });
    }
  }
  return { tone: score > 0 ? 'positive' : score < 0 ? 'negative' : 'neutral', marks };
}
