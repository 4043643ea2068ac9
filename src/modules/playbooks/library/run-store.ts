import { sql } from 'kysely';
import { Conflict, NotFound } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import type { MetricKey } from '#modules/insights/metrics.contract.ts';
import { operatorNames } from '#modules/identity/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { Run, Task } from '../library.contract.ts';
import { effectOf } from './effect.ts';

type Said = Run['name'];

type Row = {
  id: string;
  playId: string;
  name: Said;
  reason: Said;
  metric: MetricKey;
  reviewWeeks: number;
  acceptedAt: Date;
  acceptedBy: string | null;
  trend: (number | null)[];
  before: number | null;
  finishedAt: Date | null;
  outcome: string;
  end: number | null;
  reviewedAt: Date | null;
  after: number | null;
};

type TaskRow = Omit<Task, 'owner' | 'doneBy' | 'doneAt'> & {
  runId: string;
  doneAt: Date | null;
  doneById: string | null;
};

const COLUMNS = sql`id, play_id AS "playId", name, reason, metric, review_weeks AS "reviewWeeks", accepted_at AS "acceptedAt",
  accepted_by AS "acceptedBy", trend, metric_before AS before, finished_at AS "finishedAt", outcome, metric_end AS end,
  reviewed_at AS "reviewedAt", metric_after AS after`;

const TASK_COLUMNS = sql`id, run_id AS "runId", text, owner_id AS "ownerId", due_on AS "dueOn", note,
  done_at IS NOT NULL AS done, done_at AS "doneAt", done_by AS "doneById"`;

async function present(tx: Tx, rows: readonly Row[]): Promise<Run[]> {
  const ids = rows.map(({ id }) => id);
  const { rows: tasks } = await sql<TaskRow>`
    SELECT ${TASK_COLUMNS} FROM play_tasks WHERE run_id = ANY(${ids}::uuid[]) ORDER BY position, id
  `.execute(tx);
  const people = [...rows.map(({ acceptedBy }) => acceptedBy), ...tasks.flatMap((one) => [one.ownerId, one.doneById])];
  const names = await operatorNames(tx, people);
  const nameOf = (id: string | null): string | null => (id === null ? null : (names.get(id) ?? null));
  return rows.map((row) => ({
    id: row.id,
    playId: row.playId,
    name: row.name,
    reason: row.reason,
    metric: row.metric,
    acceptedAt: row.acceptedAt.toISOString(),
    acceptedBy: nameOf(row.acceptedBy),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    outcome: row.outcome,
    tasks: tasks
      .filter(({ runId }) => runId === row.id)
      .map(({ id, text, ownerId, dueOn, note, done, doneAt, doneById }) => ({
        id,
        text,
        ownerId,
        owner: nameOf(ownerId),
        dueOn,
        note,
        done,
        doneAt: doneAt?.toISOString() ?? null,
        doneBy: nameOf(doneById),
      })),
    effect: effectOf(row),
  }));
}

/** Plays under way, latest first; or finished ones. */
export async function listRuns(tx: Tx, communityId: string, which: 'open' | 'finished'): Promise<Run[]> {
  const { rows } = await sql<Row>`
    SELECT ${COLUMNS} FROM play_runs WHERE community_id = ${communityId} AND (finished_at IS NULL) = ${which === 'open'}
    ORDER BY coalesce(finished_at, accepted_at) DESC, id LIMIT 200
  `.execute(tx);
  return present(tx, rows);
}

/**
 * Plays that were under way, ended or looked at again in a span, its end excluded, as they stood at that end: what came
 * later is left out. Oldest first, at most 50.
 */
export async function listRunsBetween(
  tx: Tx,
  communityId: string,
  { from, until }: { from: Date; until: Date },
): Promise<Run[]> {
  const { rows } = await sql<Row>`
    SELECT ${COLUMNS} FROM play_runs WHERE community_id = ${communityId} AND accepted_at < ${until}
      AND (finished_at IS NULL OR finished_at >= ${from} OR (reviewed_at >= ${from} AND reviewed_at < ${until}))
    ORDER BY accepted_at, id LIMIT 50
  `.execute(tx);
  const later = (at: Date | string | null): boolean => at !== null && new Date(at) >= until;
  const runs = await present(
    tx,
    rows.map((row) => ({
      ...row,
      ...(later(row.finishedAt) && { finishedAt: null, outcome: '', end: null }),
      ...(later(row.reviewedAt) && { reviewedAt: null, after: null }),
    })),
  );
  const asThen = (task: Task): Task =>
    later(task.doneAt) ? { ...task, done: false, doneAt: null, doneBy: null } : task;
  return runs.map((run) => ({ ...run, tasks: run.tasks.map(asThen) }));
}

