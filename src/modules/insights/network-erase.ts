import { sql as pgSql } from 'kysely';
import { ERASED_NAME } from '#modules/events/index.ts';
import { replaceIds } from '#kernel/replace-ids.ts';
import { p, inScope, rewritePartition, sql, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import type { NetworkSummary } from './network-view.contract.ts';

/** Puts tombstones in the place of a person's ids in kept networks; their place and the figures of everybody stay. */
export async function eraseNetworkMembersOf(
  engine: EventEngine,
  scope: Scope,
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  const old = p.uuids([...ids.keys()]);
  const without = sql`SELECT * REPLACE (if(member_id IN ${old},
    arrayElement(${p.uuids([...ids.values()])}, indexOf(${old}, member_id)), member_id) AS member_id)`;
  await rewritePartition(engine, scope, {
    table: 'network_members',
    select: sql`${without} FROM network_members WHERE ${inScope(scope)}`,
  });
  await rewritePartition(engine, scope, {
    table: 'network_month_members',
    select: sql`${without} FROM network_month_members WHERE ${inScope(scope)}`,
  });
}

/** Words that circles of kept networks are called by. */
export async function wordsOfNetworks(database: Database, { workspaceId, communityId }: Scope): Promise<string[]> {
  const { rows } = await database.inWorkspace(workspaceId, (tx) =>
    pgSql<{ word: string }>`
      SELECT DISTINCT word FROM networks, jsonb_array_elements(summary -> 'circles') AS circle,
        jsonb_array_elements_text(circle -> 'words') AS word
      WHERE community_id = ${communityId}
    `.execute(tx),
  );
  return rows.map(({ word }) => word);
}

/** Takes a person out of what is kept of networks: ids become the tombstones, words that nobody else said go. */
export async function eraseNetworksOf(
  database: Database,
  { workspaceId, communityId }: Scope,
  { ids, gone }: { ids: ReadonlyMap<string, string>; gone: ReadonlySet<string> },
): Promise<void> {
  await database.inWorkspace(workspaceId, async (tx) => {
    const { rows } = await pgSql<{ evaluation_id: string; summary: NetworkSummary }>`
      SELECT evaluation_id, summary FROM networks WHERE community_id = ${communityId} FOR UPDATE
    `.execute(tx);
    for (const { evaluation_id: id, summary } of rows) {
      const circles = summary.circles.map((one) => ({ ...one, words: one.words.filter((word) => !gone.has(word)) }));
      const without = replaceIds({ ...summary, circles }, { ids, name: ERASED_NAME });
      await pgSql`UPDATE networks SET summary = ${JSON.stringify(without)}::jsonb WHERE evaluation_id = ${id}`.execute(
        tx,
      );
    }
    const { rows: kept } = await pgSql<{ risks: unknown }>`
      SELECT risks FROM network_risks WHERE community_id = ${communityId} FOR UPDATE
    `.execute(tx);
    for (const { risks } of kept)
      await pgSql`
        UPDATE network_risks SET risks = ${JSON.stringify(replaceIds(risks, { ids, name: ERASED_NAME }))}::jsonb
        WHERE community_id = ${communityId}
      `.execute(tx);
  });
}
