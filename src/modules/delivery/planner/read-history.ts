import { sql } from 'kysely';
import type { Limit } from '#modules/connections/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { LaneHistory, Used } from './lane-limits.ts';
import { MS } from './read-queue.ts';
import { type Counted, spanFinder, windowStart } from './windows.ts';

const DAY = 86_400_000;

/** Whose history: a connection's limits, in its zone. */
export type HistoryOrder = {
  connectionId: string;
  limits: readonly Limit[];
  zone: string;
  /** The clock on the wall, milliseconds. */
  now: number;
  /** The clock that attempts are counted by, which only goes forward; the same as `now` unless told. */
  steady?: number | undefined;
  /** Of whom the limits of chats and persons are looked up. */
  recipients: readonly string[];
};

/**
 * What of a connection's limits is used up. Attempts under way count as made now: when they arrive is not known yet. So do
 * those of a clock that was ahead.
 */
export async function readHistory(tx: Tx, order: HistoryOrder): Promise<LaneHistory> {
  const { connectionId, limits, zone, now, recipients } = order;
  const whole = new Map<string, readonly Counted[]>();
  const calendar: Limit[] = [];
  for (const limit of limits.filter(({ of }) => of === 'connection'))
    if (typeof limit.window === 'string') calendar.push(limit);
    else whole.set(limit.key, await countedOf(tx, limit, order));
  const used = await readUsed(tx, connectionId, { calendar, zone, now });
  const narrow = limits.filter(({ of }) => of !== 'connection');
  if (narrow.length === 0 || recipients.length === 0) return { whole, used, recipients: new Map() };
  // A day more, so that a clock that was set does not lose what counts by its days.
  const since = Math.min(...narrow.map((limit) => windowStart(limit, zone, now))) - DAY;
  return { whole, used, recipients: await recipientsOf(tx, order, since) };
}

const shift = ({ now, steady = now }: HistoryOrder): number => now - steady;
const TIMES = (order: HistoryOrder) => sql`
  least(${order.now}::float8, CASE WHEN ended_at IS NULL THEN ${order.now}::float8 ELSE ${MS(sql`counted_at`)} + ${shift(order)}::float8 END) AS at,
  ${MS(sql`started_at`)} AS wall`;
const after = (order: HistoryOrder, since: number) => sql`to_timestamp((${since - shift(order)})::float8 / 1000)`;

/** No more than the limit's count matter: the last of them decide when there is room again. */
async function countedOf(tx: Tx, limit: Limit, order: HistoryOrder): Promise<Counted[]> {
  const kinds = limit.kinds ?? null;
  const since = windowStart(limit, order.zone, order.now);
  const of = sql`connection_id = ${order.connectionId} AND (${kinds}::text[] IS NULL OR kind = ANY(${kinds}::text[]))`;
  const { rows } = await sql<Counted>`
    SELECT kind, ${TIMES(order)} FROM (
      (SELECT kind, ended_at, counted_at, started_at FROM delivery_attempts
       WHERE ${of} AND ended_at IS NOT NULL AND counted_at > ${after(order, since)}
       ORDER BY counted_at DESC LIMIT ${limit.count})
      UNION ALL
      SELECT kind, ended_at, counted_at, started_at FROM delivery_attempts WHERE ${of} AND ended_at IS NULL
    ) AS counted ORDER BY at
  `.execute(tx);
  return rows;
}

async function recipientsOf(tx: Tx, order: HistoryOrder, since: number): Promise<Map<string, Counted[]>> {
  const { rows } = await sql<Counted & { toId: string }>`
    SELECT to_id AS "toId", kind, ${TIMES(order)} FROM delivery_attempts
    WHERE connection_id = ${order.connectionId} AND to_id = ANY(${order.recipients}::text[])
      AND (counted_at > ${after(order, since)} OR ended_at IS NULL)
    ORDER BY at
  `.execute(tx);
  const found = new Map<string, Counted[]>();
  for (const { toId, ...counted } of rows) {
    const of = found.get(toId);
    if (of) of.push(counted);
    else found.set(toId, [counted]);
  }
  return found;
}

/**
 * How many counted by the connection's limits of days and months. Kept beside the lane, because counting a month's attempts
 * for each claim would be slow; a limit that is not there yet is counted from the attempts.
 */
async function readUsed(
  tx: Tx,
  connectionId: string,
  { calendar, zone, now }: { calendar: readonly Limit[]; zone: string; now: number },
): Promise<Used> {
  if (calendar.length === 0) return {};
  const { rows } = await sql<{
    used: Used;
  }>`SELECT used FROM delivery_lanes WHERE connection_id = ${connectionId}`.execute(tx);
  const used: Record<string, Readonly<Record<string, number>>> = {};
  for (const limit of calendar)
    used[limit.key] = rows[0]?.used[limit.key] ?? (await countCalendar(tx, connectionId, { limit, zone, now }));
  return used;
}

async function countCalendar(
  tx: Tx,
  connectionId: string,
  { limit, zone, now }: { limit: Limit; zone: string; now: number },
): Promise<Record<string, number>> {
  const { start } = spanFinder(limit.window as 'day' | 'month', zone)(now);
  const kinds = limit.kinds ?? null;
  const { rows } = await sql<{ n: number }>`
    SELECT count(*) AS n FROM delivery_attempts
    WHERE connection_id = ${connectionId} AND started_at >= to_timestamp(${start}::float8 / 1000)
      AND (${kinds}::text[] IS NULL OR kind = ANY(${kinds}::text[]))
  `.execute(tx);
  return { [start]: rows[0]!.n };
}
