import type { Facts } from '../contract.ts';
import { MAU_PARTS, type MauPart } from '../mau-change.contract.ts';

/** Days of a window of MAU; ages are counted in windows. */
export const MAU_WINDOW = 28;
/** Ages, in windows, at which the bands of tenure begin: just joined, months 1–3, to a year (13 × 28 = 364 days), longer. */
const BANDS = [0, 1, 4, 13] as const;

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

/** The people of one band of tenure at one day: who joined, who is still there, who goes on, who came back. */
type Band = { joined: number; present: number; going: number; back: number };
const NONE: Band = { joined: 0, present: 0, going: 0, back: 0 };

/**
 * Splits the change of MAU between two days exactly (definitions.md, "Decline diagnosis"). At a day t, by bands of tenure:
 * MAU = Σ joined × present share × (going on share + returned share). For each band the change of this product goes to its
 * factors by their Shapley value, which is exact and treats no factor as the first; these are the parts. A share that is
 * unknown on one side (nobody in that band) is taken to be the other's.
 */
export function mauParts(before: MauSide, now: MauSide): MauPartFigure[] {
  const [a, b] = [bandsOf(before), bandsOf(now)];
  const people = Object.fromEntries(MAU_PARTS.map((part) => [part, 0])) as Record<MauPart, number>;
  for (let band = 0; band < BANDS.length; band++) {
    const split = splitBand(a[band]!, b[band]!);
    people[JOINING[band]!] += split.joined;
    people.leavers += split.present;
    people[STAYING[band]!] += split.going;
    people.returns += split.back;
  }
  return MAU_PARTS.map((part) => ({ part, people: people[part], facts: factsOf(part, a, b) })).sort(
    (x, y) => x.people - y.people || MAU_PARTS.indexOf(x.part) - MAU_PARTS.indexOf(y.part),
  );
}

/** By band: the part that takes up how many joined, and the part that takes up how many of them go on. */
const JOINING: readonly MauPart[] = ['joiners', 'recent_joiners', 'earlier_joiners', 'older_joiners'];
const STAYING: readonly MauPart[] = ['activation', 'retention_new', 'retention_year', 'retention_old'];

const bandOf = (age: number): number => BANDS.findLastIndex((from) => age >= from);

function bandsOf({ age, active, activeBefore, left }: MauSide): Band[] {
  const bands = BANDS.map(() => ({ ...NONE }));
  for (let i = 0; i < age.length; i++) {
    if (age[i]! < 0) continue;
    const band = bands[bandOf(age[i]!)]!;
    band.joined++;
    // Who took part and left afterwards was there.
    if (active[i] === 1 || left[i] === 0) band.present++;
    if (active[i] === 0) continue;
    // Of those who joined in the window everybody active was activated, whenever it was.
    if (age[i] === 0 || activeBefore[i] === 1) band.going++;
    else band.back++;
  }
  return bands;
}

/** The change of joined × present share × (going + back) of one band, by factor. */
function splitBand(a: Band, b: Band): Band {
  const share = (part: number, of: number, otherPart: number, otherOf: number): number =>
    of > 0 ? part / of : otherOf > 0 ? otherPart / otherOf : 0;
  const shares = (x: Band, y: Band) => ({
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

function factsOf(part: MauPart, a: readonly Band[], b: readonly Band[]): Facts {
  const [x, y] = [pooled(part, a), pooled(part, b)];
  const share = (count: number, of: number): number | null => (of === 0 ? null : count / of);
  switch (part) {
    case 'joiners':
    case 'recent_joiners':
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

/** The bands that a part is about. */
function isOfPart(part: MauPart, band: number): boolean {
  if (part === 'leavers') return true;
  if (part === 'returns') return band > 0;
  return JOINING[band] === part || STAYING[band] === part;
}

function pooled(part: MauPart, bands: readonly Band[]): Band {
  const sum = { ...NONE };
  for (const [k, band] of bands.entries()) {
    if (!isOfPart(part, k)) continue;
    sum.joined += band.joined;
    sum.present += band.present;
    sum.going += band.going;
    sum.back += band.back;
  }
  return sum;
}

/**
 * Whether a person is behind a part: of the parts about joining those who joined, else those who are missing now: who
 * left and was active before, who joined and did not take part, who took part the month before and not now, who did not
 * come back though they were active on the day that is compared with.
 */
export function isBehind(part: MauPart, i: number, before: MauSide, now: MauSide): boolean {
  if (now.age[i]! < 0 || !isOfPart(part, bandOf(now.age[i]!))) return false;
  switch (part) {
    case 'joiners':
    case 'recent_joiners':
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
