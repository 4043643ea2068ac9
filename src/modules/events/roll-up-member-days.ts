import type { Day } from '#kernel/calendar.ts';
import { inScope, p, scopeColumns, sql, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';
import { personaOf, personaSpans } from './roll-up-reads.ts';

/** What a roll-up of some days is told; `renamed` is whether the community has spans at all. */
export type Slice = { days: readonly Day[]; revision: number; renamed: boolean };

/**
 * Writes what each persona did in each group on each of the days: counting events only (definitions.md, "What counts";
 * an account's other events are void through the persona map when one of them says that it is a bot).
 */
export async function rollUpMemberDays(engine: EventEngine, scope: Scope, slice: Slice): Promise<void> {
  const persona = slice.renamed
    ? personaOf({
        account: sql`e.account_id`,
        at: sql`e.at`,
        position: sql`e.position`,
        event: sql`e.event_id`,
        spans: sql`s.spans`,
      })
    : sql`e.account_id`;
  const spans = slice.renamed ? sql`LEFT JOIN ${personaSpans(scope)} AS s ON s.account_id = e.account_id` : sql``;
  await engine.command(
    scope,
    'events.roll_up_member_days',
    sql`INSERT INTO member_days (workspace_id, community_id, persona_id, day, group_id, revision,
          first_at, last_at, last_leave_at, contributions, weight, messages, joins, purchases, amount)
        SELECT ${scopeColumns(scope)}, persona_id, day, group_id, ${p.uint(slice.revision)} AS revision,
          minIf(at, kind != 'rename') AS first_at,
          maxIf(at, kind != 'leave') AS last_at,
          maxIf(at, kind = 'leave') AS last_leave_at,
          countIf(weight > 0) AS contributions,
          sum(weight) AS total_weight,
          countIf(kind IN ('message', 'reply', 'answer', 'post', 'submission', 'review')) AS messages,
          countIf(kind = 'join') AS joins,
          countIf(kind = 'purchase') AS purchases,
          arraySum(arraySort(groupArrayIf(if(kind = 'refund', -value, value), kind IN ('purchase', 'refund')))) AS amount
        FROM
          (SELECT ${persona} AS persona_id, e.day AS day, e.group_id AS group_id, e.at AS at, e.kind AS kind,
             e.weight AS weight, e.value AS value
           FROM (SELECT day, account_id, event_id, position, at, kind, group_id, weight, value
                 FROM events FINAL
                 WHERE ${inScope(scope)} AND day IN ${p.days(slice.days)} AND removed = '' AND bot = 0) AS e
           ${spans})
        GROUP BY persona_id, day, group_id`,
  );
}
