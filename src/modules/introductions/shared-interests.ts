/** Something that several people have in common: a word that they write, a tag, the value of an attribute. */
export type Interest = {
  readonly kind: 'word' | 'tag' | 'attribute';
  readonly label: string;
  /** Of an attribute: what it is called, and whether those who have it agreed to its use. */
  readonly name?: string;
  /** People by number, ascending, at least two. */
  readonly people: Uint32Array;
};

/** What more than one in fifty have sets nobody apart; of few people five may. */
const COMMON_SHARE = 0.02;
const COMMON_PEOPLE = 5;
/** Far more common ones say nothing either, and pairs grow with their square. */
const MOST_PEOPLE = 200;

/** Whether an interest is of few enough among `people` to say something of two who share it. */
export const isDistinctive = (size: number, people: number): boolean =>
  size >= 2 && size <= Math.min(MOST_PEOPLE, Math.max(COMMON_PEOPLE, COMMON_SHARE * people));

const MOST_POINTS = 10;
const LEAST_POINTS = 5;
const POINTS_A_TENTH = 2.5;

/** Points of one shared interest: five, and half as many for each tenth that its people are of all; ten at most. */
export const pointsOf = (size: number, people: number): number =>
  Math.min(MOST_POINTS, LEAST_POINTS + POINTS_A_TENTH * Math.log10(people / size));

/** Interests by person: numbers of interests, ascending. */
export function interestsOf(interests: readonly Interest[], people: number): number[][] {
  const of = Array.from({ length: people }, (): number[] => []);
  for (const [at, interest] of interests.entries()) for (const person of interest.people) of[person]!.push(at);
  return of;
}

/** What two people have in common, by number of the interest. */
export function sharedBy(one: readonly number[], other: readonly number[]): number[] {
  const shared: number[] = [];
  for (let a = 0, b = 0; a < one.length && b < other.length;) {
    if (one[a] === other[b]) shared.push(one[a]!);
    const step = one[a]! - other[b]!;
    if (step <= 0) a++;
    if (step >= 0) b++;
  }
  return shared;
}

/** Pairs that are added up, at most: the rarest interests first. */
const MOST_STEPS = 600_000;

export type SharingPair = { a: number; b: number; points: number };

/**
 * Pairs of people who share interests, with the points of these: walked from the interest to its people, never over all
 * pairs. Past a bound on the work the commonest interests are left out.
 */
export function pairsSharing(interests: readonly Interest[], people: number): SharingPair[] {
  const rarest = [...interests].sort((a, b) => a.people.length - b.people.length || (a.label < b.label ? -1 : 1));
  const points = new Map<number, number>();
  let steps = 0;
  for (const { people: who } of rarest) {
    steps += (who.length * (who.length - 1)) / 2;
    if (steps > MOST_STEPS) break;
    const own = pointsOf(who.length, people);
    for (let i = 0; i < who.length; i++)
      for (let j = i + 1; j < who.length; j++) {
        const key = who[i]! * people + who[j]!;
        points.set(key, (points.get(key) ?? 0) + own);
      }
  }
  return [...points].map(([key, own]) => ({ a: Math.floor(key / people), b: key % people, points: own }));
}
