import { sql } from 'kysely';
import type { Forget } from '#kernel/forget-names.ts';
import { newId } from '#kernel/ids.ts';
import { changeTexts, type Tx } from '#platform/postgres/index.ts';
import { addTransaction, lockPeopleOf, moveLots, readLots } from './ledger-store.ts';

/** Tables of this module that an erasure changes; rules' decisions, days of checking in and findings go with their member. */
export const ERASED_POINT_TABLES: readonly string[] = [
  'point_accounts',
  'point_transactions',
  'point_rules',
  'point_rule_runs',
  'point_check_ins',
  'point_suspicions',
];

/**
 * Closes the accounts of erased people and takes them out of the words of others: an account stays without its member, so
 * that the totals stay right, and what was left in it expires. Call it after the members are gone.
 */
export async function erasePointsOf(tx: Tx, communityId: string, { patterns, in: without }: Forget): Promise<void> {
  await closeNameless(tx, communityId);
  const own = sql`community_id = ${communityId}`;
  const columns = [{ name: 'note', type: 'text' }] as const;
  await changeTexts(tx, { table: 'point_transactions', columns, patterns, where: own }, (value) => without(value));
  const named = [{ name: 'name', type: 'text' }] as const;
  await changeTexts(tx, { table: 'point_rules', columns: named, patterns, where: own }, (value) => without(value));
  const reasons = [{ name: 'reason', type: 'text' }] as const;
  await changeTexts(tx, { table: 'point_suspicions', columns: reasons, patterns, where: own }, (value) =>
    without(value),
  );
}

/** Lets what is in accounts of people who were erased expire, and takes the words about them out of what was posted. */
export async function closeNameless(tx: Tx, communityId: string): Promise<void> {
  // Whatever was said to somebody who is gone is about them, and keys may carry their id.
  await sql`
    UPDATE point_transactions SET note = '', key = 'erased:' || id WHERE key NOT LIKE 'erased:%' AND account_id IN (
      SELECT id FROM point_accounts WHERE community_id = ${communityId} AND member_id IS NULL)
  `.execute(tx);
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM point_accounts WHERE community_id = ${communityId} AND member_id IS NULL AND balance > 0
  `.execute(tx);
  for (const { id: accountId } of rows) {
    await lockPeopleOf(tx, [accountId]);
    const takes = (await readLots(tx, [accountId])).map(({ expiresAt, remaining }) => ({
      accountId,
      expiresAt,
      amount: -remaining,
    }));
    const amount = -takes.reduce((all, take) => all + take.amount, 0);
    const id = newId();
    await moveLots(tx, communityId, takes);
    await addTransaction(
      tx,
      {
        id,
        communityId,
        accountId,
        kind: 'expire',
        key: `erased:${id}`,
        amount,
        cause: { kind: 'erased' },
        at: Date.now(),
      },
      [...takes.map((take) => ({ account: 'member' as const, ...take })), { account: 'expired', amount }],
    );
  }
}
