import { inScope, p, sql, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';
import type { Evaluation } from './evaluation-store.ts';
import type { Timeline } from './members.contract.ts';
import type { TimelineRow } from './timeline.read-model.ts';

/** Puts names to the groups and the people of a page of a timeline. */
export async function nameTimeline(
  engine: EventEngine,
  scope: Scope,
  evaluation: Evaluation,
  rows: readonly TimelineRow[],
): Promise<Timeline['events']> {
  const targets = [...new Set(rows.flatMap((row) => row.targetAccount ?? []))];
  const names = await sourceNames(engine, scope, [...targets, ...rows.map((row) => row.groupId)]);
  const members = await membersOf(engine, scope, evaluation.inputs.mapId, targets);
  return rows.map(({ targetAccount, ...row }) => ({
    ...row,
    group: names.get(row.groupId) ?? '',
    target:
      targetAccount === null
        ? null
        : { memberId: members.get(targetAccount) ?? targetAccount, name: names.get(targetAccount) ?? '' },
  }));
}

async function sourceNames(engine: EventEngine, scope: Scope, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await engine.query<{ id: string; name: string; external_id: string }>(
    scope,
    'insights.names_of',
    sql`SELECT id, name, external_id FROM source_names FINAL WHERE ${inScope(scope)} AND id IN ${p.uuids([...new Set(ids)])}`,
  );
  return new Map(rows.map((row) => [row.id, row.name || row.external_id]));
}

/** The members that accounts stand for today, where that is not the account's own id. */
async function membersOf(
  engine: EventEngine,
  scope: Scope,
  mapId: string,
  accounts: readonly string[],
): Promise<Map<string, string>> {
  if (accounts.length === 0) return new Map();
  const rows = await engine.query<{ persona_id: string; member_id: string }>(
    scope,
    'insights.members_of_accounts',
    sql`SELECT persona_id, member_id FROM persona_maps
        WHERE ${inScope(scope)} AND map_id = ${p.uuid(mapId)} AND persona_id IN ${p.uuids(accounts)}`,
  );
  return new Map(rows.map((row) => [row.persona_id, row.member_id]));
}
