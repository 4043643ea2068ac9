import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkedQuestion, keptChoice, placesOf, questionFaults } from './check-question.ts';
import { draftQuestions, type RuleForExam } from './draft-questions.ts';
import { drawQuestions, type InBank, missingFor } from './draw-questions.ts';
import { itemHints } from './item-hints.ts';
import { mayStart } from './may-start.ts';
import type { ItemFigures, QuestionContent } from './question.contract.ts';
import { questionsCsv, readQuestionsCsv } from './questions-csv.ts';

const question = (over: Partial<QuestionContent> = {}): QuestionContent => ({
  kind: 'single',
  text: 'Who?',
  options: ['a', 'b', 'c'],
  solution: [1],
  explanation: '',
  ...over,
});

describe('a question', () => {
  it('is refused where it cannot be answered', () => {
    const whys = (over: Partial<QuestionContent>) => questionFaults(question(over)).map(({ where }) => where);
    expect(whys({})).toEqual([]);
    expect(whys({ options: ['a'] })).toContain('/options');
    expect(whys({ options: ['a', 'A', 'b'] })).toEqual(['/options']);
    expect(whys({ solution: [3] })).toEqual(['/solution']);
    expect(whys({ solution: [0, 1] })).toEqual(['/solution']);
    expect(whys({ kind: 'multiple', solution: [0, 0] })).toEqual(['/solution']);
    expect(whys({ kind: 'order', solution: [0, 1] })).toEqual(['/solution']);
    expect(whys({ kind: 'truth', solution: [1] })).toEqual(['/options']);
    expect(whys({ kind: 'truth', options: [], solution: [2] })).toEqual(['/solution']);
    expect(checkedQuestion(question({ kind: 'multiple', solution: [2, 0] })).solution).toEqual([0, 2]);
  });

  it('is answered by places on the screen, and the way back is the same', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('single', 'multiple', 'order'),
        fc.integer({ min: 2, max: 8 }),
        fc.gen(),
        (kind, size, g) => {
          const all = Array.from({ length: size }, (_, at) => at);
          const shown = g(fc.shuffledSubarray, all, { minLength: size });
          const least = kind === 'order' ? size : 1;
          const choice = g(fc.shuffledSubarray, all, { minLength: least, maxLength: kind === 'single' ? 1 : size });
          const kept = keptChoice(kind, shown, choice);
          expect(keptChoice(kind, shown, placesOf(kind, shown, kept))).toEqual(kept);
          expect(kept.map((option) => shown.indexOf(option)).toSorted()).toEqual(choice.toSorted());
        },
      ),
    );
  });

  it('takes no answer that names what is not there', () => {
    expect(() => keptChoice('single', [1, 0], [2])).toThrow('no answer');
    expect(() => keptChoice('single', [1, 0], [0, 1])).toThrow('no answer');
    expect(() => keptChoice('multiple', [1, 0], [1, 1])).toThrow('no answer');
    expect(() => keptChoice('order', [1, 0, 2], [0, 1])).toThrow('no answer');
    expect(() => keptChoice('truth', [], [2])).toThrow('no answer');
  });
});

type Drawable = InBank & { solution: number[] };
const TAGS = ['a', 'b', 'c'];
const bankOf = fc
  .array(
    fc.record({
      tags: fc.subarray(TAGS),
      kind: fc.constantFrom('single' as const, 'order' as const, 'truth' as const),
      options: fc.integer({ min: 2, max: 6 }),
    }),
    { maxLength: 14 },
  )
  .map((list) =>
    list.map((one, at): Drawable => ({
      ...one,
      id: `q${String(at).padStart(3, '0')}`,
      revision: 1,
      options: one.kind === 'truth' ? 0 : one.options,
      solution: one.kind === 'order' ? Array.from({ length: one.options }, (_, option) => option) : [0],
    })),
  );
const drawOf = fc.array(fc.record({ tag: fc.constantFrom(null, ...TAGS), count: fc.integer({ min: 1, max: 4 }) }), {
  minLength: 1,
  maxLength: 4,
});

/** Whether any choice fills the slots: Hall's condition over the sets of tags that are asked for. */
function canFill(draw: { tag: string | null; count: number }[], bank: readonly InBank[]): boolean {
  const tags = [...new Set(draw.map(({ tag }) => tag))];
  return Array.from({ length: 2 ** tags.length }, (_, bits) => tags.filter((_, at) => bits & (1 << at))).every(
    (some) => {
      const needs = draw.filter(({ tag }) => some.includes(tag)).reduce((sum, { count }) => sum + count, 0);
      return bank.filter((one) => some.some((tag) => tag === null || one.tags.includes(tag))).length >= needs;
    },
  );
}

