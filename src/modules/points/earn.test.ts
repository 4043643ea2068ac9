import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf, startOfDay } from '#kernel/calendar.ts';
import { type Doing, earn, type EarningFacts, type EarningRule, type Earnings, FLOODING } from './earn.ts';
import { bonusesSchema, capsSchema, conditionsSchema } from './rules.contract.ts';

const NOW = Date.UTC(2026, 2, 10, 4);
const ZONE = 'Asia/Shanghai';
const rule = (more: Partial<Record<keyof EarningRule, unknown>> = {}): EarningRule => ({
  id: 'r',
  kind: 'message',
  points: 10,
  growth: 2,
  ...(more as object),
  conditions: conditionsSchema.parse(more.conditions ?? {}),
  caps: capsSchema.parse(more.caps ?? {}),
  bonuses: bonusesSchema.parse(more.bonuses ?? {}),
});
let next = 0;
const doing = (more: Partial<Doing> = {}): Doing => {
  const at = more.at ?? NOW;
  return {
    eventId: `e${next++}`,
    memberId: 'm',
    person: 'm',
    kind: 'message',
    groupId: 'g',
    length: 20,
    repeated: false,
    at,
    day: dayOf(at, ZONE),
    ...more,
  };
};
function facts(more: Partial<EarningFacts> = {}): EarningFacts {
  const earned = new Map<string, Earnings>();
  const recent = new Map<string, number[]>();
  return {
    earned(ruleId, person) {
      const key = `${ruleId} ${person}`;
      if (!earned.has(key)) earned.set(key, { days: new Map(), times: 0 });
      return earned.get(key)!;
    },
    inSegment: () => false,
    checkIns: () => new Set(),
    recent(person) {
      if (!recent.has(person)) recent.set(person, []);
      return recent.get(person)!;
    },
    ...more,
  };
}
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const given = (rules: EarningRule[], doings: Doing[], more: Partial<EarningFacts> = {}) =>
  earn(rules, doings, facts(more)).map(({ outcome, points }) => (outcome === 'granted' ? points : outcome));

describe('earning', () => {
  it('asks for what its conditions say', () => {
    const asks = (conditions: object, more: Partial<Doing> = {}, facts: Partial<EarningFacts> = {}) =>
      given([rule({ conditions })], [doing(more)], facts).length === 1;
    expect(asks({})).toBe(true);
    expect(asks({}, { kind: 'reply' })).toBe(false);
    expect(asks({ minLength: 20 })).toBe(true);
    expect(asks({ minLength: 21 })).toBe(false);
    expect(asks({ notRepeated: true }, { repeated: true })).toBe(false);
    const groupIds = ['0190a000-0000-7000-8000-000000000001'];
    expect(asks({ groupIds })).toBe(false);
    expect(asks({ groupIds }, { groupId: groupIds[0]! })).toBe(true);
    const segmentId = groupIds[0]!;
    expect(asks({ segmentId })).toBe(false);
    expect(asks({ segmentId }, {}, { inSegment: (id, person) => id === segmentId && person === 'm' })).toBe(true);
    expect(asks({ reactions: 3 })).toBe(false);
    expect(asks({ reactions: 3 }, { reactions: 2 })).toBe(false);
    expect(asks({ reactions: 3 }, { reactions: 3 })).toBe(true);
    expect(asks({}, { reactions: 3 })).toBe(false);
  });

  it('stops at the caps of a day, a week and a member, in the zone of the community', () => {
    const midnight = startOfDay(dayOf(NOW, ZONE) + 1, ZONE);
    const caps = { perDay: 1 };
    expect(
      given([rule({ caps })], [doing({ at: midnight - 1 }), doing({ at: midnight }), doing({ at: midnight + 1 })]),
    ).toEqual([10, 10, 'day_cap']);
    // Tuesday to Sunday, then Monday.
    const week = Array.from({ length: 7 }, (_, at) => doing({ at: NOW + at * DAY }));
    expect(given([rule({ caps: { perWeek: 3 } })], week)).toEqual([10, 10, 10, 'week_cap', 'week_cap', 'week_cap', 10]);
    expect(given([rule({ caps: { perMember: 2 } })], week).filter((one) => one === 10)).toHaveLength(2);
  });

  it('gives more the first time, on a streak, and in a window', () => {
    const bonuses = {
      first: 5,
      streaks: [
        { days: 2, points: 3 },
        { days: 4, points: 7 },
      ],
    };
    const days = [0, 1, 1.01, 2, 3, 5].map((after) => doing({ at: NOW + after * DAY }));
    expect(given([rule({ bonuses })], days)).toEqual([15, 13, 10, 10, 17, 10]);
    const window = (factor: number) => ({
      from: new Date(NOW).toISOString(),
      to: new Date(NOW + HOUR).toISOString(),
      factor,
    });
    const windows = { windows: [window(1.5), window(2.5)] };
    expect(given([rule({ bonuses: windows, points: 3 })], [doing(), doing({ at: NOW + HOUR })])).toEqual([7, 3]);
    // A day that was made up keeps the streak of checking in.
    const today = dayOf(NOW, ZONE);
    expect(
      given([rule({ kind: 'check_in', bonuses })], [doing({ kind: 'check_in' })], {
        checkIns: () => new Set([today, today - 1, today - 2, today - 3]),
      }),
    ).toEqual([22]);
  });

  it('counts days over a change of the clocks', () => {
    const zone = 'Europe/Berlin';
    // 25 hours long: 25 October 2026.
    const first = startOfDay(dayOf(Date.UTC(2026, 9, 25, 12), zone), zone);
    const at = (hours: number) => doing({ at: first + hours * HOUR, day: dayOf(first + hours * HOUR, zone) });
    expect(given([rule({ caps: { perDay: 1 } })], [at(0), at(24), at(25)])).toEqual([10, 'day_cap', 10]);
  });

  it('gives nothing to who floods, until it has been quiet', () => {
    const flood = Array.from({ length: FLOODING.events + 3 }, (_, at) => doing({ at: NOW + at * 1000 }));
    const answers = given([rule()], [...flood, doing({ at: NOW + HOUR })]);
    expect(answers.filter((one) => one === 'flooding')).toHaveLength(3);
    expect(answers.at(-1)).toBe(10);
  });

  it('never passes a cap, whatever is done', () => {
    const steps = fc.array(fc.record({ hours: fc.nat(300), who: fc.nat(2) }), { maxLength: 80 });
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 9 }), (done, perDay, perWeek) => {
        const doings = done
          .toSorted((a, b) => a.hours - b.hours)
          .map(({ hours, who }) => doing({ at: NOW + hours * HOUR, person: `m${who}` }));
        const decisions = earn([rule({ caps: { perDay, perWeek } })], doings, facts());
        const granted = decisions.filter(({ outcome }) => outcome === 'granted');
        const most = (keyOf: (one: Doing) => string) =>
          Math.max(0, ...[...Map.groupBy(granted, (one) => keyOf(one.doing)).values()].map(({ length }) => length));
        expect(most(({ person, day }) => `${person} ${day}`)).toBeLessThanOrEqual(perDay);
        expect(most(({ person, day }) => `${person} ${Math.floor((day + 3) / 7)}`)).toBeLessThanOrEqual(perWeek);
      }),
    );
  });
});
