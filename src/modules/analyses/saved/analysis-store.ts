import { sql } from 'kysely';
import { Conflict, NotFound } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { operatorNames } from '#modules/identity/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { ANALYSIS_KINDS } from '../contract.ts';
import { checkParams } from '../run-analysis.ts';
import type { CreateAnalysis, SavedAnalysis, UpdateAnalysis } from '../saved.contract.ts';

/** Most analyses that a community keeps. */
const MOST_ANALYSES = 500;

type Row = Omit<SavedAnalysis, 'madeBy' | 'createdAt' | 'updatedAt'> & {
  madeById: string | null;
  createdAt: Date;
  updatedAt: Date;
};

const COLUMNS = sql`a.id, a.name, a.description, a.kind, a.params, a.made_by AS "madeById", a.created_at AS "createdAt",
  a.updated_at AS "updatedAt", a.version,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'name', d.name) ORDER BY d.name, d.id), '[]') FROM dashboards d
   WHERE d.id IN (SELECT dashboard_id FROM dashboard_tiles t WHERE t.analysis_id = a.id)) AS dashboards`;

async function present(tx: Tx, rows: readonly Row[]): Promise<SavedAnalysis[]> {
  const names = await operatorNames(
    tx,
    rows.map(({ madeById }) => madeById),
  );
  return rows.map(({ madeById, ...row }) => ({
    ...row,
    madeBy: madeById === null ? null : (names.get(madeById) ?? null),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }));
}

/** The analyses that a community keeps, by name. */
export async function listAnalyses(tx: Tx, communityId: string): Promise<SavedAnalysis[]> {
  const { rows } = await sql<Row>`
    SELECT ${COLUMNS} FROM saved_analyses a
    WHERE a.community_id = ${communityId} AND a.kind = ANY(${ANALYSIS_KINDS}::text[]) ORDER BY lower(a.name), a.id
  `.execute(tx);
  return present(tx, rows);
}

/** Some analyses of a community by their ids; those that it does not keep are left out. */
export async function findAnalyses(tx: Tx, communityId: string, ids: readonly string[]): Promise<SavedAnalysis[]> {
  const { rows } = await sql<Row>`
    SELECT ${COLUMNS} FROM saved_analyses a
    WHERE a.community_id = ${communityId} AND a.id = ANY(${ids}::uuid[])
  `.execute(tx);
  return present(tx, rows);
}

/** One analysis of a community. NotFound. */
export async function getAnalysis(tx: Tx, communityId: string, id: string): Promise<SavedAnalysis> {
  const [found] = await findAnalyses(tx, communityId, [id]);
  if (!found) throw new NotFound('the analysis');
  return found;
}

/** Keeps an analysis. BadInput where its params are none of its kind; Conflict where there are too many. */
export async function addAnalysis(
  tx: Tx,
  communityId: string,
  { name, description, kind, params }: CreateAnalysis,
  madeBy: string | undefined,
): Promise<string> {
  checkParams({ kind, params });
  const { rows } = await sql<{ kept: number }>`
    SELECT count(*)::int AS kept FROM saved_analyses WHERE community_id = ${communityId}
  `.execute(tx);
  if (rows[0]!.kept >= MOST_ANALYSES)
    throw new Conflict(`a community keeps at most ${MOST_ANALYSES} analyses: delete one first`, 'too_many_analyses');
  const id = newId();
  await sql`
    INSERT INTO saved_analyses (id, workspace_id, community_id, name, description, kind, params, made_by)
    VALUES (${id}, qunluo_workspace(), ${communityId}, ${name}, ${description}, ${kind}, ${JSON.stringify(params)}::jsonb, ${madeBy ?? null})
  `.execute(tx);
  return id;
}

/** Changes an analysis from the version that was seen. Conflict `analysis_changed` where somebody else was quicker; BadInput as before. */
export async function changeAnalysis(
  tx: Tx,
  before: SavedAnalysis,
  { version, name = before.name, description = before.description, params = before.params }: UpdateAnalysis,
): Promise<void> {
  checkParams({ kind: before.kind, params });
  const { numAffectedRows } = await sql`
    UPDATE saved_analyses SET name = ${name}, description = ${description}, params = ${JSON.stringify(params)}::jsonb,
      version = version + 1, updated_at = clock_timestamp()
    WHERE id = ${before.id} AND version = ${version}
  `.execute(tx);
  if (numAffectedRows !== 1n) throw new Conflict('somebody changed this analysis meanwhile', 'analysis_changed');
}

/** Forgets an analysis, on dashboards too. */
export async function removeAnalysis(tx: Tx, id: string): Promise<void> {
  await sql`
    UPDATE dashboards SET version = version + 1, updated_at = clock_timestamp()
    WHERE id IN (SELECT dashboard_id FROM dashboard_tiles WHERE analysis_id = ${id})
  `.execute(tx);
  await sql`DELETE FROM saved_analyses WHERE id = ${id}`.execute(tx);
}