/** One accepted play. NotFound. */
export async function getRun(tx: Tx, communityId: string, id: string): Promise<Run> {
  const { rows } = await sql<Row>`
    SELECT ${COLUMNS} FROM play_runs WHERE community_id = ${communityId} AND id = ${id}
  `.execute(tx);
  if (!rows[0]) throw new NotFound('the play that was accepted');
  return (await present(tx, rows))[0]!;
}

/** Keeps an accepted play with its tasks; gives the id. Conflict while the same play is under way. */
export async function addRun(
  tx: Tx,
  communityId: string,
  run: Pick<Row, 'playId' | 'name' | 'reason' | 'metric' | 'reviewWeeks' | 'acceptedAt' | 'trend' | 'before'> & {
    acceptedBy: string | undefined;
    tasks: readonly string[];
    ownerId: string | null;
  },
): Promise<string> {
  const id = newId();
  const { numAffectedRows } = await sql`
    INSERT INTO play_runs (id, workspace_id, community_id, play_id, name, reason, metric, review_weeks, accepted_at, accepted_by, trend, metric_before)
    SELECT ${id}, workspace_id, id, ${run.playId}, ${JSON.stringify(run.name)}::jsonb, ${JSON.stringify(run.reason)}::jsonb,
      ${run.metric}, ${run.reviewWeeks}, ${run.acceptedAt}, ${run.acceptedBy ?? null}, ${JSON.stringify(run.trend)}::jsonb, ${run.before}
    FROM communities WHERE id = ${communityId}
    ON CONFLICT (community_id, play_id) WHERE finished_at IS NULL DO NOTHING
  `.execute(tx);
  if (numAffectedRows === 0n) throw new Conflict('this play is under way already', 'play_under_way');
  for (const [position, text] of run.tasks.entries()) await addTask(tx, id, { text, position, ownerId: run.ownerId });
  return id;
}

/** Adds a task to a play, at its end unless told; gives the id. */
export async function addTask(
  tx: Tx,
  runId: string,
  { text, position, ownerId = null }: { text: string; position?: number; ownerId?: string | null },
): Promise<string> {
  const id = newId();
  await sql`
    INSERT INTO play_tasks (id, workspace_id, run_id, position, text, owner_id)
    SELECT ${id}, workspace_id, id, coalesce(${position ?? null}::int, (SELECT coalesce(max(position), -1) + 1 FROM play_tasks WHERE run_id = ${runId})),
      ${text}, ${ownerId}
    FROM play_runs WHERE id = ${runId}
  `.execute(tx);
  return id;
}

/** Changes a task: all of it, as it shall be; who does it for the first time is noted. */
export async function setTask(
  tx: Tx,
  { id, text, ownerId, dueOn, note, done }: Pick<Task, 'id' | 'text' | 'ownerId' | 'dueOn' | 'note' | 'done'>,
  { now, by }: { now: Date; by: string | undefined },
): Promise<void> {
  await sql`
    UPDATE play_tasks SET text = ${text}, owner_id = ${ownerId}, due_on = ${dueOn}::date, note = ${note},
      done_by = CASE WHEN NOT ${done} THEN NULL WHEN done_at IS NULL THEN ${by ?? null}::uuid ELSE done_by END,
      done_at = CASE WHEN ${done} THEN coalesce(done_at, ${now}) END
    WHERE id = ${id}
  `.execute(tx);
}

export async function removeTask(tx: Tx, id: string): Promise<void> {
  await sql`DELETE FROM play_tasks WHERE id = ${id}`.execute(tx);
}

/** Ends a play with what was seen. */
export async function finishRun(
  tx: Tx,
  id: string,
  { outcome, end, now }: { outcome: string; end: number | null; now: Date },
): Promise<void> {
  await sql`
    UPDATE play_runs SET finished_at = ${now}, outcome = ${outcome}, metric_end = ${end}
    WHERE id = ${id} AND finished_at IS NULL
  `.execute(tx);
}

/** Finished plays whose review has come by an instant, and was not made yet. */
export async function listToReview(
  tx: Tx,
  communityId: string,
  now: Date,
): Promise<{ id: string; metric: MetricKey }[]> {
  const { rows } = await sql<{ id: string; metric: MetricKey }>`
    SELECT id, metric FROM play_runs WHERE community_id = ${communityId} AND reviewed_at IS NULL
      AND finished_at + make_interval(weeks => review_weeks) <= ${now}
  `.execute(tx);
  return rows;
}

export async function noteReview(
  tx: Tx,
  id: string,
  { after, now }: { after: number | null; now: Date },
): Promise<void> {
  await sql`UPDATE play_runs SET reviewed_at = ${now}, metric_after = ${after} WHERE id = ${id}`.execute(tx);
}
