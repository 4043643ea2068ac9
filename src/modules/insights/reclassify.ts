import type { Day } from '#kernel/calendar.ts';
import { mondayOf } from '#kernel/calendar.ts';
import { inScope, p, sql } from '#platform/clickhouse/index.ts';
import {
  emptyFacts,
  engagementTiers,
  NEVER,
  valueScheme,
  type EngagementTiers,
  type MemberFacts,
  type ValueScheme,
} from '#modules/segments/index.ts';
import { flags, membership } from './gather/gather-members.ts';
import { asWords, idWords, IdIndex } from './gather/id-index.ts';
import { personaActivity } from './gather/member-activity.query.ts';
import { indexPeople, mergePersonas, type MemberColumns, type People } from './gather/people.ts';
import { nobodyLeft, whoLeft } from './gather/presence.query.ts';
import { readPreviousStates, type PreviousStates } from './gather/previous-states.query.ts';
import { readColumns, type Frame } from './gather/standing.ts';
import { placeReceived, readReceived } from './gather/tie-gains.query.ts';
import { personasOf } from './gather/wake-candidates.query.ts';
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
 * What changed in the log since an evaluation: the days whose roll-ups were written anew, or, where it is known more
 * closely, the personas who did or were given something in what changed, before or after.
 */
export type Changes = {
  evaluationId: string;
  days: readonly Day[];
  personas?: readonly string[];
  experts?: readonly string[];
};

/**
 * The same as `classifyMembers` at the same T, with the same people and experts, when only some days were rolled up anew
 * since an evaluation: facts of everybody who was active or was given to on those days, before or after, are read; all
 * others are those that the evaluation wrote. The rules then run over everybody, because cuts and quintiles move.
 */
export async function reclassifyMembers(frame: Frame, rules: InsightRules, changes: Changes): Promise<Reclassified> {
  const named = await changedMembers(frame, changes);
  // Beside each other: what the evaluation wrote of everybody, and what is so now of who changed.
  const [previous, fresh] = await Promise.all([
    readPreviousStates(frame, changes.evaluationId),
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

/** Ids of the members who did or were given something on the days, in any revision. */
async function changedMembers(frame: Frame, { days, personas: given }: Changes): Promise<IdIndex> {
  if (given) return indexPeople({ rows: given.length, ids: idWords(given) }, frame.mapped).ids;
  if (days.length === 0) return new IdIndex(0);
  const touched = sql`${inScope(frame.scope)} AND day IN ${p.days(days)}`;
  const found = await readColumns(
    frame,
    'insights.changed_personas',
    sql`SELECT persona_id FROM member_days WHERE ${touched} GROUP BY persona_id
        UNION DISTINCT SELECT receiver AS persona_id FROM tie_gains WHERE ${touched} GROUP BY receiver`,
  );
  return indexPeople({ rows: found.rows, ids: asWords(found.rawUuids('persona_id')) }, frame.mapped).ids;
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
