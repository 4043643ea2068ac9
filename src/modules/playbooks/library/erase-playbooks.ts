import { sql } from 'kysely';
import type { Forget } from '#kernel/forget-names.ts';
import { changeTexts, type Tx } from '#platform/postgres/index.ts';

const text = (...names: string[]) => names.map((name) => ({ name, type: 'text' as const }));
const json = (...names: string[]) => names.map((name) => ({ name, type: 'jsonb' as const }));

const COLUMNS = {
  community_plays: json('words'),
  play_runs: [...json('name', 'reason'), ...text('outcome')],
  play_tasks: text('text', 'note'),
  play_dismissals: text('reason'),
};

/** Tables of this module that an erasure changes: written anew afterwards, so that nothing is left on disk. */
export const ERASED_PLAYBOOK_TABLES: readonly string[] = Object.keys(COLUMNS);

/** Takes a person out of what operators wrote about plays and tasks. The rows stay. */
export async function erasePlaysOf(tx: Tx, communityId: string, { patterns, in: without }: Forget): Promise<void> {
  for (const table of Object.keys(COLUMNS) as (keyof typeof COLUMNS)[]) {
    const where =
      table === 'play_tasks'
        ? sql`run_id IN (SELECT id FROM play_runs WHERE community_id = ${communityId})`
        : sql`community_id = ${communityId}`;
    await changeTexts(tx, { table, columns: COLUMNS[table], patterns, where }, (value) => without(value));
  }
}
