import { dayOf, startOfDay, type Day } from '#kernel/calendar.ts';
import { systemClock, type Clock } from '#kernel/clock.ts';
import { currentDays, personaMap, type ManualMerge, type MemberLabel } from '#modules/events/index.ts';
import { inScope, sql, yieldingEngine, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';
import { readPersonaMap, type Frame } from './standing.ts';

export type OpenedFrame = { frame: Frame; labels: ReadonlyMap<string, MemberLabel> };

/**
 * Fixes what an evaluation looks at: T, the zone, and who is who at T. Without `asOf` T is the end of the day of the last
 * counting event; of a community without any, of today. What reads through the frame stands back behind pages.
 */
export async function openFrame(
  whole: EventEngine,
  scope: Scope,
  options: { zone: string; asOf?: Day; manualMerges?: readonly ManualMerge[]; clock?: Clock },
): Promise<OpenedFrame> {
  const { zone } = options;
  const engine = yieldingEngine(whole);
  const today = options.asOf ?? (await lastDay(engine, scope)) ?? dayOf((options.clock ?? systemClock).now(), zone);
  const { mapId, labels } = await personaMap(engine, scope, {
    T: startOfDay(today + 1, zone),
    manualMerges: options.manualMerges ?? [],
  });
  const map = await readPersonaMap(engine, scope, mapId);
  return { frame: { engine, scope, today, zone, ...map }, labels };
}

/** Day of the last counting event; null without any. */
async function lastDay(engine: EventEngine, scope: Scope): Promise<Day | null> {
  const rows = await engine.query<{ last: number }>(
    scope,
    'insights.last_day',
    sql`SELECT toInt32(max(day)) AS last FROM member_days
        WHERE ${inScope(scope)} AND ${currentDays(scope)}
          AND persona_id NOT IN (SELECT account_id FROM bot_accounts WHERE ${inScope(scope)})`,
  );
  const last = Number(rows[0]?.last ?? 0);
  return last === 0 ? null : last;
}
