import type { Facts } from '../contract.ts';
import { MAU_PARTS, type MauPart } from '../mau-change.contract.ts';

/** Days of a window of MAU; cohorts are as long. */
export const MAU_WINDOW = 28;
/** From this age in windows on somebody has been there for about a year (13 × 28 = 364 days). */
const YEAR = 13;
const NEW = 4;

/** What each person did around a day t; people who had not joined by t have age −1. */
export type MauSide = {
  /** Whole windows since joining: 0 = joined in the 28 days that end with t; −1 = not joined by t. */
  readonly age: Int16Array;
  /** 1: active in the 28 days that end with t. */
  readonly active: Uint8Array;
  /** 1: active in the 28 days before those. */
  readonly activeBefore: Uint8Array;
  /** 1: had left by t. */
  readonly left: Uint8Array;
};

export type MauPartFigure = { part: MauPart; people: number; facts: Facts };

/** Cohorts of one age at one day: who joined, who is still there, who goes on, who came back. */
type Cohort = { joined: number; present: number; going: number; back: number };
const NONE: Cohort = { joined: 0, present: 0, going: 0, back: 0 };

/**
 * Splits the change of MAU between two days exactly (definitions.md, "Decline diagnosis"). At a day t, with cohorts of 28
 * days by age k: MAU = Σ joined(k) × present share(k) × (going on share(k) + returned share(k)). For each age the change
 * of this product goes to its factors by their Shapley value, which is exact and treats no factor as the first; summed
 * over ages these are the parts. A share that is unknown on one side (nobody of that age) is taken to be the other's.
 */
export function mauParts(before: MauSide, now: MauSide): MauPartFigure[] {
  const [a, b] = [cohorts(before), cohorts(now)];
  const people = Object.fromEntries(MAU_PARTS.map((part) => [part, 0])) as Record<MauPart, number>;
  for (let age = 0; age < Math.max(a.length, b.length); age++) {
    const split = splitAge(a[age] ?? NONE, b[age] ?? NONE);
    people[age === 0 ? 'joiners' : age < YEAR ? 'earlier_joiners' : 'older_joiners'] += split.joined;
    people.leavers += split.present;
    people[retentionPart(age)] += split.going;
    people.returns += split.back;
  }
  return MAU_PARTS.map((part) => ({ part, people: people[part], facts: factsOf(part, a, b) })).sort(
    (x, y) => x.people - y.people || MAU_PARTS.indexOf(x.part) - MAU_PARTS.indexOf(y.part),
  );
}

const retentionPart = (age: number): MauPart =>
  age === 0 ? 'activation' : age < NEW ? 'retention_new' : age < YEAR ? 'retention_year' : 'retention_old';

function cohorts({ age, active, activeBefore, left }: MauSide): Cohort[] {
  const found: Cohort[] = [];
  for (let i = 0; i < age.length; i++) {
    const k = age[i]!;
    if (k < 0) continue;
    while (found.length <= k) found.push({ ...NONE });
    const cohort = found[k]!;
    cohort.joined++;
    // Who took part and left afterwards was there.
    if (active[i] === 1 || left[i] === 0) cohort.present++;
    if (active[i] === 0) continue;
    // Of those who joined in the window everybody active was activated, whenever it was.
    if (k === 0 || activeBefore[i] === 1) cohort.going++;
    else cohort.back++;
  }
  return found;
}

/** The change of joined × present share × (going + back) of one age, by factor. */
function splitAge(a: Cohort, b: Cohort): Cohort {
  const share = (part: number, of: number, otherPart: number, otherOf: number): number =>
    of > 0 ? part / of : otherOf > 0 ? otherPart / otherOf : 0;
  const shares = (x: Cohort, y: Cohort) => ({
    present: share(x.present, x.joined, y.present, y.joined),
    going: share(x.going, x.present, y.going, y.present),
    back: share(x.back, x.present, y.back, y.present),
  });
  const [x, y] = [shares(a, b), shares(b, a)];
  const [active0, active1] = [x.going + x.back, y.going + y.back];
  const actives = weightOf(a.joined, b.joined, x.present, y.present);
  return {
    joined: (b.joined - a.joined) * weightOf(x.present, y.present, active0, active1),
    present: (y.present - x.present) * weightOf(a.joined, b.joined, active0, active1),
    going: (y.going - x.going) * actives,
    back: (y.back - x.back) * actives,
  };
}

/** What a change of one factor of three is worth on average over all orders in which the factors may change. */
const weightOf = (p0: number, p1: number, q0: number, q1: number): number =>
  (p0 * q0 + p1 * q1) / 3 + (p0 * q1 + p1 * q0) / 6;

function factsOf(part: MauPart, a: readonly Cohort[], b: readonly Cohort[]): Facts {
  const [x, y] = [pooled(part, a), pooled(part, b)];
  const share = (count: number, of: number): number | null => (of === 0 ? null : count / of);
  switch (part) {
    case 'joiners':
    case 'earlier_joiners':
    case 'older_joiners':
      return { before: x.joined, now: y.joined };
    case 'leavers':
      return {
        before: x.joined - x.present,
        now: y.joined - y.present,
        share_before: share(x.joined - x.present, x.joined),
        share_now: share(y.joined - y.present, y.joined),
      };
    case 'returns':
      return {
        before: x.back,
        now: y.back,
        share_before: share(x.back, x.present),
        share_now: share(y.back, y.present),
      };
    default:
      return {
        before: x.going,
        now: y.going,
        of_before: x.present,
        of_now: y.present,
        share_before: share(x.going, x.present),
        share_now: share(y.going, y.present),
      };
  }
}

/** The ages that a part is about. */
export function isOfPart(part: MauPart, age: number): boolean {
  switch (part) {
    case 'joiners':
    case 'activation':
      return age === 0;
    case 'earlier_joiners':
      return age > 0 && age < YEAR;
    case 'older_joiners':
    case 'retention_old':
      return age >= YEAR;
    case 'retention_new':
      return age > 0 && age < NEW;
    case 'retention_year':
      return age >= NEW && age < YEAR;
    case 'returns':
      return age > 0;
    default:
      return age >= 0;
  }
}

function pooled(part: MauPart, list: readonly Cohort[]): Cohort {
  const sum = { ...NONE };
  for (const [age, cohort] of list.entries()) {
    if (!isOfPart(part, age)) continue;
    sum.joined += cohort.joined;
    sum.present += cohort.present;
    sum.going += cohort.going;
    sum.back += cohort.back;
  }
  return sum;
}

/**
 * Whether a person is behind a part: of the parts about joining those who joined, else those who are missing now: who
 * left and was active before, who joined and did not take part, who took part the month before and not now, who did not
 * come back though they were active on the day that is compared with.
 */
export function isBehind(part: MauPart, i: number, before: MauSide, now: MauSide): boolean {
  if (!isOfPart(part, now.age[i]!)) return false;
  switch (part) {
    case 'joiners':
    case 'earlier_joiners':
    case 'older_joiners':
      return true;
    case 'leavers':
      return now.left[i] === 1 && now.active[i] === 0 && before.active[i] === 1;
    case 'activation':
      return now.left[i] === 0 && now.active[i] === 0;
    case 'returns':
      return now.left[i] === 0 && now.active[i] === 0 && now.activeBefore[i] === 0 && before.active[i] === 1;
    default:
      return now.left[i] === 0 && now.active[i] === 0 && now.activeBefore[i] === 1;
  }
}
