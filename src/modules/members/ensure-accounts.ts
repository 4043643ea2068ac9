import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';

/** An account as its source shows it. `id` is derived from community, platform and external id; `firstAt` in ms UTC. */
export type SeenAccount = {
  id: string;
  platform: string;
  externalId: string;
  name?: string;
  bot: boolean;
  firstAt: number;
};

/**
 * Sees to it that every account exists, and a member for each new one. A name given now replaces the one before, an
 * account once seen as a bot stays one, and the earliest first sight is kept. Two statements for any number of
 * accounts (50,000 in about a second); each id may occur once. Returns how many were new.
 */
export async function ensureAccounts(
  tx: Tx,
  communityId: string,
  accounts: readonly SeenAccount[],
): Promise<{ created: number }> {
  if (accounts.length === 0) return { created: 0 };
  // In the order of the ids everywhere, so that two writers wait for each other instead of deadlocking.
  const sorted = accounts.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const ids = sorted.map(({ id }) => id);
  const members = await sql`
    INSERT INTO members (id, workspace_id, community_id)
    SELECT id, qunluo_workspace(), ${communityId}::uuid FROM unnest(${ids}::uuid[]) AS seen (id)
    ON CONFLICT (id) DO NOTHING
  `.execute(tx);
  await sql`
    INSERT INTO accounts AS known (id, workspace_id, community_id, member_id, platform, external_id, name, bot, first_at)
    SELECT seen.id, qunluo_workspace(), ${communityId}::uuid, seen.id, platform, external_id, name, bot,
           to_timestamp(first_at / 1000)
    FROM unnest(
      ${ids}::uuid[],
      ${sorted.map(({ platform }) => platform)}::text[],
      ${sorted.map(({ externalId }) => externalId)}::text[],
      ${sorted.map(({ name }) => name ?? '')}::text[],
      ${sorted.map(({ bot }) => bot)}::boolean[],
      ${sorted.map(({ firstAt }) => firstAt)}::float8[]
    ) AS seen (id, platform, external_id, name, bot, first_at)
    ON CONFLICT (id) DO UPDATE SET
      name = CASE WHEN excluded.name = '' THEN known.name ELSE excluded.name END,
      bot = known.bot OR excluded.bot,
      first_at = least(known.first_at, excluded.first_at)
    WHERE (excluded.name <> '' AND excluded.name <> known.name)
       OR (excluded.bot AND NOT known.bot)
       OR excluded.first_at < known.first_at
  `.execute(tx);
  return { created: Number(members.numAffectedRows ?? 0n) };
}
