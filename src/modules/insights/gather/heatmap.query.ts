import { zoneOffset } from '#kernel/calendar.ts';
import { p, sql } from '#platform/clickhouse/index.ts';
import { countingEvents, readColumns, type Frame } from './standing.ts';

/** Offsets of time zones are whole quarters of an hour. */
const SLOT_MS = 900_000;

/**
 * Contributions of the last 91 days by local weekday and hour, [Monday … Sunday][0 … 23]. The engine counts by quarter
 * of an hour in UTC and the zone is applied here, so that every zone and every change of clocks is right.
 */
export async function heatmap(frame: Frame): Promise<number[][]> {
  const found = await readColumns(
    frame,
    'insights.heatmap',
    sql`SELECT toFloat64(intDiv(toUnixTimestamp64Milli(at), ${p.int(SLOT_MS)})) AS slot, toFloat64(count()) AS contributions
        FROM events FINAL WHERE ${countingEvents(frame)} AND day >= ${p.day(frame.today - 90)} AND weight > 0
        GROUP BY slot`,
  );
  const slots = found.column('slot') as Float64Array;
  const counts = found.column('contributions') as Float64Array;
  const cells = Array.from({ length: 7 }, () => new Array<number>(24).fill(0));
  for (let row = 0; row < found.rows; row++) {
    const instant = slots[row]! * SLOT_MS;
    const local = new Date(instant + zoneOffset(instant, frame.zone));
    cells[(local.getUTCDay() + 6) % 7]![local.getUTCHours()]! += counts[row]!;
  }
  return cells;
}

/** The hours of the day with the most contributions, busiest first. */
export function busiestHours(
  cells: readonly number[][],
  limit = 5,
): { hour: number; contributions: number; share: number }[] {
  const byHour = Array.from({ length: 24 }, (_, hour) => cells.reduce((sum, day) => sum + day[hour]!, 0));
  const total = byHour.reduce((sum, count) => sum + count, 0);
  return byHour
    .map((contributions, hour) => ({ hour, contributions, share: total === 0 ? 0 : contributions / total }))
    .filter(({ contributions }) => contributions > 0)
    .sort((a, b) => b.contributions - a.contributions || a.hour - b.hour)
    .slice(0, limit);
}
