import { sql } from 'kysely';
import { NotFound } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { Badge, WrittenBadge } from './badges.contract.ts';

export type StoredBadge = Omit<Badge, 'computedAt'> & { computedAt: Date | null };

/** The badges of a community by name, with how many people have each. */
export async function listBadges(tx: Tx, communityId: string): Promise<StoredBadge[]> {
  const { rows } = await sql<StoredBadge>`
    SELECT id, name, name_en AS "nameEn", description, description_en AS "descriptionEn", icon, colour, rule, enabled,
      computed_at AS "computedAt", failure,
      (SELECT count(*)::int FROM member_badges WHERE badge_id = badges.id) AS holders
    FROM badges WHERE community_id = ${communityId} ORDER BY name, id
  `.execute(tx);
  return rows;
}

/** One of them. NotFound. */
export async function getBadge(tx: Tx, communityId: string, badgeId: string): Promise<StoredBadge> {
  const found = (await listBadges(tx, communityId)).find(({ id }) => id === badgeId);
  if (!found) throw new NotFound('the badge');
  return found;
}

/** Writes a badge, new or changed. */
export async function writeBadge(
  tx: Tx,
  communityId: string,
  { id = newId(), rule, ...badge }: WrittenBadge & { id?: string },
): Promise<string> {
  await sql`
    INSERT INTO badges (id, workspace_id, community_id, name, name_en, description, description_en, icon, colour, rule, enabled)
    VALUES (${id}, qunluo_workspace(), ${communityId}, ${badge.name}, ${badge.nameEn}, ${badge.description},
      ${badge.descriptionEn}, ${badge.icon}, ${badge.colour}, ${rule && JSON.stringify(rule)}::jsonb, ${badge.enabled})
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, name_en = excluded.name_en, description = excluded.description,
      description_en = excluded.description_en, icon = excluded.icon, colour = excluded.colour, rule = excluded.rule,
      enabled = excluded.enabled, failure = ''
  `.execute(tx);
  return id;
}

export async function removeBadge(tx: Tx, badgeId: string): Promise<void> {
  await sql`DELETE FROM badges WHERE id = ${badgeId}`.execute(tx);
}

const PORTION = 50_000;

/** Gives people a badge; who has it keeps it as it is. @returns how many got it now */
export async function giveBadge(
  tx: Tx,
  communityId: string,
  order: { badgeId: string; memberIds: readonly string[]; at: Date; by?: string | undefined; reason?: string },
): Promise<number> {
  const { badgeId, memberIds, at, by, reason = '' } = order;
  let given = 0;
  for (let from = 0; from < memberIds.length; from += PORTION) {
    const { rows } = await sql<{ given: number }>`
      WITH written AS (
        INSERT INTO member_badges (workspace_id, community_id, badge_id, member_id, at, given_by, reason)
        SELECT DISTINCT ON (person) qunluo_workspace(), ${communityId}::uuid, ${badgeId}::uuid, person, ${at}::timestamptz,
          ${by ?? null}::uuid, ${reason}
        FROM (SELECT coalesce(members.person_id, members.id) AS person
              FROM unnest(${memberIds.slice(from, from + PORTION)}::uuid[]) AS asked (id)
              JOIN members ON members.id = asked.id AND members.community_id = ${communityId}) AS people
        ON CONFLICT DO NOTHING RETURNING 1
      ) SELECT count(*)::int AS given FROM written
    `.execute(tx);
    given += rows[0]!.given;
  }
  return given;
}

/** Takes a badge from a person, whichever of their members has it. @returns whether they had it */
export async function takeBadge(tx: Tx, badgeId: string, memberId: string): Promise<boolean> {
  const { rows } = await sql`
    DELETE FROM member_badges USING members, members asked
    WHERE badge_id = ${badgeId} AND members.id = member_badges.member_id AND asked.id = ${memberId}
      AND coalesce(members.person_id, members.id) = coalesce(asked.person_id, asked.id)
    RETURNING badge_id
  `.execute(tx);
  return rows.length > 0;
}

export type HolderRow = { memberId: string; at: Date; givenBy: string | null; reason: string };

/** Who has a badge, newest first; the first two hundred. */
export async function listHolders(tx: Tx, badgeId: string): Promise<HolderRow[]> {
  const { rows } = await sql<HolderRow>`
    SELECT coalesce(person_id, id) AS "memberId", at, given_by AS "givenBy", reason
    FROM member_badges JOIN members ON members.id = member_id
    WHERE badge_id = ${badgeId} ORDER BY at DESC, member_id LIMIT 200
  `.execute(tx);
  return rows;
}

/** Since when a person has each badge, over everybody who became them. */
export async function badgesOf(tx: Tx, memberId: string): Promise<Map<string, { at: Date; reason: string }>> {
  const { rows } = await sql<{ badge: string; at: Date; reason: string }>`
    SELECT DISTINCT ON (badge_id) badge_id AS badge, at, reason
    FROM member_badges JOIN members ON members.id = member_id
    WHERE coalesce(person_id, members.id) = (SELECT coalesce(person_id, id) FROM members WHERE id = ${memberId})
    ORDER BY badge_id, at
  `.execute(tx);
  return new Map(rows.map(({ badge, at, reason }) => [badge, { at, reason }]));
}

/** Keeps when a badge's rule was last asked, and why it could not be. */
export async function noteComputed(tx: Tx, badgeId: string, at: Date, failure: string): Promise<void> {
  await sql`
    UPDATE badges SET computed_at = ${at}, failure = ${failure.slice(0, 500)} WHERE id = ${badgeId}
  `.execute(tx);
}
