import { formatDay, parseDay } from '#kernel/calendar.ts';
import type { MetricSpan } from '#modules/insights/index.ts';
import type { MetricPoint } from '#modules/insights/metrics.contract.ts';
import { findSegments } from '#modules/segments/index.ts';
import { inScope, p, sql, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';
import type { Tx } from '#platform/postgres/index.ts';

/** Name of a segment; null when the community has none of this id. */
export async function segmentName(tx: Tx, communityId: string, segmentId: string): Promise<string | null> {
  const [found] = await findSegments(tx, communityId, [segmentId]);
  return found?.name ?? null;
}

/**
 * How many members a segment had at the end of each day of a span: those who had entered by then less those who had
 * left. Null before it was first computed.
 */
export async function segmentSizes(
  engine: EventEngine,
  scope: Scope,
  segmentId: string,
  { from, to }: MetricSpan,
): Promise<MetricPoint[]> {
  const rows = await engine.query<{ changed: number; difference: number }>(
    scope,
    'goals.segment_sizes',
    sql`SELECT toInt32(day) AS changed, sum(if(entered = 1, 1, -1)) AS difference FROM segment_changes FINAL
        WHERE ${inScope(scope)} AND segment_id = ${p.uuid(segmentId)} AND day <= ${p.day(parseDay(to)!)}
        GROUP BY day ORDER BY day`,
  );
  const [start, end] = [parseDay(from)!, parseDay(to)!];
  let [next, size] = [0, null as number | null];
  return Array.from({ length: Math.max(0, end - start + 1) }, (_, at) => {
    while (next < rows.length && Number(rows[next]!.changed) <= start + at)
      size = (size ?? 0) + Number(rows[next++]!.difference);
    return { day: formatDay(start + at), value: size };
  });
}
