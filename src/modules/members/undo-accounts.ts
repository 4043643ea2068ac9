import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';
import { referencesToMembers } from './said-of-member.ts';

/** An account as the log knows it now; `seen` is false where nothing there is of it any more. */
export type AccountLeft = { id: string; seen: boolean; name: string; bot: boolean; firstAt: number };

/** What is worked out from accounts and log, and says nothing of what anybody decided. */
const DERIVED: ReadonlySet<string> = new Set(['accounts', 'member_renames', 'merge_suggestions', 'members']);

/**
 * Brings accounts to what the log knows of them: those that are seen get their names and first sight anew; those that are
 * not go with their members, unless an operator said something of them (a tag, a note, a merge …). Gives how many went.
 */
export async function settleAccounts(tx: Tx, communityId: string, accounts: readonly AccountLeft[]): Promise<number> {
  const seen = accounts.filter((account) => account.seen);
  if (seen.length > 0)
    await sql`
      UPDATE accounts SET name = known.name, bot = known.bot, first_at = to_timestamp(known.first_at / 1000)
      FROM unnest(
        ${seen.map(({ id }) => id)}::uuid[], ${seen.map(({ name }) => name)}::text[],
        ${seen.map(({ bot }) => bot)}::boolean[], ${seen.map(({ firstAt }) => firstAt)}::float8[]
      ) AS known (id, name, bot, first_at)
      WHERE accounts.id = known.id AND accounts.community_id = ${communityId}
    `.execute(tx);
  const gone = accounts.filter((account) => !account.seen).map(({ id }) => id);
  if (gone.length === 0) return 0;
  const decided = (await referencesToMembers(tx)).filter(({ table }) => !DERIVED.has(table));
  const unsaid = decided.map(
    ({ table, column }) =>
      sql`AND NOT EXISTS (SELECT FROM ${sql.table(table)} said WHERE said.${sql.ref(column)} = members.id)`,
  );
  const { numAffectedRows } = await sql`
    DELETE FROM members WHERE id = ANY(${gone}::uuid[]) AND community_id = ${communityId} ${sql.join(unsaid, sql` `)}
  `.execute(tx);
  return Number(numAffectedRows ?? 0n);
}
