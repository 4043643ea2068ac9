import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';

/** Tags of a community that at least two people carry, each with its people. */
export async function listTagHolders(tx: Tx, communityId: string): Promise<{ tag: string; members: string[] }[]> {
  const { rows } = await sql<{ tag: string; members: string[] }>`
    SELECT tag, array_agg(DISTINCT coalesce(members.person_id, members.id)) AS members
    FROM member_tags JOIN members ON members.id = member_tags.member_id
    WHERE member_tags.community_id = ${communityId}
    GROUP BY tag HAVING count(DISTINCT coalesce(members.person_id, members.id)) > 1 ORDER BY tag
  `.execute(tx);
  return rows;
}

/** Choices in attributes that at least two people made, each with its people; who refused has no value there. */
export async function listHeldValues(
  tx: Tx,
  communityId: string,
): Promise<{ name: string; value: string; members: string[] }[]> {
  const { rows } = await sql<{ name: string; value: string; members: string[] }>`
    SELECT name, chosen AS value, array_agg(DISTINCT person) AS members FROM (
      SELECT DISTINCT ON (person, definition_id) person, definition_id, value FROM (
        SELECT coalesce(members.person_id, members.id) AS person, definition_id, value, set_at, held.member_id
        FROM member_attributes held JOIN members ON members.id = held.member_id
        WHERE held.community_id = ${communityId}
      ) AS every ORDER BY person, definition_id, set_at DESC, member_id
    ) AS shown
    JOIN attribute_definitions definition ON definition.id = definition_id AND type IN ('choice', 'choices')
    CROSS JOIN LATERAL (SELECT jsonb_array_elements_text(CASE jsonb_typeof(value) WHEN 'array' THEN value
      WHEN 'string' THEN jsonb_build_array(value) ELSE '[]'::jsonb END)) AS each (chosen)
    GROUP BY definition.id, name, chosen HAVING count(DISTINCT person) > 1 ORDER BY name, chosen
  `.execute(tx);
  return rows;
}
