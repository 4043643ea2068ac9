import { sql } from 'kysely';
import type { z } from 'zod';
import type { Tx } from '#platform/postgres/index.ts';
import type { levelRunSchema } from './levels.contract.ts';

export type LevelRun = Omit<z.infer<typeof levelRunSchema>, 'at'> & {
  at: Date;
  /** Newest revision of a day that it counted. */
  revision: number;
};

const COLUMNS = sql`id, kind, month, as_of AS "asOf", at, members, promoted, demoted, grace, took_ms AS "tookMs",
  revision::float8 AS revision`;

/** The latest runs, newest first. */
export async function listRuns(tx: Tx, communityId: string, limit: number): Promise<LevelRun[]> {
  const { rows } = await sql<LevelRun>`
    SELECT ${COLUMNS} FROM level_runs WHERE community_id = ${communityId} ORDER BY at DESC, id DESC LIMIT ${limit}
  `.execute(tx);
  return rows;
}

/** The latest run, the latest that looked at everybody, and the month that was evaluated last. */
export async function latestRuns(
  tx: Tx,
  communityId: string,
): Promise<{ latest: LevelRun | undefined; whole: LevelRun | undefined; month: string | undefined }> {
  const { rows } = await sql<LevelRun>`
    (SELECT ${COLUMNS} FROM level_runs WHERE community_id = ${communityId} ORDER BY at DESC, id DESC LIMIT 1)
    UNION ALL
    (SELECT ${COLUMNS} FROM level_runs WHERE community_id = ${communityId} AND kind <> 'promotion'
     ORDER BY at DESC, id DESC LIMIT 1)
  `.execute(tx);
  const months = await sql<{ month: string | null }>`
    SELECT max(month) AS month FROM level_runs WHERE community_id = ${communityId}
  `.execute(tx);
  return { latest: rows[0], whole: rows[1], month: months.rows[0]?.month ?? undefined };
}

/** Keeps what a run did. Promotions that changed nobody are kept in the row of the last one, so that busy days do not fill the table. */
export async function keepRun(tx: Tx, communityId: string, run: LevelRun): Promise<void> {
  if (run.kind === 'promotion' && run.promoted === 0)
    await sql`
      DELETE FROM level_runs WHERE community_id = ${communityId} AND kind = 'promotion' AND promoted = 0
    `.execute(tx);
  await sql`
    INSERT INTO level_runs (id, workspace_id, community_id, kind, month, as_of, at, members, promoted, demoted, grace,
      took_ms, revision)
    VALUES (${run.id}, qunluo_workspace(), ${communityId}, ${run.kind}, ${run.month}, ${run.asOf}, ${run.at}, ${run.members},
      ${run.promoted}, ${run.demoted}, ${run.grace}, ${run.tookMs}, ${run.revision})
  `.execute(tx);
}

/** How many present members stand on each rank now, out of what is kept; without those who have no row. */
export async function countRanks(tx: Tx, communityId: string): Promise<Map<number, number>> {
  const { rows } = await sql<{ rank: number; members: number }>`
    SELECT coalesce(levels.rank, 0) AS rank, sum(counted.members)::int AS members
    FROM (SELECT level_id, count(*) AS members FROM member_levels
          WHERE community_id = ${communityId} AND present GROUP BY level_id) AS counted
    LEFT JOIN levels ON levels.id = counted.level_id GROUP BY 1
  `.execute(tx);
  return new Map(rows.map(({ rank, members }) => [rank, members]));
}

/** Keeps how many stood on each rank at the end of a day; the last evaluation of the day counts. */
export async function keepDay(
  tx: Tx,
  communityId: string,
  day: string,
  ranks: ReadonlyMap<number, number>,
): Promise<void> {
  await sql`DELETE FROM level_days WHERE community_id = ${communityId} AND day = ${day}`.execute(tx);
  const pairs = [...ranks];
  await sql`
    INSERT INTO level_days (workspace_id, community_id, day, rank, members)
    SELECT qunluo_workspace(), ${communityId}, ${day}::date, rank, members
    FROM unnest(${pairs.map(([rank]) => rank)}::integer[], ${pairs.map(([, members]) => members)}::integer[])
      AS given (rank, members)
  `.execute(tx);
}
