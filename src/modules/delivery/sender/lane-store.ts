import { sql } from 'kysely';
import type { Limit } from '#modules/connections/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { Used } from '../planner/lane-limits.ts';
import { MS } from '../planner/read-queue.ts';
import { spanFinder } from '../planner/windows.ts';

/** After so many attempts in a row that the platform put off, the connection rests. */
const SETBACKS = 3;
const LONGEST_REST = 300_000;
/** Counts of days and months that are over are forgotten after so long. */
const KEPT_MS = 70 * 86_400_000;

/** Locks a connection's lane until the transaction ends. @returns until when it rests, in milliseconds */
export async function lockLane(tx: Tx, connectionId: string): Promise<{ restsUntil: number; setbacks: number }> {
  await sql`
    INSERT INTO delivery_lanes (connection_id, workspace_id) VALUES (${connectionId}, qunluo_workspace())
    ON CONFLICT DO NOTHING
  `.execute(tx);
  const { rows } = await sql<{ restsUntil: number | null; setbacks: number }>`
    SELECT ${MS(sql`rests_until`)} AS "restsUntil", setbacks FROM delivery_lanes
    WHERE connection_id = ${connectionId} FOR UPDATE
  `.execute(tx);
  return { restsUntil: rows[0]!.restsUntil ?? 0, setbacks: rows[0]!.setbacks };
}

/** A rest as it holds now: longer than any that was meant, it comes of a clock that was set back. */
export const restOf = (restsUntil: number, now: number): number => Math.min(restsUntil, now + LONGEST_REST);

/** Counts sends by the connection's limits of days and months. */
export async function countUsed(
  tx: Tx,
  connectionId: string,
  {
    limits,
    zone,
    now,
    used,
    kinds,
  }: { limits: readonly Limit[]; zone: string; now: number; used: Used; kinds: readonly string[] },
): Promise<void> {
  const next: Record<string, Record<string, number>> = {};
  for (const { key, of, window, kinds: only } of limits) {
    if (of !== 'connection' || typeof window !== 'string') continue;
    const { start } = spanFinder(window, zone)(now);
    const kept = Object.entries(used[key] ?? {}).filter(([at]) => Number(at) > now - KEPT_MS);
    const more = kinds.filter((kind) => !only || (only as string[]).includes(kind)).length;
    next[key] = { ...Object.fromEntries(kept), [start]: (used[key]?.[String(start)] ?? 0) + more };
  }
  await sql`UPDATE delivery_lanes SET used = ${JSON.stringify(next)}::jsonb WHERE connection_id = ${connectionId}`.execute(
    tx,
  );
}

/** Notes how attempts went: some that the platform put off make the connection rest, longer each time; one that it took ends that. */
export async function noteSetbacks(
  tx: Tx,
  connectionId: string,
  { putOff, took, seconds, now }: { putOff: number; took: boolean; seconds: number; now: number },
): Promise<void> {
  if (!took && putOff === 0) return;
  await sql`
    UPDATE delivery_lanes SET setbacks = after.setbacks, rests_until = CASE WHEN after.setbacks >= ${SETBACKS}
      THEN to_timestamp((${now}::float8 + least(${LONGEST_REST}::float8,
        greatest(${seconds}::float8, 1) * 1000 * 2 ^ least(after.setbacks - ${SETBACKS}, 10))) / 1000) END
    FROM (SELECT least(1000, CASE WHEN ${took} THEN 0 ELSE setbacks + ${putOff} END) AS setbacks
          FROM delivery_lanes WHERE connection_id = ${connectionId}) AS after
    WHERE connection_id = ${connectionId}
  `.execute(tx);
}
