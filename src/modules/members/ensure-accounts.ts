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
 * account once seen as a bot stays one, and the earliest first sight is kept. Three statements for any number of
 * accounts (50,000 in about a second), one where all are as they were: they are many, and a row that is written back
 * unchanged is locked and logged all the same. Each id may occur once. Returns how many were new.
 */
export async function ensureAccounts(
  tx: Tx,
  communityId: string,
  accounts: readonly SeenAccount[],
): Promise<{ created: number }> {
  if (accounts.length === 0) return { created: 0 };
  const changed = await changedOf(tx, accounts);
  if (changed.length === 0) return { created: 0 };
  // In the order of the ids everywhere, so that two writers wait for each other instead of deadlocking.
  const sorted = changed.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const members = await sql`
    INSERT INTO members (id, workspace_id, community_id)
    SELECT id, qunluo_workspace(), ${communityId}::uuid FROM ${seen(sorted)}
    ON CONFLICT (id) DO NOTHING
  `.execute(tx);
  await sql`
    INSERT INTO accounts AS known (id, workspace_id, community_id, member_id, platform, external_id, name, bot, first_at)
    SELECT seen.id, qunluo_workspace(), ${communityId}::uuid, seen.id, platform, external_id, name, bot,
           to_timestamp(first_at / 1000)
    FROM ${seen(sorted)}
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

const seen = (accounts: readonly SeenAccount[]) => sql`unnest(
      ${accounts.map(({ id }) => id)}::uuid[],
      ${accounts.map(({ platform }) => platform)}::text[],
      ${accounts.map(({ externalId }) => externalId)}::text[],
      ${accounts.map(({ name }) => name ?? '')}::text[],
      ${accounts.map(({ bot }) => bot)}::boolean[],
      ${accounts.map(({ firstAt }) => firstAt)}::float8[]
    ) WITH ORDINALITY AS seen (id, platform, external_id, name, bot, first_at, place)`;

/** Those that are not there yet, or show something new of one that is. */
async function changedOf(tx: Tx, accounts: readonly SeenAccount[]): Promise<SeenAccount[]> {
  const { rows } = await sql<{ places: number[] | null }>`
    SELECT array_agg(place::int) AS places
    FROM ${seen(accounts)} LEFT JOIN accounts AS known ON known.id = seen.id
    WHERE known.id IS NULL
       OR (seen.name <> '' AND seen.name <> known.name)
       OR (seen.bot AND NOT known.bot)
       OR to_timestamp(seen.first_at / 1000) < known.first_at
  `.execute(tx);
  return (rows[0]!.places ?? []).map((place) => accounts[place - 1]!);
}
