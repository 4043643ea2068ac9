import type { Day } from '#kernel/calendar.ts';
import { NIL_ID } from '#kernel/ids.ts';
import { currentDays } from '#modules/events/index.ts';
import { inScope, p, sql, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';
import type { GroupActivity } from './groups.contract.ts';

const WINDOW = 28;

type Row = { group_id: string; contributions28: number; last_ms: number };

/** What happened in each group of a community, and how many of an evaluation's members are in it. */
export async function readGroupActivity(
  engine: EventEngine,
  scope: Scope,
  { today, evaluationId }: { today: Day; evaluationId: string | undefined },
): Promise<GroupActivity['groups']> {
  const [rows, members] = await Promise.all([
    engine.query<Row>(
      scope,
      'insights.group_activity',
      sql`SELECT group_id, sumIf(contributions, day > ${p.day(today - WINDOW)} AND day <= ${p.day(today)}) AS contributions28,
            toUnixTimestamp64Milli(max(last_at)) AS last_ms
          FROM member_days
          WHERE ${inScope(scope)} AND ${currentDays(scope)} AND group_id != ${p.uuid(NIL_ID)}
          GROUP BY group_id ORDER BY group_id`,
    ),
    evaluationId === undefined ? new Map<string, number>() : countMembers(engine, scope, evaluationId),
  ]);
  return rows.map((row) => ({
    groupId: row.group_id,
    members: members.get(row.group_id) ?? 0,
    contributions28: Number(row.contributions28),
    lastAt: Number(row.last_ms) > 0 ? new Date(Number(row.last_ms)).toISOString() : null,
  }));
}

async function countMembers(engine: EventEngine, scope: Scope, evaluationId: string): Promise<Map<string, number>> {
  const rows = await engine.query<{ group_id: string; members: number }>(
    scope,
    'insights.group_members',
    sql`SELECT arrayJoin(groups) AS group_id, count() AS members FROM member_states
        WHERE ${inScope(scope)} AND evaluation_id = ${p.uuid(evaluationId)} AND is_member = 1
        GROUP BY group_id`,
  );
  return new Map(rows.map(({ group_id: id, members }) => [id, Number(members)]));
}
