import { dayOf, parseDay, type Day } from '#kernel/calendar.ts';
import { EVENT_KINDS, type EventKind, type NeutralEvent } from '#modules/events/contract.ts';
import { tiersOf, type ActivityTier } from '#modules/tiers/index.ts';
import type { Clause, DaysAgo, EventFilter, NumberTest, Rule, Span } from '../rule.contract.ts';

/** A row of `member_states` as a test reads it. */
export type OracleState = {
  member_id: string;
  tier: string;
  silent_kind: string;
  value_cell: string;
  paying: number;
  recency: number;
  frequency: number;
  monetary: number;
  joined: number;
  platforms: string[];
  groups: string[];
};

/** Everything that a rule is answered from, in memory. */
export type OracleWorld = {
  today: Day;
  zone: string;
  stage: string;
  states: readonly OracleState[];
  /** Standing events by member, nobody's who is a bot. */
  events: ReadonlyMap<string, readonly NeutralEvent[]>;
  groupId(event: NeutralEvent): string;
  tags: ReadonlyMap<string, ReadonlySet<string>>;
  attributes: ReadonlyMap<string, string>;
  /** Of people of whom other modules know something. */
  standings: ReadonlyMap<string, { level: string | null; points: number; credit: number }>;
  ties: ReadonlyMap<string, { ties: number; circle: number; bridge: boolean; to: ReadonlySet<string> }>;
  segments: ReadonlyMap<string, ReadonlySet<string>>;
  schemes: ReadonlyMap<string, readonly string[]>;
};

/** Who matches a rule, worked out member by member and event by event. */
export const oracle = (world: OracleWorld, rule: Rule): Set<string> =>
  new Set(world.states.filter((state) => matches(world, state, rule)).map((state) => state.member_id));

function matches(world: OracleWorld, state: OracleState, rule: Rule): boolean {
  if (rule.kind === 'all') return rule.of.every((one) => matches(world, state, one));
  if (rule.kind === 'any') return rule.of.some((one) => matches(world, state, one));
  if (rule.kind === 'not') return !matches(world, state, rule.of);
  return holds(world, state, rule);
}

const compare = (value: number, test: NumberTest, number: number): boolean =>
  test === 'at_least' ? value >= number : test === 'at_most' ? value <= number : value === number;

const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;

function within(day: Day, when: DaysAgo, today: Day): boolean {
  if ('withinDays' in when) return day > today - when.withinDays;
  if ('beforeDays' in when) return day <= today - when.beforeDays;
  return day >= parseDay(when.from)! && day <= parseDay(when.to)!;
}

function inSpan(day: Day, span: Span | undefined, today: Day): boolean {
  if (span === undefined) return day <= today;
  if ('lastDays' in span) return day > today - span.lastDays && day <= today;
  return day >= parseDay(span.from)! && day <= parseDay(span.to)! && day <= today;
}

const contributes = (kind: string): boolean => EVENT_KINDS[kind as EventKind]?.contribution ?? false;

function propertyAt(event: NeutralEvent, path: string): unknown {
  let found: unknown = event;
  for (const key of path.split('.')) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = (found as Record<string, unknown>)[key];
  }
  return found;
}

function means(world: OracleWorld, event: NeutralEvent, filter: EventFilter): boolean {
  const { kinds, platform, groupId, value, properties = [] } = filter;
  if (!kinds.some((kind) => (kind === 'contribution' ? contributes(event.kind) : kind === event.kind))) return false;
  if (platform !== undefined && (event.platform ?? 'qunluo') !== platform) return false;
  if (groupId !== undefined && world.groupId(event) !== groupId) return false;
  if (value && (event.value === undefined || !compare(event.value, value.test, value.number))) return false;
  return properties.every(({ path, test, value: wanted }) => {
    const found = propertyAt(event, path);
    if (test === 'exists') return found !== undefined && found !== null;
    if (test === 'contains')
      return typeof found === 'string' && found.toLowerCase().includes(String(wanted).toLowerCase());
    if (test === 'is') return found === wanted;
    return typeof found === 'number' && compare(found, test, Number(wanted));
  });
}

