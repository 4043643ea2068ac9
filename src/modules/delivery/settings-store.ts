import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';
import type { DeliverySettings } from './contract.ts';

/** What holds until a community says otherwise. */
export const DEFAULT_SETTINGS: DeliverySettings = {
  quiet: { from: '22:00', to: '08:00' },
  cap: { count: 3, days: 7 },
  consentNeeded: false,
  zoneAttribute: 'time_zone',
};

export type Pause = { at: Date; by: string | null; reason: string };
export type SettingsRow = DeliverySettings & { communityId: string; paused: Pause | null };

type Row = {
  communityId: string;
  quietFrom: number | null;
  quietTo: number | null;
  capCount: number | null;
  capDays: number | null;
  consentNeeded: boolean;
  zoneAttribute: string;
  pausedAt: Date | null;
  pausedBy: string | null;
  reason: string;
};

const timeOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** Minutes of the day of `22:00`. */
export const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** The settings of communities; those that never said anything are not there. All of the workspace unless told. */
export async function readSettings(tx: Tx, communityIds?: readonly string[]): Promise<Map<string, SettingsRow>> {
  const ids = communityIds ?? null;
  const { rows } = await sql<Row>`
    SELECT community_id AS "communityId", quiet_from AS "quietFrom", quiet_to AS "quietTo", cap_count AS "capCount",
      cap_days AS "capDays", consent_needed AS "consentNeeded", zone_attribute AS "zoneAttribute",
      paused_at AS "pausedAt", paused_by AS "pausedBy", pause_reason AS reason
    FROM delivery_settings WHERE ${ids}::uuid[] IS NULL OR community_id = ANY(${ids}::uuid[])
  `.execute(tx);
  return new Map(
    rows.map((row) => [
      row.communityId,
      {
        communityId: row.communityId,
        quiet: row.quietFrom === null ? null : { from: timeOf(row.quietFrom), to: timeOf(row.quietTo!) },
        cap: row.capCount === null ? null : { count: row.capCount, days: row.capDays! },
        consentNeeded: row.consentNeeded,
        zoneAttribute: row.zoneAttribute,
        paused: row.pausedAt === null ? null : { at: row.pausedAt, by: row.pausedBy, reason: row.reason },
      },
    ]),
  );
}

/** One community's settings, the defaults where it has none. */
export const getSettings = async (tx: Tx, communityId: string): Promise<SettingsRow> =>
  (await readSettings(tx, [communityId])).get(communityId) ?? { ...DEFAULT_SETTINGS, communityId, paused: null };

/** Keeps the settings of a community; whether it is paused stays. */
export async function putSettings(tx: Tx, communityId: string, settings: DeliverySettings): Promise<void> {
  const { quiet, cap, consentNeeded, zoneAttribute } = settings;
  await sql`
    INSERT INTO delivery_settings (community_id, workspace_id, quiet_from, quiet_to, cap_count, cap_days, consent_needed,
                                   zone_attribute)
    VALUES (${communityId}, qunluo_workspace(), ${quiet && minutesOf(quiet.from)}, ${quiet && minutesOf(quiet.to)},
            ${cap && cap.count}, ${cap && cap.days}, ${consentNeeded}, ${zoneAttribute})
    ON CONFLICT (community_id) DO UPDATE SET quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to,
      cap_count = excluded.cap_count, cap_days = excluded.cap_days, consent_needed = excluded.consent_needed,
      zone_attribute = excluded.zone_attribute
  `.execute(tx);
}

/** Pauses everything of a community, or lets it go on (null). */
export async function putPause(tx: Tx, communityId: string, pause: Pause | null): Promise<void> {
  const settings = await getSettings(tx, communityId);
  await putSettings(tx, communityId, settings);
  await sql`
    UPDATE delivery_settings SET paused_at = ${pause?.at ?? null}, paused_by = ${pause?.by ?? null},
      pause_reason = ${pause?.reason ?? ''}
    WHERE community_id = ${communityId}
  `.execute(tx);
}

/** Whether the whole workspace is paused. */
export async function readWorkspacePause(tx: Tx): Promise<Pause | null> {
  const { rows } = await sql<Pause>`
    SELECT paused_at AS at, paused_by AS by, reason FROM delivery_pauses WHERE workspace_id = qunluo_workspace()
  `.execute(tx);
  return rows[0] ?? null;
}

export async function putWorkspacePause(tx: Tx, pause: Pause | null): Promise<void> {
  await sql`DELETE FROM delivery_pauses WHERE workspace_id = qunluo_workspace()`.execute(tx);
  if (pause)
    await sql`
      INSERT INTO delivery_pauses (workspace_id, paused_at, paused_by, reason)
      VALUES (qunluo_workspace(), ${pause.at}, ${pause.by}, ${pause.reason})
    `.execute(tx);
}
