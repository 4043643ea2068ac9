import { formatDay, type Day } from '#kernel/calendar.ts';
import { SILENT_KINDS, TIERS, VALUE_CELLS } from '../contract.ts';
import type { MemberLabel } from '#modules/events/index.ts';
import { inScope, p, sql, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';
import { NEVER, type EngagementTiers, type MemberFacts, type ValueScheme } from '#modules/segments/index.ts';
import { asWords, idText, idWords } from './id-index.ts';
import { accountNames, labelOf, type SourceNames } from './names.query.ts';
import type { MemberColumns, People } from './people.ts';
import { readColumns, standingDays, type Frame } from './standing.ts';

export type StateInputs = {
  frame: Frame;
  people: People;
  labels: ReadonlyMap<string, MemberLabel>;
  facts: MemberFacts;
  columns: MemberColumns;
  tiers: EngagementTiers;
  value: ValueScheme;
  /** PageRank by member; 0 for people who are no members. */
  influence: Float64Array;
  evaluationId: string;
};

const dayText = (day: Day): string => (day === NEVER ? '1970-01-01' : formatDay(day));

/** Writes where everyone stands: the read model of member lists. Everyone who ever joined has a row. */
export async function writeMemberStates(inputs: StateInputs): Promise<void> {
  const { frame } = inputs;
  const names = await accountNames(frame);
  const groups = await memberGroups(frame, inputs.people);
  await frame.engine.insert(frame.scope, 'member_states', rowsOf(inputs, names, groups), {
    deduplicationToken: `member-states:${inputs.evaluationId}`,
  });
}

function* rowsOf(inputs: StateInputs, names: SourceNames, groups: readonly string[][]): Generator<object> {
  const { facts, columns, tiers, value, people } = inputs;
  for (let i = 0; i < facts.count; i++) {
    if (facts.joinedDay[i] === NEVER) continue;
    const memberId = people.ids.text(i);
    const at = names.accounts.indexOf(idWords([labelOf(inputs.labels, memberId)]), 0);
    const external = names.externalIds[at] ?? memberId;
    yield {
      evaluation_id: inputs.evaluationId,
      member_id: memberId,
      is_member: facts.isMember[i],
      joined_day: dayText(facts.joinedDay[i]!),
      last_day: dayText(facts.lastActiveDay[i]!),
      tier: TIERS[tiers.tier[i]!] ?? '',
      silent_kind: SILENT_KINDS[tiers.silentKind[i]!] ?? '',
      value_cell: VALUE_CELLS[value.cell[i]!] ?? '',
      paying: value.paying[i],
      recency: value.recency[i],
      frequency: value.frequency[i],
      monetary: value.monetary[i],
      active_days28: facts.activeDays28[i],
      active_weeks13: facts.activeWeeks13[i],
      active_days365: facts.activeDays365[i],
      weight28: columns.weight28[i],
      weight365: facts.weight365[i],
      received91: facts.received91[i],
      fans91: facts.fans91[i],
      purchases365: facts.orders365[i],
      amount365: columns.amount365[i],
      contributions28: columns.contributions28[i],
      expert: facts.expert[i],
      orders: facts.orders[i],
      last_purchase_day: dayText(facts.lastPurchaseDay[i]!),
      amount: facts.amount[i],
      influence: inputs.influence[i],
      name: names.names[at] || external,
      external_id: external,
      platforms: at >= 0 ? [names.platforms[at]] : [],
      groups: groups[i] ?? [],
    };
  }
}

/** The groups in which each member was seen, by number. */
async function memberGroups(frame: Frame, people: People): Promise<string[][]> {
  const found = await readColumns(
    frame,
    'insights.member_groups',
    sql`SELECT DISTINCT persona_id, group_id FROM member_days WHERE ${standingDays(frame)} ORDER BY persona_id, group_id`,
  );
  const personas = asWords(found.rawUuids('persona_id'));
  const groups = asWords(found.rawUuids('group_id'));
  const lists: string[][] = [];
  for (let row = 0; row < found.rows; row++) {
    const member = people.memberOf(personas, row);
    if (member < 0) continue;
    const list = (lists[member] ??= []);
    const group = idText(groups, row);
    if (!list.includes(group)) list.push(group);
  }
  return lists;
}

/** Removes the states of all evaluations but those to keep. */
export async function removeOldStates(engine: EventEngine, scope: Scope, keep: readonly string[]): Promise<void> {
  await engine.command(
    scope,
    'insights.remove_old_states',
    sql`ALTER TABLE member_states DELETE WHERE ${inScope(scope)} AND evaluation_id NOT IN ${p.uuids(keep)}`,
  );
}
