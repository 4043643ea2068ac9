import { setImmediate as nextTurn } from 'node:timers/promises';
import { formatDay, type Day } from '#kernel/calendar.ts';
import { adamicAdar, type Rows } from '#modules/network/index.ts';
import { type Interest, interestsOf, pairsSharing, pointsOf, sharedBy } from './shared-interests.ts';
import type { KeptReason } from './contract.ts';
import { PAIR_RULES } from './pair-rules.ts';

/** Somebody who may be introduced. */
export type Candidate = {
  readonly memberId: string;
  readonly isNew: boolean;
  readonly isLeader: boolean;
  readonly joined: Day;
  readonly influence: number;
  readonly groups: readonly string[];
  /** Place in the network; −1 without ties. */
  readonly node: number;
  readonly circle: number;
  readonly component: number;
};

/** Everything that pairs are made from. People are numbered by their place in `people`. */
export type Facts = {
  readonly people: readonly Candidate[];
  readonly interests: readonly Interest[];
  /** Ties of the network by node, both ways round. */
  readonly network: { nodes: number; rows: Rows };
  /** Nodes of the team: everybody has to do with them, so knowing them both says nothing of two. */
  readonly teamNodes: ReadonlySet<number>;
};

/** Two people worth introducing, and why; common neighbours by their node. `first` < `second`. */
export type Pair = { first: string; second: string; score: number; reasons: KeptReason[] };

const POINTS = {
  interests: 45,
  neighbour: 10,
  neighbours: 30,
  newcomer: 20,
  otherCircle: 10,
  otherPart: 15,
  sameGroup: 5,
} as const;
/** Candidates of each kind that are looked at closely. */
const MOST_CANDIDATES = 20_000;
const PAIRS_A_TURN = 2_000;
const MOST_NEWCOMERS = 1_000;
const MOST_LEADERS = 100;
const LEADERS_A_NEWCOMER = 3;
const NEIGHBOURS_SHOWN = 5;
const INTERESTS_SHOWN = 5;
const GROUPS_SHOWN = 3;

/**
 * Pairs of people without a tie whom something speaks for, with the reasons and their points, best first. Candidates
 * come from what they share, from common neighbours and from newcomers to leaders: the work grows with these, not with
 * the square of the people. The same facts give the same pairs.
 */
export async function candidatePairs(facts: Facts): Promise<Pair[]> {
  const { people, network } = facts;
  const size = people.length;
  const own = interestsOf(facts.interests, size);
  const keys = new Map<number, { common: number; score: number } | undefined>();
  const keyOf = (a: number, b: number): number => Math.min(a, b) * size + Math.max(a, b);
  for (const { a, b } of best(pairsSharing(facts.interests, size), ({ points }) => points))
    keys.set(keyOf(a, b), undefined);
  for (const [a, b] of newcomersToLeaders(facts, own)) keys.set(keyOf(a, b), undefined);
  const personAt = new Map(people.flatMap(({ node }, at) => (node >= 0 ? [[node, at] as const] : [])));
  const nodes = Uint32Array.from([...personAt.keys()].filter((node) => node < network.nodes)).sort();
  const acquainted = best(
    await adamicAdar(network.nodes, network.rows, nodes, { without: facts.teamNodes }),
    ({ score }) => score,
  );
  for (const { a, b, common, score } of acquainted)
    keys.set(keyOf(personAt.get(a)!, personAt.get(b)!), { common, score });
  const pairs: Pair[] = [];
  let turn = 0;
  for (const [key, common] of keys) {
    if (++turn % PAIRS_A_TURN === 0) await nextTurn();
    const [a, b] = [Math.floor(key / size), key % size];
    if (isTied(network, people[a]!.node, people[b]!.node)) continue;
    const shared = sharedBy(own[a]!, own[b]!);
    const reasons = reasonsFor(facts, { a, b, shared, common });
    const score = Math.min(
      100,
      reasons.reduce((sum, { points }) => sum + points, 0),
    );
    if (score < PAIR_RULES.threshold || !isEnough(reasons)) continue;
    const [first, second] = [people[a]!.memberId, people[b]!.memberId].toSorted() as [string, string];
    pairs.push({ first, second, score, reasons });
  }
  return pairs.sort(
    (one, other) =>
      other.score - one.score || (`${one.first} ${one.second}` < `${other.first} ${other.second}` ? -1 : 1),
  );
}

/** The best candidates; of equal ones the first by their numbers. */
const best = <Of extends { a: number; b: number }>(pairs: readonly Of[], worth: (pair: Of) => number): Of[] =>
  [...pairs].sort((x, y) => worth(y) - worth(x) || x.a - y.a || x.b - y.b).slice(0, MOST_CANDIDATES);

/** A bridge to another circle or a group in common is no reason by itself. */
const isEnough = (reasons: readonly KeptReason[]): boolean =>
  reasons.some(({ kind }) => !['other_circle', 'other_part', 'same_group'].includes(kind));

export function isTied({ nodes, rows: { start, target } }: Facts['network'], a: number, b: number): boolean {
  if (a < 0 || b < 0 || a >= nodes) return false;
  for (let k = start[a]!; k < start[a + 1]!; k++) if (target[k] === b) return true;
  return false;
}

