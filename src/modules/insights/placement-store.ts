import { sql } from 'kysely';
import { formatDay, type Day } from '#kernel/calendar.ts';
import type { Tx } from '#platform/postgres/index.ts';

/** Where everybody stood at the end of a past day: the id of their states in the engine, and when they were worked out. */
export type Placement = { id: string; placedAt: Date };

/** Placements that keep their states in the engine, for people who compare several days. */
const KEPT = 8;

/**
 * The latest placement of everybody at a day, by an evaluation or without one, whose states the engine holds: made from
 * the log as it stands, or, with `since`, at that instant or later.
 */
export async function findOptionalPlacement(
  tx: Tx,
  communityId: string,
  { day, logState, since }: { day: Day; logState: string; since: Date | null },
): Promise<Placement | undefined> {
  const { rows } = await sql<Placement>`
    SELECT id, placed_at AS "placedAt" FROM (
      SELECT id, community_id, as_of, evaluated_at AS placed_at, log_state FROM evaluations WHERE holds_states
      UNION ALL SELECT id, community_id, as_of, placed_at, log_state FROM placements) AS found
    WHERE community_id = ${communityId} AND as_of = ${formatDay(day)}::date
      AND (log_state = ${logState} OR placed_at >= ${since}::timestamptz)
    ORDER BY placed_at DESC LIMIT 1
  `.execute(tx);
  return rows[0];
}

/** Notes a placement whose states are written. */
export async function addPlacement(
  tx: Tx,
  { id, placedAt, communityId, day, logState }: Placement & { communityId: string; day: Day; logState: string },
): Promise<void> {
  await sql`
    INSERT INTO placements (id, workspace_id, community_id, as_of, placed_at, log_state)
    VALUES (${id}, qunluo_workspace(), ${communityId}, ${formatDay(day)}::date, ${placedAt}, ${logState})
  `.execute(tx);
}

/** Forgets the placements whose states may go, and gives those that stay. */
export async function releasePlacements(tx: Tx, communityId: string): Promise<string[]> {
  await sql`
    DELETE FROM placements WHERE community_id = ${communityId} AND id NOT IN (
      SELECT id FROM placements WHERE community_id = ${communityId} ORDER BY placed_at DESC LIMIT ${KEPT})
  `.execute(tx);
  const { rows } = await sql<{ id: string }>`SELECT id FROM placements WHERE community_id = ${communityId}`.execute(tx);
  return rows.map(({ id }) => id);
}
