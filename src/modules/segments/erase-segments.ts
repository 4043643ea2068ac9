import { sql as pgSql } from 'kysely';
import type { Forget } from '#kernel/forget-names.ts';
import { inScope, p, rewritePartition, sql, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';
import { changeTexts, type Tx } from '#platform/postgres/index.ts';

/** Tables of this module that an erasure changes. */
export const ERASED_SEGMENT_TABLES = {
  postgres: ['segments', 'tier_schemes'],
  engine: ['segment_members', 'segment_changes', 'segment_lists'],
} as const;

/** Takes a person out of segments, of lists, and of what is known of who entered and left; sizes stay. */
export async function eraseSegmentMembersOf(
  engine: EventEngine,
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
}

/** Takes a person out of what operators wrote: names, descriptions, tags, rules. The segments stay. */
export async function eraseSegmentsOf(tx: Tx, communityId: string, { patterns, in: without }: Forget): Promise<void> {
  const where = pgSql`community_id = ${communityId}`;
  const text = (name: string) => ({ name, type: 'text' }) as const;
  const columns = [...['name', 'description', 'tag', 'tag_given'].map(text), { name: 'rule', type: 'jsonb' } as const];
  const change = <Value>(value: Value): Value => without(value);
  await changeTexts(tx, { table: 'segments', columns, patterns, where }, change);
  await changeTexts(tx, { table: 'tier_schemes', columns: [text('name')], patterns, where }, change);
}
