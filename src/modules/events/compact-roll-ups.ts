import { inScope, p, removeRows, sql, type EventEngine, type Scope, type Sql } from '#platform/clickhouse/index.ts';

/** Fewer superseded rows than this are not worth the work. */
const WORTH_IT = 100_000;

const TABLES = [
  { name: 'member_days', table: sql`member_days` },
  { name: 'tie_gains', table: sql`tie_gains` },
] as const;

/** Rows whose day was rolled up again since, given the days and their present revisions as two lists. */
const superseded = (days: readonly number[], revisions: readonly number[]): Sql =>
  sql`revision < transform(toInt64(toUInt16(day)), ${p.ints(days)}, ${p.uints(revisions)}, toUInt64(0))`;

/**
 * Deletes roll-up rows that a later revision of their day replaced, where they outnumber those that count. Rows of a
 * roll-up under way have a higher revision than their day and stay. To be called in the community's turn: nobody else may write
 * roll-ups meanwhile. Gives how many tables it cleaned.
 */
export async function compactRollUps(
  engine: EventEngine,
  scope: Scope,
  { worthIt = WORTH_IT }: { worthIt?: number } = {},
): Promise<number> {
  const rows = await engine.query<{ day_number: number; latest: number }>(
    scope,
    'events.latest_revisions',
    sql`SELECT toUInt16(day) AS day_number, max(revision) AS latest FROM day_revisions
        WHERE ${inScope(scope)} GROUP BY day`,
  );
  if (rows.length === 0) return 0;
  const old = superseded(
    rows.map((row) => Number(row.day_number)),
    rows.map((row) => Number(row.latest)),
  );
  let cleaned = 0;
  for (const { name, table } of TABLES) {
    const [found] = await engine.query<{ rows_there: number; rows_old: number }>(
      scope,
      `events.superseded_${name}`,
      sql`SELECT count() AS rows_there, countIf(${old}) AS rows_old FROM ${table} WHERE ${inScope(scope)}`,
    );
    const replaced = Number(found?.rows_old ?? 0);
    if (replaced < worthIt || replaced * 2 < Number(found!.rows_there)) continue;
    await removeRows(engine, scope, { table: name, gone: old });
    cleaned++;
  }
  return cleaned;
}
