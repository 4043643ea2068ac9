import { sql } from 'kysely';
import type { SendOutcome } from '#modules/connections/index.ts';
import type { Tx } from '#platform/postgres/index.ts';

/**
 * What a platform says of a message after it took it: one that it could not deliver after all has failed, with its reason; one
 * of which nobody knew has arrived. @returns whether a delivery was found
 */
export async function noteLate(
  tx: Tx,
  { connectionId, messageId, now }: { connectionId: string; messageId: string; now: number },
  outcome: Extract<SendOutcome, { fate: 'sent' | 'refused' }>,
): Promise<boolean> {
  const at = sql`to_timestamp(${now}::float8 / 1000)`;
  const { numAffectedRows } =
    outcome.fate === 'refused'
      ? await sql`
          UPDATE deliveries SET fate = 'failed', reason = ${`platform:${outcome.code}`.slice(0, 200)},
            detail = ${outcome.reason.slice(0, 1000)}, settled_at = ${at}
          WHERE connection_id = ${connectionId} AND message_id = ${messageId} AND fate IN ('sent', 'unknown')
        `.execute(tx)
      : await sql`
          UPDATE deliveries SET fate = 'sent', reason = '', detail = '', sent_at = coalesce(sent_at, ${at}), settled_at = ${at}
          WHERE connection_id = ${connectionId} AND message_id = ${messageId} AND fate IN ('unknown', 'sent')
        `.execute(tx);
  return (numAffectedRows ?? 0n) > 0n;
}
