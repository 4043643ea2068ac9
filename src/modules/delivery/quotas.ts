import { sql } from 'kysely';
import { listAttachedChats } from '#modules/connections/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { Quotas } from './contract.ts';
import type { Channel } from './order.ts';
import { LaneLimits } from './planner/lane-limits.ts';
import { readHistory } from './planner/read-history.ts';
import { MS } from './planner/read-queue.ts';
import { windowStart } from './planner/windows.ts';

type Figures = { id: string; queued: number; due: number; restsUntil: number | null };

/** How much of the limits of a community's connections is used now, and what waits. */
export async function readQuotas(
  tx: Tx,
  communityId: string,
  { channels, now }: { channels: readonly Channel[]; now: number },
): Promise<Quotas> {
  const attached = new Set((await listAttachedChats(tx, communityId)).map(({ connectionId }) => connectionId));
  const own = channels.filter((channel) => channel.communityId === communityId || attached.has(channel.id));
  const figures = await readFigures(tx, own, now);
  const connections: Quotas['connections'] = [];
  for (const channel of own) {
    const { queued = 0, due = 0, restsUntil = null } = figures.get(channel.id) ?? {};
    const resting = restsUntil !== null && restsUntil > now ? new Date(restsUntil).toISOString() : null;
    const { id, name, connector, paused, zone, capabilities } = channel;
    const { recipients, confirmed } = capabilities;
    const limits = await limitsOf(tx, channel, now);
    connections.push({
      id,
      name,
      connector,
      paused,
      recipients,
      confirmed,
      zone,
      queued,
      due,
      restsUntil: resting,
      limits,
    });
  }
  return { at: new Date(now).toISOString(), connections };
}

async function readFigures(tx: Tx, channels: readonly Channel[], now: number): Promise<Map<string, Figures>> {
  const { rows } = await sql<Figures>`
    SELECT asked.id, (SELECT ${MS(sql`rests_until`)} FROM delivery_lanes WHERE connection_id = asked.id) AS "restsUntil",
      (SELECT count(*)::int FROM deliveries WHERE connection_id = asked.id AND fate = 'queued') AS queued,
      (SELECT count(*)::int FROM deliveries WHERE connection_id = asked.id AND fate = 'queued'
         AND send_at <= to_timestamp(${now}::float8 / 1000)) AS due
    FROM unnest(${channels.map(({ id }) => id)}::uuid[]) AS asked (id)
  `.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
}

async function limitsOf(
  tx: Tx,
  { id: connectionId, limits, zone }: Channel,
  now: number,
): Promise<Quotas['connections'][number]['limits']> {
  const history = await readHistory(tx, { connectionId, limits, zone, now, recipients: [] });
  const used = new LaneLimits(limits, zone, history).usedAt(now);
  const found: Quotas['connections'][number]['limits'] = [];
  for (const limit of limits) {
    const whole = used.get(limit.key);
    if (whole)
      found.push({ limit, used: whole.used, freeAt: whole.freeAt > now ? new Date(whole.freeAt).toISOString() : null });
    else
      found.push({
        limit,
        used: await mostOfOne(tx, connectionId, { limit, since: windowStart(limit, zone, now) }),
        freeAt: null,
      });
  }
  return found;
}

/** The most that one chat, or one person, used of a limit. */
async function mostOfOne(
  tx: Tx,
  connectionId: string,
  { limit, since }: { limit: Channel['limits'][number]; since: number },
): Promise<number> {
  const kinds = limit.kinds ?? null;
  const { rows } = await sql<{ most: number }>`
    SELECT coalesce(max(n), 0)::int AS most FROM (
      SELECT count(*) AS n FROM delivery_attempts JOIN deliveries ON deliveries.id = delivery_id
      WHERE delivery_attempts.connection_id = ${connectionId} AND counted_at > to_timestamp(${since}::float8 / 1000)
        AND (to_kind = 'person') = (${limit.of} = 'person') AND ticket IS NULL
        AND (${kinds}::text[] IS NULL OR delivery_attempts.kind = ANY(${kinds}::text[]))
      GROUP BY delivery_attempts.to_id) AS each
  `.execute(tx);
  return rows[0]!.most;
}
