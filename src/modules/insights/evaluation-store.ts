import { sql } from 'kysely';
import type { Day } from '#kernel/calendar.ts';
import { formatDay } from '#kernel/calendar.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { CommunityReport } from './contract.ts';
import type { InsightRules } from './insight-rules.ts';
import type { InsightsTables } from './insights-tables.ts';
import { releasePlacements } from './placement-store.ts';

/** What an evaluation was made from besides the log and the rules; kept to explain and to recompute it. */
export type EvaluationInputs = {
  /** Map of personas to members. */
  mapId: string;
  /** Among whom and where the cut for leaders was. */
  pool: { cut: number | null; rank: number; people: number };
  experts: readonly string[];
  team: readonly string[];
  nps: number | null;
  casesInTime: number | null;
};

/** An evaluation as it is kept. */
export type Evaluation = {
  id: string;
  asOf: string;
  evaluatedAt: Date;
  logState: string;
  rules: InsightRules;
  inputs: EvaluationInputs;
  report: CommunityReport;
};

const table = (tx: Tx) => tx.withTables<InsightsTables>();
const COLUMNS = ['id', 'as_of', 'evaluated_at', 'log_state', 'rules', 'inputs', 'report'] as const;

type Row = {
  id: string;
  as_of: string;
  evaluated_at: Date;
  log_state: string;
  rules: InsightRules;
  inputs: EvaluationInputs;
  report: CommunityReport;
};

const present = ({ as_of: asOf, evaluated_at: evaluatedAt, log_state: logState, ...row }: Row): Evaluation => ({
  ...row,
  asOf,
  evaluatedAt,
  logState,
});

/** Keeps an evaluation. */
export async function addEvaluation(
  tx: Tx,
  evaluation: Evaluation & { workspaceId: string; communityId: string; current: boolean },
): Promise<void> {
  await table(tx)
    .insertInto('evaluations')
    .values({
      id: evaluation.id,
      workspace_id: evaluation.workspaceId,
      community_id: evaluation.communityId,
      as_of: evaluation.asOf,
      current: evaluation.current,
      evaluated_at: evaluation.evaluatedAt,
      log_state: evaluation.logState,
      rules: JSON.stringify(evaluation.rules),
      inputs: JSON.stringify(evaluation.inputs),
      report: JSON.stringify(evaluation.report),
    })
    .execute();
}

/** The latest evaluation of the present; undefined before the first. */
export async function findOptionalLatest(tx: Tx, communityId: string): Promise<Evaluation | undefined> {
  const row = await table(tx)
    .selectFrom('evaluations')
    .select(COLUMNS)
    .where('community_id', '=', communityId)
    .where('current', '=', true)
    .orderBy('evaluated_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && present(row);
}

/** Which evaluation of the present is the latest, without its report; undefined before the first. */
export async function findOptionalLatestMark(
  tx: Tx,
  communityId: string,
): Promise<Pick<Evaluation, 'id' | 'asOf' | 'evaluatedAt'> | undefined> {
  const { rows } = await sql<Pick<Evaluation, 'id' | 'asOf' | 'evaluatedAt'>>`
    SELECT id, as_of AS "asOf", evaluated_at AS "evaluatedAt" FROM evaluations
    WHERE community_id = ${communityId} AND current ORDER BY evaluated_at DESC LIMIT 1
  `.execute(tx);
  return rows[0];
}

/** The latest evaluation as of a day, made from the log as it stands. */
export async function findOptionalAsOf(
  tx: Tx,
  communityId: string,
  asOf: string,
  logState: string,
): Promise<Evaluation | undefined> {
  const row = await table(tx)
    .selectFrom('evaluations')
    .select(COLUMNS)
    .where('community_id', '=', communityId)
    .where('as_of', '=', asOf)
    .where('log_state', '=', logState)
    .orderBy('evaluated_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && present(row);
}

/** Whether the engine still holds where each member stood at an evaluation. */
export async function holdsStates(tx: Tx, evaluationId: string): Promise<boolean> {
  const row = await table(tx)
    .selectFrom('evaluations')
    .select('holds_states')
    .where('id', '=', evaluationId)
    .executeTakeFirst();
  return row?.holds_states ?? false;
}

/** Main figures of one evaluation. */
export type EvaluationFigures = {
  asOf: string;
  evaluatedAt: Date;
  health: number | null;
  band: CommunityReport['health']['band'];
  stage: CommunityReport['stage']['value'];
  members: number;
  mau: number;
  tiers: CommunityReport['members']['tiers'];
};

/** The latest evaluation of each day up to `until`, days ascending; the last `limit` days that have one. */
export async function listEvaluations(
  tx: Tx,
  communityId: string,
  { until, limit }: { until: string | undefined; limit: number },
): Promise<EvaluationFigures[]> {
  const { rows } = await sql<EvaluationFigures>`
    SELECT DISTINCT ON (as_of) as_of AS "asOf", evaluated_at AS "evaluatedAt", (report->'health'->>'score')::int AS health,
      report->'health'->>'band' AS band, report->'stage'->>'value' AS stage,
      (report->'members'->>'total')::int AS members, (report->'activity'->>'mau')::int AS mau,
      report->'members'->'tiers' AS tiers
    FROM evaluations WHERE community_id = ${communityId} AND (${until ?? null}::date IS NULL OR as_of <= ${until ?? null}::date)
    ORDER BY as_of DESC, evaluated_at DESC LIMIT ${limit}
  `.execute(tx);
  return rows.toReversed();
}

export type Earlier = { asOf: string; health: number | null; members: number; mau: number };

/** Main figures of the latest evaluation whose T lies at least `days` before a day; undefined without one. */
export async function findOptionalEarlier(
  tx: Tx,
  communityId: string,
  before: Day,
  days = 7,
): Promise<Earlier | undefined> {
  const { rows } = await sql<Earlier>`
    SELECT as_of AS "asOf", (report->'health'->>'score')::int AS health, (report->'members'->>'total')::int AS members,
      (report->'activity'->>'mau')::int AS mau
    FROM evaluations WHERE community_id = ${communityId} AND as_of <= ${formatDay(before - days)}::date
    ORDER BY as_of DESC, evaluated_at DESC LIMIT 1
  `.execute(tx);
  return rows[0];
}

/** How many evaluations of past days keep their states in the engine, for lists that still page through them. */
const PAST_STATES = 2;
/** The present one and the one before it, which lists may still page through. */
const PRESENT_STATES = 2;

/** Marks the evaluations whose states may go, and gives those that stay, with the placements that do. */
export async function releaseStates(tx: Tx, communityId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    WITH ranked AS (
      SELECT id, current, row_number() OVER (PARTITION BY current ORDER BY evaluated_at DESC) AS place
      FROM evaluations WHERE community_id = ${communityId} AND holds_states
    ), released AS (
      UPDATE evaluations SET holds_states = false FROM ranked
      WHERE evaluations.id = ranked.id AND ranked.place > CASE WHEN ranked.current THEN ${PRESENT_STATES}::int ELSE ${PAST_STATES}::int END
      RETURNING evaluations.id
    )
    SELECT id FROM ranked WHERE id NOT IN (SELECT id FROM released)
  `.execute(tx);
  return [...rows.map(({ id }) => id), ...(await releasePlacements(tx, communityId))];
}
