import { inScope, p, sql, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';

/** Fewer new events than this leave the log in parts that reading puts together easily. */
const WORTH_IT = 300_000;

/**
 * Merges a community's events into one part after many were written, so that reading `events FINAL` costs what reading
 * plainly does (two to three times as much before). Nothing happens for few, nor when it is done already. A writer
 * that wrote less than a quarter of the log is not worth writing all of it again.
 */
export async function settleLog(
  engine: EventEngine,
  scope: Scope,
  written: number,
  { worthIt = WORTH_IT }: { worthIt?: number } = {},
): Promise<boolean> {
  if (written < worthIt) return false;
  const [all] = await engine.query<{ rows_there: number }>(
    scope,
    'events.log_size',
    sql`SELECT count() AS rows_there FROM events WHERE ${inScope(scope)}`,
  );
  if (written * 4 < Number(all!.rows_there)) return false;
  await engine.command(
    scope,
    'events.settle_log',
    sql`OPTIMIZE TABLE events PARTITION ${p.uuid(scope.communityId)} FINAL
        SETTINGS optimize_skip_merged_partitions = 1 /* ${inScope(scope)} */`,
  );
  return true;
}
