import { formatDay, type Day } from '#kernel/calendar.ts';
import { NotFound } from '#kernel/errors.ts';
import { NIL_ID } from '#kernel/ids.ts';
import { decay } from '#modules/network/index.ts';
import { activityOf, explainTier } from '#modules/segments/index.ts';
import { p, sql, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';
import type { Facts } from './contract.ts';
import type { Evaluation } from './evaluation-store.ts';
import { silenceCauses } from './figures/silence-causes.ts';
import { asWords, idText, idWords } from './gather/id-index.ts';
import { groupNames } from './gather/names.query.ts';
import { indexPeople, type People } from './gather/people.ts';
import { readPersonaResolver } from './gather/persona-resolver.ts';
import { gainsOf, silenceEvidence, type Gain } from './gather/silence-evidence.query.ts';
import { readColumns, readPersonaMap, standingDays, type Frame } from './gather/standing.ts';
import { memberGains } from './gather/tie-gains.query.ts';
import { memberIdentity, type MemberIdentity } from './member-identity.read-model.ts';
import { factsOf, influenceRank, readStates, type MemberState } from './member-state.query.ts';
import type { Portrait } from './members.contract.ts';
import { wordsOfMember } from './words/words-of-member.ts';

const TIES_SHOWN = 12;
const YEAR = 365;

/** The engine's side of a portrait; accounts, tags and attributes come from PostgreSQL. */
export type EnginePortrait = Omit<Portrait, 'accounts' | 'tags' | 'attributes' | 'standings' | 'evaluatedAt'>;

/** The whole picture of one member at an evaluation. Throws NotFound for who is not in it. */
export async function readPortrait(
  engine: EventEngine,
  scope: Scope,
  evaluation: Evaluation,
  { today, zone, memberId: asked }: { today: Day; zone: string; memberId: string },
): Promise<EnginePortrait> {
  const identity = await memberIdentity(engine, scope, evaluation.inputs.mapId, asked);
  const own = (await readStates(engine, scope, evaluation.id, [identity.memberId])).get(identity.memberId);
  if (!own) throw new NotFound('the member');
  const frame: Frame = {
    engine,
    scope,
    today,
    zone,
    ...(await readPersonaMap(engine, scope, evaluation.inputs.mapId)),
  };
  const around = await peopleAround(frame, evaluation.id, identity.memberId, own);
  const groups = await groupsOf(frame, identity);
  const isMember = own.is_member === 1;
  return {
    memberId: identity.memberId,
    member: own.external_id,
    name: own.name,
    asOf: formatDay(today),
    timezone: zone,
    tier: isMember ? tierOf(own, evaluation, today) : null,
    activity: isMember && own.tier !== '' ? activityOf(own.tier) : null,
    silent: isMember && own.silent_kind !== '' ? await silentOf(frame, own, around, groups) : null,
    value: valueOf(own, evaluation, today),
    influence: isMember
      ? { value: own.influence, ...(await influenceRank(engine, scope, evaluation.id, own.influence)) }
      : null,
    days: await daysOf(frame, identity),
    ties: tiesOf(around, today),
    groups,
    words: await wordsOfMember(frame, identity.accounts),
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

/** A member (number 0) with all people they share a tie with, and where those stand. */
type Around = { people: People; states: (MemberState | undefined)[]; gains: Gain[] };

async function peopleAround(frame: Frame, evaluationId: string, memberId: string, own: MemberState): Promise<Around> {
  const rows = await readColumns(
    frame,
    'insights.people_around',
    sql`SELECT DISTINCT if(giver = ${p.uuid(memberId)}, receiver, giver) AS other FROM (${memberGains(frame, sql`1`)})
        WHERE giver = ${p.uuid(memberId)} OR receiver = ${p.uuid(memberId)} ORDER BY other`,
  );
  const others = asWords(rows.rawUuids('other'));
  const ids = [memberId, ...Array.from({ length: rows.rows }, (_, row) => idText(others, row))];
  const people = indexPeople({ rows: ids.length, ids: idWords(ids) }, frame.mapped);
  const found = await readStates(frame.engine, frame.scope, evaluationId, ids);
  const states = Array.from({ length: people.ids.size }, (_, k) => found.get(people.ids.text(k)));
  states[people.ids.indexOfText(memberId)] = own;
  const self = people.ids.indexOfText(memberId);
  return { people, states, gains: (await gainsOf({ frame, people, members: [self] })).get(self) ?? [] };
}

function tiesOf({ people, states, gains }: Around, today: Day): Portrait['ties'] {
  const ties = new Map<number, { given: number; received: number }>();
  for (const { other, received, day, gain } of gains) {
    const tie = ties.get(other) ?? { given: 0, received: 0 };
    tie[received ? 'received' : 'given'] += gain * decay(today - day);
    ties.set(other, tie);
  }
  return [...ties]
    .sort(([a, x], [b, y]) => y.given + y.received - x.given - x.received || a - b)
    .slice(0, TIES_SHOWN)
    .map(([other, tie]) => {
      const state = states[other];
      const id = people.ids.text(other);
      return {
        memberId: id,
        member: state?.external_id ?? id,
        name: state?.name ?? id,
        tier: state?.tier || null,
        ...tie,
      };
    });
}

async function silentOf(
  frame: Frame,
  own: MemberState,
  { people, states }: Around,
  groups: Portrait['groups'],
): Promise<Portrait['silent']> {
  if (own.silent_kind === '') return null;
  const facts = states.map((state) => (state ? factsOf(state) : undefined));
  const self = people.ids.indexOfText(own.member_id);
  const evidence = await silenceEvidence({
    frame,
    people,
    members: [self],
    resolver: await readPersonaResolver(frame),
    standing: {
      joinedDay: Int32Array.from(facts, (one) => one?.joinedDay[0] ?? 0),
      lastActiveDay: Int32Array.from(facts, (one) => one?.lastActiveDay[0] ?? 0),
      isMember: Uint8Array.from(facts, (one) => one?.isMember[0] ?? 0),
    },
    groupName: (id) => groups.find(({ groupId }) => groupId === id)?.name ?? '',
  });
  const { evidence: found, closest } = evidence.get(self)!;
  const named = found.closest && closest !== null ? { ...found.closest, name: states[closest]?.name ?? '' } : null;
  return { kind: own.silent_kind, causes: silenceCauses({ ...found, closest: named }) };
}

async function daysOf(frame: Frame, { personas }: MemberIdentity): Promise<Portrait['days']> {
  const rows = await frame.engine.query<{ day_number: number; total: number }>(
    frame.scope,
    'insights.days_of_member',
    sql`SELECT toUInt16(day) AS day_number, sum(contributions) AS total FROM member_days
        WHERE ${standingDays(frame)} AND persona_id IN ${p.uuids(personas)} AND day > ${p.day(frame.today - YEAR)}
        GROUP BY day HAVING total > 0 ORDER BY day`,
  );
  return rows.map((row) => ({ day: formatDay(row.day_number), contributions: Number(row.total) }));
}

async function groupsOf(frame: Frame, { personas }: MemberIdentity): Promise<Portrait['groups']> {
  const names = await groupNames(frame);
  const rows = await frame.engine.query<{ group_id: string; total: number; last: number; gone: number }>(
    frame.scope,
    'insights.groups_of_member',
    sql`SELECT group_id, sum(contributions) AS total, toUInt16(maxIf(day, contributions > 0)) AS last,
          max(last_leave_at) > max(last_at) AS gone
        FROM member_days WHERE ${standingDays(frame)} AND persona_id IN ${p.uuids(personas)} AND group_id != ${p.uuid(NIL_ID)}
        GROUP BY group_id ORDER BY total DESC, group_id`,
  );
  return rows.map((row) => {
    const at = names.accounts.indexOf(idWords([row.group_id]), 0);
    return {
      groupId: row.group_id,
      name: names.names[at] || (names.externalIds[at] ?? ''),
      contributions: Number(row.total),
      last: row.last === 0 ? null : formatDay(row.last),
      left: row.gone === 1,
    };
  });
}
