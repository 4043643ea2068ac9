import { sql } from 'kysely';
import type { Forget } from '#kernel/forget-names.ts';
import { changeTexts, type Tx } from '#platform/postgres/index.ts';
import { partsOf } from './person-forest.ts';

/** Tables of this module that an erasure changes: written anew afterwards, so that nothing is left on disk. */
export const ERASED_MEMBER_TABLES: readonly string[] = [
  'members',
  'accounts',
  'member_merges',
  'member_renames',
  'member_tags',
  'member_standings',
  'member_attributes',
  'member_notes',
];

/** All members and accounts of a person, and what they are called; empty lists where there is no such member. */
export async function findPersonToErase(
  tx: Tx,
  communityId: string,
  memberId: string,
): Promise<{ ids: string[]; names: string[] }> {
  const members = await partsOf(tx, communityId, memberId);
  const { rows } = await sql<{ id: string; name: string; externalId: string }>`
    SELECT id, name, external_id AS "externalId" FROM accounts WHERE member_id = ANY(${members}::uuid[])
  `.execute(tx);
  const names = rows.flatMap(({ name, externalId }) => [name, externalId]).filter((one) => one !== '');
  return { ids: [...new Set([...members, ...rows.map(({ id }) => id)])], names: [...new Set(names)] };
}

export type MemberErasure = {
  communityId: string;
  /** Each id that is the person's alone, and its tombstone. */
  ids: ReadonlyMap<string, string>;
  /** Accounts that somebody else has, too: they stay, with nothing that was said of the person. */
  shared: readonly string[];
  /** Takes them out of texts. */
  forget: Forget;
};

/**
 * Takes a person out of the members: new members without a name stand where they stood, so that merges, standings and
 * counts are as before; tags, attributes, notes and all else that hangs on a member go with the old ones, and what was
 * written about others names them no more. Idempotent.
 */
export async function eraseMembersOf(tx: Tx, { communityId, ids, shared, forget }: MemberErasure): Promise<void> {
  const old = [...ids.keys()];
  const becomes = [...ids.values()];
  const pairs = sql`unnest(${old}::uuid[], ${becomes}::uuid[]) AS erased (id, becomes)`;
  await sql`
    INSERT INTO members (id, workspace_id, community_id, created_at)
    SELECT erased.becomes, workspace_id, community_id, created_at
    FROM members JOIN ${pairs} ON erased.id = members.id WHERE community_id = ${communityId}
    ON CONFLICT (id) DO NOTHING
  `.execute(tx);
  await sql`
    UPDATE members SET person_id = new_person.becomes
    FROM ${pairs} JOIN members AS old ON old.id = erased.id
    JOIN unnest(${old}::uuid[], ${becomes}::uuid[]) AS new_person (id, becomes) ON new_person.id = old.person_id
    WHERE members.id = erased.becomes AND members.community_id = ${communityId}
  `.execute(tx);
  await sql`
    INSERT INTO accounts (id, workspace_id, community_id, member_id, platform, external_id, name, bot, first_at)
    SELECT erased.becomes, workspace_id, community_id, coalesce(owner.becomes, erased.becomes), platform,
           erased.becomes::text, '', bot, first_at
    FROM accounts JOIN ${pairs} ON erased.id = accounts.id
    LEFT JOIN unnest(${old}::uuid[], ${becomes}::uuid[]) AS owner (id, becomes) ON owner.id = accounts.member_id
    WHERE community_id = ${communityId}
    ON CONFLICT (id) DO NOTHING
  `.execute(tx);
  await moveStandings(tx, old, becomes);
  await sql`DELETE FROM members WHERE id = ANY(${old}::uuid[]) AND community_id = ${communityId}`.execute(tx);
  await forgetShared(tx, communityId, shared);
  await forgetInTexts(tx, communityId, forget);
}

/** Where they stood and whom they were merged with counts in figures, so it goes on under the tombstones. */
async function moveStandings(tx: Tx, old: readonly string[], becomes: readonly string[]): Promise<void> {
  const pairs = sql`unnest(${old}::uuid[], ${becomes}::uuid[]) AS erased (id, becomes)`;
  await sql`UPDATE member_standings SET member_id = erased.becomes FROM ${pairs} WHERE member_id = erased.id`.execute(
    tx,
  );
  await sql`UPDATE member_merges SET member_id = erased.becomes, reason = '' FROM ${pairs} WHERE member_id = erased.id`.execute(
    tx,
  );
  await sql`UPDATE member_merges SET into_id = erased.becomes, reason = '' FROM ${pairs} WHERE into_id = erased.id`.execute(
    tx,
  );
  await sql`UPDATE member_renames SET member_id = erased.becomes FROM ${pairs} WHERE member_id = erased.id`.execute(tx);
  await sql`UPDATE member_renames SET into_id = erased.becomes FROM ${pairs} WHERE into_id = erased.id`.execute(tx);
}

/** The member of an account that somebody took over begins anew: what hung on it was the person's. */
async function forgetShared(tx: Tx, communityId: string, shared: readonly string[]): Promise<void> {
  if (shared.length === 0) return;
  const kept = await sql<Record<string, unknown>>`
    SELECT to_jsonb(accounts) AS account FROM accounts WHERE id = ANY(${shared}::uuid[]) AND community_id = ${communityId}
  `.execute(tx);
  await sql`DELETE FROM members WHERE id = ANY(${shared}::uuid[]) AND community_id = ${communityId}`.execute(tx);
  for (const { account } of kept.rows) {
    const json = JSON.stringify(account);
    await sql`
      INSERT INTO members (id, workspace_id, community_id)
      SELECT (${json}::jsonb ->> 'id')::uuid, qunluo_workspace(), ${communityId}::uuid ON CONFLICT DO NOTHING
    `.execute(tx);
    await sql`
      INSERT INTO accounts SELECT (jsonb_populate_record(NULL::accounts, ${json}::jsonb || jsonb_build_object(
        'member_id', ${json}::jsonb ->> 'id', 'name', ''))).* ON CONFLICT DO NOTHING
    `.execute(tx);
  }
}

/** A tag that more people carry than this is a word of the community's, not somebody's name. */
const MOST_CARRYING = 5;

/** Takes the person out of what operators wrote down about others: reasons, notes, free attributes, tags. */
async function forgetInTexts(tx: Tx, communityId: string, forget: Forget): Promise<void> {
  const { patterns } = forget;
  const where = sql`community_id = ${communityId}`;
  const change = (value: unknown): unknown => forget.in(value);
  await changeTexts(
    tx,
    { table: 'member_merges', columns: [{ name: 'reason', type: 'text' }], patterns, where },
    change,
  );
  await changeTexts(tx, { table: 'member_notes', columns: [{ name: 'text', type: 'text' }], patterns, where }, change);
  const free = sql`${where} AND definition_id IN (SELECT id FROM attribute_definitions WHERE type = 'text')`;
  const columns = [
    { name: 'value', type: 'jsonb' },
    { name: 'consent_how', type: 'text' },
  ] as const;
  await changeTexts(tx, { table: 'member_attributes', columns, patterns, where: free }, change);
  const { rows } = await sql<{ tag: string }>`
    SELECT tag FROM member_tags WHERE ${where} AND tag ILIKE ANY(${patterns}::text[])
    GROUP BY tag HAVING count(DISTINCT member_id) <= ${MOST_CARRYING}
  `.execute(tx);
  const telling = rows.map(({ tag }) => tag).filter((tag) => forget.in(tag) !== tag);
  await sql`DELETE FROM member_tags WHERE ${where} AND tag = ANY(${telling}::text[])`.execute(tx);
}
