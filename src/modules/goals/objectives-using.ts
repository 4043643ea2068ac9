import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';

type ObjectiveUse = { kind: 'objective'; id: string; name: string };

/** The objectives that count a segment, by name: as long as there is one, the segment stays. */
export async function objectivesUsing(tx: Tx, communityId: string, segmentId: string): Promise<ObjectiveUse[]> {
  const { rows } = await sql<ObjectiveUse>`
    SELECT 'objective' AS kind, id, name FROM objectives
    WHERE community_id = ${communityId} AND segment_id = ${segmentId} ORDER BY name, id
  `.execute(tx);
  return rows;
}
