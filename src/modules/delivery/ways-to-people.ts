import { sql } from 'kysely';
import { listAttachedChats } from '#modules/connections/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { Channel, DeliveryItem } from './order.ts';

/** Whom to write to, and how they are reached; undefined where they are not. */
export type Addressee = {
  memberId: string | null;
  name: string;
  way: Pick<DeliveryItem, 'connectionId' | 'to'> | undefined;
};

/** The connections over which a community writes to its members by itself: its own, and those that hear one of its chats. */
export async function channelsOf(tx: Tx, communityId: string, channels: readonly Channel[]): Promise<Channel[]> {
  const heard = new Set((await listAttachedChats(tx, communityId)).map(({ connectionId }) => connectionId));
  return channels.filter((one) => !one.paused && (one.communityId === communityId || heard.has(one.id)));
}

/** Each person once, over the first of the connections on whose platform they have an account; no bots. */
export async function waysToPeople(
  tx: Tx,
  communityId: string,
  { memberIds, channels }: { memberIds: readonly string[]; channels: readonly Channel[] },
): Promise<Addressee[]> {
  const able = channels.filter(({ capabilities }) => capabilities.recipients.includes('person'));
  const platforms = able.map(({ platform }) => platform);
  const { rows } = await sql<{
    person: string;
    platform: string | null;
    externalId: string | null;
    name: string | null;
  }>`
    WITH asked AS (
      SELECT DISTINCT coalesce(person_id, id) AS person FROM members
      WHERE community_id = ${communityId} AND id = ANY(${memberIds}::uuid[])
    ), parts AS (
      SELECT person, person AS member FROM asked
      UNION ALL SELECT asked.person, members.id FROM asked JOIN members ON members.person_id = asked.person
    )
    SELECT DISTINCT ON (person) person, platform, external_id AS "externalId", name
    FROM parts LEFT JOIN accounts ON accounts.member_id = parts.member AND NOT bot
    ORDER BY person, array_position(${platforms}::text[], platform) NULLS LAST, first_at, external_id
  `.execute(tx);
  return rows.map(({ person, platform, externalId, name }) => {
    const channel = able.find((one) => one.platform === platform);
    const way = channel && { connectionId: channel.id, to: { kind: 'person' as const, id: externalId! } };
    return { memberId: person, name: name || externalId || '', way };
  });
}
