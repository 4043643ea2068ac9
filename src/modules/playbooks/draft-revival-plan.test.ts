import fc from 'fast-check';
import { expect, it } from 'vitest';
import { insightMessages } from '#modules/insights/messages/index.ts';
import { draftRevivalPlan, type CauseFound } from './draft-revival-plan.ts';
import { REVIVAL_CAUSES } from './play.contract.ts';
import { PLAYS } from './plays.ts';

const found = (cause: CauseFound['cause'], people: number): CauseFound => ({ cause, people });

it('listens first, then answers the largest causes', () => {
  const plan = draftRevivalPlan([found('joiners', 3), found('retention_new', 12), found('returns', 0)]);
  expect(plan.map(({ play, cause }) => [play, cause])).toEqual([
    ['listening_round', 'retention_new'],
    ['keep_newcomers', 'retention_new'],
    ['reposition', 'joiners'],
    ['newcomer_buddy', 'retention_new'],
    ['invite_friends', 'joiners'],
  ]);
  expect(plan[2]!.reason).toEqual({ code: 'revival_joiners', facts: { people: 3 } });
});

it('plans nothing where nothing fell', () => {
  expect(draftRevivalPlan([])).toEqual([]);
  expect(draftRevivalPlan([found('joiners', 0), found('returns', -4)])).toEqual([]);
});

const causes = fc.array(
  fc.record({ cause: fc.constantFrom(...REVIVAL_CAUSES), people: fc.integer({ min: -5, max: 50 }) }),
  { maxLength: 12 },
);

it('names plays that exist, each once, six at most, whatever the order of equal causes', () => {
  const known = new Set(PLAYS.map(({ id }) => id));
  fc.assert(
    fc.property(causes, (list) => {
      const plan = draftRevivalPlan(list);
      const plays = plan.map(({ play }) => play);
      expect(plays.length).toBeLessThanOrEqual(6);
      expect(new Set(plays).size).toBe(plays.length);
      expect(plays.filter((play) => !known.has(play))).toEqual([]);
      expect(plan.every(({ people }) => people > 0)).toBe(true);
      expect(draftRevivalPlan(list.toReversed()).map(({ play }) => play)).toEqual(plays);
    }),
  );
});

it('has words for every cause', () => {
  for (const language of ['zh-CN', 'en'] as const)
    for (const cause of REVIVAL_CAUSES) expect(insightMessages(language).playReasons[`revival_${cause}`]).toBeDefined();
});