/** To each newcomer the few leaders with whom they share most; who shares nothing and no group is not led to anybody. */
function* newcomersToLeaders(
  { people, interests }: Facts,
  own: readonly (readonly number[])[],
): Generator<[number, number]> {
  const leaders = [...people.keys()]
    .filter((at) => people[at]!.isLeader)
    .sort((a, b) => people[b]!.influence - people[a]!.influence || a - b)
    .slice(0, MOST_LEADERS);
  const newest = [...people.keys()]
    .filter((at) => people[at]!.isNew)
    .sort((a, b) => people[b]!.joined - people[a]!.joined || a - b)
    .slice(0, MOST_NEWCOMERS);
  for (const at of newest) {
    const { groups } = people[at]!;
    const near = leaders
      .filter((leader) => leader !== at)
      .map((leader) => {
        const points = sharedBy(own[at]!, own[leader]!).reduce(
          (sum, one) => sum + pointsOf(interests[one]!.people.length, people.length),
          0,
        );
        const meet = people[leader]!.groups.some((group) => groups.includes(group));
        return { leader, points: points + (meet ? POINTS.sameGroup : 0) };
      })
      .filter(({ points }) => points > 0)
      .sort(
        (a, b) =>
          b.points - a.points || people[b.leader]!.influence - people[a.leader]!.influence || a.leader - b.leader,
      );
    for (const { leader } of near.slice(0, LEADERS_A_NEWCOMER)) yield [at, leader];
  }
}

type Found = { a: number; b: number; shared: readonly number[]; common: { common: number; score: number } | undefined };

function reasonsFor(facts: Facts, found: Found): KeptReason[] {
  const [one, other] = [facts.people[found.a]!, facts.people[found.b]!];
  const reasons: KeptReason[] = [...interestReasons(facts, found.shared)];
  const near = one.groups.filter((group) => other.groups.includes(group));
  if (found.common) reasons.push(neighbourReason(facts, one, other, found.common));
  const [newcomer, leader] = one.isNew ? [one, other] : [other, one];
  if (newcomer.isNew && leader.isLeader && (found.shared.length > 0 || near.length > 0)) {
    const joined = formatDay(newcomer.joined);
    reasons.push({ kind: 'newcomer_leader', points: POINTS.newcomer, newcomer: newcomer.memberId, joined });
  }
  if (one.component > 0 && other.component > 0 && one.component !== other.component)
    reasons.push({ kind: 'other_part', points: POINTS.otherPart });
  else if (one.circle > 0 && other.circle > 0 && one.circle !== other.circle)
    reasons.push({ kind: 'other_circle', points: POINTS.otherCircle });
  if (near.length > 0)
    reasons.push({ kind: 'same_group', points: POINTS.sameGroup, groups: near.toSorted().slice(0, GROUPS_SHOWN) });
  return reasons.sort((a, b) => b.points - a.points);
}

/** Shared words, tags and attributes, the rarest first; together so many points at most. */
function* interestReasons({ interests, people }: Facts, shared: readonly number[]): Generator<KeptReason> {
  let left: number = POINTS.interests;
  for (const kind of ['word', 'attribute', 'tag'] as const) {
    const these = shared
      .map((at) => interests[at]!)
      .filter((one) => one.kind === kind)
      .sort((a, b) => a.people.length - b.people.length || (a.label < b.label ? -1 : 1));
    if (these.length === 0 || left <= 0) continue;
    const sum = these.reduce((all, one) => all + pointsOf(one.people.length, people.length), 0);
    const points = Math.min(left, Math.round(sum));
    left -= points;
    const shown = these.slice(0, INTERESTS_SHOWN);
    const many = (one: Interest): { people: number } => ({ people: one.people.length });
    if (kind === 'word')
      yield { kind: 'shared_words', points, words: shown.map((one) => ({ word: one.label, ...many(one) })) };
    else if (kind === 'tag')
      yield { kind: 'shared_tags', points, tags: shown.map((one) => ({ tag: one.label, ...many(one) })) };
    else
      yield {
        kind: 'shared_attributes',
        points,
        attributes: shown.map((one) => ({ name: one.name ?? '', value: one.label, ...many(one) })),
      };
  }
}

function neighbourReason(
  { network: { rows }, teamNodes }: Facts,
  one: Candidate,
  other: Candidate,
  { common, score }: { common: number; score: number },
): KeptReason {
  const around = new Set(rows.target.subarray(rows.start[other.node]!, rows.start[other.node + 1]!));
  const between: { node: number; weight: number }[] = [];
  for (let k = rows.start[one.node]!; k < rows.start[one.node + 1]!; k++)
    if (around.has(rows.target[k]!) && !teamNodes.has(rows.target[k]!))
      between.push({ node: rows.target[k]!, weight: rows.weight[k]! });
  const people = between
    .sort((a, b) => b.weight - a.weight || a.node - b.node)
    .slice(0, NEIGHBOURS_SHOWN)
    .map(({ node }) => String(node));
  return {
    kind: 'common_neighbours',
    points: Math.min(POINTS.neighbours, Math.round(POINTS.neighbour * score)),
    total: common,
    adamicAdar: Math.round(score * 1000) / 1000,
    people,
  };
}
