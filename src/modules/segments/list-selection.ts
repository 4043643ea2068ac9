import type { Selection } from '#modules/bulk/contract.ts';
import { segmentsOfSelection, selectionCondition, setsOfSelection } from '#modules/bulk/index.ts';
import { withPeopleSets, type Evaluated } from '#modules/insights/index.ts';
import { inScope, sql } from '#platform/clickhouse/index.ts';
import { nextListVersion } from './change-list.ts';
import { createSet, putOnList } from './create-set.ts';
import { WrongSegmentKind } from './errors.ts';
import { recomputeSegments } from './recompute-segments.ts';
import { getSegment, type SegmentRow, touchList } from './segment-store.ts';
import type { SegmentServices } from './segment-services.ts';

export type ListOrder = {
  selection: Selection;
  createdBy: string | null;
  /** A new list of this name, or the list of this id. */
  list: { name: string } | { segmentId: string };
};

/**
 * Puts the members of a selection on a list, whatever their number: the engine copies them. `total` is how many were
 * selected, `added` how many were not on it before. Throws NotFound, WrongSegmentKind.
 */
export async function listSelection(
  services: SegmentServices,
  evaluated: Evaluated,
  { selection, createdBy, list }: ListOrder,
): Promise<{ segmentId: string; total: number; added: number }> {
  const { database, engine } = services;
  const { community, evaluation, frame } = evaluated;
  const { scope } = frame;
  const { workspaceId } = scope;
  const communityId = community.id;
  const { sets, inSegment } = await database.inWorkspace(workspaceId, async (tx) => {
    if ('segmentId' in list) checkTarget(await getSegment(tx, communityId, list.segmentId));
    return {
      sets: await setsOfSelection(tx, communityId, selection),
      inSegment: await segmentsOfSelection(services, tx, scope, selection),
    };
  });
  return withPeopleSets(engine, scope, sets, async (conditions) => {
    const where = selectionCondition(scope, evaluation.id, selection, [...conditions, ...inSegment]);
    const [row] = await engine.query<{ total: number }>(
      scope,
      'segments.count_selection',
      sql`SELECT count() AS total FROM member_states WHERE ${inScope(scope)} AND ${where}`,
    );
    const total = Number(row!.total);
    const members = sql`(SELECT member_id FROM member_states WHERE ${inScope(scope)} AND ${where})`;
    if ('name' in list) {
      const set = { workspaceId, communityId, name: list.name, members, transient: false, createdBy };
      return { segmentId: await createSet(services, set), total, added: total };
    }
    const { segmentId } = list;
    await putOnList(frame, segmentId, members, await nextListVersion(frame, segmentId, services.clock.now()));
    await database.inWorkspace(workspaceId, (tx) => touchList(tx, segmentId));
    const { moved } = await recomputeSegments(services, { workspaceId, communityId, only: [segmentId] });
    return { segmentId, total, added: moved.find((one) => one.segmentId === segmentId)?.entered ?? 0 };
  });
}

/** Only a list that stays is added to. */
function checkTarget({ rule, expiresAt }: Pick<SegmentRow, 'rule' | 'expiresAt'>): void {
  if (rule !== null) throw new WrongSegmentKind('its members follow from its rule; make a list to choose them');
  if (expiresAt !== null) throw new WrongSegmentKind('it is a temporary list; keep it as a segment first');
}
