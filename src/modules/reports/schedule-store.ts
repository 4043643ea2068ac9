import { sql } from 'kysely';
import { formatDay, type Day } from '#kernel/calendar.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { PERIOD_KINDS, type Schedule } from './contract.ts';
import type { PeriodKind } from './period.ts';

/** Which reports a community makes by itself; each kind, also those that are off. */
export async function listSchedules(tx: Tx, communityId: string): Promise<Schedule[]> {
  const { rows } = await sql<Omit<Schedule, 'enabled'>>`
    SELECT kind, language, recipients FROM report_schedules WHERE community_id = ${communityId}
  `.execute(tx);
  return PERIOD_KINDS.map((kind) => {
    const found = rows.find((row) => row.kind === kind);
    return found ? { ...found, enabled: true } : { kind, enabled: false, language: 'zh-CN', recipients: [] };
  });
}

/** Sets the kinds that are named; others stay as they are. A kind that is off is forgotten with its recipients. */
export async function setSchedules(tx: Tx, communityId: string, schedules: readonly Schedule[]): Promise<void> {
  for (const { kind, enabled, language, recipients } of schedules) {
    if (!enabled) {
      await sql`DELETE FROM report_schedules WHERE community_id = ${communityId} AND kind = ${kind}`.execute(tx);
      continue;
    }
    await sql`
      INSERT INTO report_schedules (workspace_id, community_id, kind, language, recipients)
      SELECT workspace_id, id, ${kind}, ${language}, ${recipients}::text[] FROM communities WHERE id = ${communityId}
      ON CONFLICT (workspace_id, community_id, kind)
        DO UPDATE SET language = excluded.language, recipients = excluded.recipients
    `.execute(tx);
  }
}

/** Has a community make reports by itself from the period after one that it has. */
export async function planReports(
  tx: Tx,
  communityId: string,
  plan: { kind: PeriodKind; first: Day; language: Schedule['language']; recipients: string[] },
): Promise<void> {
  const { kind, first, language, recipients } = plan;
  await setSchedules(tx, communityId, [{ kind, enabled: true, language, recipients }]);
  await noteReported(tx, { communityId, kind, first });
}

/** A schedule that may be due: of which community, and the first day of what it reported last. */
export type Due = { communityId: string; kind: PeriodKind; zone: string; lastFirstDay: string | null };

/** Every schedule of a workspace. */
export async function listAllSchedules(tx: Tx): Promise<Due[]> {
  const { rows } = await sql<Due>`
    SELECT s.community_id AS "communityId", s.kind, c.zone, s.last_first_day AS "lastFirstDay"
    FROM report_schedules AS s JOIN communities AS c ON c.id = s.community_id
    ORDER BY s.community_id, s.kind
  `.execute(tx);
  return rows;
}

/** Notes that a period was reported and gives the schedule; undefined where it is gone, or somebody noted it before. */
export async function noteReported(
  tx: Tx,
  { communityId, kind, first }: { communityId: string; kind: PeriodKind; first: Day },
): Promise<Schedule | undefined> {
  const { rows } = await sql<Omit<Schedule, 'enabled'>>`
    UPDATE report_schedules SET last_first_day = ${formatDay(first)}::date
    WHERE community_id = ${communityId} AND kind = ${kind}
      AND (last_first_day IS NULL OR last_first_day < ${formatDay(first)}::date)
    RETURNING kind, language, recipients
  `.execute(tx);
  return rows[0] && { ...rows[0], enabled: true };
}
