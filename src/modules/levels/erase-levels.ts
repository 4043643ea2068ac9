import { sql } from 'kysely';
import type { Forget } from '#kernel/forget-names.ts';
import { changeTexts, type Tx } from '#platform/postgres/index.ts';

const text = (...names: string[]) => names.map((name) => ({ name, type: 'text' as const }));

const COLUMNS = {
  levels: text('name', 'name_en'),
  benefits: text('name', 'name_en', 'description', 'description_en'),
  benefit_uses: text('note'),
  benefit_entries: text('detail'),
  badges: text('name', 'name_en', 'description', 'description_en', 'failure'),
  member_badges: text('reason'),
  leaderboards: text('name', 'name_en'),
};

/** Tables of this module that an erasure changes: what hangs on a member goes with them, texts lose their name. */
export const ERASED_LEVEL_TABLES: readonly string[] = [
  ...Object.keys(COLUMNS),
  'level_settings',
  'member_levels',
  'level_changes',
  'level_quizzes',
  'leaderboard_opt_outs',
];

/** Takes a person out of what operators wrote about levels, benefits, badges and leaderboards. The rows stay. */
export async function eraseLevelsOf(tx: Tx, communityId: string, { patterns, in: without }: Forget): Promise<void> {
  const where = sql`community_id = ${communityId}`;
  const change = (value: unknown): unknown => without(value);
  for (const [table, columns] of Object.entries(COLUMNS))
    await changeTexts(tx, { table, columns, patterns, where }, change);
  const celebration = [{ name: 'celebration', type: 'jsonb' as const }];
  const rules = [{ name: 'rule', type: 'jsonb' as const }];
  await changeTexts(tx, { table: 'level_settings', columns: celebration, patterns, where }, change);
  await changeTexts(tx, { table: 'badges', columns: rules, patterns, where }, change);
}
