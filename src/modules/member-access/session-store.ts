import { sql } from 'kysely';
import { NotFound } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { partsOf } from '#modules/members/index.ts';
import { dropProofCodes } from '#modules/reactions/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { hashOf, newBrowserSecret } from './member-cookie.ts';

const DAY_MS = 86_400_000;

/** A session ends this long after signing in, however much it is used. */
export const LONGEST_SESSION_MS = 180 * DAY_MS;
/** One that is not used ends sooner. */
export const UNUSED_SESSION_MS = 30 * DAY_MS;
/** How often it is written down that a session is used. */
const SEEN_MS = 5 * 60_000;
/** More browsers than this nobody has: the one that was not used for longest gives way. */
const MOST_SESSIONS = 20;
const LONGEST_DEVICE = 300;

export type Way = 'link' | 'group_code' | 'mail' | 'wechat';

/** Signs a browser in as a member. @returns the words for its cookie; they are kept nowhere */
export async function openSession(
  tx: Tx,
  order: { workspaceId: string; communityId: string; memberId: string; way: Way; device: string; now: Date },
): Promise<{ id: string; words: string }> {
  const { words, hash } = newBrowserSecret(order.workspaceId);
  const id = newId(order.now.getTime());
  await sql`
    INSERT INTO member_sessions (id, workspace_id, community_id, member_id, secret_hash, way, device, created_at, seen_at, ends_at)
    VALUES (${id}, qunluo_workspace(), ${order.communityId}, ${order.memberId}, ${hash}, ${order.way},
            ${order.device.slice(0, LONGEST_DEVICE)}, ${order.now}, ${order.now},
            ${new Date(order.now.getTime() + LONGEST_SESSION_MS)})
  `.execute(tx);
  await sql`
    DELETE FROM member_sessions WHERE member_id = ${order.memberId} AND id NOT IN (
      SELECT id FROM member_sessions WHERE member_id = ${order.memberId} ORDER BY seen_at DESC, id DESC LIMIT ${MOST_SESSIONS})
  `.execute(tx);
  return { id, words };
}

export type FoundSession = { id: string; communityId: string; memberId: string };

/** Who is signed in by a secret, as the person they are now; undefined when it is unknown, revoked or over. */
export async function findOptionalSession(tx: Tx, secret: Buffer, now: Date): Promise<FoundSession | undefined> {
  const { rows } = await sql<FoundSession & { seenAt: Date }>`
    SELECT member_sessions.id, member_sessions.community_id AS "communityId",
      coalesce(members.person_id, members.id) AS "memberId", seen_at AS "seenAt"
    FROM member_sessions JOIN members ON members.id = member_sessions.member_id
    WHERE secret_hash = ${hashOf(secret)} AND ends_at > ${now}
      AND seen_at > ${new Date(now.getTime() - UNUSED_SESSION_MS)}
  `.execute(tx);
  const [found] = rows;
  if (!found) return undefined;
  if (found.seenAt.getTime() < now.getTime() - SEEN_MS)
    await sql`UPDATE member_sessions SET seen_at = ${now} WHERE id = ${found.id} AND seen_at < ${now}`.execute(tx);
  return { id: found.id, communityId: found.communityId, memberId: found.memberId };
}

export type ShownSession = { id: string; way: Way; device: string; createdAt: Date; seenAt: Date };

/** Where a person is signed in, last used first. */
export async function listSessions(tx: Tx, communityId: string, personId: string, now: Date): Promise<ShownSession[]> {
  const { rows } = await sql<ShownSession>`
    SELECT member_sessions.id, way, device, member_sessions.created_at AS "createdAt", seen_at AS "seenAt"
    FROM member_sessions JOIN members ON members.id = member_sessions.member_id
    WHERE member_sessions.community_id = ${communityId} AND coalesce(members.person_id, members.id) = ${personId}
      AND ends_at > ${now} AND seen_at > ${new Date(now.getTime() - UNUSED_SESSION_MS)}
    ORDER BY seen_at DESC, id DESC
  `.execute(tx);
  return rows;
}

/** Ends a session of a person; NotFound when it is nobody’s or another’s. */
export async function endSession(
  tx: Tx,
  { communityId, personId, sessionId }: { communityId: string; personId: string; sessionId: string },
): Promise<void> {
  const { numAffectedRows } = await sql`
    DELETE FROM member_sessions USING members
    WHERE members.id = member_sessions.member_id AND member_sessions.id = ${sessionId}
      AND member_sessions.community_id = ${communityId} AND coalesce(members.person_id, members.id) = ${personId}
  `.execute(tx);
  if (numAffectedRows === 0n) throw new NotFound('the session');
}

/**
 * Signs a person out everywhere, and voids what would let somebody in again: links that were sent to them, sign-ins under way, and codes
 * that wait to be posted from another account. @returns how many sessions ended
 */
export async function endAllSessions(
  tx: Tx,
  { communityId, personId, now }: { communityId: string; personId: string; now: Date },
): Promise<number> {
  const parts = await partsOf(tx, communityId, personId);
  await sql`
    DELETE FROM member_sign_ins WHERE member_id = ANY(${parts}::uuid[]) OR adds_to = ANY(${parts}::uuid[])
  `.execute(tx);
  await dropProofCodes(tx, parts);
  // After the sign-ins: one that was just ending has made a session by now.
  const { numAffectedRows } = await sql`
    DELETE FROM member_sessions USING members
    WHERE members.id = member_sessions.member_id AND member_sessions.community_id = ${communityId}
      AND coalesce(members.person_id, members.id) = ${personId}
  `.execute(tx);
  await sql`
    INSERT INTO member_access (member_id, workspace_id, community_id, links_from)
    SELECT id, workspace_id, community_id, ${now} FROM members
    WHERE community_id = ${communityId} AND coalesce(person_id, id) = ${personId}
    ON CONFLICT (member_id) DO UPDATE SET links_from = excluded.links_from
  `.execute(tx);
  return Number(numAffectedRows ?? 0n);
}
