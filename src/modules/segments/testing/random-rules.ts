import { formatDay, type Day } from '#kernel/calendar.ts';
import type { Clause, ClauseKind, DaysAgo, EventFilter, Rule, Span } from '../rule.contract.ts';

/** What of a seeded generator is needed here. */
export type Random = {
  below(bound: number): number;
  chance(share: number): boolean;
  pick<T>(items: readonly T[]): T;
  shuffle<T>(items: readonly T[]): T[];
};

/** What random rules may name. */
export type Names = {
  groups: readonly string[];
  members: readonly string[];
  segments: readonly string[];
  schemes: ReadonlyMap<string, readonly string[]>;
  levels: readonly string[];
  today: Day;
};

export const ALL_KINDS: readonly ClauseKind[] = [
  'attribute',
  'tag',
  'tier',
  'stage',
  'level',
  'points',
  'credit',
  'platform',
  'group',
  'did',
  'first-last',
  'sequence',
  'amount',
  'words',
  'ties',
  'value',
  'segment',
  'joined',
];

const TESTS = ['at_least', 'at_most', 'exactly'] as const;

/** Random rules over the same small vocabulary as the random history, so that they mean somebody and not everybody. */
export function randomRules(random: Random, names: Names, kinds: readonly ClauseKind[] = ALL_KINDS) {
  const maybe = <T>(make: () => T): T | undefined => (random.chance(0.3) ? make() : undefined);
  const day = (): string => formatDay(names.today - random.below(12));
  const span = (): Span | undefined => {
    if (random.chance(0.3)) return undefined;
    if (random.chance(0.6)) return { lastDays: 1 + random.below(8) };
    const [from, to] = [day(), day()].toSorted();
    return { from: from!, to: to! };
  };
  const when = (): DaysAgo => {
    const kind = random.below(3);
    if (kind === 0) return { withinDays: 1 + random.below(6) };
    if (kind === 1) return { beforeDays: 1 + random.below(6) };
    const [from, to] = [day(), day()].toSorted();
    return { from: from!, to: to! };
  };
  const some = <T>(items: readonly T[]): T[] => random.shuffle(items).slice(0, 1 + random.below(3));
  const filter = (): EventFilter => ({
    kinds: some(['contribution', 'message', 'reply', 'reaction', 'attend', 'purchase', 'refund', 'join'] as const),
    ...definedOnly({
      platform: maybe(() => random.pick(['qunluo', 'slack'])),
      groupId: maybe(() => random.pick(names.groups)),
      value: maybe(() => ({ test: random.pick(TESTS), number: random.below(100) })),
      properties: maybe(() => [property()]),
    }),
  });
  const property = (): NonNullable<EventFilter['properties']>[number] =>
    random.pick([
      { path: 'accepted', test: 'is', value: true } as const,
      { path: 'order.city', test: 'is', value: '杭州' } as const,
      { path: 'order.city', test: 'contains', value: '州' } as const,
      { path: 'order.pages', test: 'at_least', value: random.below(6) } as const,
      { path: 'order.pages', test: 'exists' } as const,
    ]);
  const clause = (): Clause => {
    const kind = random.pick(kinds);
    switch (kind) {
      case 'attribute':
        return { kind, key: 'city', test: random.pick(['is', 'contains', 'any', 'none'] as const), value: '杭州' };
      case 'tag':
        return { kind, tag: random.pick(['reader', 'writer']) };
      case 'tier':
        return randomTier();
      case 'stage':
        return { kind, in: some(['unknown', 'construction', 'maturity'] as const) };
      case 'level':
        return { kind, in: some([...names.levels, 'none']) };
      case 'points':
        return { kind, test: random.pick(TESTS), number: random.pick([0, 50, 100]) };
      case 'credit':
        return { kind, test: random.pick(TESTS), number: random.pick([6, 9, 12]) };
      case 'platform':
        return { kind, in: [random.pick(['qunluo', 'slack'])] };
      case 'group':
        return { kind, in: some(names.groups) };
      case 'did':
        return {
          kind,
          event: filter(),
          count: random.pick(['times', 'days'] as const),
          test: random.pick(TESTS),
          number: random.below(5),
          ...definedOnly({ span: span() }),
        };
      case 'first-last':
        return { kind, which: random.pick(['first', 'last'] as const), event: filter(), when: when() };
      case 'sequence':
        return {
          kind,
          first: filter(),
          next: filter(),
          withinDays: 1 + random.below(3),
          ...definedOnly({ span: span() }),
        };
      case 'amount':
        return {
          kind,
          of: random.pick(['sum', 'average'] as const),
          event: random.chance(0.5) ? { kinds: ['purchase', 'refund'] } : filter(),
          ...definedOnly({ property: maybe(() => 'order.pages'), span: span() }),
          test: random.pick(TESTS),
          number: random.below(60),
        };
      case 'words':
        return {
          kind,
          words: some(['书', 'TEXT', '1', 'edit']),
          match: random.pick(['any', 'all'] as const),
          times: 1 + random.below(2),
          span: span() ?? { lastDays: 9 },
        };
      case 'ties':
        return {
          kind,
          is: random.pick([
            { tiedTo: random.pick(names.members) },
            { test: random.pick(TESTS), number: random.below(4) },
            { circle: 1 + random.below(2) },
            { isolated: random.chance(0.5) },
            { bridge: random.chance(0.5) },
          ]),
        };
      case 'value':
        return { kind, recency: [1 + random.below(3), 3 + random.below(3)], monetary: [1, 3 + random.below(3)] };
      case 'segment':
        return { kind, segmentId: random.pick(names.segments) };
      case 'joined':
        return { kind, when: when() };
    }
  };
  const randomTier = (): Clause => {
    const own = [...names.schemes];
    if (own.length > 0 && random.chance(0.4)) {
      const [scheme, tiers] = random.pick(own);
      return { kind: 'tier', scheme, in: some([...tiers, 'none']) };
    }
    return random.pick<Clause>([
      { kind: 'tier', scheme: 'engagement', in: some(['newcomer', 'active', 'potential', 'silent']) },
      { kind: 'tier', scheme: 'activity', in: some(['core', 'active', 'potential', 'silent']) },
      { kind: 'tier', scheme: 'value', in: some(['champions', 'loyal', 'promising', 'new']) },
      { kind: 'tier', scheme: 'paying', in: ['paying'] },
      { kind: 'tier', scheme: 'silence', in: some(['never_spoke', 'lapsed']) },
    ]);
  };
  const rule = (depth: number): Rule => {
    if (depth === 0 || random.chance(0.4)) return clause();
    if (random.chance(0.2)) return { kind: 'not', of: rule(depth - 1) };
    const of = Array.from({ length: 1 + random.below(3) }, () => rule(depth - 1));
    return { kind: random.pick(['all', 'any'] as const), of };
  };
  return { rule, clause };
}

const definedOnly = <T extends object>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
