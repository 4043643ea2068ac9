import { sql } from 'kysely';
import { formatDay, parseDay, type Day } from '#kernel/calendar.ts';
import type { DayRevisions } from '#modules/insights/index.ts';
import type { Tx } from '#platform/postgres/index.ts';

/** What the latest computation of a community's segments was made from. */
export type SegmentRun = {
  begun: number;
  done: number;
  /** Null before the first. */
  evaluationId: string | null;
  mapId: string | null;
  spans: number;
  today: Day | null;
  zone: string;
  stage: string;
  textsGone: string;
  revisions: DayRevisions;
};

const NONE: SegmentRun = {
  begun: 0,
  done: 0,
  evaluationId: null,
  mapId: null,
  spans: 0,
  today: null,
  zone: '',
  stage: '',
  textsGone: '',
  revisions: new Map(),
};

/** Reads it; before the first, one that is made from nothing. */
export async function readRun(tx: Tx, communityId: string): Promise<SegmentRun> {
  const { rows } = await sql<
    Omit<SegmentRun, 'today' | 'revisions'> & { today: string | null; revisions: [Day, number][] }
  >`
    SELECT begun::float8 AS begun, done::float8 AS done, evaluation_id AS "evaluationId", map_id AS "mapId", spans::float8 AS spans,
      today, zone, stage, texts_gone AS "textsGone", revisions
    FROM segment_runs WHERE community_id = ${communityId}
  `.execute(tx);
  const [row] = rows;
  if (!row) return NONE;
  return { ...row, today: row.today === null ? null : parseDay(row.today)!, revisions: new Map(row.revisions) };
}

/** Begins a computation and gives its version, above every version before. */
export async function beginRun(tx: Tx, communityId: string, now: number): Promise<number> {
  const { rows } = await sql<{ begun: number }>`
    INSERT INTO segment_runs (community_id, workspace_id, begun) VALUES (${communityId}, qunluo_workspace(), ${now})
    ON CONFLICT (community_id) DO UPDATE SET begun = greatest(segment_runs.begun, segment_runs.done, ${now}::bigint - 1) + 1
    RETURNING begun::float8 AS begun
  `.execute(tx);
  return rows[0]!.begun;
}

/** Says that a computation is done, without saying that it saw what changed. */
export async function endRun(tx: Tx, communityId: string, version: number): Promise<void> {
  await sql`UPDATE segment_runs SET done = ${version} WHERE community_id = ${communityId}`.execute(tx);
}

/** Notes what a computation of all segments was made from. */
export async function noteRun(tx: Tx, communityId: string, run: Omit<SegmentRun, 'begun' | 'done'>): Promise<void> {
  await sql`
    UPDATE segment_runs SET evaluation_id = ${run.evaluationId}, map_id = ${run.mapId}, spans = ${run.spans},
      today = ${run.today === null ? null : formatDay(run.today)}::date, zone = ${run.zone}, stage = ${run.stage}, texts_gone = ${run.textsGone},
      revisions = ${JSON.stringify([...run.revisions])}::jsonb
    WHERE community_id = ${communityId}
  `.execute(tx);
}

/** The latest computation of a community's segments that is done; 0 before the first. Another one says that members of segments may have changed. */
export async function latestComputation(tx: Tx, communityId: string): Promise<number> {
  const { rows } = await sql<{ done: number }>`
    SELECT done::float8 AS done FROM segment_runs WHERE community_id = ${communityId}
  `.execute(tx);
  return rows[0]?.done ?? 0;
}
