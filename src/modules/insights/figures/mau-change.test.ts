import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAU_PARTS, type MauPart } from '../mau-change.contract.ts';
import { isBehind, mauParts, type MauSide } from './mau-change.ts';

type Person = { age: number; active: boolean; activeBefore: boolean; left: boolean };

const sideOf = (people: readonly Person[]): MauSide => ({
  age: Int16Array.from(people, ({ age }) => age),
  active: Uint8Array.from(people, ({ age, active }) => (age >= 0 && active ? 1 : 0)),
  activeBefore: Uint8Array.from(people, ({ age, activeBefore }) => (age > 0 && activeBefore ? 1 : 0)),
  left: Uint8Array.from(people, ({ age, left }) => (age >= 0 && left ? 1 : 0)),
});
const mau = ({ active }: MauSide): number => active.reduce((sum, one) => sum + one, 0);
const person = fc.record({
  age: fc.integer({ min: -1, max: 20 }),
  active: fc.boolean(),
  activeBefore: fc.boolean(),
  left: fc.boolean(),
});
const pair = fc.array(fc.tuple(person, person), { maxLength: 60 });

const times = (count: number, one: Partial<Person>): Person[] =>
  Array.from({ length: count }, () => ({ age: 0, active: false, activeBefore: false, left: false, ...one }));

const partsOf = (before: Person[], now: Person[]): Record<MauPart, number> =>
  Object.fromEntries(mauParts(sideOf(before), sideOf(now)).map(({ part, people }) => [part, people])) as never;

const NOTHING = Object.fromEntries(MAU_PARTS.map((part) => [part, 0]));

describe('the parts of a change of MAU', () => {
  it('add up to the change, whatever happened', () => {
    fc.assert(
      fc.property(pair, (people) => {
        const before = sideOf(people.map(([one]) => one));
        const now = sideOf(people.map(([, one]) => one));
        const parts = mauParts(before, now);
        expect(parts.map(({ part }) => part).toSorted()).toEqual(MAU_PARTS.toSorted());
        const sum = parts.reduce((all, { people: count }) => all + count, 0);
        expect(sum).toBeCloseTo(mau(now) - mau(before), 9);
        for (const { people: count } of parts) expect(Number.isFinite(count)).toBe(true);
      }),
    );
  });

  it('are the opposite when the days change places', () => {
    fc.assert(
      fc.property(pair, (people) => {
        const one = people.map(([side]) => side);
        const other = people.map(([, side]) => side);
        const there = partsOf(one, other);
        const back = partsOf(other, one);
        for (const part of MAU_PARTS) expect(there[part]).toBeCloseTo(-back[part], 9);
      }),
    );
  });

  it('are nothing when nothing changed', () => {
    const people = [...times(4, { active: true }), ...times(6, { age: 5, active: true, activeBefore: true })];
    expect(partsOf(people, people)).toEqual(NOTHING);
  });

  it('are one where only one thing changed', () => {
    const joined = times(10, { active: true });
    expect(partsOf(joined, joined.slice(0, 4))).toEqual({ ...NOTHING, joiners: -6 });
    expect(partsOf(joined, [...times(4, { active: true }), ...times(6, {})])).toEqual({ ...NOTHING, activation: -6 });
    const going = times(10, { age: 2, active: true, activeBefore: true });
    const gone = times(6, { age: 2, activeBefore: true });
    expect(partsOf(going, [...going.slice(0, 4), ...gone])).toEqual({ ...NOTHING, retention_new: -6 });
    expect(partsOf(going, [...going.slice(0, 4), ...times(6, { age: 2, left: true })])).toEqual({
      ...NOTHING,
      leavers: -6,
    });
    const back = times(10, { age: 6, active: true });
    expect(partsOf(back, [...back.slice(0, 4), ...times(6, { age: 6 })])).toEqual({ ...NOTHING, returns: -6 });
  });

  it('share what two causes did together', () => {
    // Half as many joined and half as many of them took part: 16 active became 4.
    const before = times(16, { active: true });
    const now = [...times(4, { active: true }), ...times(4, {})];
    const found = partsOf(before, now);
    expect(found.joiners).toBeCloseTo(-6, 9);
    expect(found.activation).toBeCloseTo(-6, 9);
  });

  it('say what they were counted from', () => {
    const before = [...times(3, { active: true }), ...times(1, {})];
    const now = [...times(1, { active: true }), ...times(9, {})];
    const facts = Object.fromEntries(mauParts(sideOf(before), sideOf(now)).map((one) => [one.part, one.facts]));
    expect(facts.joiners).toEqual({ before: 4, now: 10 });
    expect(facts.activation).toMatchObject({ before: 3, of_before: 4, now: 1, of_now: 10, share_now: 0.1 });
    expect(facts.retention_old).toMatchObject({ share_before: null, share_now: null });
  });
});

it('names the people who are missing, and no one who is there', () => {
  fc.assert(
    fc.property(pair, (people) => {
      const before = sideOf(people.map(([one]) => one));
      const now = sideOf(people.map(([, one]) => one));
      for (let i = 0; i < people.length; i++) {
        for (const part of MAU_PARTS.filter((each) => !each.endsWith('joiners'))) {
          if (isBehind(part, i, before, now)) expect(now.active[i]).toBe(0);
        }
      }
    }),
  );
});
