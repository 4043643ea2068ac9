import type { Evaluated } from '#modules/insights/index.ts';
import { membersOf } from '#modules/members/index.ts';
import { inScope, p, sql } from '#platform/clickhouse/index.ts';
import { WrongSegmentKind } from './errors.ts';
import { recomputeSegments } from './recompute-segments.ts';
import { getSegment, touchList } from './segment-store.ts';
import type { SegmentServices } from './segment-services.ts';

export type ListChange = { segmentId: string; add: readonly string[]; remove: readonly string[] };

/**
 * Puts people on a list and takes them off. Whoever is taken off goes under every id that was ever put on it for them.
 * Throws NotFound, WrongSegmentKind.
 */
export async function changeList(
  services: SegmentServices,
  { community, frame }: Evaluated,
  { segmentId, add, remove }: ListChange,
): Promise<{ added: number; removed: number; members: number; unknown: string[] }> {
  const { database, engine, clock } = services;
  const { scope } = frame;
  const { workspaceId } = scope;
  const communityId = community.id;
  const { before, added, gone, unknown } = await database.inWorkspace(workspaceId, async (tx) => {
    const segment = await getSegment(tx, communityId, segmentId);
    if (segment.rule !== null)
      throw new WrongSegmentKind('its members follow from its rule; make a list to choose them');
    const people = await membersOf(tx, communityId, [...add, ...remove]);
    const known = new Set(people.map(({ person }) => person));
    const leaving = new Set(remove);
    return {
      before: segment.members,
      added: [...new Set(add)].filter((id) => known.has(id) && !leaving.has(id)),
      gone: [
        ...new Set(
          people.filter(({ person }) => leaving.has(person)).flatMap(({ person, member }) => [person, member]),
        ),
      ],
      unknown: [...new Set([...add, ...remove])].filter((id) => !known.has(id)),
    };
  });
  const version = await nextListVersion(frame, segmentId, clock.now());
  const rows = [
    ...added.map((member_id) => ({ segment_id: segmentId, member_id, version, has_left: 0 })),
    ...gone.map((member_id) => ({ segment_id: segmentId, member_id, version, has_left: 1 })),
  ];
  if (rows.length > 0) await engine.insert(scope, 'segment_lists', rows);
  await database.inWorkspace(workspaceId, (tx) => touchList(tx, segmentId));
  const isListed = await database.inWorkspace(
    workspaceId,
    async (tx) => (await getSegment(tx, communityId, segmentId)).expiresAt === null,
  );
  const { moved } = isListed
    ? await recomputeSegments(services, { workspaceId, communityId, only: [segmentId] })
    : { moved: [] };
  const own = moved.find((one) => one.segmentId === segmentId) ?? { entered: 0, left: 0 };
  return { added: own.entered, removed: own.left, members: before + own.entered - own.left, unknown };
}

/** Above every version of the list, whatever the clock says. */
export async function nextListVersion(
  { engine, scope }: Evaluated['frame'],
  segmentId: string,
  now: number,
): Promise<number> {
  const [row] = await engine.query<{ latest: number }>(
    scope,
    'segments.list_version',
    sql`SELECT max(version) AS latest FROM segment_lists WHERE ${inScope(scope)} AND segment_id = ${p.uuid(segmentId)}`,
  );
  return Math.max(now, Number(row?.latest ?? 0) + 1);
}
