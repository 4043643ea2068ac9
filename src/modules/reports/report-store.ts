import { sql } from 'kysely';
import { formatDay } from '#kernel/calendar.ts';
import { NotFound } from '#kernel/errors.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { PeriodContent } from './contract.ts';
import type { Period, PeriodKind } from './period.ts';

/** A report as it is kept. */
export type KeptReport = {
  id: string;
  kind: PeriodKind;
  from: string;
  to: string;
  content: PeriodContent;
  madeAt: Date;
  madeBy: string | null;
};

const COLUMNS = sql`id, kind, first_day AS "from", last_day AS "to", content, made_at AS "madeAt", made_by AS "madeBy"`;

/** Keeps a report. */
export async function addReport(
  tx: Tx,
  report: {
    id: string;
    communityId: string;
    period: Period;
    content: PeriodContent;
    madeAt: Date;
    madeBy: string | undefined;
  },
): Promise<void> {
  const { kind, first, last } = report.period;
  await sql`
    INSERT INTO period_reports (id, workspace_id, community_id, kind, first_day, last_day, content, made_at, made_by)
    SELECT ${report.id}, workspace_id, id, ${kind}, ${formatDay(first)}::date, ${formatDay(last)}::date,
      ${JSON.stringify(report.content)}::jsonb, ${report.madeAt}, ${report.madeBy ?? null}
    FROM communities WHERE id = ${report.communityId}
  `.execute(tx);
}

/** One report. NotFound. */
export async function getReport(tx: Tx, communityId: string, id: string): Promise<KeptReport> {
  const { rows } = await sql<KeptReport>`
    SELECT ${COLUMNS} FROM period_reports WHERE community_id = ${communityId} AND id = ${id}
  `.execute(tx);
  if (!rows[0]) throw new NotFound('the report');
  return rows[0];
}

/** The latest report of a period; undefined where none was made. */
export async function findOptionalOfPeriod(
  tx: Tx,
  communityId: string,
  { kind, first }: Pick<Period, 'kind' | 'first'>,
): Promise<KeptReport | undefined> {
  const { rows } = await sql<KeptReport>`
    SELECT ${COLUMNS} FROM period_reports
    WHERE community_id = ${communityId} AND kind = ${kind} AND first_day = ${formatDay(first)}::date
    ORDER BY made_at DESC LIMIT 1
  `.execute(tx);
  return rows[0];
}

const SHOWN = 200;

/** The latest report of each period, latest period first. */
export async function listReports(tx: Tx, communityId: string, kind: PeriodKind | undefined): Promise<KeptReport[]> {
  const { rows } = await sql<KeptReport>`
    SELECT * FROM (
      SELECT DISTINCT ON (kind, first_day) ${COLUMNS} FROM period_reports
      WHERE community_id = ${communityId} AND (${kind ?? null}::text IS NULL OR kind = ${kind ?? null})
      ORDER BY kind, first_day DESC, made_at DESC
    ) AS latest ORDER BY "to" DESC, kind LIMIT ${SHOWN}
  `.execute(tx);
  return rows;
}

/** Ids and instants of every report of one period, latest first. */
export async function listVersions(
  tx: Tx,
  communityId: string,
  { kind, from }: Pick<KeptReport, 'kind' | 'from'>,
): Promise<{ id: string; madeAt: Date }[]> {
  const { rows } = await sql<{ id: string; madeAt: Date }>`
    SELECT id, made_at AS "madeAt" FROM period_reports
    WHERE community_id = ${communityId} AND kind = ${kind} AND first_day = ${from}::date
    ORDER BY made_at DESC LIMIT 50
  `.execute(tx);
  return rows;
}
