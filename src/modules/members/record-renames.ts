import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';
import { lockPeople, regroup } from './people.ts';

/** What the log says of renames: who went on as whom, and the ids that it gives to people without an account. */
export type KnownRenames = {
  /** Members that are part of another by renames alone. */
  renames: readonly { memberId: string; intoId: string }[];
  /** Ids of people who took over a name that somebody had left: they can be tagged like everybody. */
  newcomers: readonly string[];
};

/**
 * Makes these the renames of a community: tags, attributes and notes that were given under an old name are then the
 * person's. Cheap when nothing changed. Ids that no account and no rename has are left out.
 */
export async function recordRenames(tx: Tx, communityId: string, known: KnownRenames): Promise<{ changed: number }> {
  await lockPeople(tx, communityId);
  await sql`
    INSERT INTO members (id, workspace_id, community_id)
    SELECT id, qunluo_workspace(), ${communityId}::uuid FROM unnest(${[...new Set(known.newcomers)]}::uuid[]) AS new (id)
    ON CONFLICT (id) DO NOTHING
  `.execute(tx);
  const { rows: gone } = await sql<{ member_id: string; into_id: string }>`
    WITH known AS (
      SELECT * FROM unnest(${known.renames.map(({ memberId }) => memberId)}::uuid[],
                           ${known.renames.map(({ intoId }) => intoId)}::uuid[]) AS known (member_id, into_id)
    )
    DELETE FROM member_renames there
    WHERE community_id = ${communityId}
      AND NOT EXISTS (SELECT FROM known WHERE known.member_id = there.member_id AND known.into_id = there.into_id)
    RETURNING member_id, into_id
  `.execute(tx);
  const { rows: made } = await sql<{ member_id: string; into_id: string }>`
    INSERT INTO member_renames (workspace_id, community_id, member_id, into_id)
    SELECT qunluo_workspace(), ${communityId}, known.member_id, known.into_id
    FROM unnest(${known.renames.map(({ memberId }) => memberId)}::uuid[],
                ${known.renames.map(({ intoId }) => intoId)}::uuid[]) AS known (member_id, into_id)
    JOIN members a ON a.id = known.member_id AND a.community_id = ${communityId}
    JOIN members b ON b.id = known.into_id AND b.community_id = ${communityId}
    ON CONFLICT (member_id) DO NOTHING
    RETURNING member_id, into_id
  `.execute(tx);
  const touched = [...gone, ...made].flatMap(({ member_id: member, into_id: into }) => [member, into]);
  await regroup(tx, [...new Set(touched)]);
  return { changed: gone.length + made.length };
}
