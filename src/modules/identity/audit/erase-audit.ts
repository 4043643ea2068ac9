import { sql } from 'kysely';
import { likePattern } from '#kernel/like-pattern.ts';
import type { Tx } from '#platform/postgres/index.ts';

/**
 * Takes what is personal out of the audit trail of the transaction's workspace: entries about any of the ids lose id,
 * label, before and after; entries that one of the patterns (of ILIKE) finds in label, before or after lose those. Who
 * did what and when stays.
 * @returns how many entries lost something
 */
export async function eraseAuditOf(
  tx: Tx,
  ids: readonly string[],
  patterns: readonly string[] = ids.map(likePattern),
): Promise<number> {
  const about = sql`subject_id = ANY(${ids}::text[])`;
  const result = await sql`
    UPDATE audit_entries SET
      erased_at = clock_timestamp(),
      subject_id = CASE WHEN ${about} THEN NULL ELSE subject_id END,
      subject_label = CASE WHEN ${about} OR subject_label ILIKE ANY(${patterns}::text[]) THEN NULL ELSE subject_label END,
      before = NULL,
      after = NULL
    WHERE ${about} OR subject_label ILIKE ANY(${patterns}::text[])
      OR before::text ILIKE ANY(${patterns}::text[]) OR after::text ILIKE ANY(${patterns}::text[])
  `.execute(tx);
  return Number(result.numAffectedRows ?? 0n);
}
