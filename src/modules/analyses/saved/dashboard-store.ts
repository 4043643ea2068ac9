import { sql } from 'kysely';
import { BadInput, Conflict, NotFound } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { operatorNames } from '#modules/identity/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { CreateDashboard, Dashboard, DashboardsReply, UpdateDashboard } from '../saved.contract.ts';
import { findAnalyses } from './analysis-store.ts';

/** Most dashboards of a community. */
const MOST_DASHBOARDS = 100;

type Row = Omit<Dashboard, 'madeBy' | 'createdAt' | 'updatedAt' | 'tiles'> & {
  madeById: string | null;
  createdAt: Date;
  updatedAt: Date;
  tiles: number;
};

const COLUMNS = sql`d.id, d.name, d.description, d.range, d.segment_id AS "segmentId", d.made_by AS "madeById",
  d.created_at AS "createdAt", d.updated_at AS "updatedAt", d.version,
  (SELECT count(*)::int FROM dashboard_tiles t WHERE t.dashboard_id = d.id) AS tiles`;

async function present(tx: Tx, rows: readonly Row[]): Promise<DashboardsReply['dashboards']> {
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

/** The dashboards of a community, by name. */
export async function listDashboards(tx: Tx, communityId: string): Promise<DashboardsReply['dashboards']> {
  const { rows } = await sql<Row>`
    SELECT ${COLUMNS} FROM dashboards d WHERE d.community_id = ${communityId} ORDER BY lower(d.name), d.id
  `.execute(tx);
  return present(tx, rows);
}

/** One dashboard with its analyses in their order. NotFound. */
export async function getDashboard(tx: Tx, communityId: string, id: string): Promise<Dashboard> {
  const { rows } = await sql<Row>`
    SELECT ${COLUMNS} FROM dashboards d WHERE d.community_id = ${communityId} AND d.id = ${id}
  `.execute(tx);
  const [found] = await present(tx, rows);
  if (!found) throw new NotFound('the dashboard');
  const { rows: tiles } = await sql<{ id: string; analysisId: string; width: 'half' | 'full' }>`
    SELECT id, analysis_id AS "analysisId", width FROM dashboard_tiles WHERE dashboard_id = ${id} ORDER BY place
  `.execute(tx);
  const shown = await findAnalyses(
    tx,
    communityId,
    tiles.map(({ analysisId }) => analysisId),
  );
  const byId = new Map(shown.map((analysis) => [analysis.id, analysis]));
  return {
    ...found,
    tiles: tiles.map(({ analysisId, ...tile }) => ({ ...tile, analysis: byId.get(analysisId)! })),
  };
}

type Tiles = CreateDashboard['tiles'];

/** Puts tiles on a dashboard in place of those that it has. BadInput for analyses that the community does not keep. */
async function putTiles(tx: Tx, communityId: string, dashboardId: string, tiles: Tiles): Promise<void> {
  const known = new Set(
    (
      await findAnalyses(
        tx,
        communityId,
        tiles.map(({ analysisId }) => analysisId),
      )
    ).map(({ id }) => id),
  );
  const faults = tiles.flatMap(({ analysisId }, at) =>
    known.has(analysisId) ? [] : [{ where: `/body/tiles/${at}/analysisId`, what: 'is not kept in this community' }],
  );
  if (faults.length > 0) throw new BadInput('a tile shows an analysis that is not kept', faults);
  await sql`DELETE FROM dashboard_tiles WHERE dashboard_id = ${dashboardId}`.execute(tx);
  for (const [place, { analysisId, width }] of tiles.entries()) {
    await sql`
      INSERT INTO dashboard_tiles (id, workspace_id, community_id, dashboard_id, analysis_id, place, width)
      VALUES (${newId()}, qunluo_workspace(), ${communityId}, ${dashboardId}, ${analysisId}, ${place}, ${width})
    `.execute(tx);
  }
}

const rangeText = (range: Dashboard['range']): string | null => (range === null ? null : JSON.stringify(range));

/** Makes a dashboard. Conflict where there are too many; BadInput as `putTiles`. */
export async function addDashboard(
  tx: Tx,
  communityId: string,
  { name, description, range, segmentId, tiles }: CreateDashboard,
  madeBy: string | undefined,
): Promise<string> {
  const { rows } = await sql<{ made: number }>`
    SELECT count(*)::int AS made FROM dashboards WHERE community_id = ${communityId}
  `.execute(tx);
  if (rows[0]!.made >= MOST_DASHBOARDS)
    throw new Conflict(
      `a community has at most ${MOST_DASHBOARDS} dashboards: delete one first`,
      'too_many_dashboards',
    );
  const id = newId();
  await sql`
    INSERT INTO dashboards (id, workspace_id, community_id, name, description, range, segment_id, made_by)
    VALUES (${id}, qunluo_workspace(), ${communityId}, ${name}, ${description}, ${rangeText(range)}::jsonb, ${segmentId}, ${madeBy ?? null})
  `.execute(tx);
  await putTiles(tx, communityId, id, tiles);
  return id;
}

/** Changes a dashboard from the version that was seen. Conflict `dashboard_changed`; BadInput as `putTiles`. */
export async function changeDashboard(
  tx: Tx,
  communityId: string,
  before: Dashboard,
  { version, tiles, ...change }: UpdateDashboard,
): Promise<void> {
  const { name, description, range, segmentId } = { ...before, ...change };
  const { numAffectedRows } = await sql`
    UPDATE dashboards SET name = ${name}, description = ${description}, range = ${rangeText(range)}::jsonb,
      segment_id = ${segmentId}, version = version + 1, updated_at = clock_timestamp()
    WHERE id = ${before.id} AND version = ${version}
  `.execute(tx);
  if (numAffectedRows !== 1n) throw new Conflict('somebody changed this dashboard meanwhile', 'dashboard_changed');
  if (tiles) await putTiles(tx, communityId, before.id, tiles);
}

/** Takes a dashboard away; its analyses stay. */
export async function removeDashboard(tx: Tx, id: string): Promise<void> {
  await sql`DELETE FROM dashboards WHERE id = ${id}`.execute(tx);
}
