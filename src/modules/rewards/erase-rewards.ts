import { sql } from 'kysely';
import type { Forget } from '#kernel/forget-names.ts';
import { changeTexts, type Tx } from '#platform/postgres/index.ts';

const text = (...names: string[]) => names.map((name) => ({ name, type: 'text' as const }));

const COLUMNS = {
  rewards: text('name', 'description', 'how_to_use'),
  reward_orders: text('note', 'carrier', 'tracking', 'cancel_reason'),
};

/** Tables of this module that an erasure changes: written anew afterwards, so that nothing is left on disk. */
export const ERASED_REWARD_TABLES: readonly string[] = ['rewards', 'reward_orders', 'reward_addresses'];

/**
 * Takes a person out of the shop. Call it after their members are gone: addresses went with them, and their orders stay
 * without a member, so that stock and figures are as before; what was written on those goes, too.
 */
export async function eraseRewardsOf(tx: Tx, communityId: string, { patterns, in: without }: Forget): Promise<void> {
  await sql`
    UPDATE reward_orders SET note = '', carrier = '', tracking = '', cancel_reason = '', request_key = id::text
    WHERE community_id = ${communityId} AND member_id IS NULL AND request_key <> id::text
  `.execute(tx);
  const where = sql`community_id = ${communityId}`;
  for (const table of Object.keys(COLUMNS) as (keyof typeof COLUMNS)[])
    await changeTexts(tx, { table, columns: COLUMNS[table], patterns, where }, (value) => without(value));
}
