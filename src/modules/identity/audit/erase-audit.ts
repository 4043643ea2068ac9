import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';

/**
 * Takes what is personal out of the audit trail of the transaction's workspace: entries about any of the ids lose id,
 * label, before and after; entries that name one in before or after lose those. Who did what and when stays.
 * @returns how many entries lost something
 */
export async function eraseAuditOf(tx: Tx, ids: readonly string[]): Promise<number> {
  const about = sql`subject_id = ANY(${ids}::text[])`;
  const patterns = ids.map((id) => `%${id.replaceAll(/[\\%_]/g, '\\$&')}%`);
  const result = await sql`
    UPDATE audit_entries SET
      erased_at = clock_timestamp(),
      subject_id = CASE WHEN ${about} THEN NULL ELSE subject_id END,
      subject_label = CASE WHEN ${about} THEN NULL ELSE subject_label END,
      before = NULL,
      after = NULL
    WHERE ${about} OR before::text LIKE ANY(${patterns}::text[]) OR after::text LIKE ANY(${patterns}::text[])
  `.execute(tx);
  return Number(result.numAffectedRows ?? 0n);
}
