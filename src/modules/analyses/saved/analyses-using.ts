import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';

export type AnalysisUse = { kind: 'analysis' | 'dashboard'; id: string; name: string };

/** The analyses and dashboards that look at a segment: as their filter, or as a part of a breakdown. */
export async function analysesUsing(tx: Tx, communityId: string, segmentId: string): Promise<AnalysisUse[]> {
  const { rows } = await sql<AnalysisUse>`
    SELECT 'analysis' AS kind, id, name FROM saved_analyses
    WHERE community_id = ${communityId} AND position(${segmentId} IN params::text) > 0
    UNION ALL
    SELECT 'dashboard', id, name FROM dashboards WHERE community_id = ${communityId} AND segment_id = ${segmentId}
    ORDER BY name, id
  `.execute(tx);
  return rows;
}
