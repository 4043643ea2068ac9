import { NotFound } from '#kernel/errors.ts';
import { recordChange } from '#modules/identity/index.ts';
import type { Evaluated } from '#modules/insights/index.ts';
import { inScope, joinSql, p, sql, type Sql } from '#platform/clickhouse/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { NO_TIER } from './rule.contract.ts';
import type { Scheme, SegmentUse } from './contract.ts';
import { levelsOf } from './dependencies.ts';
import { BadRule, SegmentInUse } from './errors.ts';
import { clausesOf } from './rule.contract.ts';
import { inSegment } from './segment-condition.ts';
import { recomputeSegments } from './recompute-segments.ts';
import type { Asking } from './save-segment.ts';
import {
  addScheme,
  changeScheme,
  getScheme,
  listSchemes,
  removeScheme,
  schemeSegments,
  type SchemeRow,
} from './scheme-store.ts';
import { findSegments, listSegments } from './segment-store.ts';
import type { SegmentServices } from './segment-services.ts';

/** The schemes of a community with how many members stand in each tier. */
export async function readSchemes(services: SegmentServices, evaluated: Evaluated): Promise<Scheme[]> {
  const { community, frame } = evaluated;
  const { rows, names } = await services.database.inWorkspace(frame.scope.workspaceId, async (tx) => {
    const found = await listSchemes(tx, community.id);
    const segments = await findSegments(
      tx,
      community.id,
      found.flatMap(({ segmentIds }) => segmentIds),
    );
    return { rows: found, names: new Map(segments.map(({ id, name }) => [id, name])) };
  });
  const schemes: Scheme[] = [];
  for (const row of rows) {
    const counts = await countTiers(evaluated, row);
    schemes.push({
      id: row.id,
      name: row.name,
      tiers: row.segmentIds.map((segmentId, at) => ({
        segmentId,
        name: names.get(segmentId) ?? '',
        members: counts[at + 1] ?? 0,
      })),
      none: counts[0] ?? 0,
      version: row.version,
      updatedAt: row.updatedAt.toISOString(),
    });
  }
  return schemes;
}

/** The place of the first segment of a scheme that a member is in, from 1; 0 = none. */
const placeIn = ({ frame: { scope } }: Evaluated, { segmentIds }: Pick<SchemeRow, 'segmentIds'>): Sql =>
  sql`indexOf([${joinSql(segmentIds.map((id) => sql`toUInt8(${inSegment(scope, id)})`))}], 1)`;

const here = ({ frame: { scope }, evaluation }: Evaluated): Sql =>
  sql`${inScope(scope)} AND evaluation_id = ${p.uuid(evaluation.id)} AND is_member = 1`;

async function countTiers(evaluated: Evaluated, scheme: SchemeRow): Promise<number[]> {
  const { engine, scope } = evaluated.frame;
  const rows = await engine.query<{ place: number; members: number }>(
    scope,
    'segments.scheme_counts',
    sql`SELECT ${placeIn(evaluated, scheme)} AS place, count() AS members FROM member_states WHERE ${here(evaluated)} GROUP BY place`,
  );
  const counts: number[] = [];
  for (const row of rows) counts[Number(row.place)] = Number(row.members);
  return counts;
}

/** The members of one tier of a scheme, or of none. Throws NotFound for a tier that it does not have. */
export function tierMembers(evaluated: Evaluated, scheme: SchemeRow, tier: string): Sql {
  const place = tier === NO_TIER ? 0 : scheme.segmentIds.indexOf(tier) + 1;
  if (place === 0 && tier !== NO_TIER) throw new NotFound('the tier');
  return sql`(SELECT member_id FROM member_states WHERE ${here(evaluated)} AND ${placeIn(evaluated, scheme)} = ${p.uint(place)})`;
}

type SchemeBody = { name: string; tiers: readonly string[] };

/** Makes a scheme. Throws BadRule where a segment does not exist. */
export async function createScheme(
  services: SegmentServices,
  { caller, evaluated }: Asking,
  { name, tiers }: SchemeBody,
): Promise<string> {
  const communityId = evaluated.community.id;
  return services.database.inWorkspace(caller.workspaceId, async (tx) => {
    await checkTiers(tx, communityId, tiers);
    const id = await addScheme(tx, { communityId, name, segmentIds: tiers, createdBy: caller.operatorId ?? null });
    const subject = { kind: 'tier-scheme', id, label: name };
    await recordChange(tx, caller, { action: 'schemes.create', subject, communityId, after: { name, tiers } });
    return id;
  });
}

/** Changes a scheme, and computes anew what looks at it. Throws BadRule, SegmentCycle, SegmentChanged. */
export async function updateScheme(
  services: SegmentServices,
  { caller, evaluated }: Asking,
  schemeId: string,
  { version, name, tiers }: { version: number; name?: string | undefined; tiers?: readonly string[] | undefined },
): Promise<void> {
  const communityId = evaluated.community.id;
  const { workspaceId } = caller;
  const lookers = await services.database.inWorkspace(workspaceId, async (tx) => {
    const before = await getScheme(tx, communityId, schemeId);
    if (tiers) await checkTiers(tx, communityId, tiers, schemeId);
    await changeScheme(tx, before, { version, name, segmentIds: tiers });
    const subject = { kind: 'tier-scheme', id: schemeId, label: name ?? before.name };
    const fields = ({ name, segmentIds }: SchemeRow) => ({ name, tiers: segmentIds });
    const after = fields(await getScheme(tx, communityId, schemeId));
    await recordChange(tx, caller, { action: 'schemes.update', subject, communityId, before: fields(before), after });
    return usersOf(tx, communityId, schemeId);
  });
  const only = lookers.map(({ id }) => id);
  if (tiers && only.length > 0) await recomputeSegments(services, { workspaceId, communityId, only });
}

/** Forgets a scheme. Throws SegmentInUse where a rule looks at it. */
export async function deleteScheme(
  services: SegmentServices,
  { caller, evaluated }: Asking,
  schemeId: string,
): Promise<void> {
  const communityId = evaluated.community.id;
  await services.database.inWorkspace(caller.workspaceId, async (tx) => {
    const before = await getScheme(tx, communityId, schemeId);
    const uses = await usersOf(tx, communityId, schemeId);
    if (uses.length > 0) throw new SegmentInUse(uses);
    await removeScheme(tx, schemeId);
    const subject = { kind: 'tier-scheme', id: schemeId, label: before.name };
    await recordChange(tx, caller, { action: 'schemes.delete', subject, communityId, before: { name: before.name } });
  });
}

/** Segments whose rules look at a scheme. */
async function usersOf(tx: Tx, communityId: string, schemeId: string): Promise<SegmentUse[]> {
  const segments = await listSegments(tx, communityId);
  return segments
    .filter(({ rule }) => rule && clausesOf(rule).some((one) => one.kind === 'tier' && one.scheme === schemeId))
    .map(({ id, name }) => ({ kind: 'segment', id, name }));
}

async function checkTiers(tx: Tx, communityId: string, tiers: readonly string[], schemeId?: string): Promise<void> {
  const segments = await listSegments(tx, communityId);
  const faults = tiers.flatMap((id, at) =>
    segments.some((one) => one.id === id) ? [] : [{ where: `/body/tiers/${at}`, what: 'there is no such segment' }],
  );
  if (faults.length > 0) throw new BadRule(faults);
  const schemes = await schemeSegments(tx, communityId);
  levelsOf(segments, (id) => (id === schemeId ? tiers : (schemes.get(id) ?? [])), '/body/tiers');
}
