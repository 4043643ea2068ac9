import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logOdds, phraseOf, TermTable, usesTerm, type Side } from './term-table.ts';

type Text = { side: Side; person: number; runs: string[][] };

function tableOf(texts: readonly Text[]): TermTable {
  const table = new TermTable();
  for (const { side, person, runs } of texts) table.add(side, person, runs);
  return table;
}

const times = (count: number, side: Side, run: string, from = 0): Text[] =>
  Array.from({ length: count }, (_, k) => ({ side, person: from + k, runs: [run.split(' ')] }));

const ALL = { limit: 50, terms: 'all' } as const;
const termsOf = (list: readonly { term: string }[]): string[] => list.map(({ term }) => term);

describe('topics', () => {
  const chatter = [...times(300, 0, 'weather lunch'), ...times(300, 1, 'weather lunch')];

  it('rise and fall against the period before', () => {
    const { rising, falling, steady } = tableOf([
      ...chatter,
      ...times(30, 0, 'marathon'),
      ...times(2, 1, 'marathon'),
      ...times(3, 0, 'lottery'),
      ...times(40, 1, 'lottery'),
    ]).find(ALL);
    expect(termsOf(rising)).toEqual(['marathon']);
    expect(rising[0]).toMatchObject({ texts: [30, 2], people: [30, 2] });
    expect(termsOf(falling)).toEqual(['lottery']);
    expect(falling[0]!.z).toBeLessThan(-2.58);
    expect(termsOf(steady)).toEqual(['lunch', 'weather']);
  });

  it('are not what one person repeats, nor what is too rare', () => {
    const flood = Array.from({ length: 50 }, (): Text => ({ side: 0, person: 7, runs: [['buy']] }));
    const { rising } = tableOf([...chatter, ...flood, ...times(3, 0, 'rare')]).find(ALL);
    expect(rising).toEqual([]);
  });

  it('are phrases where words go together, in place of the words', () => {
    const { rising } = tableOf([...chatter, ...times(40, 0, 'reading club'), ...times(2, 1, 'reading')]).find(ALL);
    expect(termsOf(rising)).toEqual(['reading club']);
    expect(rising[0]!.words).toEqual(['reading', 'club']);
    const words = tableOf([...chatter, ...times(40, 0, 'reading club')]).find({ ...ALL, terms: 'words' });
    expect(termsOf(words.rising).toSorted()).toEqual(['club', 'reading']);
    const phrases = tableOf([...chatter, ...times(40, 0, 'reading club')]).find({ ...ALL, terms: 'phrases' });
    expect(termsOf(phrases.rising)).toEqual(['reading club']);
  });

  it('are no phrases across what was left out between two words', () => {
    const apart = Array.from({ length: 40 }, (_, person): Text => ({ side: 0, person, runs: [['red'], ['tea']] }));
    expect(termsOf(tableOf([...chatter, ...apart]).find(ALL).rising).toSorted()).toEqual(['red', 'tea']);
  });

  it('are none where everybody says the same, or there is nothing', () => {
    expect(tableOf([]).find(ALL)).toEqual({ rising: [], falling: [], steady: [] });
    const same = tableOf([...times(20, 0, 'hello'), ...times(20, 1, 'hello')]).find(ALL);
    expect(termsOf(same.steady)).toEqual(['hello']);
    expect([...same.rising, ...same.falling]).toEqual([]);
  });

  it('count as a plain count does', () => {
    const word = fc.constantFrom('a1', 'b1', 'c1', 'd1', 'e1');
    const text = fc.record({
      side: fc.constantFrom<Side>(0, 1),
      person: fc.nat(8),
      runs: fc.array(fc.array(word, { minLength: 1, maxLength: 4 }), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.array(text, { maxLength: 80 }), (texts) => {
        const { rising, falling, steady } = tableOf(texts).find(ALL);
        for (const topic of [...rising, ...falling, ...steady]) {
          const using = texts.filter(({ runs }) => usesTerm(runs, topic.term));
          for (const side of [0, 1] as const) {
            const own = using.filter((each) => each.side === side);
            expect(topic.texts[side]).toBe(own.length);
            expect(topic.people[side]).toBe(new Set(own.map(({ person }) => person)).size);
          }
          expect(topic.rows.every((row) => usesTerm(texts[row]!.runs, topic.term))).toBe(true);
        }
        const listed = termsOf([...rising, ...falling, ...steady]);
        expect(new Set(listed).size).toBe(listed.length);
      }),
    );
  });
});

describe('log-odds', () => {
  it('change their sign with the periods, and are 0 where shares are equal', () => {
    expect(logOdds([10, 2], [100, 100])).toBeCloseTo(-logOdds([2, 10], [100, 100]), 12);
    expect(logOdds([5, 10], [100, 200])).toBeCloseTo(0, 12);
  });
  it('divide by nothing', () => {
    expect(logOdds([0, 0], [0, 0])).toBe(0);
    expect(logOdds([3, 0], [3, 0])).toBe(0);
    expect(logOdds([3, 5], [3, 5])).toBe(0);
  });
  it('grow with the evidence, not with the ratio alone', () => {
    expect(logOdds([40, 20], [1000, 1000])).toBeGreaterThan(logOdds([4, 2], [1000, 1000]));
  });
});

it.each([
  ['黑暗', '森林', '黑暗森林'],
  ['reading', 'club', 'reading club'],
  ['ai', '模型', 'ai 模型'],
])('%s and %s are written %s', (a, b, phrase) => {
  expect(phraseOf(a, b)).toBe(phrase);
});
