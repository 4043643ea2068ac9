import { sql } from 'kysely';
import { newId } from '#kernel/ids.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { type BenefitAnswer, type BenefitQuestion, mayUse } from './may-use.ts';

export type BenefitUse = BenefitQuestion & {
  /** Of the benefit: a second use with the same key is the first one. */
  key: string;
  note?: string | undefined;
  /** The operator who gave it out. */
  by?: string | undefined;
};

/** `repeat`: it was used before with this key, and is allowed as it was then. */
export type BenefitUsed = BenefitAnswer & { useId: string | null; repeat: boolean };

/**
 * Uses a benefit and writes it down, in the caller's transaction. Two uses at once of one benefit by one person wait for
 * each other, so that a quota is never exceeded. What may not be used changes nothing and says why.
 */
export async function useBenefit(tx: Tx, use: BenefitUse): Promise<BenefitUsed> {
  const { communityId, memberId, benefit, key, now, amount = 1, note = '', by } = use;
  await sql`
    SELECT pg_advisory_xact_lock(hashtextextended('levels.use:' || ${benefit} || ':' || coalesce(person_id, id)::text, 0))
    FROM members WHERE id = ${memberId}
  `.execute(tx);
  const answer = await mayUse(tx, use);
  if (answer.benefitId !== null) {
    const earlier = await sql<{ id: string }>`
      SELECT id FROM benefit_uses WHERE benefit_id = ${answer.benefitId} AND key = ${key}
    `.execute(tx);
    if (earlier.rows[0])
      return { ...answer, allowed: true, reason: 'allowed', useId: earlier.rows[0].id, repeat: true };
  }
  if (!answer.allowed) return { ...answer, useId: null, repeat: false };
  const id = newId(now);
  const { rows } = await sql<{ id: string }>`
    INSERT INTO benefit_uses (id, workspace_id, community_id, benefit_id, member_id, amount, key, note, at, used_by)
    SELECT ${id}, qunluo_workspace(), ${communityId}, ${answer.benefitId}, coalesce(person_id, id), ${amount}, ${key}, ${note},
      ${new Date(now)}, ${by ?? null}::uuid
    FROM members WHERE id = ${memberId} AND community_id = ${communityId}
    RETURNING id
  `.execute(tx);
  return { ...answer, left: answer.left === null ? null : answer.left - amount, useId: rows[0]!.id, repeat: false };
}
