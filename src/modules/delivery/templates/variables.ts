import { sql } from 'kysely';
import type { Both } from '#modules/connections/index.ts';
import { listAttributeDefinitions, memberNames } from '#modules/members/index.ts';
import { LINK_PLACE, LINK_VARIABLE } from './fill-links.ts';
import { getCommunity } from '#modules/communities/index.ts';
import type { Tx } from '#platform/postgres/index.ts';

/** A variable that every message of a community can use. */
export type KnownVariable = { name: string; label: Both };

const ATTRIBUTE = 'member.attributes.';

/** Whether a name is of the kind that every message can use. */
export const isKnownName = (name: string): boolean => name.startsWith('member.') || name.startsWith('community.');

/** What every message can say: the member's name and attributes, and what the community is called. */
export async function knownVariables(tx: Tx, communityId: string): Promise<KnownVariable[]> {
  const attributes = await listAttributeDefinitions(tx, communityId);
  return [
    { name: 'member.name', label: { zh: '成员的名字', en: 'Name of the member' } },
    {
      name: LINK_VARIABLE,
      label: { zh: '成员页面的个人链接，只能打开一次', en: 'Personal link to the member pages, opens once' },
    },
    { name: 'community.name', label: { zh: '社群的名字', en: 'Name of the community' } },
    { name: 'community.slogan', label: { zh: '社群的口号', en: 'Slogan of the community' } },
    ...attributes
      .filter(({ hidden }) => !hidden)
      .map(({ key, name, nameEn }) => ({ name: `${ATTRIBUTE}${key}`, label: { zh: name, en: nameEn || name } })),
  ];
}

/** Values of the variables that every message can use. */
export type Values = { of(memberId: string | null): (name: string) => string | undefined };

const shown = (value: unknown): string =>
  Array.isArray(value) ? value.join(', ') : value === null || value === undefined ? '' : String(value);

/** Looks up what the variables `used` say of the community and of members. Two queries for any number of members. */
export async function readValues(
  tx: Tx,
  { communityId, used, memberIds }: { communityId: string; used: ReadonlySet<string>; memberIds: readonly string[] },
): Promise<Values> {
  const community = new Map<string, string>();
  if (used.has('community.name') || used.has('community.slogan')) {
    const { name, slogan } = await getCommunity(tx, communityId);
    community.set('community.name', name).set('community.slogan', slogan);
  }
  const names = used.has('member.name') ? await memberNames(tx, memberIds) : new Map<string, string>();
  const keys = [...used].filter((name) => name.startsWith(ATTRIBUTE)).map((name) => name.slice(ATTRIBUTE.length));
  const attributes = keys.length > 0 ? await readAttributes(tx, communityId, memberIds, keys) : new Map();
  return {
    of: (memberId) => (name) => {
      if (name === LINK_VARIABLE) return LINK_PLACE;
      if (memberId !== null && name === 'member.name') return names.get(memberId);
      if (memberId !== null && name.startsWith(ATTRIBUTE))
        return shown(attributes.get(`${memberId} ${name.slice(ATTRIBUTE.length)}`));
      return community.get(name);
    },
  };
}

/** By `member key` what a person shows; of several values the latest. */
export async function readAttributes(
  tx: Tx,
  communityId: string,
  memberIds: readonly string[],
  keys: readonly string[],
): Promise<Map<string, unknown>> {
  const { rows } = await sql<{ place: string; value: unknown }>`
    WITH asked AS (
      SELECT id, coalesce(person_id, id) AS person FROM members
      WHERE community_id = ${communityId} AND id = ANY(${[...new Set(memberIds)]}::uuid[])
    ), parts AS (
      SELECT id AS asked, person AS member FROM asked
      UNION SELECT asked.id, members.id FROM asked JOIN members ON members.person_id = asked.person
    )
    SELECT DISTINCT ON (asked, key) asked || ' ' || key AS place, value
    FROM parts JOIN member_attributes ON member_attributes.member_id = parts.member
    JOIN attribute_definitions ON attribute_definitions.id = definition_id AND key = ANY(${keys}::text[])
    WHERE value IS NOT NULL ORDER BY asked, key, set_at DESC
  `.execute(tx);
  return new Map(rows.map(({ place, value }) => [place, value]));
}
