import { sql } from 'kysely';
import type { Forget } from '#kernel/forget-names.ts';
import { changeTexts, type Tx } from '#platform/postgres/index.ts';

const OF_COMMUNITY = ['objectives', 'budgets', 'resources'] as const;
const text = (...names: string[]) => names.map((name) => ({ name, type: 'text' as const }));

const COLUMNS = {
  objectives: text('name', 'note', 'closing_note'),
  budgets: text('note'),
  resources: text('name', 'owner', 'contact', 'note'),
  operations: text('name', 'note'),
  operation_spends: text('text', 'receipt'),
  resource_bookings: text('note'),
};

/** Tables of this module that an erasure changes: written anew afterwards, so that nothing is left on disk. */
export const ERASED_GOAL_TABLES: readonly string[] = Object.keys(COLUMNS);

/** Takes a person out of what operators wrote about objectives, money and resources. The rows stay. */
export async function eraseGoalsOf(tx: Tx, communityId: string, { patterns, in: without }: Forget): Promise<void> {
  const of = (table: keyof typeof COLUMNS, where: ReturnType<typeof sql>) =>
    changeTexts(tx, { table, columns: COLUMNS[table], patterns, where }, (value) => without(value));
  for (const table of OF_COMMUNITY) await of(table, sql`community_id = ${communityId}`);
  const budgets = sql`SELECT id FROM budgets WHERE community_id = ${communityId}`;
  await of('operations', sql`budget_id IN (${budgets})`);
  const operations = sql`SELECT id FROM operations WHERE budget_id IN (${budgets})`;
  await of('operation_spends', sql`operation_id IN (${operations})`);
  const resources = sql`SELECT id FROM resources WHERE community_id = ${communityId}`;
  await of('resource_bookings', sql`resource_id IN (${resources})`);
}
