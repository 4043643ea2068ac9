import { sql } from 'kysely';
import { Conflict, NotFound } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { SEGMENT_LIMITS } from './contract.ts';
import { SegmentChanged } from './errors.ts';

/** An own scheme of tiers as it is stored: ids of segments in order. */
export type SchemeRow = {
  id: string;
  communityId: string;
  name: string;
  segmentIds: string[];
  version: number;
  updatedAt: Date;
};

const SELECT = sql`
  SELECT tier_schemes.id, community_id AS "communityId", name, version, updated_at AS "updatedAt",
    ARRAY(SELECT segment_id FROM tier_scheme_segments WHERE scheme_id = tier_schemes.id ORDER BY place) AS "segmentIds"
  FROM tier_schemes`;

/** The schemes of a community by name. */
export async function listSchemes(tx: Tx, communityId: string): Promise<SchemeRow[]> {
  const { rows } = await sql<SchemeRow>`${SELECT} WHERE community_id = ${communityId} ORDER BY lower(name), id`.execute(
    tx,
  );
  return rows;
}

/** One scheme. NotFound. */
export async function getScheme(tx: Tx, communityId: string, id: string): Promise<SchemeRow> {
  const { rows } = await sql<SchemeRow>`${SELECT} WHERE id = ${id} AND community_id = ${communityId}`.execute(tx);
  if (!rows[0]) throw new NotFound('the scheme of tiers');
  return rows[0];
}

/** The segments of each scheme of a community, in order. */
export const schemeSegments = async (tx: Tx, communityId: string): Promise<Map<string, readonly string[]>> =>
  new Map((await listSchemes(tx, communityId)).map(({ id, segmentIds }) => [id, segmentIds]));

/** Adds a scheme. Conflict where the name is taken or there are too many. */
export async function addScheme(
  tx: Tx,
  scheme: { communityId: string; name: string; segmentIds: readonly string[]; createdBy: string | null },
): Promise<string> {
  const id = newId();
  await checkName(tx, { ...scheme, id });
  await sql`
    INSERT INTO tier_schemes (id, workspace_id, community_id, name, created_by)
    VALUES (${id}, qunluo_workspace(), ${scheme.communityId}, ${scheme.name}, ${scheme.createdBy})
  `.execute(tx);
  await setTiers(tx, id, scheme.segmentIds);
  return id;
}

async function checkName(tx: Tx, { id, communityId, name }: { id: string; communityId: string; name: string }) {
  const others = (await listSchemes(tx, communityId)).filter((one) => one.id !== id);
  if (others.some((one) => one.name.toLowerCase() === name.toLowerCase())) {
    throw new Conflict(`there is a scheme called ${name} already`, 'name_taken');
  }
  if (others.length >= SEGMENT_LIMITS.schemes) {
    throw new Conflict(`a community has up to ${SEGMENT_LIMITS.schemes} schemes`, 'too_many');
  }
}

async function setTiers(tx: Tx, schemeId: string, segmentIds: readonly string[]): Promise<void> {
  await sql`DELETE FROM tier_scheme_segments WHERE scheme_id = ${schemeId}`.execute(tx);
  await sql`
    INSERT INTO tier_scheme_segments (workspace_id, scheme_id, place, segment_id)
    SELECT qunluo_workspace(), ${schemeId}, place, segment_id
    FROM unnest(${segmentIds}::uuid[]) WITH ORDINALITY AS tiers (segment_id, place)
  `.execute(tx);
}

/** Changes a scheme from a version that the caller saw. */
export async function changeScheme(
  tx: Tx,
  before: SchemeRow,
  {
    version,
    name = before.name,
    segmentIds,
  }: { version: number; name?: string | undefined; segmentIds?: readonly string[] | undefined },
): Promise<void> {
  await checkName(tx, { ...before, name });
  const { numAffectedRows } = await sql`
    UPDATE tier_schemes SET name = ${name}, version = version + 1, updated_at = clock_timestamp()
    WHERE id = ${before.id} AND version = ${version}
  `.execute(tx);
  if (Number(numAffectedRows ?? 0n) === 0) throw new SegmentChanged('scheme');
  if (segmentIds) await setTiers(tx, before.id, segmentIds);
}

/** Forgets a scheme; its segments stay. */
export async function removeScheme(tx: Tx, id: string): Promise<void> {
  await sql`DELETE FROM tier_schemes WHERE id = ${id}`.execute(tx);
}
