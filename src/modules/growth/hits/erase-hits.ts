import { inScope, p, rewritePartition, sql, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';
import { NIL_ID } from '#kernel/ids.ts';

/**
 * Takes people out of the hits: those that name their accounts, and those of the same browsers. The hits stay, so that
 * the totals stay; the old parts lie on disk until `purgeOldParts`.
 */
export async function eraseHitsOf(engine: EventEngine, scope: Scope, accountIds: readonly string[]): Promise<void> {
  if (accountIds.length === 0) return;
  const nobody = p.uuid(NIL_ID);
  const rows = await engine.query<{ visitor: string }>(
    scope,
    'growth.visitors_of_accounts',
    sql`SELECT DISTINCT visitor FROM hits
        WHERE ${inScope(scope)} AND account_id IN ${p.uuids(accountIds)} AND visitor <> ${nobody}`,
  );
  const visitors = rows.map(({ visitor }) => visitor);
  // Not by a mutation: its text, ids and all, would stay among the files of the table.
  await rewritePartition(engine, scope, {
    table: 'hits',
    select: sql`SELECT * EXCEPT (theirs) REPLACE (if(theirs, ${nobody}, account_id) AS account_id,
          if(theirs, ${nobody}, visitor) AS visitor, if(theirs, '', page) AS page,
          if(theirs, '', toString(referrer)) AS referrer, if(theirs, '', name) AS name)
        FROM (SELECT *, account_id IN ${p.uuids(accountIds)} OR visitor IN ${p.uuids(visitors)} AS theirs
              FROM hits WHERE ${inScope(scope)})`,
  });
}
