import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WordMatcher, type WordMatch } from './word-matcher.ts';

const found = (words: readonly string[], text: string): string[] =>
  new WordMatcher(words).find(text).map(({ from, to }) => text.slice(from, to));

describe('words in a text', () => {
  it.each([
    ['whatever their case', ['iPhone'], 'IPHONE and iphone', ['IPHONE', 'iphone']],
    ['not inside longer words of letters', ['art', 'go'], 'The article: Art, go! ago go1', ['Art', 'go']],
    ['anywhere in Chinese', ['小米'], '我爱小米手机', ['小米']],
    ['longest first where they begin together', ['小米', '小米粥'], '小米粥和小米', ['小米粥', '小米']],
    ['leftmost where they overlap', ['黑暗森林', '森林公园'], '黑暗森林公园', ['黑暗森林']],
    ['a short one at the end of a longer beginning', ['大众汽车', '众汽'], '大众汽水', ['众汽']],
    ['beside Chinese', ['ai'], '用AI写作', ['AI']],
    ['with signs that grow in lower case', ['abc'], 'İİ abc', ['abc']],
    ['nothing for nothing', ['', 'x'], '', []],
  ])('%s', (_, words, text, expected) => {
    expect(found(words, text)).toEqual(expected);
  });

  it('are those that a search at every place finds', () => {
    const sign = fc.constantFrom('中', '文', '大', '小');
    const word = fc.string({ unit: sign, minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), fc.string({ unit: sign, maxLength: 40 }), (words, text) => {
        const expected: Omit<WordMatch, 'word'>[] = [];
        for (let at = 0; at < text.length;) {
          const longest = Math.max(0, ...words.filter((one) => text.startsWith(one, at)).map(({ length }) => length));
          if (longest > 0) expected.push({ from: at, to: at + longest });
          at += Math.max(1, longest);
        }
        expect(new WordMatcher(words).find(text).map(({ from, to }) => ({ from, to }))).toEqual(expected);
      }),
    );
  });
});
