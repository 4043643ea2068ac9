import { NIL_ID } from '#kernel/ids.ts';
import type { SeenGroup } from '#modules/communities/index.ts';
import type { SeenAccount } from '#modules/members/index.ts';
import { inScope, p, sql, type EventEngine, type Scope, type Sql } from '#platform/clickhouse/index.ts';
import { withoutNul } from './people-and-places.ts';

const AT_ONCE = 10_000;

async function* inPieces<Row, Item>(rows: AsyncIterable<Row[]>, make: (row: Row) => Item): AsyncGenerator<Item[]> {
  let piece: Item[] = [];
  for await (const some of rows) {
    for (const row of some) piece.push(make(row));
    if (piece.length < AT_ONCE) continue;
    yield piece;
    piece = [];
  }
  if (piece.length > 0) yield piece;
}

const names = (scope: Scope, subject: Sql): Sql =>
  sql`(SELECT id, external_id, platform, name FROM source_names FINAL WHERE ${inScope(scope)} AND subject = ${subject})`;

/** The accounts that wrote the events of some imports, and those that their renames lead to, in pieces; for `ensureAccounts`. */
export function streamImportedAccounts(
  engine: EventEngine,
  scope: Scope,
  importIds: readonly string[],
): AsyncGenerator<SeenAccount[]> {
  const imported = sql`${inScope(scope)} AND import_id IN ${p.uuids(importIds)} AND is_deleted = 0`;
  const rows = engine.stream<{
    id: string;
    external_id: string;
    platform: string;
    name: string;
    bot: number;
    first_ms: number;
  }>(
    scope,
    'events.imported_accounts',
    sql`SELECT id, external_id, platform, name, bot, first_ms FROM
          (SELECT account AS id, max(is_bot) AS bot, min(toUnixTimestamp64Milli(seen_at)) AS first_ms FROM
             (SELECT account_id AS account, bot AS is_bot, at AS seen_at FROM events WHERE ${imported}
              UNION ALL
              SELECT target AS account, 0 AS is_bot, at AS seen_at FROM events
              WHERE ${imported} AND kind = 'rename' AND target != ${p.uuid(NIL_ID)})
           GROUP BY account) AS seen
          INNER JOIN ${names(scope, sql`'account'`)} AS named USING (id)`,
    { maxSeconds: 600 },
  );
  return inPieces(rows, (row) => ({
    id: row.id,
    platform: withoutNul(row.platform),
    externalId: withoutNul(row.external_id),
    name: withoutNul(row.name),
    bot: row.bot === 1,
    firstAt: Number(row.first_ms),
  }));
}

/** The groups of the events of some imports, in pieces; for `ensureGroups`. */
export function streamImportedGroups(
  engine: EventEngine,
  scope: Scope,
  importIds: readonly string[],
): AsyncGenerator<SeenGroup[]> {
  const rows = engine.stream<{ id: string; external_id: string; platform: string; name: string }>(
    scope,
    'events.imported_groups',
    sql`SELECT id, external_id, platform, name FROM
          (SELECT DISTINCT group_id AS id FROM events
           WHERE ${inScope(scope)} AND import_id IN ${p.uuids(importIds)} AND is_deleted = 0) AS seen
          INNER JOIN ${names(scope, sql`'group'`)} AS named USING (id)`,
    { maxSeconds: 600 },
  );
  return inPieces(rows, (row) => ({
    id: row.id,
    platform: withoutNul(row.platform),
    externalId: withoutNul(row.external_id),
    name: withoutNul(row.name),
  }));
}
