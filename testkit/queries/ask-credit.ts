import { readEvidence, readPlaces } from '#modules/credit/evidence.query.ts';
import type { EventEngine, Scope } from '#platform/clickhouse/index.ts';

/** A message as the evidence of a violation, and the groups in which its author is sanctioned. */
export async function askCredit(
  engine: EventEngine,
  scope: Scope,
  message: { eventId: string; accountId: string },
): Promise<void> {
  const accountIds = [message.accountId];
  await readEvidence(engine, scope, { eventId: message.eventId, accountIds });
  await readPlaces(engine, scope, accountIds);
}
