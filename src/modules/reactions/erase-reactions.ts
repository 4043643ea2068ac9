import { sql } from 'kysely';
import type { Forget } from '#kernel/forget-names.ts';
import { changeTexts, type Tx } from '#platform/postgres/index.ts';

/** Tables of this module that an erasure changes; runs, known writers and codes go with their member. */
export const ERASED_REACTION_TABLES: readonly string[] = [
  'reaction_rules',
  'reaction_runs',
  'reaction_known_writers',
  'proof_codes',
];

/** Takes a person out of the words of rules. */
export async function eraseReactionsOf(tx: Tx, communityId: string, { patterns, in: without }: Forget): Promise<void> {
  const columns = [
    { name: 'name', type: 'text' },
    { name: 'trigger', type: 'jsonb' },
    { name: 'answer', type: 'jsonb' },
  ] as const;
  const where = sql`community_id = ${communityId}`;
  await changeTexts(tx, { table: 'reaction_rules', columns, patterns, where }, (value) => without(value));
}
