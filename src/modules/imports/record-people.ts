import { ensureGroups } from '#modules/communities/index.ts';
import { streamImportedAccounts, streamImportedGroups } from '#modules/events/index.ts';
import { ensureAccounts } from '#modules/members/index.ts';
import type { EventEngine, Scope } from '#platform/clickhouse/index.ts';
import type { Database } from '#platform/postgres/index.ts';

/** Makes the members and groups of the events of some imports in PostgreSQL; gives how many there are and how many are new. */
export async function recordPeople(
  { engine, database }: { engine: EventEngine; database: Database },
  scope: Scope,
  importIds: readonly string[],
): Promise<{ members: number; newMembers: number; groups: number }> {
  const { workspaceId, communityId } = scope;
  const counts = { members: 0, newMembers: 0, groups: 0 };
  for await (const groups of streamImportedGroups(engine, scope, importIds)) {
    await database.inWorkspace(workspaceId, (tx) => ensureGroups(tx, communityId, groups));
    counts.groups += groups.length;
  }
  for await (const accounts of streamImportedAccounts(engine, scope, importIds)) {
    const { created } = await database.inWorkspace(workspaceId, (tx) => ensureAccounts(tx, communityId, accounts));
    counts.members += accounts.length;
    counts.newMembers += created;
  }
  return counts;
}
