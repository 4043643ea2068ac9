import { sql } from 'kysely';
import { getCommunity } from '#modules/communities/index.ts';
import { issuePublicCode } from '#modules/growth/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { EntranceCommunity } from './contract.ts';

/** The code of the address of a community's member pages; made when it is first asked for. */
export async function entranceCode(tx: Tx, { workspaceId, communityId }: { workspaceId: string; communityId: string }) {
  const read = async (): Promise<string | undefined> => {
    const { rows } = await sql<{ code: string }>`
      SELECT code FROM member_entrances WHERE community_id = ${communityId}
    `.execute(tx);
    return rows[0]?.code;
  };
  const kept = await read();
  if (kept !== undefined) return kept;
  await sql`
    INSERT INTO member_entrances (community_id, workspace_id, code)
    VALUES (${communityId}, ${workspaceId}, ${await issuePublicCode(tx, workspaceId)})
    ON CONFLICT (community_id) DO NOTHING
  `.execute(tx);
  return (await read())!;
}

/** The community whose member pages have this code; undefined where none has. */
export async function findOptionalEntrance(tx: Tx, code: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    SELECT community_id AS id FROM member_entrances WHERE code = ${code}
  `.execute(tx);
  return rows[0]?.id;
}

/** What everybody who has a community's address sees of it. NotFound. */
export async function presentEntrance(
  tx: Tx,
  ids: { workspaceId: string; communityId: string },
): Promise<EntranceCommunity> {
  const { name, slogan, avatar, logo } = await getCommunity(tx, ids.communityId);
  return { code: await entranceCode(tx, ids), name, slogan, picture: (avatar ?? logo) !== null };
}