describe('a paper', () => {
  it('is drawn whenever the bank can fill it, no question twice, each tag as asked, the same for the same seed', () => {
    fc.assert(
      fc.property(drawOf, bankOf, fc.nat(), (draw, bank, seed) => {
        const items = drawQuestions(draw, bank, seed);
        expect(items !== undefined).toBe(canFill(draw, bank));
        expect(missingFor(draw, bank).length === 0).toBe(items !== undefined);
        if (!items) return;
        expect(drawQuestions(draw, bank.toReversed(), seed)).toEqual(items);
        const ids = items.map(({ questionId }) => questionId);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids.length).toBe(draw.reduce((sum, { count }) => sum + count, 0));
        const drawn = bank.filter(({ id }) => ids.includes(id));
        expect(canFill(draw, drawn)).toBe(true);
        for (const { questionId, shown } of items) {
          const { kind, options, solution } = bank.find(({ id }) => id === questionId)!;
          expect(shown.toSorted()).toEqual(Array.from({ length: options }, (_, at) => at));
          if (kind === 'order') expect(shown).not.toEqual(solution);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('gives every question and every order of options its chance', () => {
    const bank = Array.from({ length: 10 }, (_, at): Drawable => ({
      id: `q${at}`,
      revision: 1,
      kind: 'single',
      tags: [],
      options: 3,
      solution: [0],
    }));
    const counts = new Map<string, number>();
    const first = [0, 0, 0];
    for (let seed = 0; seed < 3_000; seed += 1)
      for (const { questionId, shown } of drawQuestions([{ tag: null, count: 3 }], bank, seed * 7_919)!) {
        counts.set(questionId, (counts.get(questionId) ?? 0) + 1);
        first[shown[0]!]! += 1;
      }
    // 900 of each expected, standard deviation 25; 3,000 at each place, 45.
    for (const count of counts.values()) expect(Math.abs(count - 900)).toBeLessThan(150);
    for (const count of first) expect(Math.abs(count - 3_000)).toBeLessThan(270);
  });
});

describe('a try', () => {
  const licence = { purpose: 'licence', mostAttempts: 2, coolDownHours: 24 } as const;
  const at = (hour: number) => new Date(Date.UTC(2026, 2, 28) + hour * 3_600_000);
  const past = (hour: number, passed = false) => ({ finishedAt: at(hour), passed });

  it('waits for the cool-down after one that failed, to the millisecond', () => {
    const one = { ...licence, mostAttempts: null };
    expect(mayStart(one, [past(0)], new Date(at(24).getTime() - 1))).toEqual({
      refusal: 'cooling_down',
      at: at(24),
      left: null,
    });
    expect(mayStart(one, [past(0)], at(24)).refusal).toBeNull();
    // Over the night in which clocks change, 24 hours are 24 hours.
    expect(mayStart(one, [past(20)], at(43)).at).toEqual(at(44));
  });

  it('counts from the last pass on', () => {
    expect(mayStart(licence, [past(30), past(0)], at(100))).toMatchObject({ refusal: 'no_attempts_left', left: 0 });
    expect(mayStart(licence, [past(60, true), past(30), past(0)], at(61))).toEqual({
      refusal: null,
      at: null,
      left: 2,
    });
    expect(mayStart({ ...licence, purpose: 'entry' }, [past(60, true)], at(100)).refusal).toBe('already_passed');
  });
});

describe('figures of a question', () => {
  const figures = (over: Partial<ItemFigures>): ItemFigures => ({
    answered: 40,
    right: 24,
    difficulty: 0.6,
    discrimination: 0.4,
    chosen: [8, 24, 8],
    ...over,
  });
  it('become hints once there are enough answers', () => {
    const hints = (over: Partial<ItemFigures>) => itemHints(question(), figures(over));
    expect(hints({})).toEqual([]);
    expect(hints({ answered: 5, right: 0, difficulty: 0 })).toEqual(['nobody_right']);
    expect(hints({ answered: 19, right: 1, difficulty: 0.05 })).toEqual([]);
    expect(hints({ discrimination: -0.1 })).toEqual(['misleading']);
    expect(hints({ difficulty: 0.1, discrimination: 0.1 })).toEqual(['too_hard', 'weak']);
    expect(hints({ difficulty: 0.96, discrimination: null })).toEqual(['too_easy']);
    expect(hints({ chosen: [16, 24, 0] })).toEqual(['unused_option']);
  });
});

const RULES: RuleForExam[] = [
  { id: 'r1', name: '不发广告', text: '群内不发广告和二维码。', cost: 3 },
  { id: 'r2', name: '不骂人', text: '', cost: 6 },
  { id: 'r3', name: '不刷屏', text: '一分钟内不连发五条。', cost: 1 },
  { id: 'r4', name: '不泄露隐私', text: '不晒他人信息。', cost: 12 },
];

describe('drafts from the rules', () => {
  it('are questions whose answer the rules hold, of every kind, the same each time', () => {
    for (const language of ['zh-CN', 'en'] as const) {
      const drafts = draftQuestions(RULES, language);
      for (const { content } of drafts) expect(questionFaults(content)).toEqual([]);
      expect(new Set(drafts.map(({ content }) => content.kind))).toEqual(
        new Set(['single', 'multiple', 'truth', 'order']),
      );
      expect(new Set(drafts.map(({ key }) => key)).size).toBe(drafts.length);
      expect(draftQuestions(RULES.toReversed(), language)).toEqual(drafts);
    }
    const drafts = draftQuestions(RULES, 'zh-CN');
    const of = (key: string) => drafts.find((one) => one.key === `zh-CN ${key}`)!.content;
    expect(of('cost r2').options[of('cost r2').solution[0]!]).toBe('6 分');
    const claims = RULES.map(({ id, cost }) => [
      of(`claim ${id}`).text.includes(`扣 ${cost} 分`),
      of(`claim ${id}`).solution[0] === 0,
    ]);
    expect(claims.map(([right]) => right)).toEqual(claims.map(([, solved]) => solved));
    expect(new Set(claims.map(([right]) => right))).toEqual(new Set([true, false]));
    expect(
      of('grave 6')
        .solution.map((at) => of('grave 6').options[at]!)
        .toSorted(),
    ).toEqual(['不泄露隐私', '不骂人']);
    expect(of('order').options).toEqual(['不刷屏', '不发广告', '不骂人', '不泄露隐私']);
  });

  it('are the same whatever becomes of rules that they do not name', () => {
    const costs = [1, 2, 3, 6, 12];
    const many = Array.from({ length: 12 }, (_, at): RuleForExam => ({
      id: `r${String(at).padStart(2, '0')}`,
      name: `rule ${at} ends`,
      text: `text ${at}`,
      cost: costs[at % 5]!,
    }));
    for (const { id, name } of many) {
      const left = new Map(
        draftQuestions(
          many.filter((one) => one.id !== id),
          'en',
        ).map(({ key, hash }) => [key, hash]),
      );
      for (const { key, hash, content } of draftQuestions(many, 'en'))
        if (!JSON.stringify(content).includes(name)) expect(left.get(key), `${key} without ${id}`).toBe(hash);
    }
  });

  it('have another hash when the rule they are made of changes, and no other', () => {
    const before = new Map(draftQuestions(RULES, 'en').map(({ key, hash }) => [key, hash]));
    const after = draftQuestions(
      RULES.map((one) => (one.id === 'r3' ? { ...one, text: 'changed' } : one)),
      'en',
    );
    expect(after.filter(({ key, hash }) => before.get(key) !== hash).map(({ key }) => key)).toEqual([
      'en cost r3',
      'en claim r3',
      'en says r3',
    ]);
  });
});

describe('a file of questions', () => {
  it('comes back as it went out, formulas made harmless', () => {
    const texts = fc.constantFrom('=1+1', '@SUM(A1)', '-5', '+86 138', 'a,"b"', 'two\nlines', '普通', '＝cmd');
    const one = fc.record({
      text: texts,
      explanation: texts,
      options: fc.uniqueArray(texts, { minLength: 2, maxLength: 8, selector: (text) => text.toLowerCase() }),
    });
    fc.assert(
      fc.property(
        one,
        fc.constantFrom('single', 'multiple', 'order', 'truth'),
        fc.constantFrom('draft', 'active', 'retired'),
        ({ options, ...rest }, kind, state) => {
          const own = kind === 'truth' ? [] : options;
          const solution =
            kind === 'order' ? options.map((_, at) => at).toReversed() : kind === 'multiple' ? [0, 1] : [1];
          const asked = { kind, ...rest, options: own, solution, tags: ['群规', 'b'], state };
          const csv = questionsCsv([asked]);
          expect(csv).not.toMatch(/(^|,)"?[=+\-@＝]/m);
          const { questions, refused } = readQuestionsCsv(csv);
          expect(refused).toEqual([]);
          expect(questions).toMatchObject([asked]);
        },
      ),
    );
  });

  it('says of each line that it refuses which column is wrong and why', () => {
    const csv = [
      '题型,题目,选项A,选项B,选项C,答案,标签',
      '单选,好的,甲,乙,,B,群规；新人',
      '问答,什么,甲,乙,,A,',
      '单选,,甲,乙,,A,',
      '单选,两个答案,甲,乙,,AB,',
      '多选,没有的选项,甲,乙,,AC,',
      '单选,缺一个,甲,,丙,A,',
      '判断,也许,,,,大概,',
      '判断,对的,,,,对,',
      '单选,好的,乙,甲,,A,',
    ].join('\n');
    const { questions, refused, rows } = readQuestionsCsv(csv);
    expect(rows).toBe(9);
    expect(questions.map(({ text, kind, tags }) => [text, kind, tags])).toEqual([
      ['好的', 'single', ['群规', '新人']],
      ['对的', 'truth', []],
    ]);
    expect(refused.map(({ line, what }) => [line, what])).toEqual([
      [3, 'kind'],
      [4, 'text'],
      [5, 'answer'],
      [6, 'answer'],
      [7, 'options'],
      [8, 'answer'],
      [10, 'twice'],
    ]);
    expect(() => readQuestionsCsv('a,b\n1,2')).toThrow('lacking');
    expect(() => readQuestionsCsv('kind,text,answer\n"x')).toThrow('no CSV');
  });
});
