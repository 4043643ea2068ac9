import { describe, expect, it } from 'vitest';
import { logLikelihood, scoreWords, WordCounts } from './score-words.ts';
import { tokenise, tokenRuns } from './tokenise.ts';

describe('words of a text', () => {
  it('are cut by a dictionary in Chinese, without the words that say nothing', () => {
    expect(tokenise('今天晚上我们一起读书会讨论三体的黑暗森林')).toEqual(
      expect.arrayContaining(['读书会', '黑暗', '森林']),
    );
    expect(tokenise('大家觉得这个怎么样')).toEqual([]);
  });
  it('follow the boundaries of Japanese where there is kana', () => {
    const words = tokenise('モナドの説明が難しいと思います');
    expect(words).toContain('モナド');
    expect(words).not.toContain('が');
  });
  it('are lower case in English, apostrophes kept, stop words gone', () => {
    expect(tokenise("The Monad isn't a BURRITO, it's a functor")).toEqual(['monad', 'burrito', 'functor']);
  });
  it.each([
    ['links', 'https://example.org/garden?x=1 www.example.org'],
    ['mail', 'write to garden@example.org'],
    ['mentions', '@garden @m_0e562013'],
    ['pseudonyms', 'm_0e562013'],
    ['placeholders', '[face:123] [图片] :tada: [image] 【表情】'],
    ['code', 'see `garden.plant()` and ```\nlet garden = 1\n```'],
    ['formulas', '$garden + 1$ and $$garden$$'],
    ['numbers', '2024 3.14 100%'],
    ['laughter', 'hahaha 哈哈哈哈'],
  ])('leave out %s', (_, text) => {
    expect(tokenise(text).filter((word) => !['write', 'hahaha'].includes(word))).toEqual([]);
  });
});

describe('runs of neighbours', () => {
  it.each([
    ['Reading club tonight. Bring the novel pages', [['reading', 'club', 'tonight'], ['bring'], ['novel', 'pages']]],
    [
      'garden tools https://example.org/x water pump',
      [
        ['garden', 'tools'],
        ['water', 'pump'],
      ],
    ],
    ['黑暗森林的读书会，周末咖啡馆', [['黑暗', '森林'], ['读书会'], ['周末', '咖啡馆']]],
    ['', []],
  ])('of %s', (text, runs) => {
    expect(tokenRuns(text)).toEqual(runs);
  });
});

function counts(texts: readonly [person: number, text: string][]): WordCounts {
  const group = new WordCounts();
  for (const [person, text] of texts) group.add(text.split(' '), person);
  return group;
}

describe('top words', () => {
  it('are those a group uses more than the others', () => {
    const garden = counts([
      [1, 'rose rose lily book'],
      [2, 'rose lily lily book book'],
    ]);
    const books = counts([
      [1, 'book book novel'],
      [3, 'novel novel book book'],
    ]);
    const [first, second] = scoreWords([garden, books], 10);
    expect(first!.words.map(({ word }) => word)).toEqual(['lily', 'rose']);
    expect(second!.words.map(({ word }) => word)).toEqual(['novel', 'book']);
  });
  it('need three uses by two people', () => {
    const [found] = scoreWords(
      [
        counts([
          [1, 'rose rose rose lily lily fern'],
          [2, 'lily fern'],
        ]),
      ],
      10,
    );
    expect(found!.words).toEqual([{ word: 'lily', count: 3, score: 3 }]);
  });
  it('are counted where there is only one group', () => {
    const [found] = scoreWords(
      [
        counts([
          [1, 'a b b'],
          [2, 'a a b b'],
        ]),
      ],
      1,
    );
    expect(found!.words).toEqual([{ word: 'b', count: 4, score: 4 }]);
  });
  it('have a likelihood ratio of 0 where use is even or less', () => {
    expect(logLikelihood(10, 100, 10, 100)).toBe(0);
    expect(logLikelihood(1, 100, 50, 100)).toBe(0);
    expect(logLikelihood(20, 100, 0, 100)).toBeCloseTo(2 * 20 * Math.log(2), 9);
  });
});
