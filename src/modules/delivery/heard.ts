import { sql } from 'kysely';
import type { AnyConnector } from '#modules/connections/index.ts';
import type { Reaction } from '#modules/events/index.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import type { Channel } from './order.ts';
import { MS } from './planner/read-queue.ts';

/** Notes who was heard when, where a platform lets people be written to only for a while after they wrote. */
export function createHeardNotes({
  database,
  connectors,
}: {
  database: Database;
  connectors: readonly AnyConnector[];
}): Reaction {
  const windowed = new Set(
    connectors.filter(({ capabilities }) => capabilities.answerWithin !== null).map(({ platform }) => platform),
  );
  return {
    name: 'when people were heard',
    async react({ workspaceId, communityId }, events) {
      const last = new Map<string, { platform: string; member: string; at: number }>();
      for (const { event } of events) {
        const { platform = '', member, at, bot } = event;
        if (bot || !windowed.has(platform)) continue;
        const heard = { platform, member, at: Date.parse(at) };
        const key = `${platform} ${member}`;
        if ((last.get(key)?.at ?? -Infinity) < heard.at) last.set(key, heard);
      }
      if (last.size === 0) return;
      await database.inWorkspace(workspaceId, (tx) => noteHeard(tx, communityId, [...last.values()]));
    },
  };
}

/** Notes the latest time at which accounts were heard, in milliseconds; each account may occur once. */
export async function noteHeard(
  tx: Tx,
  communityId: string,
  heard: readonly { platform: string; member: string; at: number }[],
): Promise<void> {
  await sql`
    INSERT INTO delivery_heard AS known (workspace_id, community_id, platform, external_id, heard_at)
    SELECT qunluo_workspace(), ${communityId}, platform, external_id, to_timestamp(at / 1000)
    FROM unnest(${heard.map(({ platform }) => platform)}::text[], ${heard.map(({ member }) => member)}::text[],
      ${heard.map(({ at }) => at)}::float8[]) AS heard (platform, external_id, at)
    ORDER BY platform, external_id -- the same order everywhere, so that two writers wait instead of deadlocking
    ON CONFLICT (community_id, platform, external_id) DO UPDATE SET heard_at = excluded.heard_at
    WHERE known.heard_at < excluded.heard_at
  `.execute(tx);
}

/** What of a delivery decides whether the time since the recipient wrote matters. */
export type Windowed = {
  id: string;
  communityId: string;
  toKind: string;
  toId: string;
  kind: string;
  ticket: boolean;
};

/** Whether this may go only for a while after the recipient wrote: not forms that the platform approved, nor with a ticket. */
const isWindowed = ({ toKind, kind, ticket }: Windowed, { capabilities }: Channel): boolean =>
  capabilities.answerWithin !== null && toKind === 'person' && kind !== 'template' && !ticket;

/**
 * Until when each delivery may be sent, in milliseconds, of those that may be only for a while after the recipient wrote; 0 for
 * somebody who was not heard.
 */
export async function readWindows(
  tx: Tx,
  rows: readonly { one: Windowed; channel: Channel }[],
): Promise<Map<string, number>> {
  const asked = rows.filter(({ one, channel }) => isWindowed(one, channel));
  if (asked.length === 0) return new Map();
  const { rows: heard } = await sql<{ key: string; at: number }>`
    SELECT DISTINCT asked.community_id || ' ' || asked.platform || ' ' || asked.external_id AS key, ${MS(sql`heard_at`)} AS at
    FROM unnest(${asked.map(({ one }) => one.communityId)}::uuid[], ${asked.map(({ channel }) => channel.platform)}::text[],
      ${asked.map(({ one }) => one.toId)}::text[]) AS asked (community_id, platform, external_id)
    JOIN delivery_heard USING (community_id, platform, external_id)
  `.execute(tx);
  const times = new Map(heard.map(({ key, at }) => [key, at]));
  return new Map(
    asked.map(({ one, channel }) => {
      const at = times.get(`${one.communityId} ${channel.platform} ${one.toId}`);
      return [one.id, at === undefined ? 0 : at + channel.capabilities.answerWithin! * 1000];
    }),
  );
}
