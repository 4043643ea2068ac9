import { inScope, p, sql, type EventEngine, type Scope, type Sql } from '#platform/clickhouse/index.ts';
import { emptyFacts, NEVER, type MemberFacts } from '#modules/tiers/index.ts';
import type { SILENT_KINDS, Tier, ValueCell } from './contract.ts';

/** Where one person stood at an evaluation, as it was written. Days 0 = never. */
export type MemberState = {
  member_id: string;
  external_id: string;
  name: string;
  is_member: number;
  tier: Tier | '';
  silent_kind: (typeof SILENT_KINDS)[number] | '';
  value_cell: ValueCell | '';
  recency: number;
  frequency: number;
  monetary: number;
  joined: number;
  last: number;
  active_days28: number;
  active_weeks13: number;
  active_days365: number;
  weight365: number;
  received91: number;
  fans91: number;
  purchases365: number;
  orders: number;
  last_purchase: number;
  amount: number;
  expert: number;
  influence: number;
};

const COLUMNS = sql`member_id, external_id, name, is_member, tier, silent_kind, value_cell, recency, frequency, monetary,
          toUInt16(joined_day) AS joined, toUInt16(last_day) AS last, active_days28, active_weeks13, active_days365, weight365,
          received91, fans91, purchases365, orders, toUInt16(last_purchase_day) AS last_purchase, amount, expert, influence`;

const states = (scope: Scope, evaluationId: string): Sql =>
  sql`FROM member_states WHERE ${inScope(scope)} AND evaluation_id = ${p.uuid(evaluationId)}`;

/** The states of some people at an evaluation. */
export async function readStates(
  engine: EventEngine,
  scope: Scope,
  evaluationId: string,
  memberIds: readonly string[],
): Promise<Map<string, MemberState>> {
  if (memberIds.length === 0) return new Map();
  const rows = await engine.query<MemberState>(
    scope,
    'insights.member_states',
    sql`SELECT ${COLUMNS} ${states(scope, evaluationId)} AND member_id IN ${p.uuids(memberIds)}`,
  );
  return new Map(rows.map((row) => [row.member_id, row]));
}

/** Who somebody is to a reader, and their tier at an evaluation. */
export type MemberLabel = Pick<MemberState, 'member_id' | 'external_id' | 'name' | 'tier'>;

/** Names of some people at an evaluation. */
export async function introduceMembers(
  engine: EventEngine,
  scope: Scope,
  evaluationId: string,
  memberIds: readonly string[],
): Promise<Map<string, MemberLabel>> {
  if (memberIds.length === 0) return new Map();
  const rows = await engine.query<MemberLabel>(
    scope,
    'insights.member_labels',
    sql`SELECT member_id, external_id, name, tier ${states(scope, evaluationId)} AND member_id IN ${p.uuids(memberIds)}`,
  );
  return new Map(rows.map((row) => [row.member_id, row]));
}

/** The facts of one person as the schemes take them. */
export function factsOf(state: MemberState): MemberFacts {
  const facts = emptyFacts(1);
  facts.joinedDay[0] = state.joined === 0 ? NEVER : state.joined;
  facts.isMember[0] = state.is_member;
  facts.lastActiveDay[0] = state.last === 0 ? NEVER : state.last;
  facts.activeDays28[0] = state.active_days28;
  facts.activeWeeks13[0] = state.active_weeks13;
  facts.activeDays365[0] = state.active_days365;
  facts.weight365[0] = state.weight365;
  facts.received91[0] = state.received91;
  facts.fans91[0] = state.fans91;
  facts.expert[0] = state.expert;
  facts.orders[0] = state.orders;
  facts.lastPurchaseDay[0] = state.last_purchase === 0 ? NEVER : state.last_purchase;
  facts.amount[0] = state.amount;
  facts.orders365[0] = state.purchases365;
  return facts;
}
