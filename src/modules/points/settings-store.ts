import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';

/** How a community's points work. */
export type PointSettings = {
  /** What points are called. */
  name: string;
  nameEn: string;
  /** Points expire at the end of the month in which they are so old; null: never. */
  lifetimeMonths: number | null;
  /** Days before they expire on which their member is told; 0: nobody is told. */
  noticeDays: number;
  /** What it costs to redeem 1,000 points, in the smallest unit of the community's currency. */
  costPer1000: number;
  /** Most that a member gives to others in a day, and at once; null: there are no gifts. */
  giftDayLimit: number | null;
  giftOnceLimit: number | null;
};

/** What holds where nobody said anything else. The lifetime is also in `qunluo_post_points`. */
export const DEFAULT_POINT_SETTINGS: PointSettings = {
  name: '积分',
  nameEn: 'points',
  lifetimeMonths: 12,
  noticeDays: 14,
  costPer1000: 1000,
  giftDayLimit: null,
  giftOnceLimit: null,
};

export async function readSettings(tx: Tx, communityId: string): Promise<PointSettings> {
  const { rows } = await sql<PointSettings>`
    SELECT name, name_en AS "nameEn", lifetime_months AS "lifetimeMonths", notice_days AS "noticeDays",
           cost_per_1000 AS "costPer1000", gift_day_limit AS "giftDayLimit", gift_once_limit AS "giftOnceLimit"
    FROM point_settings WHERE community_id = ${communityId}
  `.execute(tx);
  return rows[0] ?? DEFAULT_POINT_SETTINGS;
}

export async function writeSettings(tx: Tx, communityId: string, settings: PointSettings): Promise<void> {
  await sql`
    INSERT INTO point_settings (community_id, workspace_id, name, name_en, lifetime_months, notice_days, cost_per_1000,
                                gift_day_limit, gift_once_limit)
    VALUES (${communityId}, qunluo_workspace(), ${settings.name}, ${settings.nameEn}, ${settings.lifetimeMonths},
            ${settings.noticeDays}, ${settings.costPer1000}, ${settings.giftDayLimit}, ${settings.giftOnceLimit})
    ON CONFLICT (community_id) DO UPDATE SET
      name = excluded.name, name_en = excluded.name_en, lifetime_months = excluded.lifetime_months,
      notice_days = excluded.notice_days, cost_per_1000 = excluded.cost_per_1000,
      gift_day_limit = excluded.gift_day_limit, gift_once_limit = excluded.gift_once_limit
  `.execute(tx);
}

/** What a community calls its points, in both languages. */
export type PointCurrency = { name: string; nameEn: string };

export async function currencyOf(tx: Tx, communityId: string): Promise<PointCurrency> {
  const { name, nameEn } = await readSettings(tx, communityId);
  return { name, nameEn };
}

/** Whether a community has anything to do with points: without, its members are shown none. */
export async function usesPoints(tx: Tx, communityId: string): Promise<boolean> {
  const { rows } = await sql<{ uses: boolean }>`
    SELECT EXISTS (SELECT FROM point_settings WHERE community_id = ${communityId})
      OR EXISTS (SELECT FROM point_rules WHERE community_id = ${communityId})
      OR EXISTS (SELECT FROM point_accounts WHERE community_id = ${communityId}) AS uses
  `.execute(tx);
  return rows[0]!.uses;
}
