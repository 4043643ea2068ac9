import { expect, it } from 'vitest';
import { countTiers, engagementTiers } from './engagement-tiers.ts';
import { emptyFacts } from './member-facts.ts';
import { DEFAULT_SEGMENT_RULES as rules } from './segment-rules.ts';
import { valueScheme } from './value-scheme.ts';

const TODAY = 20_000;
const MEMBERS = 1_000_000;

it('places a million members in all schemes within a few seconds on a busy machine', () => {
  const facts = emptyFacts(MEMBERS);
  let seed = 1;
  const next = (below: number): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  for (let i = 0; i < MEMBERS; i++) {
    facts.isMember[i] = 1;
    facts.joinedDay[i] = TODAY - next(900);
    facts.lastActiveDay[i] = TODAY - next(200);
    facts.activeDays28[i] = next(29);
    facts.activeWeeks13[i] = next(14);
    facts.activeDays365[i] = next(300);
    facts.weight365[i] = next(5000);
    facts.received91[i] = next(500);
    facts.fans91[i] = next(40);
    facts.orders[i] = next(5);
    facts.lastPurchaseDay[i] = TODAY - next(900);
    facts.amount[i] = next(1e9) / 100;
  }
  const start = performance.now();
  const tiers = engagementTiers(facts, rules, TODAY);
  const value = valueScheme(facts, rules, TODAY);
  expect(performance.now() - start).toBeLessThan(5000);
  expect(Object.values(countTiers(tiers)).reduce((sum, count) => sum + count, 0)).toBe(MEMBERS);
  expect(value.people).toBeGreaterThan(MEMBERS / 2);
});
