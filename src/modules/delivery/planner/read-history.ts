import { sql } from 'kysely';
import type { Limit } from '#modules/connections/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { LaneHistory } from './lane-limits.ts';
import { MS } from './read-queue.ts';
import { type Counted, windowStart } from './windows.ts';

/** Whose history: a connection's limits, in its zone. */
export type HistoryOrder = {
  connectionId: string;
  limits: readonly Limit[];
  zone: string;
  /** Milliseconds. */
  now: number;
  /** Of whom the limits of chats and persons are looked up; all who have something queued where absent. */
  recipients?: readonly string[] | undefined;
};

const seconds = (ms: number) => sql`to_timestamp(${ms}::float8 / 1000)`;

/**
 * What of a connection's limits is used up. Attempts under way count as made now: when they arrive is not known yet. So do
 * those of a clock that was ahead.
 */
export async function readHistory(tx: Tx, { connectionId, limits, zone, now, recipients }: HistoryOrder): Promise<LaneHistory> {
  const whole = new Map<string, readonly Counted[]>();
  for (const limit of limits.filter(({ of }) => of === 'connection'))
    whole.set(limit.key, await countedOf(tx, { connectionId, limit, since: windowStart(limit, zone, now), now }));
  const narrow = limits.filter(({ of }) => of !== 'connection');
  if (narrow.length === 0) return { whole, recipients: new Map() };
  const since = Math.min(...narrow.map((limit) => windowStart(limit, zone, now)));
  return { whole, recipients: await recipientsOf(tx, { connectionId, since, now, recipients }) };
}

const AT = (now: number) =>
  sql`least(${now}::float8, CASE WHEN ended_at IS NULL THEN ${now}::float8 ELSE ${MS(sql`counted_at`)} END)`;

/** No more than the limit's count matter: the last of them decide when there is room again. */
async function countedOf(
  tx: Tx,
  { connectionId, limit, since, now }: { connectionId: string; limit: Limit; since: number; now: number },
): Promise<Counted[]> {
  const kinds = limit.kinds ?? null;
  const { rows } = await sql<Counted>`
    SELECT kind, at FROM (
      SELECT kind, ${AT(now)} AS at FROM (
        (SELECT kind, ended_at, counted_at FROM delivery_attempts
         WHERE connection_id = ${connectionId} AND ended_at IS NOT NULL AND counted_at > ${seconds(since)}
           AND (${kinds}::text[] IS NULL OR kind = ANY(${kinds}::text[]))
         ORDER BY counted_at DESC LIMIT ${limit.count})
        UNION ALL
        SELECT kind, ended_at, counted_at FROM delivery_attempts
        WHERE connection_id = ${connectionId} AND ended_at IS NULL
          AND (${kinds}::text[] IS NULL OR kind = ANY(${kinds}::text[]))
      ) AS counted
    ) AS timed ORDER BY at
  `.execute(tx);
  return rows;
}

async function recipientsOf(
  tx: Tx,
  {
    connectionId,
    since,
    now,
    recipients,
  }: { connectionId: string; since: number; now: number; recipients: readonly string[] | undefined },
): Promise<Map<string, Counted[]>> {
  const asked =
    recipients === undefined
      ? sql`to_id IN (SELECT to_id FROM deliveries WHERE connection_id = ${connectionId} AND fate = 'queued')`
      : sql`to_id = ANY(${recipients}::text[])`;
  const { rows } = await sql<Counted & { toId: string }>`
    SELECT to_id AS "toId", kind, ${AT(now)} AS at FROM delivery_attempts
    WHERE connection_id = ${connectionId} AND (counted_at > ${seconds(since)} OR ended_at IS NULL) AND ${asked}
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
