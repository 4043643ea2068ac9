import { inScope, sql, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';

/** The revision of the roll-ups: the same text as long as no day was rolled up anew. */
export async function logRevision(engine: EventEngine, scope: Scope): Promise<string> {
  const rows = await engine.query<{ last: number; days: number }>(
    scope,
    'insights.log_revision',
    sql`SELECT max(revision) AS last, uniqExact(day) AS days FROM day_revisions WHERE ${inScope(scope)}`,
  );
  return `${rows[0]?.last ?? 0}/${rows[0]?.days ?? 0}`;
}
