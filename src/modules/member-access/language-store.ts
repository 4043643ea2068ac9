import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';
import type { MemberLanguage } from './contract.ts';

/** The language a person chose for their pages; null: they follow their browser. */
export async function readLanguage(tx: Tx, communityId: string, personId: string): Promise<MemberLanguage | null> {
  const { rows } = await sql<{ language: MemberLanguage | null }>`
    SELECT language FROM member_access WHERE member_id = ${personId} AND community_id = ${communityId}
  `.execute(tx);
  return rows[0]?.language ?? null;
}

/** Keeps the language a person chose. */
export async function setLanguage(
  tx: Tx,
  communityId: string,
  personId: string,
  language: MemberLanguage | null,
): Promise<void> {
  await sql`
    INSERT INTO member_access (member_id, workspace_id, community_id, language)
    VALUES (${personId}, qunluo_workspace(), ${communityId}, ${language})
    ON CONFLICT (member_id) DO UPDATE SET language = excluded.language
  `.execute(tx);
}
