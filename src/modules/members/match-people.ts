import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';

/** Somebody who may be meant: by the same account, by the same id on another platform, or only by the name. */
export type PersonMatch = { memberId: string; name: string; platform: string; by: 'account' | 'id' | 'name' };

/** Somebody who is asked for: an id on a platform, and a name where there is one. */
export type AskedPerson = { platform: string; externalId: string; name?: string | undefined };

const MOST_BY_NAME = 5;

/**
 * Who of the community the asked ones may be, most certain first, each person once; in the order of the question. Two
 * index lookups for any number asked. Names count only where they are equal but for case, and at most five of each.
 */
export async function matchPeople(
  tx: Tx,
  communityId: string,
  asked: readonly AskedPerson[],
): Promise<PersonMatch[][]> {
  const found: PersonMatch[][] = asked.map(() => []);
  if (asked.length === 0) return found;
  const { rows } = await sql<PersonMatch & { place: number }>`
    WITH asked AS (
      SELECT * FROM unnest(
        ${asked.map((_, at) => at)}::int[],
        ${asked.map(({ platform }) => platform)}::text[],
        ${asked.map(({ externalId }) => externalId)}::text[],
        ${asked.map(({ name }) => name?.toLowerCase() ?? '')}::text[]
      ) AS one (place, platform, external_id, name)
    ), matched AS (
      SELECT asked.place, known.member_id, known.name, known.platform, 0 AS rank,
             CASE WHEN known.platform = asked.platform THEN 'account' ELSE 'id' END AS by
      FROM asked JOIN accounts AS known ON known.community_id = ${communityId} AND known.external_id = asked.external_id
      WHERE NOT known.bot
      UNION ALL
      SELECT asked.place, same.member_id, same.name, same.platform, 1, 'name'
      FROM asked CROSS JOIN LATERAL (
        SELECT member_id, name, platform FROM accounts
        WHERE community_id = ${communityId} AND lower(accounts.name) = asked.name AND accounts.name <> '' AND NOT bot
          AND NOT (accounts.platform = asked.platform AND accounts.external_id = asked.external_id)
        ORDER BY first_at, id LIMIT ${MOST_BY_NAME}
      ) AS same
      WHERE asked.name <> ''
    )
    SELECT place, coalesce(members.person_id, members.id) AS "memberId", matched.name, matched.platform, by
    FROM matched JOIN members ON members.id = matched.member_id
    ORDER BY place, rank, by, matched.platform, "memberId"
  `.execute(tx);
  for (const { place, ...match } of rows) {
    const own = found[place]!;
    if (!own.some(({ memberId }) => memberId === match.memberId)) own.push(match);
  }
  return found;
}
