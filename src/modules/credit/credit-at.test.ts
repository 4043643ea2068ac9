import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf, formatDay, parseDay, startOfDay } from '#kernel/calendar.ts';
import { type CreditFacts, creditAt } from './credit-at.ts';
import { creditPolicySchema, DEFAULT_POLICY } from './policy.contract.ts';
import { daysLater, isHarder, sanctionDue } from './sanction-due.ts';

const ZONE = 'Asia/Shanghai';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Noon of a day in Shanghai, `days` after the first. */
const noon = (days: number) => Date.parse('2026-01-01T04:00:00Z') + days * DAY;
const broken = (...list: [days: number, cost: number][]): CreditFacts => ({
  violations: list.map(([days, cost], at) => ({ id: `v${at}`, cost, at: noon(days) })),
  restorations: [],
});
const on = (facts: CreditFacts, days: number, policy = DEFAULT_POLICY) =>
  creditAt(facts, policy, { now: noon(days), zone: ZONE });
const passed = (facts: CreditFacts, days: number, points = 6): CreditFacts => ({
  ...facts,
  restorations: [...facts.restorations, { id: `r${days}`, points, at: noon(days) }],
});

describe('credit', () => {
  it('is 12 to start, less what violations cost, never below nothing', () => {
    expect(on(broken(), 0).credit).toBe(12);
    expect(on(broken([0, 3], [1, 2]), 1).credit).toBe(7);
    expect(on(broken([0, 6], [1, 12]), 1).credit).toBe(0);
  });

  it('gets one back for each 30 days without a violation, and all the rest after 365', () => {
    const once = broken([0, 12]);
    const slow = creditPolicySchema.parse({ suspendAt: 0, points: 20, warnAt: 6 });
    expect([29, 30, 59, 60].map((day) => on(broken([0, 3]), day).credit)).toEqual([9, 10, 10, 11]);
    expect([89, 90, 400].map((day) => on(broken([0, 3]), day).credit)).toEqual([11, 12, 12]);
    // A violation begins the count of days anew, for all that is open.
    expect([29, 30, 58, 59].map((day) => on(broken([0, 3], [29, 2]), day).credit)).toEqual([7, 7, 7, 8]);
    expect([359, 360, 364, 365].map((day) => on(once, day, slow).credit)).toEqual([19, 20, 20, 20]);
    expect([364, 365].map((day) => on(once, day, { ...slow, goodPoints: 0 }).credit)).toEqual([8, 20]);
  });

  it('does not give the same point back twice', () => {
    // Good conduct gave all of the first back before the second: the first returns nothing after a year.
    expect(on(broken([0, 1], [300, 6]), 329).credit).toBe(6);
    expect(on(broken([0, 1], [364, 6]), 366).credit).toBe(6);
  });

  it('is suspended at nothing until the exam, which gives 6, whatever returned meanwhile', () => {
    const facts = broken([0, 6], [1, 12]);
    expect(on(facts, 1)).toMatchObject({ credit: 0, suspendedSince: noon(1), nextGood: null });
    expect(on(facts, 100)).toMatchObject({ credit: 0, suspendedSince: noon(1) });
    // It is over only when it was passed, even where a year has given everything back.
    expect(on(facts, 400)).toMatchObject({ credit: 12, suspendedSince: noon(1) });
    const after = on(passed(facts, 10), 10);
    expect(after).toMatchObject({ credit: 6, suspendedSince: null });
    expect(after.nextGood).toEqual({ day: dayOf(noon(40), ZONE), points: 1 });
    expect(on(passed(facts, 10), 40).credit).toBe(7);
    // An operator who ends it gives nothing.
    expect(on(passed(facts, 10, 0), 10)).toMatchObject({ credit: 0, suspendedSince: null });
  });

  it('says why: each step adds up to what is left', () => {
    const { steps, credit, open } = on(passed(broken([0, 3], [40, 12]), 50), 400);
    expect(steps.map(({ kind, change, credit: left }) => [kind, change, left])).toEqual([
      ['violation', -3, 9],
      ['good', 1, 10],
      ['violation', -10, 0],
      ['restored', 6, 6],
      ...[7, 8, 9, 10, 11, 12].map((left) => ['good', 1, left]),
    ]);
    expect([credit, open]).toEqual([12, []]);
  });

  it('counts calendar days of the zone: from its midnight, also over a DST edge', () => {
    const zone = 'America/New_York';
    // 2026-03-08 has 23 hours there, 2026-11-01 has 25.
    for (const [from, to] of [
      ['2026-02-10', '2026-03-12'],
      ['2026-10-05', '2026-11-04'],
    ] as const) {
      const begin = startOfDay(parseDay(from)!, zone);
      for (const at of [begin, begin + DAY - 1000]) {
        const facts: CreditFacts = { violations: [{ id: 'v', cost: 3, at }], restorations: [] };
        const turn = startOfDay(parseDay(to)!, zone);
        expect(creditAt(facts, DEFAULT_POLICY, { now: turn - 1, zone }).credit).toBe(9);
        expect(creditAt(facts, DEFAULT_POLICY, { now: turn, zone }).credit).toBe(10);
      }
    }
    expect(formatDay(dayOf(daysLater(Date.parse('2026-03-07T12:00:00Z'), 7, zone), zone))).toBe('2026-03-14');
    // The same time on the clock: an hour less has passed.
    expect(daysLater(Date.parse('2026-03-07T12:00:00Z'), 7, zone)).toBe(Date.parse('2026-03-14T11:00:00Z'));
  });
});