function holds(world: OracleWorld, state: OracleState, clause: Clause): boolean {
  const { today, zone } = world;
  const id = state.member_id;
  const day = (event: NeutralEvent): Day => dayOf(Date.parse(event.at), zone);
  const events = (world.events.get(id) ?? []).filter((event) => day(event) <= today);
  const meant = (filter: EventFilter, span: Span | undefined) =>
    events.filter((event) => means(world, event, filter) && inSpan(day(event), span, today));
  switch (clause.kind) {
    case 'attribute': {
      const found = world.attributes.get(id);
      if (clause.test === 'none') return found === undefined;
      if (clause.test === 'any') return found !== undefined;
      if (found === undefined) return false;
      return clause.test === 'is'
        ? found.toLowerCase() === clause.value.toLowerCase()
        : found.toLowerCase().includes(clause.value.toLowerCase());
    }
    case 'tag':
      return world.tags.get(id)?.has(clause.tag) ?? false;
    case 'tier':
      return inTier(world, state, clause.scheme, clause.in);
    case 'stage':
      return (clause.in as string[]).includes(world.stage);
    case 'level':
      return clause.in.includes(world.standings.get(id)?.level ?? 'none');
    case 'points':
      return compare(world.standings.get(id)?.points ?? 0, clause.test, clause.number);
    case 'credit':
      return compare(world.standings.get(id)?.credit ?? 12, clause.test, clause.number);
    case 'platform':
      return state.platforms.some((one) => clause.in.includes(one));
    case 'group':
      return state.groups.some((one) => clause.in.includes(one));
    case 'did': {
      const found = meant(clause.event, clause.span);
      const number = clause.count === 'times' ? found.length : new Set(found.map(day)).size;
      return compare(number, clause.test, clause.number);
    }
    case 'first-last': {
      const days = meant(clause.event, undefined).map(day);
      if (days.length === 0) return false;
      return within(clause.which === 'first' ? Math.min(...days) : Math.max(...days), clause.when, today);
    }
    case 'sequence': {
      const [firsts, nexts] = [meant(clause.first, clause.span), meant(clause.next, clause.span)];
      return firsts.some((a) =>
        nexts.some((b) => {
          const gap = Date.parse(b.at) - Date.parse(a.at);
          return gap > 0 && gap <= clause.withinDays * 86_400_000;
        }),
      );
    }
    case 'amount': {
      const numbers = meant(clause.event, clause.span).flatMap((event) => {
        const found = clause.property === undefined ? event.value : propertyAt(event, clause.property);
        return typeof found === 'number' ? [event.kind === 'refund' ? -found : found] : [];
      });
      const sum = numbers.reduce((a, b) => a + b, 0);
      if (clause.of === 'sum') return compare(rounded(sum), clause.test, clause.number);
      return numbers.length > 0 && compare(rounded(sum / numbers.length), clause.test, clause.number);
    }
    case 'words': {
      const wanted = clause.words.map((word) => word.toLowerCase());
      const texts = events
        .filter((event) => inSpan(day(event), clause.span, today))
        .map((event) => (event.text ?? '').toLowerCase());
      const hits = texts.filter((text) =>
        clause.match === 'any'
          ? wanted.some((word) => text.includes(word))
          : wanted.every((word) => text.includes(word)),
      );
      return hits.length >= clause.times;
    }
    case 'ties': {
      const at = world.ties.get(id);
      const { is } = clause;
      if ('tiedTo' in is) return at?.to.has(is.tiedTo) ?? false;
      if ('circle' in is) return at?.circle === is.circle;
      if ('isolated' in is) return ((at?.ties ?? 0) === 0) === is.isolated;
      if ('bridge' in is) return (at?.bridge ?? false) === is.bridge;
      return compare(at?.ties ?? 0, is.test, is.number);
    }
    case 'value':
      return (['recency', 'frequency', 'monetary'] as const).every((part) => {
        const range = clause[part];
        return range === undefined || (state[part] >= range[0] && state[part] <= range[1]);
      });
    case 'segment':
      return world.segments.get(clause.segmentId)?.has(id) ?? false;
    case 'joined':
      return state.joined > 0 && within(state.joined, clause.when, today);
  }
}

function inTier(world: OracleWorld, state: OracleState, scheme: string, tiers: readonly string[]): boolean {
  switch (scheme) {
    case 'engagement':
      return tiers.includes(state.tier);
    case 'activity':
      return tiers.some((one) => (tiersOf(one as ActivityTier) as readonly string[]).includes(state.tier));
    case 'value':
      return tiers.includes(state.value_cell);
    case 'silence':
      return tiers.includes(state.silent_kind);
    case 'paying':
      return tiers.includes(state.paying === 1 ? 'paying' : 'not_paying');
  }
  const first = world.schemes.get(scheme)!.find((id) => world.segments.get(id)?.has(state.member_id));
  return tiers.includes(first ?? 'none');
}
