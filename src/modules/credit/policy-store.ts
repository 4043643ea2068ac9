import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';
import { type CreditPolicy, creditPolicySchema, DEFAULT_POLICY } from './policy.contract.ts';

/** The figures of a community; those of the formulas where it has none of its own. */
export async function readPolicy(tx: Tx, communityId: string): Promise<{ policy: CreditPolicy; own: boolean }> {
  const { rows } = await sql<{ policy: unknown }>`
    SELECT policy FROM credit_settings WHERE community_id = ${communityId}
  `.execute(tx);
  return rows[0]
    ? { policy: creditPolicySchema.parse(rows[0].policy), own: true }
    : { policy: DEFAULT_POLICY, own: false };
}

export async function writePolicy(
  tx: Tx,
  communityId: string,
  { policy, by, now }: { policy: CreditPolicy; by: string | undefined; now: Date },
): Promise<void> {
  await sql`
    INSERT INTO credit_settings (community_id, workspace_id, policy, changed_by, changed_at)
    VALUES (${communityId}, qunluo_workspace(), ${JSON.stringify(policy)}::jsonb, ${by ?? null}, ${now})
    ON CONFLICT (community_id) DO UPDATE SET policy = excluded.policy, changed_by = excluded.changed_by,
      changed_at = excluded.changed_at
  `.execute(tx);
}
