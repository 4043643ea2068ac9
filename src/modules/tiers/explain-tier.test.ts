import { expect, it } from 'vitest';
import { TIERS } from '#modules/insights/contract.ts';
import { engagementTiers } from './engagement-tiers.ts';
import { explainTier, type TierExplanation } from './explain-tier.ts';
import { NEVER } from './member-facts.ts';
import { DEFAULT_SEGMENT_RULES as rules } from './segment-rules.ts';
import { factsOfPeople } from './testing/facts-of-people.ts';

const TODAY = 20_000;

function explain(person: Parameters<typeof factsOfPeople>[0][number]): TierExplanation {
  const facts = factsOfPeople([person, { received91: 12, lastActiveDay: TODAY }], TODAY);
  const { pool, tier } = engagementTiers(facts, rules, TODAY);
  const found = explainTier({ facts, index: 0, rules, today: TODAY, pool });
  expect(found.tier).toBe(TIERS[tier[0]!]);
  return found;
}

it('shows every rule down to the one that matched, and what is missing for the better ones', () => {
  const found = explain({ activeDays28: 4, activeWeeks13: 8, fans91: 3, received91: 5, lastActiveDay: TODAY - 2 });
  expect(found.tier).toBe('active');
  expect(found.checks.map(({ tier, holds }) => [tier, holds])).toEqual([
    ['newcomer', false],
    ['leader', false],
    ['leader', false],
    ['loyal', false],
    ['active', true],
  ]);
  expect(found.changes).toEqual([
    {
      to: 'leader',
      code: 'missing',
      facts: { people_91: 3, people_91_needed: 5, received_91: 5, received_91_needed: 12 },
    },
    { to: 'loyal', code: 'missing', facts: { active_weeks_13: 8, active_weeks_13_needed: 9 } },
    { to: 'silent', code: 'without_activity', facts: { on: '2024-10-30' } },
  ]);
});

it('says when a newcomer stops being one, and what they would be then', () => {
  const found = explain({ joinedDay: TODAY, activeDays28: 1, lastActiveDay: TODAY });
  expect(found.changes.at(-1)).toEqual({ to: 'potential', code: 'ends', facts: { on: '2024-10-18' } });
});

it('says how many weeks a loyal member has to spare', () => {
  const found = explain({ activeWeeks13: 11, activeDays28: 5, lastActiveDay: TODAY });
  expect(found.tier).toBe('loyal');
  expect(found.changes.at(-1)).toMatchObject({ to: 'active', facts: { spare: 2 } });
});

it('explains somebody who never spoke without inventing days', () => {
  const found = explain({ lastActiveDay: NEVER });
  expect(found.inputs).toMatchObject({ last_active: null, days_since_active: null });
  expect(found.changes.map(({ to }) => to)).toEqual(['leader', 'loyal', 'active', 'potential']);
});
