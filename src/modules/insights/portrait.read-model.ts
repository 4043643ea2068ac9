import { formatDay, type Day } from '#kernel/calendar.ts';
import { NotFound } from '#kernel/errors.ts';
import { NIL_ID } from '#kernel/ids.ts';
import { activityOf, explainTier } from '#modules/tiers/index.ts';
import type { EventEngine, Scope } from '#platform/clickhouse/index.ts';
import type { Facts } from './contract.ts';
import type { Evaluation } from './evaluation-store.ts';
import { daysOfMember, type MemberDay } from './gather/days-of-member.query.ts';
import { idWords } from './gather/id-index.ts';
import { groupNames } from './gather/names.query.ts';
import type { Frame } from './gather/standing.ts';
import { memberIdentity } from './member-identity.read-model.ts';
import { influencesOf, rankAmong } from './influences.ts';
import { factsOf, introduceMembers, readStates, type MemberState } from './member-state.query.ts';
import type { Portrait } from './members.contract.ts';
import { silenceOfMember } from './silence-of-member.read-model.ts';
import { introduceTies, tiesOfMember } from './ties-of-member.read-model.ts';
import { wordsOfMember } from './words/words-of-member.ts';

const YEAR = 365;

/** The engine's side of a portrait; accounts, tags and attributes come from PostgreSQL. */
export type EnginePortrait = Omit<Portrait, 'accounts' | 'tags' | 'attributes' | 'standings' | 'evaluatedAt'>;

/**
 * The whole picture of one member at an evaluation. Throws NotFound for who is not in it. Every read is of rows that the
 * engine keeps together by member (or by day and account, for days on which the member did something), and few: each
 * costs some milliseconds by itself.
 */
export async function readPortrait(
  engine: EventEngine,
  scope: Scope,
  evaluation: Evaluation,
  { today, zone, memberId: asked }: { today: Day; zone: string; memberId: string },
): Promise<EnginePortrait> {
  const identity = await memberIdentity(engine, scope, evaluation.inputs.mapId, asked);
  const frame: Frame = { engine, scope, today, zone, ...identity.map };
  const [states, memberDays, ties, influences] = await Promise.all([
    readStates(engine, scope, evaluation.id, [identity.memberId]),
    daysOfMember(frame, identity.personas),
    tiesOfMember(frame, identity),
    influencesOf(engine, scope, evaluation.id),
  ]);
  const own = states.get(identity.memberId);
  if (!own) throw new NotFound('the member');
  const [persons, groups, words] = await Promise.all([
    introduceMembers(
      engine,
      scope,
      evaluation.id,
      ties.map(({ other }) => other),
    ),
    groupsOf(frame, memberDays),
    wordsOfMember(frame, { accounts: identity.accounts, days: memberDays }),
  ]);
  const isMember = own.is_member === 1;
  return {
    memberId: identity.memberId,
    member: own.external_id,
    name: own.name,
    asOf: formatDay(today),
    timezone: zone,
    tier: isMember ? tierOf(own, evaluation, today) : null,
    activity: isMember && own.tier !== '' ? activityOf(own.tier) : null,
    silent: await silenceOfMember(frame, evaluation.id, identity, { own, groups, days: memberDays }),
    value: valueOf(own, evaluation, today),
    influence: isMember ? { value: own.influence, ...rankAmong(influences, own.influence) } : null,
    days: activeDays(memberDays, today),
    ties: introduceTies(ties, persons),
    groups,
    words,
  };
}

function tierOf(own: MemberState, evaluation: Evaluation, today: Day): Portrait['tier'] {
  const { pool } = evaluation.inputs;
  return explainTier({
    facts: factsOf(own),
    index: 0,
    rules: evaluation.rules.segments,
    today,
    pool: { ...pool, cut: pool.cut ?? Infinity },
  });
}

function valueOf(own: MemberState, evaluation: Evaluation, today: Day): Portrait['value'] {
  if (own.value_cell === '') return null;
  const { basis } = evaluation.report.members.value;
  const facts: Facts =
    basis === 'purchases'
      ? { days_since_purchase: today - own.last_purchase, orders: own.orders, amount: own.amount }
      : { days_since_active: today - own.last, active_days_365: own.active_days365, weight_365: own.weight365 };
  return { cell: own.value_cell, basis, recency: own.recency, frequency: own.frequency, monetary: own.monetary, facts };
}

/** Contributions of each active day of a year, ascending. */
function activeDays(memberDays: readonly MemberDay[], today: Day): Portrait['days'] {
  const totals = new Map<Day, number>();
  for (const { day, contributions } of memberDays) {
    if (day > today - YEAR && contributions > 0) totals.set(day, (totals.get(day) ?? 0) + contributions);
  }
  return [...totals].map(([day, contributions]) => ({ day: formatDay(day), contributions }));
}

type InGroup = { contributions: number; last: Day; leave: number; other: number };

/** The groups a member was seen in, the one with most contributions first; equals by id. */
async function groupsOf(frame: Frame, memberDays: readonly MemberDay[]): Promise<Portrait['groups']> {
  const groups = new Map<string, InGroup>();
  for (const { group, day, contributions, lastAt, lastLeaveAt } of memberDays) {
    if (group === NIL_ID) continue;
    const sum = groups.get(group) ?? { contributions: 0, last: 0, leave: 0, other: 0 };
    groups.set(group, {
      contributions: sum.contributions + contributions,
      last: contributions > 0 ? Math.max(sum.last, day) : sum.last,
      leave: Math.max(sum.leave, lastLeaveAt),
      other: Math.max(sum.other, lastAt),
    });
  }
  const names = await groupNames(frame, [...groups.keys()]);
  return [...groups]
    .sort(([a, x], [b, y]) => y.contributions - x.contributions || (a < b ? -1 : 1))
    .map(([groupId, { contributions, last, leave, other }]) => {
      const at = names.accounts.indexOf(idWords([groupId]), 0);
      return {
        groupId,
        name: names.names[at] || (names.externalIds[at] ?? ''),
        contributions,
        last: last === 0 ? null : formatDay(last),
        left: leave > other,
      };
    });
}
