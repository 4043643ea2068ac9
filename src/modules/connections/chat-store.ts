import { sql } from 'kysely';
import { NotFound } from '#kernel/errors.ts';
import { derivedId } from '#kernel/ids.ts';
import { ensureGroups } from '#modules/communities/index.ts';
import { communitySpace } from '#modules/events/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { SeenChat } from './connector.ts';

/** A chat that a connection can see; `communityId` and `groupId` once it is attached. */
export type Chat = {
  id: string;
  connectionId: string;
  externalId: string;
  name: string;
  kind: SeenChat['kind'];
  members: number | null;
  communityId: string | null;
  groupId: string | null;
  attachedAt: Date | null;
  firstSeenAt: Date;
  lastSeenAt: Date;
};

/** One that belongs to a community. */
export type AttachedChat = Pick<Chat, 'id' | 'connectionId' | 'externalId' | 'name' | 'kind' | 'members'> & {
  communityId: string;
  groupId: string;
};

const COLUMNS = sql`id, connection_id AS "connectionId", external_id AS "externalId", name, kind, members,
  community_id AS "communityId", group_id AS "groupId", attached_at AS "attachedAt", first_seen_at AS "firstSeenAt",
  last_seen_at AS "lastSeenAt"`;

/** The chats of a connection, attached ones first, then by name. */
export async function listChats(tx: Tx, connectionId: string): Promise<Chat[]> {
  const { rows } = await sql<Chat>`
    SELECT ${COLUMNS} FROM connection_chats WHERE connection_id = ${connectionId}
    ORDER BY community_id IS NULL, name, external_id
  `.execute(tx);
  return rows;
}

async function lockChat(tx: Tx, connectionId: string, chatId: string): Promise<Chat> {
  const { rows } = await sql<Chat>`
    SELECT ${COLUMNS} FROM connection_chats WHERE connection_id = ${connectionId} AND id = ${chatId} FOR UPDATE
  `.execute(tx);
  if (!rows[0]) throw new NotFound('the chat');
  return rows[0];
}

/** The chats of all connections that belong to a community, by name. */
export async function listAttachedChats(tx: Tx, communityId: string): Promise<AttachedChat[]> {
  const { rows } = await sql<AttachedChat>`
    SELECT ${COLUMNS} FROM connection_chats WHERE community_id = ${communityId} ORDER BY name, external_id, id
  `.execute(tx);
  return rows;
}

/** The attached chats of a connection: where what is heard there belongs. */
export async function listAttachments(
  tx: Tx,
  connectionId: string,
): Promise<Pick<AttachedChat, 'externalId' | 'communityId' | 'name'>[]> {
  const { rows } = await sql<Pick<AttachedChat, 'externalId' | 'communityId' | 'name'>>`
    SELECT external_id AS "externalId", community_id AS "communityId", name FROM connection_chats
    WHERE connection_id = ${connectionId} AND community_id IS NOT NULL
  `.execute(tx);
  return rows;
}

/** Attaches a chat: what is heard there from now on belongs to the community. @returns it before and after */
export async function attachChat(
  tx: Tx,
  { connectionId, chatId, platform }: { connectionId: string; chatId: string; platform: string },
  { communityId, now }: { communityId: string; now: Date },
): Promise<{ before: Chat; after: Chat }> {
  const before = await lockChat(tx, connectionId, chatId);
  const { externalId, name } = before;
  const groupId = communitySpace(communityId).groupId(platform, externalId);
  await ensureGroups(tx, communityId, [{ id: groupId, platform, externalId, name: name || externalId }]);
  await sql`
    UPDATE connection_chats SET community_id = ${communityId}, group_id = ${groupId},
      attached_at = CASE WHEN community_id = ${communityId}::uuid THEN attached_at ELSE ${now}::timestamptz END
    WHERE id = ${chatId}
  `.execute(tx);
  return { before, after: await lockChat(tx, connectionId, chatId) };
}

/** Detaches a chat: nothing more of it is kept. What was heard stays. */
export async function detachChat(
  tx: Tx,
  { connectionId, chatId }: { connectionId: string; chatId: string },
): Promise<{ before: Chat; after: Chat }> {
  const before = await lockChat(tx, connectionId, chatId);
  await sql`
    UPDATE connection_chats SET community_id = NULL, group_id = NULL, attached_at = NULL WHERE id = ${chatId}
  `.execute(tx);
  return { before, after: await lockChat(tx, connectionId, chatId) };
}

/**
 * Keeps what was seen of chats; each id may occur once. `guessed`: of what kind they are is not known, so what was said
 * before stays.
 */
export async function noteChats(
  tx: Tx,
  connectionId: string,
  chats: readonly SeenChat[],
  { now, guessed }: { now: Date; guessed: boolean },
): Promise<void> {
  if (chats.length === 0) return;
  await sql`
    INSERT INTO connection_chats AS known
      (id, workspace_id, connection_id, external_id, name, kind, members, first_seen_at, last_seen_at)
    SELECT seen.id, qunluo_workspace(), ${connectionId}::uuid, seen.external_id, seen.name, seen.kind, seen.members, ${now}, ${now}
    FROM unnest(
      ${chats.map(({ id }) => derivedId('chat', connectionId, id))}::uuid[],
      ${chats.map(({ id }) => id)}::text[],
      ${chats.map(({ name }) => (name ?? '').slice(0, 400))}::text[],
      ${chats.map(({ kind }) => kind)}::text[],
      ${chats.map(({ members }) => members ?? null)}::integer[]
    ) AS seen (id, external_id, name, kind, members)
    ORDER BY seen.id -- the same order everywhere, so that two writers wait instead of deadlocking
    ON CONFLICT (id) DO UPDATE SET
      name = CASE WHEN excluded.name = '' THEN known.name ELSE excluded.name END,
      kind = CASE WHEN ${guessed} THEN known.kind ELSE excluded.kind END,
      members = coalesce(excluded.members, known.members),
      last_seen_at = greatest(known.last_seen_at, excluded.last_seen_at)
  `.execute(tx);
}
