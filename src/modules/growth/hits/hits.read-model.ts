import type { Day } from '#kernel/calendar.ts';
import { formatDay } from '#kernel/calendar.ts';
import { NIL_ID } from '#kernel/ids.ts';
import { inScope, p, sql, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';
import type { HitCounts, Tracking } from '../contract.ts';

/** Days that the figures cover, today included. */
export const HIT_DAYS = 28;

const NOBODY = p.uuid(NIL_ID);

type Figures = Pick<Tracking, 'days' | 'totals' | 'pages' | 'referrers'> & { bySource: Map<string, HitCounts> };

/** A hit that came twice (a page that sent again) counts once: one row an id. */
const recent = (scope: Scope, today: Day) =>
  sql`SELECT day, at, kind, source_id, visitor, account_id, page, referrer FROM hits
      WHERE ${inScope(scope)} AND day > ${p.day(today - HIT_DAYS)} AND day <= ${p.day(today)} LIMIT 1 BY hit_id`;

/** What sites and links brought in the 28 days that end today. */
export async function readHits(engine: EventEngine, scope: Scope, today: Day): Promise<Figures> {
  const hits = recent(scope, today);
  const read = <Row>(name: string, statement: ReturnType<typeof sql>): Promise<Row[]> =>
    engine.query<Row>(scope, `growth.${name}`, statement);
  const [sources, days, totals, pages, referrers] = await Promise.all([
    read<{ source: string; hits: number; visitors: number; accounts: number; last: number }>(
      'hits_by_source',
      sql`SELECT source_id AS source, count() AS hits, uniqExactIf(visitor, visitor <> ${NOBODY}) AS visitors,
            uniqExactIf(account_id, account_id <> ${NOBODY}) AS accounts, toUnixTimestamp64Milli(max(at)) AS last
          FROM (${hits}) GROUP BY source_id`,
    ),
    read<{ day: number; visits: number; clicks: number; visitors: number }>(
      'hits_by_day',
      sql`SELECT toUInt16(day) AS day, countIf(kind = 'visit') AS visits, countIf(kind = 'click') AS clicks,
            uniqExactIf(visitor, visitor <> ${NOBODY}) AS visitors
          FROM (${hits}) GROUP BY day ORDER BY day`,
    ),
    read<{ visits: number; clicks: number; outside: number; accounts: number }>(
      'hit_totals',
      sql`SELECT sum(v) AS visits, sum(c) AS clicks, countIf(visitor <> ${NOBODY} AND empty(known)) AS outside,
            length(arrayDistinct(arrayFlatten(groupArray(known)))) AS accounts
          FROM (SELECT visitor, countIf(kind = 'visit') AS v, countIf(kind = 'click') AS c,
                  groupUniqArrayIf(account_id, account_id <> ${NOBODY}) AS known
                FROM (${hits}) GROUP BY visitor)`,
    ),
    read<{ page: string; visits: number }>(
      'hit_pages',
      sql`SELECT page, count() AS visits FROM (${hits}) WHERE kind = 'visit' AND page <> ''
          GROUP BY page ORDER BY visits DESC, page LIMIT 10`,
    ),
    read<{ referrer: string; visits: number }>(
      'hit_referrers',
      sql`SELECT referrer, count() AS visits FROM (${hits}) WHERE kind = 'visit' AND referrer <> ''
          GROUP BY referrer ORDER BY visits DESC, referrer LIMIT 10`,
    ),
  ]);
  const [total] = totals;
  return {
    bySource: new Map(
      sources.map(({ source, last, ...counts }) => [source, { ...counts, last: new Date(last).toISOString() }]),
    ),
    days: everyDay(today, days),
    totals: {
      visits: total?.visits ?? 0,
      clicks: total?.clicks ?? 0,
      outsideVisitors: total?.outside ?? 0,
      accounts: total?.accounts ?? 0,
    },
    pages,
    referrers,
  };
}

/** One entry for each of the 28 days, zero where nothing came. */
function everyDay(
  today: Day,
  rows: readonly { day: number; visits: number; clicks: number; visitors: number }[],
): Tracking['days'] {
  const byDay = new Map(rows.map((row) => [row.day, row]));
  return Array.from({ length: HIT_DAYS }, (_, index) => {
    const day = today - HIT_DAYS + 1 + index;
    const { visits = 0, clicks = 0, visitors = 0 } = byDay.get(day) ?? {};
    return { day: formatDay(day), visits, clicks, visitors };
  });
}
