import { mondayOf, type Day } from '#kernel/calendar.ts';
import { emptyFacts, NEVER, type MemberFacts } from '#modules/tiers/index.ts';
import { addActiveDays, activeWeeks13, type ActivityBits } from '../figures/activity-bits.ts';
import { IdIndex } from './id-index.ts';
import type { PersonaActivity } from './member-activity.query.ts';
import { isNil, type Frame } from './standing.ts';

/** Members by number, and which member a persona is: everything that is read later is matched through this. */
export type People = {
  /** Whether every persona is a member of its own: rows of personas then are members, in the same order. */
  readonly oneEach: boolean;
  /** Ids of the members; the number of a member is their place in every column. */
  readonly ids: IdIndex;
  /** The number of the member that the persona at row `row` of `words` is; −1 = void or unknown. */
  memberOf(words: Uint32Array, row: number): number;
};

/** One row a member, out of what the roll-up says of their personas. */
export type MemberColumns = {
  readonly facts: MemberFacts;
  readonly bits: ActivityBits;
  readonly firstActiveDay: Int32Array;
  readonly lastLeaveDay: Int32Array;
  readonly contributions28: Float64Array;
  readonly weight28: Float64Array;
  readonly weightAll: Float64Array;
  readonly amount365: Float64Array;
};

/** Numbers the members: a persona that the map does not name is a member of its own id. */
export function indexPeople(activity: Pick<PersonaActivity, 'rows' | 'ids'>, mapped: Frame['mapped']): People {
  const ids = new IdIndex(activity.rows);
  const size = mapped.personas.length / 4;
  const moved = new IdIndex(size);
  for (let row = 0; row < size; row++) moved.add(mapped.personas, row);
  for (let row = 0; row < activity.rows; row++) {
    const at = size === 0 ? -1 : moved.indexOf(activity.ids, row);
    if (at < 0) ids.add(activity.ids, row);
    else if (!isNil(mapped.members, at * 4)) ids.add(mapped.members, at);
  }
  const target = Int32Array.from({ length: size }, (_, row) =>
    isNil(mapped.members, row * 4) ? -1 : ids.indexOf(mapped.members, row),
  );
  return {
    oneEach: size === 0,
    ids,
    memberOf: (words, row) => {
      const at = size === 0 ? -1 : moved.indexOf(words, row);
      return at < 0 ? ids.indexOf(words, row) : target[at]!;
    },
  };
}

const earlier = (a: number, b: number): number => (a === NEVER ? b : b === NEVER ? a : Math.min(a, b));
const dayOrNever = (day: number): Day => (day === 0 ? NEVER : day);

/** Merges what is known of personas into members: earliest, latest, sums, and OR of the activity bits. */
export function mergePersonas(
  activity: PersonaActivity,
  people: People,
  options: { today: Day; firstMonday: Day },
): MemberColumns {
  const count = people.ids.size;
  const facts = emptyFacts(count);
  const columns: MemberColumns = {
    facts,
    bits: {
      count,
      today: options.today,
      firstMonday: options.firstMonday,
      days: people.oneEach ? activity.days : activity.days.map(() => new Uint32Array(count)),
      weeks: people.oneEach ? activity.weeks : activity.weeks.map(() => new Uint32Array(count)),
    },
    firstActiveDay: new Int32Array(count).fill(NEVER),
    lastLeaveDay: new Int32Array(count).fill(NEVER),
    contributions28: new Float64Array(count),
    weight28: new Float64Array(count),
    weightAll: new Float64Array(count),
    amount365: new Float64Array(count),
  };
  const memberAt = new Int32Array(activity.rows);
  for (let row = 0; row < activity.rows; row++)
    memberAt[row] = people.oneEach ? row : people.memberOf(activity.ids, row);
  for (let row = 0; row < activity.rows; row++) {
    const i = memberAt[row]!;
    if (i >= 0) addPersona(columns, i, activity, row);
  }
  if (!people.oneEach) {
    mergeWords(columns.bits.days, activity.days, memberAt);
    mergeWords(columns.bits.weeks, activity.weeks, memberAt);
  }
  if (activity.counts && people.oneEach) copyCounts(facts, activity.counts);
  else countActiveDays(columns, options.today);
  return columns;
}

function addPersona(columns: MemberColumns, i: number, activity: PersonaActivity, row: number): void {
  const { facts } = columns;
  facts.joinedDay[i] = earlier(facts.joinedDay[i]!, dayOrNever(activity.joined[row]!));
  facts.lastActiveDay[i] = Math.max(facts.lastActiveDay[i]!, dayOrNever(activity.lastActive[row]!));
  facts.weight365[i]! += activity.weight365[row]!;
  facts.orders[i]! += activity.orders[row]!;
  facts.orders365[i]! += activity.orders365[row]!;
  facts.lastPurchaseDay[i] = Math.max(facts.lastPurchaseDay[i]!, dayOrNever(activity.lastPurchase[row]!));
  facts.amount[i]! += activity.amount[row]!;
  columns.firstActiveDay[i] = earlier(columns.firstActiveDay[i]!, dayOrNever(activity.firstActive[row]!));
  columns.lastLeaveDay[i] = Math.max(columns.lastLeaveDay[i]!, dayOrNever(activity.lastLeave[row]!));
  columns.contributions28[i]! += activity.contributions28[row]!;
  columns.weight28[i]! += activity.weight28[row]!;
  columns.weightAll[i]! += activity.weightAll[row]!;
  columns.amount365[i]! += activity.amount365[row]!;
}

function mergeWords(into: readonly Uint32Array[], from: readonly Uint32Array[], memberAt: Int32Array): void {
  for (let w = 0; w < into.length; w++) {
    const [target, source] = [into[w]!, from[w]!];
    for (let row = 0; row < memberAt.length; row++) if (memberAt[row]! >= 0) target[memberAt[row]!]! |= source[row]!;
  }
}

function copyCounts(facts: MemberFacts, counts: NonNullable<PersonaActivity['counts']>): void {
  facts.activeDays28.set(counts.days28);
  facts.activeDays365.set(counts.days365);
  facts.activeWeeks13.set(counts.weeks13);
}

function countActiveDays({ facts, bits }: MemberColumns, today: Day): void {
  addActiveDays(facts.activeDays28, bits.days, 28);
  addActiveDays(facts.activeDays365, bits.days, 365);
  const intoWeek = today - mondayOf(today);
  const lastDay = today - 90;
  for (let i = 0; i < facts.count; i++) {
    if (facts.lastActiveDay[i]! >= lastDay) facts.activeWeeks13[i] = activeWeeks13(bits.days, i, intoWeek);
  }
}
