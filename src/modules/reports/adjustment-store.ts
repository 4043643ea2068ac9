import { sql } from 'kysely';
import { NotFound } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import type { MetricKey } from '#modules/insights/metrics.contract.ts';
import { operatorNames } from '#modules/identity/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { Adjustment, PeriodContent } from './contract.ts';

type Row = Omit<Adjustment, 'owner' | 'createdAt'> & { createdAt: Date };

const COLUMNS = sql`id, change, reason, owner_id AS "ownerId", metric, metric_then AS "metricThen",
  done_at IS NOT NULL AS done, outcome, created_at AS "createdAt"`;

async function present(tx: Tx, rows: readonly Row[]): Promise<Adjustment[]> {
  const names = await operatorNames(
    tx,
    rows.map(({ ownerId }) => ownerId),
  );
  return rows.map((row) => ({
    ...row,
    owner: row.ownerId === null ? null : (names.get(row.ownerId) ?? null),
    createdAt: row.createdAt.toISOString(),
  }));
}

/** What was decided over a report, oldest first. */
export async function listAdjustments(tx: Tx, reportId: string): Promise<Adjustment[]> {
  const { rows } = await sql<Row>`
    SELECT ${COLUMNS} FROM report_adjustments WHERE report_id = ${reportId} ORDER BY created_at, id
  `.execute(tx);
  return present(tx, rows);
}

/** What was decided over any report of a period, oldest first. */
export async function listOfPeriod(
  tx: Tx,
  communityId: string,
  { kind, from }: { kind: string; from: string },
): Promise<Adjustment[]> {
  const { rows } = await sql<Row>`
    SELECT ${COLUMNS} FROM report_adjustments
    WHERE report_id IN (SELECT id FROM period_reports
      WHERE community_id = ${communityId} AND kind = ${kind} AND first_day = ${from}::date)
    ORDER BY created_at, id
  `.execute(tx);
  return present(tx, rows);
}

/** One adjustment of a report. NotFound. */
export async function getAdjustment(tx: Tx, reportId: string, id: string): Promise<Adjustment> {
  const { rows } = await sql<Row>`
    SELECT ${COLUMNS} FROM report_adjustments WHERE report_id = ${reportId} AND id = ${id}
  `.execute(tx);
  const [found] = await present(tx, rows);
  if (!found) throw new NotFound('the adjustment');
  return found;
}

async function addAdjustment(
  tx: Tx,
  reportId: string,
  adjustment: {
    id: string;
    change: string;
    reason: string;
    ownerId: string | null;
    metric: MetricKey | null;
    metricThen: number | null;
  },
): Promise<void> {
  const { id, change, reason, ownerId, metric, metricThen } = adjustment;
  await sql`
    INSERT INTO report_adjustments (id, workspace_id, community_id, report_id, change, reason, owner_id, metric, metric_then)
    SELECT ${id}, workspace_id, community_id, id, ${change}, ${reason}, ${ownerId}, ${metric}, ${metricThen}
    FROM period_reports WHERE id = ${reportId}
  `.execute(tx);
}

/** Writes down what was decided over a report, with the metric as the report has it; gives the id. NotFound. */
export async function decideInReport(
  tx: Tx,
  reportId: string,
  decided: { change: string; reason: string; ownerId: string | null; metric: MetricKey | null },
): Promise<string> {
  const { rows } = await sql<{ metrics: PeriodContent['metrics'] }>`
    SELECT content -> 'metrics' AS metrics FROM period_reports WHERE id = ${reportId}
  `.execute(tx);
  if (!rows[0]) throw new NotFound('the report');
  const id = newId();
  const metricThen = decided.metric === null ? null : (rows[0].metrics[decided.metric] ?? null);
  await addAdjustment(tx, reportId, { id, ...decided, metricThen });
  return id;
}

/** Changes an adjustment: all of it, as it shall be. */
export async function setAdjustment(
  tx: Tx,
  { id, change, reason, ownerId, metric, metricThen, done, outcome }: Omit<Adjustment, 'owner' | 'createdAt'>,
  now: Date,
): Promise<void> {
  await sql`
    UPDATE report_adjustments SET change = ${change}, reason = ${reason}, owner_id = ${ownerId}, metric = ${metric},
      metric_then = ${metricThen}, outcome = ${outcome}, done_at = CASE WHEN ${done} THEN coalesce(done_at, ${now}) END
    WHERE id = ${id}
  `.execute(tx);
}

/** Forgets an adjustment. */
export async function removeAdjustment(tx: Tx, id: string): Promise<void> {
  await sql`DELETE FROM report_adjustments WHERE id = ${id}`.execute(tx);
}
