import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SILENT_KINDS, TIERS } from '#modules/insights/contract.ts';
import { countTiers, engagementTiers, leaderPool, NO_TIER } from './engagement-tiers.ts';
import { NEVER } from './member-facts.ts';
import { DEFAULT_SEGMENT_RULES as RULES } from './segment-rules.ts';
import { factsOfPeople } from './testing/facts-of-people.ts';

const TODAY = 20_000;
type Person = Parameters<typeof factsOfPeople>[0][number];

const tierOf = (...people: Person[]): string | undefined =>
  TIERS[engagementTiers(factsOfPeople(people, TODAY), RULES, TODAY).tier[0]!];
const kindOf = (person: Person): string | undefined =>
  SILENT_KINDS[engagementTiers(factsOfPeople([person], TODAY), RULES, TODAY).silentKind[0]!];

/** Passes every threshold of a leader exactly. */
const LEADER: Person = {
  activeWeeks13: 8,
  fans91: 5,
  received91: 10,
  activeDays28: 8,
  lastActiveDay: TODAY,
};

describe('newcomer', () => {
  it('is who joined 13 days ago, not 14', () => {
    expect(tierOf({ joinedDay: TODAY - 13 })).toBe('newcomer');
    expect(tierOf({ joinedDay: TODAY - 14 })).toBe('silent');
  });
  it('comes before leader, but not for a certified expert', () => {
    expect(tierOf({ ...LEADER, joinedDay: TODAY })).toBe('newcomer');
    expect(tierOf({ ...LEADER, joinedDay: TODAY, expert: 1 })).toBe('leader');
    expect(tierOf({ joinedDay: TODAY, expert: 1 })).toBe('silent');
  });
});

describe('leader', () => {
  it('meets every threshold', () => expect(tierOf(LEADER)).toBe('leader'));
  it.each<[string, Person]>([
    ['weeks', { activeWeeks13: 7 }],
    ['people', { fans91: 4 }],
    ['anything received', { received91: 0 }],
  ])('is not without enough %s', (_, less) => expect(tierOf({ ...LEADER, ...less })).toBe('active'));
  it('is an expert who was active within 28 days', () => {
    expect(tierOf({ expert: 1, activeDays28: 1, lastActiveDay: TODAY - 27 })).toBe('leader');
    expect(tierOf({ expert: 1, activeDays28: 0, lastActiveDay: TODAY - 28 })).toBe('silent');
  });
  it('needs to be in the top 5 %, equals included', () => {
    const others = (count: number, received91: number): Person[] =>
      Array.from({ length: count }, () => ({ received91, lastActiveDay: TODAY }));
    expect(tierOf(LEADER, ...others(19, 11))).toBe('active'); // rank ⌈5 % × 20⌉ = 1 has 11
    expect(tierOf(LEADER, ...others(19, 10))).toBe('leader'); // equals are in
    expect(tierOf(LEADER, ...others(1, 11), ...others(19, 1))).toBe('leader'); // rank ⌈5 % × 21⌉ = 2 has 10
  });
});

describe('the cut for leaders', () => {
  it('is taken among members active in 91 days only', () => {
    const pool = leaderPool(
      factsOfPeople(
        [
          { received91: 9, lastActiveDay: TODAY - 91 },
          { received91: 8, lastActiveDay: TODAY, isMember: 0 },
          { received91: 3, lastActiveDay: TODAY - 90 },
        ],
        TODAY,
      ),
      RULES,
      TODAY,
    );
    expect(pool).toEqual({ cut: 3, rank: 1, people: 1 });
  });
  it('takes ⌈5 % × n⌉ exactly, without rounding noise', () => {
    const people = Array.from({ length: 140 }, (_, i) => ({ received91: i, lastActiveDay: TODAY }));
    expect(leaderPool(factsOfPeople(people, TODAY), RULES, TODAY)).toEqual({ cut: 133, rank: 7, people: 140 });
  });
  it('lets nobody pass where nobody was active', () => {
    expect(leaderPool(factsOfPeople([{}], TODAY), RULES, TODAY)).toEqual({ cut: Infinity, rank: 0, people: 0 });
  });
});

describe('loyal, active, potential, silent', () => {
  it('is loyal from 180 days and 9 weeks', () => {
    expect(tierOf({ joinedDay: TODAY - 180, activeWeeks13: 9 })).toBe('loyal');
    expect(tierOf({ joinedDay: TODAY - 179, activeWeeks13: 9, activeDays28: 9 })).toBe('active');
    expect(tierOf({ joinedDay: TODAY - 180, activeWeeks13: 8, activeDays28: 3 })).toBe('potential');
  });
  it('is active from 4 days of 28, potential from 1', () => {
    expect(tierOf({ activeDays28: 4 })).toBe('active');
    expect(tierOf({ activeDays28: 3 })).toBe('potential');
    expect(tierOf({ activeDays28: 1 })).toBe('potential');
    expect(tierOf({ activeDays28: 0 })).toBe('silent');
  });
  it.each([
    ['never_spoke', NEVER],
    ['lapsed', TODAY - 28],
    ['lapsed', TODAY - 90],
    ['dormant', TODAY - 91],
  ])('is silent and %s', (kind, lastActiveDay) => expect(kindOf({ lastActiveDay })).toBe(kind));
});

const person = fc.record({
  joinedDay: fc.integer({ min: TODAY - 400, max: TODAY }),
  isMember: fc.integer({ min: 0, max: 1 }),
  lastActiveDay: fc.oneof(fc.constant(NEVER), fc.integer({ min: TODAY - 120, max: TODAY })),
  activeDays28: fc.integer({ min: 0, max: 28 }),
  activeWeeks13: fc.integer({ min: 0, max: 13 }),
  received91: fc.integer({ min: 0, max: 5 }),
  fans91: fc.integer({ min: 0, max: 8 }),
  expert: fc.integer({ min: 0, max: 1 }),
});

it('puts every member in exactly one tier, and nobody else in any', () => {
  fc.assert(
    fc.property(fc.array(person, { maxLength: 60 }), (people) => {
      const found = engagementTiers(factsOfPeople(people, TODAY), RULES, TODAY);
      const members = people.filter(({ isMember }) => isMember === 1).length;
      const counts = Object.values(countTiers(found)).reduce((sum, count) => sum + count, 0);
      expect(counts).toBe(members);
      people.forEach(({ isMember }, i) => {
        expect(found.tier[i] === NO_TIER).toBe(isMember === 0);
        expect(found.silentKind[i] === NO_TIER).toBe(TIERS[found.tier[i]!] !== 'silent');
      });
    }),
  );
});

it('does not depend on the order of people', () => {
  fc.assert(
    fc.property(fc.array(person, { minLength: 1, maxLength: 40 }), (people) => {
      const forward = engagementTiers(factsOfPeople(people, TODAY), RULES, TODAY).tier;
      const backward = engagementTiers(factsOfPeople(people.toReversed(), TODAY), RULES, TODAY).tier;
      expect([...backward].reverse()).toEqual([...forward]);
    }),
  );
});
