import { sql } from 'kysely';
import { NotFound } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { memberNames } from '#modules/members/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { entranceCode } from './entrance-store.ts';
import { MemberLinkExpired, MemberLinkInvalid, MemberLinkUsed } from './errors.ts';
import type { LinkWords, MemberKeys } from './member-keys.ts';
import { openSession } from './session-store.ts';

/** A personal link opens for so long. */
export const LINK_HOURS = 24;

type Place = { workspaceId: string; communityId: string };

/** The address of a community's pages: `https://q.example/m/<code>/`. */
export async function entranceAddress(tx: Tx, place: Place, origin: string): Promise<string> {
  return `${origin.replace(/\/+$/, '')}/m/${await entranceCode(tx, place)}/`;
}

/**
 * A link that signs its member in, once, within LINK_HOURS. Nothing is written: links are made by the thousand. The token
 * stands behind `#`, which browsers send to no server and logs do not see. NotFound.
 */
export async function makePersonalLink(
  tx: Tx,
  keys: MemberKeys,
  order: Place & { memberId: string; origin: string; now: number },
): Promise<{ address: string; endsAt: Date }> {
  const { workspaceId, communityId, memberId, now } = order;
  const { rows } = await sql`SELECT FROM members WHERE id = ${memberId} AND community_id = ${communityId}`.execute(tx);
  if (rows.length === 0) throw new NotFound('the member');
  const endsAt = now + LINK_HOURS * 3_600_000;
  const token = keys.sealLink(workspaceId, { linkId: newId(now), communityId, memberId, madeAt: now, endsAt });
  return { address: `${await entranceAddress(tx, order, order.origin)}in#token=${token}`, endsAt: new Date(endsAt) };
}

/**
 * Whom a link is for, where it may still be opened. MemberLinkInvalid, MemberLinkExpired, or MemberLinkUsed; a browser that
 * opened it before and is still signed in by that (`sessionId`) may again.
 */
async function checkLink(
  tx: Tx,
  { linkId, communityId, memberId, madeAt, endsAt }: LinkWords,
  { now, sessionId }: { now: number; sessionId: string | undefined },
): Promise<{ personId: string; again: boolean }> {
  const { rows } = await sql<{ personId: string; voidFrom: Date | null; usedBy: string | null }>`
    SELECT coalesce(members.person_id, members.id) AS "personId",
      (SELECT max(links_from) FROM member_access
       WHERE member_id IN (members.id, members.person_id)) AS "voidFrom",
      (SELECT session_id FROM member_links_used WHERE link_id = ${linkId}) AS "usedBy"
    FROM members WHERE id = ${memberId} AND community_id = ${communityId}
  `.execute(tx);
  const [found] = rows;
  if (!found || (found.voidFrom !== null && madeAt <= found.voidFrom.getTime())) throw new MemberLinkInvalid();
  if (found.usedBy !== null && found.usedBy === sessionId) return { personId: found.personId, again: true };
  if (found.usedBy !== null) throw new MemberLinkUsed();
  if (endsAt <= now) throw new MemberLinkExpired();
  return { personId: found.personId, again: false };
}

type Visit = { now: number; sessionId: string | undefined };

/** Whom a link signs in, by name, before they do. Nothing is changed: programs that look at links in chats use none up. */
export async function lookAtLink(tx: Tx, words: LinkWords, visit: Visit): Promise<{ name: string }> {
  const { personId } = await checkLink(tx, words, visit);
  return { name: (await memberNames(tx, [personId])).get(personId) ?? '' };
}

/** Opens a link: its browser is signed in. @returns the words for its cookie; undefined where it had opened this link before */
export async function openLink(
  tx: Tx,
  workspaceId: string,
  words: LinkWords,
  { device, ...visit }: Visit & { device: string },
): Promise<string | undefined> {
  const { linkId, communityId, memberId, endsAt } = words;
  if ((await checkLink(tx, words, visit)).again) return undefined;
  const now = new Date(visit.now);
  const session = await openSession(tx, { workspaceId, communityId, memberId, way: 'link', device, now });
  const used = await sql`
    INSERT INTO member_links_used (link_id, workspace_id, community_id, member_id, session_id, used_at, ends_at)
    VALUES (${linkId}, ${workspaceId}, ${communityId}, ${memberId}, ${session.id}, ${now}, ${new Date(endsAt)})
    ON CONFLICT (link_id) DO NOTHING
  `.execute(tx);
  // Two browsers at once: one of them.
  if (used.numAffectedRows === 0n) throw new MemberLinkUsed();
  return session.words;
}
