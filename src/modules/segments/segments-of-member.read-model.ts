import type { z } from 'zod';
import { NotFound } from '#kernel/errors.ts';
import type { Evaluated } from '#modules/insights/index.ts';
import { findByIds } from '#modules/members/index.ts';
import { inScope, p, sql } from '#platform/clickhouse/index.ts';
import type { memberSegmentsReply } from './members.contract.ts';
import { listSchemes } from './scheme-store.ts';
import { listSegments } from './segment-store.ts';
import type { SegmentServices } from './segment-services.ts';

/** Which segments a member is in as last computed, since when, and where that puts them in own schemes. Throws NotFound. */
export async function segmentsOfMember(
  { database }: SegmentServices,
  { community, frame: { engine, scope } }: Evaluated,
  memberId: string,
): Promise<z.infer<typeof memberSegmentsReply>> {
  const { known, segments, schemes } = await database.inWorkspace(scope.workspaceId, async (tx) => ({
    known: await findByIds(tx, community.id, [memberId]),
    segments: await listSegments(tx, community.id, { archived: false }),
    schemes: await listSchemes(tx, community.id),
  }));
  if (known.length === 0) throw new NotFound('the member');
  const rows = await engine.query<{ segment_id: string }>(
    scope,
    'segments.of_member',
    sql`SELECT segment_id FROM segment_members FINAL WHERE ${inScope(scope)} AND member_id = ${p.uuid(memberId)}`,
  );
  const entries = await engine.query<{ segment_id: string; at_ms: number }>(
    scope,
    'segments.entries_of_member',
    sql`SELECT segment_id, toUnixTimestamp64Milli(max(at)) AS at_ms FROM segment_changes
        WHERE ${inScope(scope)} AND member_id = ${p.uuid(memberId)} AND entered = 1 GROUP BY segment_id`,
  );
  const inside = new Set(rows.map((row) => row.segment_id));
  const since = new Map(entries.map((row) => [row.segment_id, new Date(Number(row.at_ms)).toISOString()]));
  const names = new Map(segments.map(({ id, name }) => [id, name]));
  return {
    segments: segments
      .filter(({ id }) => inside.has(id))
      .map(({ id, name, rule, tag }) => ({
        id,
        name,
        kind: rule === null ? ('list' as const) : ('rule' as const),
        tag,
        since: since.get(id) ?? null,
      })),
    schemes: schemes.map(({ id, name, segmentIds }) => {
      const first = segmentIds.find((one) => inside.has(one)) ?? null;
      return { id, name, tier: { segmentId: first, name: first && (names.get(first) ?? null) } };
    }),
  };
}
