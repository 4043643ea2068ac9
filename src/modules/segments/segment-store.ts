import { sql } from 'kysely';
import { Conflict, NotFound } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { operatorNames } from '#modules/identity/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { SEGMENT_LIMITS, type Segment } from './contract.ts';
import { SegmentChanged } from './errors.ts';
import type { Rule } from './rule.contract.ts';

/** A segment as it is stored. `rule` null: a list. */
export type SegmentRow = {
  id: string;
  communityId: string;
  name: string;
  description: string;
  rule: Rule | null;
  tag: string | null;
  tagGiven: string | null;
  archivedAt: Date | null;
  expiresAt: Date | null;
  members: number;
  computedAt: Date | null;
  asOf: string | null;
  evaluationId: string | null;
  computed: number;
  lookedUp: string;
  fault: string | null;
  createdBy: string | null;
  createdAt: Date;
  updatedAt: Date;
  version: number;
};

const COLUMNS = sql`
  id, community_id AS "communityId", name, description, rule, tag, tag_given AS "tagGiven", archived_at AS "archivedAt",
  expires_at AS "expiresAt", members, computed_at AS "computedAt", as_of AS "asOf", evaluation_id AS "evaluationId",
  computed::float8 AS computed, looked_up AS "lookedUp", fault, created_by AS "createdBy", created_at AS "createdAt",
  updated_at AS "updatedAt", version`;

/** Puts segments as the contract has them. */
export async function presentSegments(tx: Tx, rows: readonly SegmentRow[]): Promise<Segment[]> {
  const names = await operatorNames(
    tx,
    rows.map(({ createdBy }) => createdBy),
  );
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    description: row.description,
    kind: row.rule === null ? 'list' : 'rule',
    rule: row.rule,
    tag: row.tag,
    members: row.members,
    archived: row.archivedAt !== null,
    transient: row.expiresAt !== null,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    computedAt: row.computedAt?.toISOString() ?? null,
    asOf: row.asOf,
    fault: row.fault,
    createdBy: row.createdBy === null ? null : (names.get(row.createdBy) ?? null),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    version: row.version,
  }));
}

/** One segment of a community, transient and archived ones too. NotFound. */
export async function getSegment(tx: Tx, communityId: string, id: string): Promise<SegmentRow> {
  const [row] = await findSegments(tx, communityId, [id]);
  if (!row) throw new NotFound('the segment');
  return row;
}

/** Some segments of a community; ids that it does not have are left out. */
export async function findSegments(tx: Tx, communityId: string, ids: readonly string[]): Promise<SegmentRow[]> {
  const { rows } = await sql<SegmentRow>`
    SELECT ${COLUMNS} FROM segments WHERE community_id = ${communityId} AND id = ANY(${ids}::uuid[])
  `.execute(tx);
  return rows;
}

/** The segments of a community by name, without transient ones. */
export async function listSegments(
  tx: Tx,
  communityId: string,
  { archived = false }: { archived?: boolean } = {},
): Promise<SegmentRow[]> {
  const { rows } = await sql<SegmentRow>`
    SELECT ${COLUMNS} FROM segments
    WHERE community_id = ${communityId} AND expires_at IS NULL AND (archived_at IS NOT NULL) = ${archived}
    ORDER BY lower(name), id
  `.execute(tx);
  return rows;
}

export type NewSegment = {
  communityId: string;
  name: string;
  description?: string;
  rule: Rule | null;
  tag?: string | null;
  expiresAt?: Date | null;
  createdBy: string | null;
};

/** Adds a segment without members. Conflict where the name or the tag is taken, or there are too many. */
export async function addSegment(tx: Tx, segment: NewSegment): Promise<string> {
  const id = newId();
  if (!segment.expiresAt) await checkFree(tx, { ...segment, id, tag: segment.tag ?? null });
  await sql`
    INSERT INTO segments (id, workspace_id, community_id, name, description, rule, tag, expires_at, created_by)
    VALUES (${id}, qunluo_workspace(), ${segment.communityId}, ${segment.name}, ${segment.description ?? ''},
            ${segment.rule === null ? null : JSON.stringify(segment.rule)}::jsonb, ${segment.tag ?? null},
            ${segment.expiresAt ?? null}, ${segment.createdBy})
  `.execute(tx);
  return id;
}

