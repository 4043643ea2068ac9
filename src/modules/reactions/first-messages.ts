import { sql as pg } from 'kysely';
import { dayOf, type Day } from '#kernel/calendar.ts';
import { NIL_ID } from '#kernel/ids.ts';
import { type EventEngine, grantScope, inScope, p, sql } from '#platform/clickhouse/index.ts';
import type { Tx } from '#platform/postgres/index.ts';

/** What somebody writes; a reaction or a check-in is no first message. */
export const WRITTEN_KINDS = ['message', 'reply', 'answer', 'post', 'submission'] as const;

export type Writer = { accountId: string; eventId: string };

/**
 * The events that are the first their account ever wrote here; `writers` in the order in which they came. The log is asked
 * once for each account whether it has something else; what came of it is kept, so the same events give the same answer
 * whenever they come again, be they in the log by then or not.
 */
export async function findFirstMessages(
  tx: Tx,
  engine: EventEngine,
  place: { workspaceId: string; communityId: string; zone: string },
  writers: readonly Writer[],
): Promise<Set<string>> {
  const accounts = [...new Set(writers.map(({ accountId }) => accountId))];
  const known = await readKnown(tx, accounts);
  const unknown = accounts.filter((id) => !known.has(id));
  if (unknown.length > 0) {
    const before = await askLog(tx, engine, place, { accounts, without: writers.map(({ eventId }) => eventId) });
    for (const { accountId, eventId } of writers)
      if (!known.has(accountId)) known.set(accountId, before.has(accountId) ? NIL_ID : eventId);
    await keepKnown(
      tx,
      place.communityId,
      unknown.map((id) => ({ accountId: id, eventId: known.get(id)! })),
    );
  }
  return new Set(
    writers.filter(({ accountId, eventId }) => known.get(accountId) === eventId).map(({ eventId }) => eventId),
  );
}

async function readKnown(tx: Tx, accounts: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await pg<Writer>`
    SELECT account_id AS "accountId", first_event AS "eventId" FROM reaction_known_writers
    WHERE account_id = ANY (${[...accounts]}::uuid[])
  `.execute(tx);
  return new Map(rows.map(({ accountId, eventId }) => [accountId, eventId]));
}

async function keepKnown(tx: Tx, communityId: string, writers: readonly Writer[]): Promise<void> {
  await pg`
    INSERT INTO reaction_known_writers (workspace_id, community_id, account_id, first_event)
    SELECT qunluo_workspace(), ${communityId}::uuid, known.account_id, known.first_event
    FROM unnest(${writers.map(({ accountId }) => accountId)}::uuid[], ${writers.map(({ eventId }) => eventId)}::uuid[])
      AS known (account_id, first_event)
    ORDER BY known.account_id
    ON CONFLICT (account_id) DO NOTHING
  `.execute(tx);
}

/** Which accounts wrote something else. Nothing lies before the day on which the first of them was first seen. */
async function askLog(
  tx: Tx,
  engine: EventEngine,
  { workspaceId, communityId, zone }: { workspaceId: string; communityId: string; zone: string },
  { accounts, without }: { accounts: readonly string[]; without: readonly string[] },
): Promise<Set<string>> {
  const { rows } = await pg<{ first: Date | null }>`
    SELECT min(first_at) AS first FROM accounts WHERE id = ANY (${[...accounts]}::uuid[])
  `.execute(tx);
  const first = rows[0]?.first;
  if (!first) return new Set();
  const from: Day = dayOf(first.getTime(), zone) - 1;
  const scope = grantScope(workspaceId, communityId);
  const found = await engine.query<{ accountId: string }>(
    scope,
    'reactions.first_messages',
    sql`SELECT DISTINCT toString(account_id) AS "accountId" FROM events
        WHERE ${inScope(scope)} AND day >= ${p.day(from)} AND account_id IN ${p.uuids([...accounts])}
          AND event_id NOT IN ${p.uuids([...without])} AND kind IN ${p.strings([...WRITTEN_KINDS])} AND bot = 0`,
  );
  return new Set(found.map(({ accountId }) => accountId));
}
