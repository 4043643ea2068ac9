import { NIL_ID } from '#kernel/ids.ts';
import { inScope, p, sql, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';

/** An account or group that an import named, as the log knows it without that import; `seen` is false where it does not. */
export type NamedByImport = { id: string; seen: boolean; name: string; bot: boolean; firstAt: number };

const AT_ONCE = 5_000;

async function* idsNamed(
  engine: EventEngine,
  scope: Scope,
  importId: string,
  subject: 'account' | 'group',
): AsyncGenerator<string[]> {
  const rows = await engine.query<{ id: string }>(
    scope,
    'events.named_by_import',
    sql`SELECT DISTINCT id FROM name_sightings
        WHERE ${inScope(scope)} AND import_id = ${p.uuid(importId)} AND subject = ${p.string(subject)} ORDER BY id`,
    { maxSeconds: 300 },
  );
  for (let from = 0; from < rows.length; from += AT_ONCE) yield rows.slice(from, from + AT_ONCE).map(({ id }) => id);
}

type Row = { id: string; said_name: string; is_bot: number; first_ms: number };

function toNamed(ids: readonly string[], rows: readonly Row[]): NamedByImport[] {
  const found = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => {
    const row = found.get(id);
    return {
      id,
      seen: row !== undefined,
      name: row?.said_name ?? '',
      bot: row?.is_bot === 1,
      firstAt: Number(row?.first_ms ?? 0),
    };
  });
}

/** The accounts that an import named, in pieces; seen are authors of events and those whom a rename leads to. */
export async function* accountsNamedBy(
  engine: EventEngine,
  scope: Scope,
  importId: string,
): AsyncGenerator<NamedByImport[]> {
  for await (const ids of idsNamed(engine, scope, importId, 'account')) {
    const list = p.uuids(ids);
    const here = inScope(scope);
    const rows = await engine.query<Row>(
      scope,
      'events.accounts_left',
      sql`SELECT seen.id AS id, any(named.name) AS said_name, max(seen.is_bot) AS is_bot, min(seen.at_ms) AS first_ms FROM
            (SELECT account_id AS id, bot AS is_bot, toUnixTimestamp64Milli(at) AS at_ms FROM events FINAL
             WHERE ${here} AND account_id IN ${list}
             UNION ALL
             SELECT target AS id, 0 AS is_bot, toUnixTimestamp64Milli(at) AS at_ms FROM events FINAL
             WHERE ${here} AND kind = 'rename' AND target != ${p.uuid(NIL_ID)} AND target IN ${list}) AS seen
            LEFT JOIN (SELECT id, name FROM source_names FINAL WHERE ${here} AND subject = 'account' AND id IN ${list}) AS named
            ON named.id = seen.id
          GROUP BY id`,
      { maxSeconds: 300 },
    );
    yield toNamed(ids, rows);
  }
}

/** The groups that an import named, in pieces; seen are those of events. */
export async function* groupsNamedBy(
  engine: EventEngine,
  scope: Scope,
  importId: string,
): AsyncGenerator<NamedByImport[]> {
  for await (const ids of idsNamed(engine, scope, importId, 'group')) {
    const list = p.uuids(ids);
    const here = inScope(scope);
    const rows = await engine.query<Row>(
      scope,
      'events.groups_left',
      sql`SELECT seen.id AS id, any(named.name) AS said_name, 0 AS is_bot, 0 AS first_ms FROM
            (SELECT DISTINCT group_id AS id FROM events FINAL WHERE ${here} AND group_id IN ${list}) AS seen
            LEFT JOIN (SELECT id, name FROM source_names FINAL WHERE ${here} AND subject = 'group' AND id IN ${list}) AS named
            ON named.id = seen.id
          GROUP BY id`,
      { maxSeconds: 300 },
    );
    yield toNamed(ids, rows);
  }
}
