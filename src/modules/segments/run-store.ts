import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import { formatDay, parseDay, type Day } from '#kernel/calendar.ts';
import type { DayRevisions } from '#modules/insights/index.ts';
import type { Tx } from '#platform/postgres/index.ts';

/** What a computation of a community's segments is made from. */
export type MadeFrom = {
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

/** The versions of the latest computation that began and that was done, and what the latest of all segments was made from. */
export type SegmentRun = MadeFrom & { begun: number; done: number };

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

/** Notes what a computation of all segments was made from, where it is something else than at the run before. */
export async function noteRun(
  tx: Tx,
  communityId: string,
  { begun: _begun, done: _done, ...before }: SegmentRun,
  now: MadeFrom,
): Promise<void> {
  if (isDeepStrictEqual(before, now)) return;
  const today = now.today === null ? null : formatDay(now.today);
  const revisions = JSON.stringify([...now.revisions]);
  await sql`
    INSERT INTO segment_runs (community_id, workspace_id, begun, done, evaluation_id, map_id, spans, today, zone, stage, texts_gone, revisions)
    VALUES (${communityId}, qunluo_workspace(), 0, 0, ${now.evaluationId}, ${now.mapId}, ${now.spans}, ${today}::date, ${now.zone},
            ${now.stage}, ${now.textsGone}, ${revisions}::jsonb)
    ON CONFLICT (community_id) DO UPDATE SET evaluation_id = excluded.evaluation_id, map_id = excluded.map_id, spans = excluded.spans,
      today = excluded.today, zone = excluded.zone, stage = excluded.stage, texts_gone = excluded.texts_gone,
      revisions = excluded.revisions
  `.execute(tx);
}

/** The latest computation of a community's segments that is done; 0 before the first. Another one says that members of segments may have changed. */
export async function latestComputation(tx: Tx, communityId: string): Promise<number> {
  const { rows } = await sql<{ done: number }>`
    SELECT done::float8 AS done FROM segment_runs WHERE community_id = ${communityId}
  `.execute(tx);
  return rows[0]?.done ?? 0;
}