const facts = fc.record({
  violations: fc.array(
    fc.record({
      id: fc.uuid(),
      cost: fc.constantFrom(1, 2, 3, 6, 12),
      at: fc.integer({ min: 0, max: 900 }).map((at) => noon(0) + at * 20 * HOUR),
    }),
    { maxLength: 12 },
  ),
  restorations: fc.array(
    fc.record({
      id: fc.uuid(),
      points: fc.constantFrom(0, 6),
      at: fc.integer({ min: 0, max: 900 }).map((at) => noon(0) + at * 20 * HOUR),
    }),
    { maxLength: 3 },
  ),
});
const instants = fc.integer({ min: -10, max: 1300 }).map(noon);
const policies = fc.constantFrom(
  DEFAULT_POLICY,
  creditPolicySchema.parse({
    points: 9,
    warnAt: 5,
    muteAt: 2,
    suspendAt: 1,
    returnDays: 90,
    goodDays: 7,
    goodPoints: 2,
    restore: 3,
  }),
  creditPolicySchema.parse({ goodPoints: 0 }),
);
const zones = fc.constantFrom('Asia/Shanghai', 'America/New_York', 'Pacific/Apia');

describe('whatever happens', () => {
  it('the credit lies between nothing and full, and its steps lead to it', () => {
    fc.assert(
      fc.property(facts, instants, policies, zones, (known, now, policy, zone) => {
        const { credit, steps, open } = creditAt(known, policy, { now, zone });
        expect(credit).toBeGreaterThanOrEqual(0);
        expect(credit).toBeLessThanOrEqual(policy.points);
        expect(policy.points + steps.reduce((sum, { change }) => sum + change, 0)).toBe(credit);
        expect(credit).toBe(Math.max(0, policy.points - open.reduce((sum, { left }) => sum + left, 0)));
        for (const { left, cost } of open) expect(left > 0 && left <= cost).toBe(true);
      }),
    );
  });

  it('the order of telling does not matter, and what lies ahead does not exist', () => {
    fc.assert(
      fc.property(facts, instants, zones, (known, now, zone) => {
        const told = { violations: known.violations.toReversed(), restorations: known.restorations.toReversed() };
        const past = {
          violations: known.violations.filter(({ at }) => at <= now),
          restorations: known.restorations.filter(({ at }) => at <= now),
        };
        const state = creditAt(known, DEFAULT_POLICY, { now, zone });
        expect(creditAt(told, DEFAULT_POLICY, { now, zone })).toEqual(state);
        expect(creditAt(past, DEFAULT_POLICY, { now, zone })).toEqual(state);
      }),
    );
  });

  it('a violation taken away never leaves less credit or a harder sanction, at any time', () => {
    fc.assert(
      fc.property(facts, instants, policies, zones, fc.nat(), (known, now, policy, zone, which) => {
        fc.pre(known.violations.length > 0);
        const without = known.violations.toSpliced(which % known.violations.length, 1);
        const before = creditAt(known, policy, { now, zone });
        const after = creditAt({ ...known, violations: without }, policy, { now, zone });
        expect(after.credit).toBeGreaterThanOrEqual(before.credit);
        const [hard, soft] = [sanctionDue(before, policy), sanctionDue(after, policy)];
        expect(soft !== null && isHarder(soft, hard)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('all comes back a year after the last violation', () => {
    fc.assert(
      fc.property(facts, policies, zones, (known, policy, zone) => {
        const last = Math.max(noon(0), ...known.violations.map(({ at }) => at));
        const now = last + (policy.returnDays + 2) * DAY;
        expect(creditAt(known, policy, { now, zone })).toMatchObject({ credit: policy.points, open: [] });
      }),
    );
  });
});

describe('the sanction after a violation', () => {
  it('is the hardest whose threshold was reached', () => {
    const due = (credit: number, suspendedSince: number | null = null) =>
      sanctionDue({ credit, suspendedSince }, DEFAULT_POLICY);
    expect([12, 7, 6, 4, 3, 1].map((credit) => due(credit))).toEqual([null, null, 'warn', 'warn', 'mute', 'mute']);
    expect(due(0, 1)).toBe('suspend');
  });

  it('has thresholds in order', () => {
    expect(creditPolicySchema.safeParse({ warnAt: 2 }).success).toBe(false);
    expect(creditPolicySchema.safeParse({ points: 6 }).success).toBe(false);
    expect(creditPolicySchema.safeParse({ costs: [1, 1] }).success).toBe(false);
  });
});
