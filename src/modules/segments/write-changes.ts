import type { Day } from '#kernel/calendar.ts';
import { inScope, joinSql, p, scopeColumns, sql, type Scope, type Sql } from '#platform/clickhouse/index.ts';
import { compileTogether, membersOf, type Narrowing } from './compile-rules.ts';
import type { CHANGE_REASONS } from './contract.ts';
import { listCondition } from './list-condition.ts';
import type { RuleContext } from './rules/rule-kind.ts';
import type { SegmentRow } from './segment-store.ts';

/** Large computations run in the background. */
const MAX_SECONDS = 900;

export type ChangeReason = (typeof CHANGE_REASONS)[number];

export type Computation = {
  version: number;
  at: number;
  day: Day;
  /** Why somebody enters or leaves, where they are a member still. */
  reason: ChangeReason;
  /** Only of these members; undefined: of everybody. */
  narrowing?: Narrowing | undefined;
  /** The same as a condition on `segment_members`. */
  among?: Sql | undefined;
};

/** Who entered and who left, of one segment. */
export type Moved = { entered: number; left: number };

/**
 * Computes some segments and writes who enters and who leaves: first the changes, then the members out of the changes,
 * so that a computation that was cut off is ended by `settleChanges`.
 */
export async function writeChanges(
  context: RuleContext,
  segments: readonly Pick<SegmentRow, 'id' | 'rule'>[],
  computation: Computation,
): Promise<Map<string, Moved>> {
  const { engine, scope } = context.frame;
  const { version, at, day, reason, among } = computation;
  const ids = segments.map(({ id }) => id);
  await engine.command(
    scope,
    'segments.write_changes',
    sql`INSERT INTO segment_changes (workspace_id, community_id, segment_id, version, at, day, member_id, entered, reason)
        SELECT ${scopeColumns(scope)}, segment, ${p.uint(version)}, ${p.instant(at)}, ${p.day(Math.max(0, day))}, member, is_in,
          if(is_in = 1 OR member IN (SELECT member_id FROM member_states
            WHERE ${inScope(scope)} AND evaluation_id = ${p.uuid(context.evaluation.id)} AND is_member = 1), ${p.string(reason)}, 'gone')
        FROM (SELECT segment, member, max(now) AS is_in, max(was) AS was_in FROM (
            ${membersNow(context, segments, computation)}
            UNION ALL
            SELECT segment_id AS segment, member_id AS member, 0 AS now, 1 AS was FROM segment_members FINAL
            WHERE ${inScope(scope)} AND segment_id IN ${p.uuids(ids)} ${among ? sql`AND ${among}` : sql``})
          GROUP BY segment, member)
        WHERE is_in != was_in`,
    { maxSeconds: MAX_SECONDS },
  );
  await settleChanges(context.frame, version, ids);
  return countMoved(context.frame, version, ids);
}

/** The members of segments now: `segment, member, 1 AS now, 0 AS was`. */
function membersNow(
  context: RuleContext,
  segments: readonly Pick<SegmentRow, 'id' | 'rule'>[],
  { narrowing }: Computation,
): Sql {
  const [only] = segments;
  if (segments.length === 1 && only!.rule) {
    const rows = membersOf(context, only!.rule, narrowing);
    return sql`SELECT ${p.uuid(only!.id)} AS segment, member_id AS member, 1 AS now, 0 AS was FROM ${rows}`;
  }
  const withRule = segments.filter(({ rule }) => rule !== null);
  const lists = segments.filter(({ rule }) => rule === null);
  const { from, rules } = compileTogether(
    context,
    withRule.map(({ rule }) => rule!),
    narrowing,
  );
  const ids = [...withRule, ...lists].map(({ id }) => id);
  const holds = [...rules.map((rule) => rule.holds), ...lists.map(({ id }) => listCondition(context, id))];
  const bits = joinSql(holds.map((one) => sql`toUInt8(${one})`));
  return sql`SELECT arrayJoin(arrayFilter((id, holds) -> holds = 1, ${p.uuids(ids)}, [${bits}])) AS segment, member_id AS member,
      1 AS now, 0 AS was FROM ${from}`;
}

type Frame = { engine: RuleContext['frame']['engine']; scope: Scope };

/** Makes the members of segments what the changes of a version say; done again it changes nothing. */
export async function settleChanges({ engine, scope }: Frame, version: number, ids: readonly string[]): Promise<void> {
  await engine.command(
    scope,
    'segments.settle_changes',
    sql`INSERT INTO segment_members (workspace_id, community_id, segment_id, member_id, version, has_left)
        SELECT ${scopeColumns(scope)}, segment_id, member_id, version, 1 - entered FROM segment_changes
        WHERE ${inScope(scope)} AND segment_id IN ${p.uuids(ids)} AND version = ${p.uint(version)}`,
    { maxSeconds: MAX_SECONDS },
  );
}

async function countMoved(
  { engine, scope }: Frame,
  version: number,
  ids: readonly string[],
): Promise<Map<string, Moved>> {
  const rows = await engine.query<{ segment_id: string; came: number; went: number }>(
    scope,
    'segments.count_changes',
    sql`SELECT segment_id, countIf(entered = 1) AS came, countIf(entered = 0) AS went FROM segment_changes FINAL
        WHERE ${inScope(scope)} AND segment_id IN ${p.uuids(ids)} AND version = ${p.uint(version)} GROUP BY segment_id`,
  );
  return new Map(rows.map((row) => [row.segment_id, { entered: Number(row.came), left: Number(row.went) }]));
}

/** How many members segments have. */
export async function countMembers({ engine, scope }: Frame, ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await engine.query<{ segment_id: string; members: number }>(
    scope,
    'segments.count_members',
    sql`SELECT segment_id, count() AS members FROM segment_members FINAL
        WHERE ${inScope(scope)} AND segment_id IN ${p.uuids(ids)} GROUP BY segment_id`,
    { maxSeconds: MAX_SECONDS },
  );
  return new Map(rows.map((row) => [row.segment_id, Number(row.members)]));
}

/** Takes segments out of the engine. Nobody asks for them any more; their rows go some time later. */
export async function dropSegments({ engine, scope }: Frame, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  for (const table of [sql`segment_members`, sql`segment_changes`, sql`segment_lists`]) {
    await engine.command(
      scope,
      'segments.drop_segments',
      sql`DELETE FROM ${table} IN PARTITION ${p.uuid(scope.communityId)}
          WHERE ${inScope(scope)} AND segment_id IN ${p.uuids(ids)} SETTINGS lightweight_deletes_sync = 0`,
    );
  }
}
