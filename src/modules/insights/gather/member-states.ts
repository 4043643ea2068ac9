import { SILENT_KINDS, TIERS, VALUE_CELLS } from '../contract.ts';
import type { MemberLabel } from '#modules/events/index.ts';
import { p, removeRows, sql, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';
import { NEVER, type EngagementTiers, type MemberFacts, type ValueScheme } from '#modules/tiers/index.ts';
import { asWords, IdIndex } from './id-index.ts';
import { accountNames, type SourceNames } from './names.query.ts';
import type { MemberColumns, People } from './people.ts';
import { readColumns, standingDays, type Frame } from './standing.ts';

export type PlaceInputs = {
  frame: Frame;
  people: People;
  facts: MemberFacts;
  tiers: EngagementTiers;
  value: ValueScheme;
  evaluationId: string;
};

export type StateInputs = PlaceInputs & {
  labels: ReadonlyMap<string, MemberLabel>;
  columns: Pick<MemberColumns, 'contributions28' | 'weight28' | 'amount365'>;
  /** PageRank by member; 0 for people who are no members. */
  influence: Float64Array;
};

/** Members whose rows are encoded and sent at once. */
const BATCH = 16_384;

/** What a row says of somebody besides their facts. */
export type Identities = { name: string; externalId: string; platforms: string[]; groups: string[] };

/** Writes where everyone stands: the read model of member lists. Everyone who ever joined has a row. */
export async function writeMemberStates(inputs: StateInputs): Promise<void> {
  const { frame } = inputs;
  const names = await accountNames(frame);
  const groups = await memberGroups(frame, inputs.people);
  const { facts, people, labels } = inputs;
  const platforms = platformsOfMany(frame, people, names);
  await insertStates(inputs, joinedOf(facts), (member) => {
    const label = labels.size === 0 ? undefined : labels.get(people.ids.text(member));
    const at = label ? names.accounts.indexOfText(label.accountId) : names.accounts.indexOf(people.ids.words(), member);
    const externalId = names.externalIds[at] ?? people.ids.text(member);
    return {
      name: names.names[at] || externalId,
      externalId,
      platforms: [...new Set([...(at >= 0 ? [names.platforms[at]!] : []), ...(platforms.get(member) ?? [])])],
      groups: groups.of(member),
    };
  });
}

/** The platforms of members of more than one account, by number: what the map says is theirs besides their own id. */
function platformsOfMany({ mapped }: Frame, people: People, names: SourceNames): Map<number, string[]> {
  const found = new Map<number, string[]>();
  for (let row = 0; row < mapped.personas.length / 4; row++) {
    const account = names.accounts.indexOf(mapped.personas, row);
    const member = people.memberOf(mapped.personas, row);
    if (account < 0 || member < 0) continue;
    const own = names.accounts.indexOf(people.ids.words(), member);
    const known = found.get(member) ?? (own < 0 ? [] : [names.platforms[own]!]);
    found.set(member, [...known, names.platforms[account]!]);
  }
  return found;
}

/** Writes where everyone stands in the schemes, and nothing else of them. Everyone who ever joined has a row. */
export async function writePlaces(inputs: PlaceInputs): Promise<void> {
  await insertRows(inputs, joinedOf(inputs.facts), (members) => placeColumns(inputs, members));
}

/** Numbers of those who ever joined. */
const joinedOf = ({ joinedDay }: MemberFacts): Uint32Array =>
  Uint32Array.from(joinedDay.keys().filter((i) => joinedDay[i] !== NEVER));

/** Writes the rows of some members, by number. */
export async function insertStates(
  inputs: Omit<StateInputs, 'labels'>,
  members: Uint32Array,
  identify: (member: number) => Identities,
): Promise<void> {
  await insertRows(inputs, members, (some) => stateColumns(inputs, some, identify));
}

/** Inserts the columns of some members, a batch at a time, once. */
async function insertRows(
  { frame, evaluationId }: Pick<PlaceInputs, 'frame' | 'evaluationId'>,
  members: Uint32Array,
  columnsOf: (members: Uint32Array) => Record<string, unknown>,
): Promise<void> {
  function* batches(): Generator<Record<string, ArrayLike<unknown> & object>> {
    for (let from = 0; from < members.length; from += BATCH)
      yield columnsOf(members.subarray(from, from + BATCH)) as never;
  }
  await frame.engine.insertColumns(frame.scope, 'member_states', batches(), {
    deduplicationToken: `member-states:${evaluationId}:${members.length}`,
  });
}

function placeColumns(
  { facts, tiers, value, people, evaluationId }: PlaceInputs,
  members: Uint32Array,
): Record<string, unknown> {
  const named = (codes: Uint8Array, names: readonly string[]): string[] =>
    Array.from(members, (i) => names[codes[i]!] ?? '');
  return {
    evaluation_id: new Array<string>(members.length).fill(evaluationId),
    member_id: idBytes(people, members),
    is_member: Uint8Array.from(members, (i) => facts.isMember[i]!),
    tier: named(tiers.tier, TIERS),
    silent_kind: named(tiers.silentKind, SILENT_KINDS),
    value_cell: named(value.cell, VALUE_CELLS),
  };
}

function stateColumns(
  inputs: Omit<StateInputs, 'labels'>,
  members: Uint32Array,
  identify: (member: number) => Identities,
): Record<string, unknown> {
  const { facts, columns, value, influence } = inputs;
  const n = members.length;
  const pick = <T extends Uint8Array | Uint16Array | Uint32Array | Float64Array>(to: T, from: ArrayLike<number>): T => {
    for (let k = 0; k < n; k++) to[k] = from[members[k]!]!;
    return to;
  };
  const days = (from: Int32Array): Uint16Array => {
    const out = new Uint16Array(n);
    for (let k = 0; k < n; k++) out[k] = Math.max(0, from[members[k]!]!);
    return out;
  };
  const identities = Array.from(members, identify);
  return {
    ...placeColumns(inputs, members),
    joined_day: days(facts.joinedDay),
    last_day: days(facts.lastActiveDay),
    paying: pick(new Uint8Array(n), value.paying),
    recency: pick(new Uint8Array(n), value.recency),
    frequency: pick(new Uint8Array(n), value.frequency),
    monetary: pick(new Uint8Array(n), value.monetary),
    active_days28: pick(new Uint8Array(n), facts.activeDays28),
    active_weeks13: pick(new Uint8Array(n), facts.activeWeeks13),
    active_days365: pick(new Uint16Array(n), facts.activeDays365),
    weight28: pick(new Uint32Array(n), columns.weight28),
    weight365: pick(new Uint32Array(n), facts.weight365),
    received91: pick(new Float64Array(n), facts.received91),
    fans91: pick(new Uint32Array(n), facts.fans91),
    purchases365: pick(new Uint32Array(n), facts.orders365),
    amount365: pick(new Float64Array(n), columns.amount365),
    contributions28: pick(new Uint32Array(n), columns.contributions28),
    expert: pick(new Uint8Array(n), facts.expert),
    orders: pick(new Uint32Array(n), facts.orders),
    last_purchase_day: days(facts.lastPurchaseDay),
    amount: pick(new Float64Array(n), facts.amount),
    influence: pick(new Float64Array(n), influence),
    name: identities.map((one) => one.name),
    external_id: identities.map((one) => one.externalId),
    platforms: identities.map((one) => one.platforms),
    groups: identities.map((one) => one.groups),
  };
}

/** Ids of some members, by number, one after the other. */
export function idBytes(people: People, members: Uint32Array): Uint8Array {
  const words = people.ids.words();
  const out = new Uint32Array(members.length * 4);
  for (let k = 0; k < members.length; k++) {
    for (let word = 0; word < 4; word++) out[k * 4 + word] = words[members[k]! * 4 + word]!;
  }
  return new Uint8Array(out.buffer);
}

/** The groups in which each member was seen, as numbers packed by member. */
async function memberGroups(frame: Frame, people: People): Promise<{ of(member: number): string[] }> {
  const found = await readColumns(
    frame,
    'insights.member_groups',
    sql`SELECT persona_id, group_id FROM member_days WHERE ${standingDays(frame)}
        GROUP BY persona_id, group_id ORDER BY persona_id, group_id`,
  );
  const personas = asWords(found.rawUuids('persona_id'));
  const groupIds = asWords(found.rawUuids('group_id'));
  const groups = new IdIndex();
  const member = new Int32Array(found.rows);
  const group = new Uint32Array(found.rows);
  const start = new Uint32Array(people.ids.size + 2);
  for (let row = 0; row < found.rows; row++) {
    member[row] = people.memberOf(personas, row);
    group[row] = groups.add(groupIds, row);
    if (member[row]! >= 0) start[member[row]! + 2]!++;
  }
  for (let i = 2; i < start.length; i++) start[i]! += start[i - 1]!;
  const packed = new Uint32Array(found.rows);
  for (let row = 0; row < found.rows; row++) if (member[row]! >= 0) packed[start[member[row]! + 1]!++] = group[row]!;
  const texts = Array.from({ length: groups.size }, (_, number) => groups.text(number));
  return {
    of: (who) => [...new Set(packed.subarray(start[who], start[who + 1]))].map((number) => texts[number]!),
  };
}

/** Removes the states of all evaluations but those to keep. Nobody else may write states of the community meanwhile. */
export async function removeOldStates(engine: EventEngine, scope: Scope, keep: readonly string[]): Promise<void> {
  await removeRows(engine, scope, { table: 'member_states', gone: sql`evaluation_id NOT IN ${p.uuids(keep)}` });
}
