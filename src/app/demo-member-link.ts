import { sql } from 'kysely';
import { listCommunities } from '#modules/communities/index.ts';
import { makePersonalLink } from '#modules/member-access/index.ts';
import type { Services } from './services.ts';

/**
 * A personal link for a member of the demonstration community, so that its pages can be looked at from their side; undefined
 * where there is no such member. It opens once, like every other; each start makes another.
 */
export async function demoMemberLink(
  { database, clock, memberKeys }: Pick<Services, 'database' | 'clock' | 'memberKeys'>,
  workspaceId: string,
  origin: string,
): Promise<string | undefined> {
  return database.inWorkspace(workspaceId, async (tx) => {
    const [community] = await listCommunities(tx);
    if (!community) return undefined;
    const { rows } = await sql<{ id: string }>`
      SELECT member_id AS id FROM accounts
      WHERE community_id = ${community.id} AND NOT bot AND name <> '' ORDER BY first_at, id LIMIT 1
    `.execute(tx);
    if (!rows[0]) return undefined;
    const order = { workspaceId, communityId: community.id, memberId: rows[0].id, origin, now: clock.now() };
    return (await makePersonalLink(tx, memberKeys, order)).address;
  });
}
