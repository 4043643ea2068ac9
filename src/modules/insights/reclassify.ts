import { mondayOf } from '#kernel/calendar.ts';
import { p, sql } from '#platform/clickhouse/index.ts';
import {
  emptyFacts,
  engagementTiers,
  NEVER,
  valueScheme,
  type EngagementTiers,
  type MemberFacts,
  type ValueScheme,
} from '#modules/tiers/index.ts';
import { flags, membership } from './gather/gather-members.ts';
import type { IdIndex } from './gather/id-index.ts';
import { changedPersonas, type DayRevisions } from './gather/changed-personas.query.ts';
import { personaActivity } from './gather/member-activity.query.ts';
import { indexPeople, mergePersonas, type MemberColumns, type People } from './gather/people.ts';
import { nobodyLeft, whoLeft } from './gather/presence.query.ts';
import { readPreviousStates, type PreviousStates } from './gather/previous-states.query.ts';
import type { Frame } from './gather/standing.ts';
import { placeReceived, readReceived } from './gather/tie-gains.query.ts';
import { personasOf } from './gather/wake-candidates.query.ts';
import { NotComparable } from './errors.ts';
import type { InsightRules } from './insight-rules.ts';

/** Columns of a state that are no facts of the schemes. */
export type StateSums = Pick<MemberColumns, 'contributions28' | 'weight28' | 'amount365'>;

export type Reclassified = {
  people: People;
  facts: MemberFacts;
  columns: StateSums;
  tiers: EngagementTiers;
  value: ValueScheme;
  /** Numbers of the members whose facts were read anew; numbers from `previous.rows` on were not there before. */
  changed: Uint32Array;
  previous: PreviousStates;
};

/**
 * What changed in the log since an evaluation: `since` are the revisions of the days that it was made from, as they were
 * read before it, from which the people concerned are found row by row. `states` are what it wrote, where they are still
 * in memory.
 */
export type Changes = {
  evaluationId: string;
  since: DayRevisions;
  states?: PreviousStates;
  experts?: readonly string[];
};

/**
 * The same as `classifyMembers` at the same T, with the same people and experts, when only some days were rolled up anew
 * since an evaluation: facts of everybody who did or was given something else on those days than before are read; all
 * others are those that the evaluation wrote. The rules then run over everybody, because cuts and quintiles move. Throws
 * NotComparable when the days as they were are not kept any more.
 */
export async function reclassifyMembers(frame: Frame, rules: InsightRules, changes: Changes): Promise<Reclassified> {
  const named = await changedMembers(frame, changes);
  // Beside each other: what the evaluation wrote of everybody, and what is so now of who changed.
  const [previous, fresh] = await Promise.all([
    changes.states ?? readPreviousStates(frame, changes.evaluationId),
    named.size === 0 ? undefined : freshFacts(frame, named),
  ]);
  const people = indexPeople({ rows: previous.rows, ids: previous.ids }, frame.mapped);
  const changed = new Uint32Array(named.size);
  for (let k = 0; k < named.size; k++) changed[k] = people.ids.add(named.words(), k);
  const { facts, columns } = copyStates(previous, people.ids.size);
  facts.expert.set(flags(people, changes.experts ?? []));
  if (fresh) for (let k = 0; k < named.size; k++) putFresh(facts, columns, changed[k]!, fresh, named, k);
  return {
    people,
    facts,
    columns,
    changed,
    previous,
    tiers: engagementTiers(facts, rules.segments, frame.today),
    value: valueScheme(facts, rules.segments, frame.today),
  };
}

/** Ids of the members of whom something in the roll-ups is another than it was. */
async function changedMembers(frame: Frame, { since }: Changes): Promise<IdIndex> {
  const ids = await changedPersonas(frame, since);
  if (ids === null) throw new NotComparable();
  return indexPeople({ rows: ids.length / 4, ids }, frame.mapped).ids;
}

function copyStates(previous: PreviousStates, count: number): { facts: MemberFacts; columns: StateSums } {
  const facts = emptyFacts(count);
  const columns = {
    contributions28: new Float64Array(count),
    weight28: new Float64Array(count),
    amount365: new Float64Array(count),
  };
  facts.joinedDay.set(previous.days('joined_day'));
  facts.lastActiveDay.set(previous.days('last_day'));
  facts.lastPurchaseDay.set(previous.days('last_purchase_day'));
  facts.isMember.set(previous.column('is_member'));
  facts.activeDays28.set(previous.column('active_days28'));
  facts.activeWeeks13.set(previous.column('active_weeks13'));
  facts.activeDays365.set(previous.column('active_days365'));
  facts.weight365.set(previous.column('weight365'));
  facts.received91.set(previous.column('received91'));
  facts.fans91.set(previous.column('fans91'));
  facts.expert.set(previous.column('expert'));
  facts.orders.set(previous.column('orders'));
  facts.amount.set(previous.column('amount'));
  facts.orders365.set(previous.column('purchases365'));
  columns.contributions28.set(previous.column('contributions28'));
  columns.weight28.set(previous.column('weight28'));
  columns.amount365.set(previous.column('amount365'));
  return { facts, columns };
}

/** What is so now of some members; they are found by id in `people`, or nothing is left of them. */
type Fresh = { people: People; facts: MemberFacts; columns: StateSums };

async function freshFacts(frame: Frame, named: IdIndex): Promise<Fresh> {
  const ids = Array.from({ length: named.size }, (_, k) => named.text(k));
  const members = indexPeople({ rows: named.size, ids: named.words() }, frame.mapped);
  const only = sql`${p.uuids(personasOf(frame, members, [...ids.keys()]))}`;
  const [activity, gains] = await Promise.all([
    personaActivity(frame, {
      purchases: true,
      leaves: true,
      firstMonday: null,
      only,
      bits: frame.mapped.personas.length > 0,
    }),
    readReceived(frame, sql`${p.uuids(ids)}`),
  ]);
  const people = indexPeople(activity, frame.mapped);
  const columns = mergePersonas(activity, people, { today: frame.today, firstMonday: mondayOf(frame.today) });
  const left = activity.lastLeave.some((day) => day > 0)
    ? await whoLeft(frame, people, only)
    : nobodyLeft(people.ids.size);
  const { received, fans } = placeReceived(gains, people);
  const isMember = membership(columns.facts.joinedDay, left.today);
  return { people, columns, facts: { ...columns.facts, isMember, received91: received, fans91: fans } };
}

/** Somebody of whom nothing is left (all their events are gone) has never joined. Being an expert is not in the log. */
function putFresh(
  facts: MemberFacts,
  columns: StateSums,
  number: number,
  fresh: Fresh,
  named: IdIndex,
  row: number,
): void {
  const k = fresh.people.ids.indexOf(named.words(), row);
  for (const [name, column] of Object.entries(facts) as [keyof MemberFacts, Uint8Array][]) {
    if (name === 'count' || name === 'expert') continue;
    const never = name === 'joinedDay' || name === 'lastActiveDay' || name === 'lastPurchaseDay' ? NEVER : 0;
    column[number] = k < 0 ? never : (fresh.facts[name] as Uint8Array)[k]!;
  }
  columns.contributions28[number] = k < 0 ? 0 : fresh.columns.contributions28[k]!;
  columns.weight28[number] = k < 0 ? 0 : fresh.columns.weight28[k]!;
  columns.amount365[number] = k < 0 ? 0 : fresh.columns.amount365[k]!;
}