/** Refuses a name or a tag that another segment has, and more segments than can be computed. */
export async function checkFree(
  tx: Tx,
  { id, communityId, name, tag }: { id: string; communityId: string; name: string; tag: string | null },
): Promise<void> {
  const { rows } = await sql<{ name: string; sameName: boolean; total: number }>`
    SELECT name, lower(name) = lower(${name}) AS "sameName", 0 AS total FROM segments
    WHERE community_id = ${communityId} AND id <> ${id} AND archived_at IS NULL
      AND ((expires_at IS NULL AND lower(name) = lower(${name})) OR tag = ${tag})
    UNION ALL
    SELECT '', false, count(*)::int FROM segments
    WHERE community_id = ${communityId} AND id <> ${id} AND archived_at IS NULL AND expires_at IS NULL
  `.execute(tx);
  const taken = rows.find((row) => row.total === 0 && row.name !== '');
  if (taken?.sameName) throw new Conflict(`there is a segment called ${taken.name} already`, 'name_taken');
  if (taken) throw new Conflict(`the segment ${taken.name} gives the tag ${tag} already`, 'tag_taken');
  if (rows.some(({ total }) => total >= SEGMENT_LIMITS.segments)) {
    throw new Conflict(`a community has up to ${SEGMENT_LIMITS.segments} segments: archive some`, 'too_many');
  }
}

export type SegmentChange = Partial<
  Pick<SegmentRow, 'name' | 'description' | 'rule' | 'tag' | 'archivedAt' | 'expiresAt'>
>;

/** Changes a segment from a version that the caller saw. Conflict where another change came between. */
export async function changeSegment(tx: Tx, before: SegmentRow, version: number, change: SegmentChange): Promise<void> {
  const after = { ...before, ...change };
  const { numAffectedRows } = await sql`
    UPDATE segments SET name = ${after.name}, description = ${after.description},
      rule = ${after.rule === null ? null : JSON.stringify(after.rule)}::jsonb, tag = ${after.tag},
      archived_at = ${after.archivedAt}, expires_at = ${after.expiresAt}, version = version + 1,
      evaluation_id = CASE WHEN ${change.rule !== undefined || 'archivedAt' in change || 'expiresAt' in change}
                      THEN NULL ELSE evaluation_id END,
      updated_at = clock_timestamp()
    WHERE id = ${before.id} AND version = ${version}
  `.execute(tx);
  if (Number(numAffectedRows ?? 0n) === 0) throw new SegmentChanged('segment');
}

/** Forgets a segment. */
export async function removeSegments(tx: Tx, ids: readonly string[]): Promise<void> {
  await sql`DELETE FROM segments WHERE id = ANY(${ids}::uuid[])`.execute(tx);
}

/** Transient segments whose time is over. */
export async function listExpired(tx: Tx, communityId: string, now: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM segments WHERE community_id = ${communityId} AND expires_at <= ${now}
  `.execute(tx);
  return rows.map(({ id }) => id);
}

export type ComputedSegment = {
  id: string;
  members: number;
  computed: number;
  at: Date;
  asOf: string;
  /** Null: to be computed whole next time. */
  evaluationId: string | null;
  lookedUp: string;
  fault: string | null;
  /** Somebody entered or left: its tag is to be given anew, also after a crash that comes before that. */
  moved: boolean;
};

/** Notes what a computation gave; one whose rule was changed meanwhile stays to be computed whole. */
export async function noteComputed(tx: Tx, found: readonly (ComputedSegment & { version: number })[]): Promise<void> {
  for (const one of found) {
    await sql`
      UPDATE segments SET members = ${one.members}, computed = ${one.computed}, computed_at = ${one.at}, as_of = ${one.asOf}::date,
        evaluation_id = CASE WHEN version = ${one.version} THEN ${one.evaluationId}::uuid END,
        looked_up = ${one.lookedUp}, fault = ${one.fault},
        tag_given = CASE WHEN ${one.moved} AND tag = tag_given THEN NULL ELSE tag_given END
      WHERE id = ${one.id}
    `.execute(tx);
  }
}

/** Notes the members of a transient list. */
export async function noteOpened(
  tx: Tx,
  { id, members, at, asOf }: { id: string; members: number; at: Date; asOf: string },
): Promise<void> {
  await sql`UPDATE segments SET members = ${members}, computed_at = ${at}, as_of = ${asOf}::date WHERE id = ${id}`.execute(
    tx,
  );
}

/** Notes that a list was changed, so that it is computed whole. */
export async function touchList(tx: Tx, id: string): Promise<void> {
  await sql`
    UPDATE segments SET evaluation_id = NULL, updated_at = clock_timestamp() WHERE id = ${id}
  `.execute(tx);
}
