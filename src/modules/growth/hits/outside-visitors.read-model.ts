import type { Day } from '#kernel/calendar.ts';
import { NIL_ID } from '#kernel/ids.ts';
import { inScope, p, sql, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';

/**
 * Browsers that came to the community's sites or followed its links in a run of days, both included, and that no account
 * was known by (definitions.md, "Awareness"); null where nothing counts visits. Visits without consent name no browser.
 */
export async function outsideVisitors(
  engine: EventEngine,
  scope: Scope,
  { from, to }: { from: Day; to: Day },
): Promise<number | null> {
  const nobody = p.uuid(NIL_ID);
  const [row] = await engine.query<{ hits: number; outside: number }>(
    scope,
    'growth.outside_visitors',
    sql`SELECT sum(seen) AS hits, countIf(visitor <> ${nobody} AND known = 0) AS outside
        FROM (SELECT visitor, count() AS seen, countIf(account_id <> ${nobody}) AS known
              FROM (SELECT visitor, account_id FROM hits
                    WHERE ${inScope(scope)} AND day >= ${p.day(from)} AND day <= ${p.day(to)} LIMIT 1 BY hit_id)
              GROUP BY visitor)`,
  );
  return Number(row?.hits ?? 0) === 0 ? null : Number(row!.outside);
}
