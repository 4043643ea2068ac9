import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';
import type { Purpose } from './contract.ts';

/** What a person said last about being written to. */
export type Choice = { choice: 'in' | 'out'; scope: 'promotion' | 'all' };

/** By member id what its person said; members who said nothing are not there. */
export async function readChoices(tx: Tx, memberIds: readonly string[]): Promise<Map<string, Choice>> {
  const asked = [...new Set(memberIds)];
  if (asked.length === 0) return new Map();
  const { rows } = await sql<Choice & { id: string }>`
    WITH asked AS (
      SELECT id, coalesce(person_id, id) AS person FROM members WHERE id = ANY(${asked}::uuid[])
    ), parts AS (
      SELECT id AS asked, person AS member FROM asked
      UNION SELECT asked.id, members.id FROM asked JOIN members ON members.person_id = asked.person
    )
    SELECT DISTINCT ON (asked) asked AS id, choice, scope
    FROM parts JOIN delivery_choices ON delivery_choices.member_id = parts.member
    ORDER BY asked, chosen_at DESC, delivery_choices.member_id
  `.execute(tx);
  return new Map(rows.map(({ id, choice, scope }) => [id, { choice, scope }]));
}

/** Why a member may not be sent something of this purpose; undefined where they may. */
export function choiceForbids(
  choice: Choice | undefined,
  { purpose, consentNeeded }: { purpose: Purpose; consentNeeded: boolean },
): 'opted_out' | 'no_consent' | undefined {
  if (purpose === 'answer') return undefined;
  if (choice?.choice === 'out' && (choice.scope === 'all' || purpose === 'promotion')) return 'opted_out';
  if (purpose === 'promotion' && consentNeeded && choice?.choice !== 'in') return 'no_consent';
  return undefined;
}
