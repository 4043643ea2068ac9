import { sql as pgSql } from 'kysely';
import { replaceIds } from '#kernel/replace-ids.ts';
import { ERASED_NAME } from '#modules/events/index.ts';
import { inScope, p, rewritePartition, sql, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';
import type { Database } from '#platform/postgres/index.ts';

/** Tables of this module that an erasure changes. */
export const ERASED_SEGMENT_TABLES = {
  postgres: ['segments'],
  engine: ['segment_members', 'segment_changes', 'segment_lists'],
} as const;

/** Takes a person out of segments, of what is known of their past, and of rules that name them; sizes stay. */
export async function eraseSegmentsOf(
  { database, engine }: { database: Database; engine: EventEngine },
  scope: Scope,
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  const old = p.uuids([...ids.keys()]);
  const without = sql`SELECT * REPLACE (if(member_id IN ${old},
    arrayElement(${p.uuids([...ids.values()])}, indexOf(${old}, member_id)), member_id) AS member_id)`;
  for (const [table, name] of [
    ['segment_members', sql`segment_members`],
    ['segment_changes', sql`segment_changes`],
    ['segment_lists', sql`segment_lists`],
  ] as const) {
    await rewritePartition(engine, scope, { table, select: sql`${without} FROM ${name} WHERE ${inScope(scope)}` });
  }
  await database.inWorkspace(scope.workspaceId, async (tx) => {
    const { rows } = await pgSql<{ id: string; rule: unknown }>`
      SELECT id, rule FROM segments WHERE community_id = ${scope.communityId} AND rule IS NOT NULL FOR UPDATE
    `.execute(tx);
    for (const { id, rule } of rows) {
      const after = replaceIds(rule, { ids, name: ERASED_NAME });
      if (JSON.stringify(after) === JSON.stringify(rule)) continue;
      await pgSql`UPDATE segments SET rule = ${JSON.stringify(after)}::jsonb, evaluation_id = NULL WHERE id = ${id}`.execute(
        tx,
      );
    }
  });
}
