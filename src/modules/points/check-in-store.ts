import { sql } from 'kysely';
import { type Day, formatDay, parseDay } from '#kernel/calendar.ts';
import type { Tx } from '#platform/postgres/index.ts';

/** How checking in works in a community. */
export type CheckInSettings = {
  /** Days that a member may make up in a month. */
  cardsPerMonth: number;
  /** So many days back. */
  makeUpDays: number;
  /** Points that making up a day costs. */
  makeUpCost: number;
};

export const DEFAULT_CHECK_IN_SETTINGS: CheckInSettings = { cardsPerMonth: 2, makeUpDays: 7, makeUpCost: 0 };

export async function readCheckInSettings(tx: Tx, communityId: string): Promise<CheckInSettings> {
  const { rows } = await sql<CheckInSettings>`
    SELECT cards_per_month AS "cardsPerMonth", make_up_days AS "makeUpDays", make_up_cost AS "makeUpCost"
    FROM point_check_in_settings WHERE community_id = ${communityId}
  `.execute(tx);
  return rows[0] ?? DEFAULT_CHECK_IN_SETTINGS;
}

export async function writeCheckInSettings(tx: Tx, communityId: string, settings: CheckInSettings): Promise<void> {
  await sql`
    INSERT INTO point_check_in_settings (community_id, workspace_id, cards_per_month, make_up_days, make_up_cost)
    VALUES (${communityId}, qunluo_workspace(), ${settings.cardsPerMonth}, ${settings.makeUpDays}, ${settings.makeUpCost})
    ON CONFLICT (community_id) DO UPDATE SET cards_per_month = excluded.cards_per_month,
      make_up_days = excluded.make_up_days, make_up_cost = excluded.make_up_cost
  `.execute(tx);
}

/** Notes that members checked in on days. @returns which were new, as `member day` */
export async function addCheckIns(
  tx: Tx,
  communityId: string,
  days: readonly { memberId: string; day: Day }[],
  madeUpAt: number | null = null,
): Promise<Set<string>> {
  if (days.length === 0) return new Set();
  const { rows } = await sql<{ memberId: string; day: string }>`
    INSERT INTO point_check_ins (workspace_id, community_id, member_id, day, made_up_at)
    SELECT qunluo_workspace(), community_id, id, given.day, ${madeUpAt === null ? null : new Date(madeUpAt)}::timestamptz
    FROM (SELECT DISTINCT * FROM unnest(${days.map(({ memberId }) => memberId)}::uuid[],
      ${days.map(({ day }) => formatDay(day))}::date[]) AS one (member_id, day)) AS given
    JOIN members ON members.id = given.member_id AND community_id = ${communityId}
    ORDER BY id, given.day
    ON CONFLICT (member_id, day) DO NOTHING
    RETURNING member_id AS "memberId", to_char(day, 'YYYY-MM-DD') AS day
  `.execute(tx);
  return new Set(rows.map(({ memberId, day }) => `${memberId} ${parseDay(day)}`));
}

export type CheckedIn = { person: string; day: Day; madeUp: boolean };

/** The days on which people checked in over all their accounts, since a day; each day once. */
export async function readCheckIns(tx: Tx, persons: readonly string[], since: Day): Promise<CheckedIn[]> {
  const { rows } = await sql<{ person: string; day: string; madeUp: boolean }>`
    SELECT coalesce(members.person_id, members.id) AS person, to_char(day, 'YYYY-MM-DD') AS day,
           bool_and(made_up_at IS NOT NULL) AS "madeUp"
    FROM members JOIN point_check_ins ON member_id = members.id
    WHERE (members.id = ANY(${persons}::uuid[]) OR members.person_id = ANY(${persons}::uuid[]))
      AND day >= ${formatDay(since)}::date
    GROUP BY 1, 2 ORDER BY 2
  `.execute(tx);
  return rows.map(({ person, day, madeUp }) => ({ person, day: parseDay(day)!, madeUp }));
}
