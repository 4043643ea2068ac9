import { sql } from 'kysely';
import type { Forget } from '#kernel/forget-names.ts';
import { ERASED_BRAND_TABLES, eraseBrandsOf } from '../mentions/brand-store.ts';
import { changeTexts, type Tx } from '#platform/postgres/index.ts';

/** Tables of this module that an erasure changes: written anew afterwards, so that nothing is left on disk. */
export const ERASED_ANALYSIS_TABLES: readonly string[] = ['saved_analyses', 'dashboards', ...ERASED_BRAND_TABLES];

/** Takes a person out of analyses that were kept: out of what people wrote about them, and of words they watch. */
export async function eraseAnalysesOf(tx: Tx, communityId: string, forget: Forget): Promise<void> {
  const { patterns, in: without } = forget;
  const where = sql`community_id = ${communityId}`;
  const words = [
    { name: 'name', type: 'text' },
    { name: 'description', type: 'text' },
  ] as const;
  const change = (value: Parameters<Forget['in']>[0]) => without(value);
  await changeTexts(
    tx,
    { table: 'saved_analyses', columns: [...words, { name: 'params', type: 'jsonb' }], patterns, where },
    change,
  );
  await changeTexts(tx, { table: 'dashboards', columns: words, patterns, where }, change);
  await eraseBrandsOf(tx, communityId, forget);
}
