import { openEvaluated, type Evaluated } from '#modules/insights/index.ts';
import { inScope, p, scopeColumns, sql, type Sql } from '#platform/clickhouse/index.ts';
import { SEGMENT_LIMITS } from './contract.ts';
import { recomputeSegments } from './recompute-segments.ts';
import { addSegment, noteOpened } from './segment-store.ts';
import type { CommunityRef, SegmentServices } from './segment-services.ts';

export type NewSet = CommunityRef & {
  name: string;
  /** A subquery of `member_id` in the scope of the community. */
  members: Sql;
  /** Not listed, and gone after a week unless it is kept: how the people behind a point of a chart are opened. */
  transient: boolean;
  createdBy: string | null;
};

const DAY_MS = 86_400_000;
/** Below the version of any computation: what is computed later counts. */
const FIRST_VERSION = 1;

/**
 * Makes a list of the members whom a statement finds, and gives its id. Whoever is no member now is kept on the list and
 * is in the segment as soon as they are one.
 */
export async function createSet(services: SegmentServices, set: NewSet): Promise<string> {
  const { database, clock } = services;
  const { workspaceId, communityId, members, transient, createdBy } = set;
  const name = set.name.trim().slice(0, 80) || 'members';
  const expiresAt = transient ? new Date(clock.now() + SEGMENT_LIMITS.transientDays * DAY_MS) : null;
  const evaluated = await openEvaluated(services, { workspaceId, communityKey: communityId });
  const id = await database.inWorkspace(workspaceId, (tx) =>
    addSegment(tx, { communityId, name, rule: null, expiresAt, createdBy }),
  );
  await putOnList(evaluated.frame, id, members, clock.now());
  if (transient) await openAtOnce(services, evaluated, id);
  else await recomputeSegments(services, { workspaceId, communityId, only: [id] });
  return id;
}

/** Puts whoever a statement finds on a list. */
export async function putOnList(
  { engine, scope }: Pick<Evaluated['frame'], 'engine' | 'scope'>,
  segmentId: string,
  members: Sql,
  version: number,
): Promise<void> {
  await engine.command(
    scope,
    'segments.put_on_list',
    sql`INSERT INTO segment_lists (workspace_id, community_id, segment_id, member_id, version, has_left)
        SELECT ${scopeColumns(scope)}, ${p.uuid(segmentId)}, member_id, ${p.uint(version)}, 0
        FROM (SELECT DISTINCT member_id FROM ${members} AS found) /* ${inScope(scope)} */`,
    { maxSeconds: 900 },
  );
}

/** The members of a transient list, without a computation of its own: nobody hears of who enters it. */
async function openAtOnce(
  { database, clock }: SegmentServices,
  { frame, evaluation }: Evaluated,
  id: string,
): Promise<void> {
  const { engine, scope } = frame;
  await engine.command(
    scope,
    'segments.open_set',
    sql`INSERT INTO segment_members (workspace_id, community_id, segment_id, member_id, version, has_left)
        SELECT ${scopeColumns(scope)}, ${p.uuid(id)}, member_id, ${p.uint(FIRST_VERSION)}, 0 FROM member_states
        WHERE ${inScope(scope)} AND evaluation_id = ${p.uuid(evaluation.id)} AND is_member = 1
          AND member_id IN (SELECT member_id FROM segment_lists WHERE ${inScope(scope)} AND segment_id = ${p.uuid(id)})`,
  );
  const [row] = await engine.query<{ members: number }>(
    scope,
    'segments.count_set',
    sql`SELECT count() AS members FROM segment_members WHERE ${inScope(scope)} AND segment_id = ${p.uuid(id)}`,
  );
  await database.inWorkspace(scope.workspaceId, (tx) =>
    noteOpened(tx, { id, members: Number(row!.members), at: new Date(clock.now()), asOf: evaluation.asOf }),
  );
}
