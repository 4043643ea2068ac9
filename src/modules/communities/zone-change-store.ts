import { sql } from 'kysely';
import { Conflict } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { getCommunity } from './community-store.ts';
import type { ZoneChange, ZoneReply } from './zone.contract.ts';

type Row = Omit<ZoneChange, 'askedAt' | 'finishedAt'> & { askedAt: Date; finishedAt: Date | null };

/** The zone of a community and the latest change of it. NotFound. */
export async function readZone(tx: Tx, communityKey: string): Promise<ZoneReply> {
  const { id, zone } = await getCommunity(tx, communityKey);
  const { rows } = await sql<Row>`
    SELECT from_zone AS "from", to_zone AS "to", status, asked_at AS "askedAt", finished_at AS "finishedAt"
    FROM zone_changes WHERE community_id = ${id} ORDER BY asked_at DESC, id DESC LIMIT 1
  `.execute(tx);
  const [change] = rows;
  return {
    zone,
    change: change
      ? {
          ...change,
          askedAt: change.askedAt.toISOString(),
          finishedAt: change.finishedAt?.toISOString() ?? null,
        }
      : null,
  };
}

/**
 * Gives a community another zone and notes that its events have to follow; gives the id of the change, undefined where
 * the zone is that one already. Conflict `zone_change_under_way` while an earlier one is not done.
 */
export async function askZoneChange(tx: Tx, communityId: string, zone: string): Promise<string | undefined> {
  const { rows } = await sql<{ zone: string }>`
    SELECT zone FROM communities WHERE id = ${communityId} FOR UPDATE
  `.execute(tx);
  const from = rows[0]!.zone;
  if (from === zone) return undefined;
  const id = newId();
  const { numAffectedRows } = await sql`
    INSERT INTO zone_changes (id, workspace_id, community_id, from_zone, to_zone)
    SELECT ${id}, workspace_id, id, ${from}, ${zone} FROM communities WHERE id = ${communityId}
    ON CONFLICT (community_id) WHERE status <> 'done' DO NOTHING
  `.execute(tx);
  if (numAffectedRows === 0n)
    throw new Conflict(
      'the zone is being changed already; wait until the days were counted anew',
      'zone_change_under_way',
    );
  await sql`UPDATE communities SET zone = ${zone}, version = version + 1 WHERE id = ${communityId}`.execute(tx);
  return id;
}

/** A change that is not done yet: of which community, and to which zone. */
export async function findOptionalZoneChange(
  tx: Tx,
  id: string,
): Promise<{ communityId: string; zone: string } | undefined> {
  const { rows } = await sql<{ communityId: string; zone: string }>`
    SELECT community_id AS "communityId", to_zone AS zone FROM zone_changes WHERE id = ${id} AND status <> 'done'
  `.execute(tx);
  return rows[0];
}

/** Notes how far a change is. */
export async function noteZoneChange(tx: Tx, id: string, status: ZoneChange['status']): Promise<void> {
  await sql`
    UPDATE zone_changes SET status = ${status}, finished_at = CASE WHEN ${status} = 'done' THEN clock_timestamp() END
    WHERE id = ${id}
  `.execute(tx);
}

/** Ids of changes that are not done. */
export async function listUndoneZoneChanges(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM zone_changes WHERE status <> 'done' ORDER BY asked_at
  `.execute(tx);
  return rows.map(({ id }) => id);
}
