import { inScope, p, sql, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';
import { NIL_ID } from '#kernel/ids.ts';

/**
 * Takes people out of the hits: those that name their accounts, and those of the same browsers. The hits stay, so that
 * the totals stay; the old parts are rewritten before it returns.
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
  await engine.command(
    scope,
    'growth.erase_hits',
    sql`ALTER TABLE hits UPDATE account_id = ${nobody}, visitor = ${nobody}, page = '', referrer = '', name = ''
        WHERE ${inScope(scope)} AND (account_id IN ${p.uuids(accountIds)} OR visitor IN ${p.uuids(visitors)})
        SETTINGS mutations_sync = 2`,
  );
}
