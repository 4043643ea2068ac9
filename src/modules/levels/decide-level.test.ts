import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateMonth, firstDayOf, type LevelStanding, monthOf, promote } from './decide-level.ts';
import {
  DEFAULT_HOLDING_RULES,
  fallingStandards,
  FIGURES,
  type Ladder,
  type LevelFigures,
  reachedRank,
  shortOf,
} from './ladder.ts';

const figure = fc.nat({ max: 400 });
const figures: fc.Arbitrary<LevelFigures> = fc.record({
  growth: figure,
  contribution: figure,
  activeDays: figure,
  quizzes: fc.nat({ max: 4 }),
});
/** Standards that never fall. */
const ladders: fc.Arbitrary<Ladder> = fc.array(figures, { maxLength: 6 }).map((steps) => {
  const sorted = FIGURES.map((name) => steps.map((step) => step[name]).toSorted((a, b) => a - b));
  return steps.map((_, at) => Object.fromEntries(FIGURES.map((name, k) => [name, sorted[k]![at]!])) as LevelFigures);
});
const scenes = ladders.chain((ladder) =>
  fc.record({
    ladder: fc.constant(ladder),
    rank: fc.nat({ max: ladder.length }),
    grace: fc.option(fc.nat({ max: 30 })),
    month: fc.integer({ min: 30, max: 60 }),
    rules: fc.record({ share: fc.integer({ min: 0, max: 100 }).map((n) => n / 100), graceMonths: fc.nat({ max: 3 }) }),
  }),
);
const standingOf = ({ rank, grace }: { rank: number; grace: number | null }): LevelStanding => ({
  rank,
  graceSince: grace,
});

describe('a ladder', () => {
  const ladder: Ladder = [0, 100, 300].map((growth) => ({ growth, contribution: 0, activeDays: 0, quizzes: 0 }));
  const at = (growth: number): LevelFigures => ({ growth, contribution: 0, activeDays: 0, quizzes: 0 });

  it('is reached at the standard and held at nine tenths of it', () => {
    expect([0, 99, 100, 299, 300].map((growth) => reachedRank(at(growth), ladder))).toEqual([1, 1, 2, 2, 3]);
    expect(shortOf(at(270), ladder[2]!, DEFAULT_HOLDING_RULES)).toEqual([]);
    expect(shortOf(at(269), ladder[2]!, DEFAULT_HOLDING_RULES)).toEqual(['growth']);
  });

  it('is left one level at a time, each after one month of grace', () => {
    let standing: LevelStanding = { rank: 3, graceSince: null };
    const seen = [];
    for (let month = 100; month < 106; month++) {
      const decided = evaluateMonth(standing, at(0), { ladder, rules: DEFAULT_HOLDING_RULES, month });
      seen.push([decided.step, decided.rank]);
      standing = decided;
    }
    expect(seen).toEqual([
      ['grace', 3],
      ['demotion', 2],
      ['grace', 2],
      ['demotion', 1],
      ['none', 1],
      ['none', 1],
    ]);
  });

  it('forgives who came back in time', () => {
    const rules = DEFAULT_HOLDING_RULES;
    const short = evaluateMonth({ rank: 3, graceSince: null }, at(200), { ladder, rules, month: 7 });
    const back = evaluateMonth(short, at(270), { ladder, rules, month: 8 });
    expect(back).toMatchObject({ rank: 3, graceSince: null, step: 'none' });
    expect(evaluateMonth(back, at(200), { ladder, rules, month: 9 })).toMatchObject({ step: 'grace', graceSince: 9 });
  });

  it('names where a higher level asks less', () => {
    expect(fallingStandards([at(10), at(5)])).toEqual([{ rank: 2, figure: 'growth' }]);
  });
});

describe('whatever a ladder asks for', () => {
  it('promotion reaches the highest level whose standards are all met, and never leads down', () => {
    fc.assert(
      fc.property(scenes, figures, ({ ladder, ...scene }, has) => {
        const decided = promote(standingOf(scene), has, ladder);
        expect(decided.rank).toBe(Math.max(scene.rank, reachedRank(has, ladder)));
        expect(promote(decided, has, ladder).step).toBe('none');
      }),
    );
  });

  it('a month takes one level at most, only below the share, and only after the grace', () => {
    fc.assert(
      fc.property(scenes, figures, ({ ladder, rules, month, ...scene }, has) => {
        const before = standingOf(scene);
        const decided = evaluateMonth(before, has, { ladder, rules, month });
        expect(decided.rank).toBeGreaterThanOrEqual(before.rank - 1);
        if (decided.step !== 'demotion') return;
        const standards = ladder[before.rank - 1]!;
        expect(decided.short.some((name) => has[name] < rules.share * standards[name] + 1e-9)).toBe(true);
        expect(month - (before.graceSince ?? month)).toBeGreaterThanOrEqual(rules.graceMonths);
        expect(decided.graceSince).toBeNull();
      }),
    );
  });

  it('who has more never stands lower', () => {
    fc.assert(
      fc.property(scenes, figures, figures, ({ ladder, rules, month, ...scene }, some, extra) => {
        const more = Object.fromEntries(FIGURES.map((name) => [name, some[name] + extra[name]])) as LevelFigures;
        const rankOf = (has: LevelFigures) => evaluateMonth(standingOf(scene), has, { ladder, rules, month }).rank;
        expect(rankOf(more)).toBeGreaterThanOrEqual(rankOf(some));
      }),
    );
  });

  it('somebody at the share of each standard stays for ever', () => {
    fc.assert(
      fc.property(scenes, ({ ladder, rules, month, ...scene }) => {
        fc.pre(scene.rank > 0);
        const has = Object.fromEntries(
          FIGURES.map((name) => [name, Math.ceil(rules.share * ladder[scene.rank - 1]![name])]),
        ) as LevelFigures;
        expect(evaluateMonth(standingOf(scene), has, { ladder, rules, month }).rank).toBeGreaterThanOrEqual(scene.rank);
      }),
    );
  });
});

it('counts months over the end of a year', () => {
  expect(monthOf('2027-01-31') - monthOf('2026-12-01')).toBe(1);
  expect([firstDayOf(monthOf('2026-12-09')), firstDayOf(monthOf('2027-01-31'))]).toEqual(['2026-12-01', '2027-01-01']);
});
